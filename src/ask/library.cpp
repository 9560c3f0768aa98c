// "cudnn 8.9", "nccl 2.21", "tensorrt 10": releases, the CUDA and the GPUs they are for, the images
// that hold them.

#include "matrix/libraries.h"

#include <map>

#include "ask/subjects.h"
#include "ask/toolkits.h"
#include "ask/words.h"
#include "matrix/cudnn.h"
#include "matrix/gpu.h"
#include "matrix/image_packages.h"

namespace cudafit::ask {
namespace {

using matrix::Library;

std::string cuda_words(const matrix::LibraryRelease& release) {
  std::string out;
  for (const unsigned major : release.cuda_majors)
    out += (out.empty() ? "" : ", ") + std::to_string(major);
  return out;
}

void add_releases(Answer& answer, const std::vector<matrix::LibraryRelease>& releases) {
  Section table{"Releases", {"version", "released", "built for CUDA"}, {}};
  for (auto each = releases.rbegin(); each != releases.rend(); ++each) {
    table.lines.push_back({{each->version.text(), std::string(each->date), cuda_words(*each)},
                           {each->source},
                           each->weak});
  }
  add_table(answer, std::move(table));
}

void add_gpus(Answer& answer, Library library, const matrix::LibraryRelease& release) {
  Section table{"GPUs of " + release.version.text(),
                {"for CUDA", "oldest GPU", "deprecated below", "machine code", "PTX"},
                {}};
  std::vector<unsigned> majors = release.cuda_majors;
  // NCCL is built for every CUDA there is when it comes out.
  if (majors.empty() && library == Library::nccl && !release.date.empty()) {
    for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
      if (each.date <= release.date && (majors.empty() || majors.back() != each.cuda.major()))
        majors.push_back(each.cuda.major());
    }
    constexpr std::size_t supported = 2;  // majors that NVIDIA builds it for at a time
    if (majors.size() > supported)
      majors.erase(majors.begin(), majors.end() - static_cast<std::ptrdiff_t>(supported));
  }
  for (const unsigned major : majors) {
    const Version cuda = newest_toolkit(major);
    const auto gpus = matrix::library_gpus(library, release.version, cuda);
    if (!gpus) continue;
    const auto names = [](const std::vector<Version>& ccs) {
      std::string out;
      for (const Version& cc : ccs) out += (out.empty() ? "" : " ") + matrix::sm_name(cc);
      return out;
    };
    table.lines.push_back(
        {{std::to_string(major), gpus->min_cc ? matrix::sm_name(gpus->min_cc) : "",
          gpus->deprecated_below ? matrix::sm_name(gpus->deprecated_below) : "", names(gpus->sass),
          names(gpus->ptx)},
         {gpus->source},
         gpus->weak});
  }
  add_table(answer, std::move(table));
}

/// The releases of nvidia/cuda whose images hold the library in such a version.
void add_images(Answer& answer, Library library, const Version& wanted) {
  if (library == Library::tensorrt) return;
  struct Seen {
    std::vector<std::string> tags;
    matrix::Citation source;
    bool weak = false;
  };
  std::map<std::array<std::uint32_t, Version::max_parts>, std::pair<Version, Seen>> seen;
  for (const matrix::ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.existence != matrix::Existence::published || tag.flavor != matrix::Flavor::runtime)
      continue;
    if ((library == Library::cudnn) == tag.cudnn.empty()) continue;
    for (const matrix::ImagePackages& each : matrix::image_packages("nvidia/cuda", tag.tag)) {
      const Version version = library == Library::cudnn ? each.cudnn : each.nccl;
      if (each.arch != "amd64" || !version || !starts_with(version, wanted)) continue;
      auto& [exact, of] = seen[version.number];
      exact = version;
      of.tags.emplace_back(tag.tag);
      of.source = each.source;
      of.weak = of.weak || each.weak;
    }
  }
  Section table{"Published nvidia/cuda images with it (amd64, runtime)", {"version", "tags"}, {}};
  for (auto each = seen.rbegin(); each != seen.rend(); ++each) {
    const auto& [version, of] = each->second;
    table.lines.push_back({{version.text(), join(of.tags)}, {of.source}, of.weak});
  }
  add_table(answer, std::move(table));
}

}  // namespace

Reply about_library(const Question&, std::string_view library_name, std::string_view text_of) {
  const Library library = library_name == "cudnn"  ? Library::cudnn
                          : library_name == "nccl" ? Library::nccl
                                                   : Library::tensorrt;
  const std::string shown = library_name == "cudnn"  ? "cuDNN"
                            : library_name == "nccl" ? "NCCL"
                                                     : "TensorRT";
  std::vector<matrix::LibraryRelease> releases = matrix::library_releases(library);
  Answer answer;
  answer.kind = std::string(library_name);
  answer.subject = shown;
  if (text_of.empty()) {
    answer.summary = fmt::format("{} releases of {} are known; the newest is {}.", releases.size(),
                                 shown, releases.back().version.text());
    answer.see = {std::string(library_name) + " " + releases.back().version.text()};
    add_releases(answer, releases);
    return {answer, {}};
  }
  const auto wanted = Version::parse(text_of.substr(0, text_of.find_first_of("-+ ")));
  if (!wanted) return {{}, shown + " is a version, as in 8.9.7, not " + quoted(text_of)};
  const Version newest = releases.back().version;
  std::erase_if(releases, [&](const matrix::LibraryRelease& each) {
    return !starts_with(each.version, *wanted);
  });
  if (releases.empty()) {
    if (*wanted > newest)
      return {{},
              fmt::format("{} {} is newer than the data of {}, whose newest is {}", shown,
                          wanted->text(), matrix::data_date(), newest.text())};
    return {{},
            fmt::format("no {} {} is known; \"cudafit matrix {}\" lists the releases", shown,
                        wanted->text(), library_name)};
  }
  answer.subject = shown + " " + wanted->text();
  const matrix::LibraryRelease& last = releases.back();
  const std::string majors = cuda_words(last);
  answer.summary = fmt::format("{} {}{}{}.", shown, last.version.text(),
                               last.date.empty() ? "" : " is of " + std::string(last.date),
                               majors.empty() ? "" : ", built for CUDA " + majors);
  if (last.date.empty() && !majors.empty())
    answer.summary =
        fmt::format("{} {} was built for CUDA {}.", shown, last.version.text(), majors);
  if (last.date.empty() && majors.empty())
    answer.summary = fmt::format("{} {} is the newest of them.", shown, last.version.text());
  add_releases(answer, releases);
  add_gpus(answer, library, last);
  add_images(answer, library, *wanted);
  return {answer, {}};
}

}  // namespace cudafit::ask
