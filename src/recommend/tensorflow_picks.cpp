// Which builds of TensorFlow there are for a request.

#include <fmt/format.h>

#include <algorithm>

#include "matrix/frameworks.h"
#include "matrix/library_path.h"
#include "matrix/pip_packages.h"
#include "recommend/library_bounds.h"
#include "recommend/pick.h"
#include "recommend/pip_rows.h"
#include "recommend/words.h"

namespace cudafit::recommend {

namespace {

using matrix::FrameworkRelease;
using matrix::LibsFrom;
using matrix::PipPackage;

/// The builds of the line that the version is of.
const FrameworkRelease* build_of(const std::vector<FrameworkRelease>& all, const PyVersion& version,
                                 std::string_view extra) {
  for (const FrameworkRelease& each : all) {
    if (each.extra == extra && !each.cuda.empty() == extra.empty() && in_range(each.range, version))
      return &each;
  }
  return nullptr;
}

Pick pick_of(const Request& request, const PipPackage& row, const FrameworkRelease& build,
             const FrameworkRelease* pinned, const Target& target) {
  const auto asked = PyVersion::parse(request.tensorflow);
  const Version line = line_of(build.version);
  Pick out;
  out.package = "tensorflow";
  out.version = asked && asked->parts > 2 ? asked->text() : line.text() + ".*";
  const std::string name = asked && asked->parts > 2 ? asked->text() : line.text();
  out.title = "tensorflow " + name;
  out.label = "TensorFlow " + name;
  const std::string extra = row.extra.empty() ? "" : "[" + std::string(row.extra) + "]";
  out.requirements = {"tensorflow" + extra + "==" + out.version};
  out.own_cuda = row.libs_from == LibsFrom::nvidia_wheels;
  out.why_there = out.own_cuda
                      ? "The extra of TensorFlow brings CUDA and cuDNN as wheels."
                      : fmt::format("TensorFlow {} opens the CUDA and cuDNN of the image.", name);
  if (out.version.ends_with("*"))
    out.why_there +=
        "\n" + out.version + " is its newest release of that line: write the one you have tested.";
  out.python_min = row.python_min;
  out.python_max = row.python_max;
  out.cuda = build.cuda.front();
  out.cuda_majors = row.cuda_majors;
  out.cuda_locked = row.cuda_minor_locked;
  if (!out.own_cuda && !row.cudnn_majors.empty()) out.cudnn_major = row.cudnn_majors.front();
  out.cudnn_min = row.cudnn_min;
  if (pinned != nullptr) add_pins(pinned->pins, out);
  out.smoke =
      "import tensorflow as tf; print('tensorflow', tf.__version__, "
      "tf.config.list_physical_devices('GPU') or 'no GPU')";
  out.reasons = {
      fmt::format("TensorFlow {} is built with CUDA {} and cuDNN {}, for Python {} ({})", name,
                  out.cuda.text(), build.cudnn.empty() ? "?" : build.cudnn.front().text(),
                  out.python_words(), row.source.title),
      "which GPUs its builds hold code for is not in the tables; none is asked for here that runs "
      "nothing its CUDA compiles"};
  if (std::string other = stand_in_words(target, out.cuda); !other.empty())
    out.reasons.push_back(std::move(other));
  add_limits(out);
  add_library_bounds(target, &build, out);
  return out;
}

}  // namespace

Picks tensorflow_picks(const Request& request, const Target& target) {
  Picks out;
  const auto asked = PyVersion::parse(request.tensorflow);
  if (!asked) return {{}, "\"" + request.tensorflow + "\" is no version of TensorFlow", true};
  if (std::string newer = newer_than_data("tensorflow", "TensorFlow", *asked); !newer.empty())
    return {{}, newer, false};
  if (target.jetson) return of_jetson("TensorFlow", target);
  if (target.arch != "amd64") return {{}, no_wheels("tensorflow", "TensorFlow", target), false};
  const std::vector<FrameworkRelease>& all = matrix::framework_releases("tensorflow");
  const FrameworkRelease* const build = build_of(all, *asked, {});
  if (build == nullptr)
    return {{},
            fmt::format("nothing is known about TensorFlow {}; \"cudafit matrix tensorflow\" lists "
                        "the releases",
                        request.tensorflow),
            true};
  const std::string name = "TensorFlow " + line_of(build->version).text();
  for (const LibsFrom libraries : {LibsFrom::nvidia_wheels, LibsFrom::system}) {
    for (const PipPackage& row : matrix::pip_package("tensorflow")) {
      if (row.libs_from != libraries || row.weak || !in_range(row.range, *asked) ||
          matrix::needs_library_path(row))
        continue;
      Pick pick = pick_of(request, row, *build, build_of(all, *asked, row.extra), target);
      std::string why = wrong_for(request, target, pick, name);
      if (why.empty()) {
        out.all.push_back(std::move(pick));
      } else if (out.why_none.empty()) {
        out.why_none = std::move(why);
      }
      break;
    }
  }
  if (out.all.empty() && out.why_none.empty())
    out.why_none = "no way to install " + name + " with CUDA is known";
  if (!out.all.empty()) out.why_none.clear();
  return out;
}

}  // namespace cudafit::recommend
