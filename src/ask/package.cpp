// "tensorflow 2.15": what a package's builds are made with and what they need of the image.

#include "ask/package_parts.h"
#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/companions.h"
#include "matrix/conda_packages.h"
#include "matrix/frameworks.h"
#include "matrix/pip_name.h"
#include "matrix/pip_packages.h"
#include "matrix/system_packages.h"
#include "matrix/torch.h"
#include "source/nearest.h"
#include "terms/ascii.h"
#include "terms/pep440.h"

namespace cudafit::ask {
namespace {

void add_companion(Answer& answer, const std::string& name, std::string_view version) {
  Section table{"The torch it goes with", {"version", "torch", "pinned"}, {}};
  if (version.empty()) {
    for (const matrix::TorchRelease& release : matrix::torch_releases()) {
      for (const matrix::Companion& each : matrix::companions_of(release.version)) {
        if (each.package != name) continue;
        table.lines.push_back(
            {{std::string(each.version), std::string(release.version), each.exact ? "exactly" : ""},
             {each.source},
             each.weak});
      }
    }
    std::reverse(table.lines.begin(), table.lines.end());
  } else {
    for (const matrix::Companion& each : matrix::companion_torch(name, version)) {
      table.lines.push_back(
          {{std::string(each.version), std::string(each.torch), each.exact ? "exactly" : ""},
           {each.source},
           each.weak});
    }
  }
  if (!version.empty() && table.lines.size() == 1 && answer.summary.empty())
    answer.summary =
        fmt::format("{} {} goes with torch {}.", name, version, table.lines.front().cells[1]);
  add_table(answer, std::move(table));
}

void add_newest(Answer& answer, const std::string& name) {
  Facts facts("Where it is");
  if (const auto newest = matrix::newest_release(name)) {
    facts.add("newest known", fmt::format("{} (as of {})", newest->version, newest->date),
              newest->source, newest->weak);
  } else if (const auto companion = matrix::newest(name)) {
    facts.add("newest known", fmt::format("{} (as of {})", companion->version, companion->date),
              companion->source, companion->weak);
  }
  const matrix::MirrorAnswer mirror = matrix::on_pytorch_index(name);
  const bool of_python = has_releases(name) || matrix::newest(name);
  if (of_python && mirror.mirrored != Known::unknown && !mirror.source.id.empty())
    facts.add("on download.pytorch.org", yes_no(mirror.mirrored), mirror.source, mirror.weak);
  facts.into(answer);
}

void add_conda(Answer& answer, const std::string& name) {
  const auto package = matrix::conda_package(name);
  if (!package) return;
  Facts facts("As a conda package");
  const auto add = [&](std::string what, std::string value) {
    facts.add(std::move(what), std::move(value), package->source, package->weak);
  };
  add("channel", std::string(package->channel));
  add("nvcc", yes_no(package->has_nvcc));
  add("CUDA headers", yes_no(package->has_headers));
  add("libcudart", yes_no(package->has_cuda_runtime));
  add("CUDA libraries", yes_no(package->has_cuda_libraries));
  add("cuDNN", yes_no(package->has_cudnn));
  if (package->version_is_cuda) add("its version", "is CUDA's");
  if (package->selects_only) add("brings", "nothing itself: it only selects");
  add("GPU build only where the solver sees a GPU", yes_no(package->chosen_by_virtual_cuda));
  add("note", std::string(package->note));
  facts.into(answer);
  Section table{"Versions in conda channels", {"channel", "versions"}, {}};
  std::vector<matrix::CondaVersion> versions = matrix::conda_versions(name);
  std::stable_sort(versions.begin(), versions.end(),
                   [](const auto& a, const auto& b) { return a.channel < b.channel; });
  for (std::size_t i = 0; i < versions.size();) {
    Line line{{std::string(versions[i].channel), ""}, {versions[i].source}, false};
    const std::string_view channel = versions[i].channel;
    for (; i < versions.size() && versions[i].channel == channel; ++i) {
      line.cells[1] += (line.cells[1].empty() ? "" : ", ") + versions[i].version.text();
      line.weak = line.weak || versions[i].weak;
    }
    table.lines.push_back(std::move(line));
  }
  add_table(answer, std::move(table));
}

void add_system(Answer& answer, const std::string& name) {
  for (const std::string_view manager : {"apt", "dnf", "apk"}) {
    const auto package = matrix::system_package(manager, name);
    if (!package) continue;
    Facts facts(fmt::format("As a package of {}", manager));
    const auto add = [&](std::string what, std::string value) {
      facts.add(std::move(what), std::move(value), package->source, package->weak);
    };
    add("GPU driver", yes_no(package->brings_driver));
    add("nvcc", yes_no(package->brings_nvcc));
    add("CUDA headers", yes_no(package->brings_headers));
    add("libcudart", yes_no(package->brings_cuda_runtime));
    add("CUDA libraries", yes_no(package->brings_cuda_libraries));
    add("cuDNN", yes_no(package->brings_cudnn));
    add("NCCL", yes_no(package->brings_nccl));
    add("C compiler", yes_no(package->brings_cc));
    add("Python", yes_no(package->brings_python));
    add("CUDA", package->cuda.text());
    if (package->floats) add("version", "the newest of the repository");
    add("in an image", std::string(package->why));
    add("instead", package->fix);
    facts.into(answer);
    if (answer.summary.empty() && !package->why.empty())
      answer.summary = fmt::format("{} in an image: {}.", name, package->why);
  }
}

Reply all_packages() {
  Answer answer;
  answer.kind = "package";
  answer.subject = "packages";
  Section table{"Packages with tables of releases", {"package", "newest known", "as of"}, {}};
  for (const std::string_view name : matrix::framework_names()) {
    const auto newest = matrix::newest_release(name);
    const std::vector<matrix::FrameworkRelease>& all = matrix::framework_releases(name);
    if (all.empty()) continue;
    table.lines.push_back({{std::string(name), newest ? std::string(newest->version) : "",
                            newest ? std::string(newest->date) : ""},
                           {newest ? newest->source : all.back().source},
                           newest ? newest->weak : all.back().weak});
  }
  answer.summary = fmt::format("Something is known about {} packages; {} have tables of releases.",
                               package_names().size(), table.lines.size());
  add_table(answer, std::move(table));
  return {answer, {}};
}

/// Ranges without an end say nothing of releases that came later.
std::string too_new(const std::string& name, std::string_view version) {
  const auto newest = matrix::newest_release(name);
  const auto wanted = PyVersion::parse(version);
  const auto last = newest ? PyVersion::parse(newest->version) : std::nullopt;
  if (!wanted || !last || *wanted <= *last) return {};
  return fmt::format("{} {} is newer than the data of {}, whose newest is {}", name, version,
                     matrix::data_date(), newest->version);
}

std::string unknown_package(std::string_view written, std::string_view version,
                            const std::string& name) {
  if (!version.empty() && is_package(name))
    return fmt::format("nothing is known about {} {}; \"cudafit matrix {}\" says what is", name,
                       version, name);
  return "nothing is known about " + quoted(written) + did_you_mean(written, package_names());
}

}  // namespace

bool is_package(std::string_view name) {
  const std::string normal = matrix::pip_name(name);
  return has_releases(normal) || matrix::newest(normal) || matrix::conda_package(normal) ||
         matrix::system_package("apt", name);
}

std::vector<std::string_view> package_names() {
  std::vector<std::string_view> out = release_names();
  for (const matrix::TorchRelease& release : matrix::torch_releases()) {
    for (const matrix::Companion& each : matrix::companions_of(release.version))
      out.push_back(each.package);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Reply about_package(const Question& question, std::string_view text_of) {
  if (text_of.empty()) return all_packages();
  // A name, and behind a blank, ==, >= and the like a version.
  const std::size_t end = text_of.find_first_of(" =<>~!");
  std::string_view version = end == text_of.npos ? "" : text_of.substr(end);
  while (!version.empty() && std::string_view(" =<>~!").find(version.front()) != version.npos)
    version.remove_prefix(1);
  version = version.substr(0, version.find_first_of(" ,;"));
  std::string_view written = text_of.substr(0, end);
  std::string_view extra;
  if (const std::size_t bracket = written.find('['); bracket != written.npos) {
    extra = written.substr(bracket + 1, written.find(']') - bracket - 1);
    written = written.substr(0, bracket);
  }
  const std::string name = matrix::pip_name(written);
  if (name == "torch") return about_torch(question, version);
  if (const std::string newer = too_new(name, version); !newer.empty()) return {{}, newer};
  Answer answer;
  answer.kind = "package";
  answer.subject = name + (version.empty() ? "" : " " + std::string(version));
  const Wanted wanted{name, version, extra};
  add_builds(answer, wanted);
  add_companion(answer, name, version);
  add_needs(answer, wanted);
  add_compiling(answer, wanted);
  add_newest(answer, name);
  add_conda(answer, std::string(ascii::lowered(written)));
  add_system(answer, std::string(written));
  if (answer.sections.empty()) return {{}, unknown_package(text_of, version, name)};
  if (answer.summary.empty()) {
    answer.summary = fmt::format("What is known about {}.", answer.subject);
  }
  return {answer, {}};
}

}  // namespace cudafit::ask
