#include "recommend/image_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "advise/sizes.h"
#include "matrix/distributions.h"
#include "matrix/driver.h"
#include "matrix/gate.h"
#include "matrix/image_boards.h"
#include "matrix/image_packages.h"

namespace cudafit::recommend {

namespace {

using matrix::ImageContents;

/// One kind of thing that an image may hold.
struct Part {
  Known ImageContents::*member;
  std::string_view words;
};
constexpr Part parts[] = {
    {&ImageContents::nvcc, "nvcc"},
    {&ImageContents::cuda_headers, "CUDA headers"},
    {&ImageContents::cuda_libraries, "CUDA libraries"},
    {&ImageContents::cuda_runtime, "libcudart"},
    {&ImageContents::cudnn, "cuDNN"},
    {&ImageContents::nccl, "NCCL"},
    {&ImageContents::cuda_compat, "cuda-compat"},
    {&ImageContents::opengl, "OpenGL"},
    {&ImageContents::c_compiler, "a C compiler"},
    {&ImageContents::python, "Python"},
    {&ImageContents::pip, "pip"},
    {&ImageContents::conda, "conda"},
};

std::string system_words(const ImageContents& contents) {
  if (contents.os.empty()) return {};
  // As those who make them write their names.
  struct Name {
    std::string_view os, words;
  };
  static constexpr Name names[] = {
      {"amzn", "Amazon Linux"},      {"azl", "Azure Linux"},        {"centos", "CentOS"},
      {"cm", "CBL-Mariner"},         {"opensuse", "openSUSE Leap"}, {"oraclelinux", "Oracle Linux"},
      {"rockylinux", "Rocky Linux"}, {"ubi", "Red Hat UBI"},
  };
  std::string name(contents.os);
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  for (const Name& each : names) {
    if (each.os == contents.os) name = each.words;
  }
  return contents.os_release.empty() ? name : name + " " + std::string(contents.os_release);
}

void add_size(std::string_view repository, std::string_view tag, advise::ImageSummary& out) {
  const auto size = matrix::size_class(repository, tag);
  if (!size) return;
  out.size = advise::size_words(*size) + " on disk (images of this kind)";
  out.sources.push_back({fmt::format("size: such as {}", size->example), {}, size->source.text()});
}

struct Support {
  std::string words;
  bool ended = false;
  matrix::Citation source;
};

/// Of an image's CUDA and of its system, as far as it is known.
std::vector<Support> support_of(const ImageContents& contents, Version release) {
  std::vector<Support> out;
  const Version cuda_release = release ? release : contents.cuda;
  // Of an image that names only the line, the release is not known.
  if (const auto cuda = matrix::cuda_support(cuda_release); cuda && cuda_release.parts >= 3) {
    out.push_back({cuda->supported ? fmt::format("CUDA {} supported", cuda->cuda.text())
                                   : fmt::format("support of CUDA {} ended{}{}", cuda->cuda.text(),
                                                 cuda->ended.empty()      ? ""
                                                 : cuda->ended_or_earlier ? " by "
                                                                          : " ",
                                                 cuda->ended),
                   !cuda->supported, cuda->source});
  }
  if (const auto system = matrix::os_support(contents.os, contents.os_release))
    out.push_back(
        {fmt::format("{} ended {}", system_words(contents), system->ended), true, system->source});
  return out;
}

void add_driver(const ImageContents& contents, advise::ImageSummary& out) {
  if (!contents.cuda || contents.cuda_runtime == Known::no) return;
  if (matrix::for_boards(contents)) return;
  const auto floor = matrix::driver_floor(contents.cuda, matrix::HostOs::linux_);
  if (!floor || !floor->needed) return;
  out.driver = "driver >= " + driver_text(floor->needed);
  out.sources.push_back(
      {fmt::format("CUDA {}: {}", contents.cuda.text(), out.driver), {}, floor->source.text()});
  if (!contents.gated) return;
  const std::string os = std::string(contents.os) + std::string(contents.os_release);
  const auto gate = matrix::image_gate(contents.cuda, "amd64", os);
  if (!gate || !gate->valid) return;
  const Version driver = matrix::gate_driver(*gate, floor->needed);
  if (driver && floor->needed < driver)
    out.driver += fmt::format(
        "; its NVIDIA_REQUIRE_CUDA lets {} and newer through, of older ones some branches or GPUs",
        driver_text(driver));
  out.sources.push_back({"NVIDIA_REQUIRE_CUDA: " + gate->first, {}, gate->source.text()});
}

}  // namespace

advise::ImageSummary summary(std::string_view repository, std::string_view tag) {
  advise::ImageSummary out;
  out.name = std::string(repository) + (tag.empty() ? "" : ":" + std::string(tag));
  const auto contents = matrix::contents(repository, tag);
  if (!contents) return out;
  const matrix::TagAnswer answer = matrix::find_tag(repository, tag);
  if (contents->cuda) out.cuda = contents->cuda.text();
  if (answer.row && answer.row->flavor != matrix::Flavor::none) {
    out.flavor = answer.row->flavor == matrix::Flavor::base      ? "base"
                 : answer.row->flavor == matrix::Flavor::runtime ? "runtime"
                                                                 : "devel";
  }
  if (contents->cudnn == Known::yes) {
    out.cudnn = contents->cudnn_version      ? contents->cudnn_version.text()
                : contents->cudnn_major != 0 ? std::to_string(contents->cudnn_major)
                                             : std::string("of unknown version");
  }
  out.system = system_words(*contents);
  if (contents->python == Known::yes) out.python = contents->python_version.text();
  out.torch = contents->torch;
  for (const Part& part : parts) {
    if ((*contents).*part.member == Known::yes) out.holds.emplace_back(part.words);
  }
  out.architectures.assign(contents->architectures.begin(), contents->architectures.end());
  out.sources.push_back({"what it holds", {}, contents->source.text()});
  add_driver(*contents, out);
  for (const Support& each : support_of(*contents, answer.row ? answer.row->cuda : Version())) {
    out.support += (out.support.empty() ? "" : ", ") + each.words;
    out.sources.push_back({each.words, {}, each.source.text()});
  }
  add_size(repository, tag, out);
  return out;
}

std::string ended(std::string_view repository, std::string_view tag) {
  std::string out;
  const auto contents = matrix::contents(repository, tag);
  if (!contents) return out;
  const matrix::TagAnswer answer = matrix::find_tag(repository, tag);
  for (const Support& each : support_of(*contents, answer.row ? answer.row->cuda : Version())) {
    if (each.ended) out += (out.empty() ? "" : ", ") + each.words;
  }
  return out;
}

bool known_as_well(const ImageContents& now, const ImageContents& other) {
  if (now.os.empty() || now.os != other.os || now.os_release != other.os_release) return false;
  if (other.weak && !now.weak) return false;
  const bool versions = (other.cuda || !now.cuda) && (other.cudnn_version || !now.cudnn_version) &&
                        (other.python_version || !now.python_version);
  return versions && std::all_of(std::begin(parts), std::end(parts), [&](const Part& part) {
           return other.*part.member != Known::unknown || now.*part.member == Known::unknown;
         });
}

std::vector<std::string> lost(const ImageContents& now, const ImageContents& other) {
  std::vector<std::string> out;
  for (const Part& part : parts) {
    if (now.*part.member == Known::yes && other.*part.member != Known::yes)
      out.emplace_back(part.words);
  }
  return out;
}

}  // namespace cudafit::recommend
