#include "matrix/image_releases.h"

#include <algorithm>
#include <span>

#include "matrix/contents.h"
#include "matrix/rows.h"
#include "matrix/shapes_frameworks.h"
#include "matrix/shapes_image.h"
#include "matrix/tables.h"
#include "matrix/version_prefix.h"

namespace cudafit::matrix {
namespace {

std::string_view main_name(std::string_view repository) {
  const tables::RepositoryRow* const row = tables::repository_row(repository);
  return row ? tables::view(row->name) : repository;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// "24.04-py3" of NVIDIA's catalog is the image of April 2024.
std::string month(std::string_view repository, std::string_view tag) {
  constexpr std::size_t length = std::string_view("24.04-").size();
  if (!repository.starts_with("nvcr.io/") || tag.size() < length || tag[2] != '.' || tag[5] != '-')
    return {};
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!digit(tag[i])) return {};
  }
  return "20" + std::string(tag.substr(0, 2)) + "-" + std::string(tag.substr(3, 2));
}

/// Runs of digits by their value: 9.2 before 11.0, r35.1 before r36.
bool before(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!digit(a[i]) || !digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
      continue;
    }
    const auto run = [](std::string_view text, std::size_t& at) {
      while (at + 1 < text.size() && text[at] == '0' && digit(text[at + 1])) ++at;
      const std::size_t begin = at;
      while (at < text.size() && digit(text[at])) ++at;
      return text.substr(begin, at - begin);
    };
    const std::string_view left = run(a, i);
    const std::string_view right = run(b, j);
    if (left.size() != right.size()) return left.size() < right.size();
    if (left != right) return left < right;
  }
  if ((i < a.size()) != (j < b.size())) return j < b.size();
  return a < b;
}

bool whole_tag(std::string_view pattern) { return pattern.find_first_of("{*") == pattern.npos; }

void put_contents(ImageRelease& out, const ImageContents& held) {
  out.cuda = held.cuda;
  out.cudnn = held.cudnn_version;
  out.cudnn_major = held.cudnn_major;
  out.python = held.python_version;
  out.os = held.os;
  out.os_release = held.os_release;
  out.torch = held.torch;
  out.tensorflow = held.tensorflow;
  out.architectures = held.architectures;
  out.note = held.note;
  out.source = held.source;
  out.weak = held.weak;
}

/// NCCL of nvidia/cuda stands by the release and the system.
void put_nccl(ImageRelease& out, const ImageTag& tag) {
  const auto releases = rows<shapes::cuda_image_releases>().find(tag.release);
  for (const std::string_view os : {tag.os, std::string_view()}) {
    for (const auto row : releases.find(tag.release, os)) {
      out.nccl = row.version("nccl_version");
      return;
    }
  }
}

void put_row(ImageRelease& out, const Row<shapes::image_releases>& row) {
  out.cuda_build = row.text("cuda_build");
  if (const Version python = row.version("python")) out.python = python;
  if (const std::string_view os = row.text("os"); !os.empty()) {
    const std::size_t blank = std::min(os.find(' '), os.size());
    out.os = os.substr(0, blank);
    out.os_release = os.substr(std::min(blank + 1, os.size()));
  }
  out.tensorrt = row.text("tensorrt");
  out.tensorrt_weak = row.flag("tensorrt_weak") || (row.weak() && !out.tensorrt.empty());
  out.tensorrt_llm = row.text("tensorrt_llm");
  out.vllm = row.text("vllm");
  out.driver = row.version("driver");
  for (const std::string_view driver : row.texts("data_center_drivers"))
    out.data_center_drivers.push_back(Version::parse(driver).value_or(Version{}));
  out.cuda_driver = row.version("cuda_driver");
  out.size_mb = row.number("size_mb");
  out.compressed_mb = row.number("compressed_mb");
  out.details_source = row.source();
  out.details_weak = row.weak();
}

}  // namespace

std::optional<ImageRelease> image_release(std::string_view repository, std::string_view tag) {
  ImageRelease out;
  bool found = false;
  repository = main_name(repository);
  const std::optional<ImageContents> held = contents(repository, tag);
  if (held) {
    put_contents(out, *held);
    found = true;
  }
  const std::optional<ImageTag> listed = find_tag(repository, tag).row;
  if (listed) {
    out.existence = listed->existence;
    out.tag = listed->tag;
    if (!out.cuda) out.cuda = listed->cuda;
    if (repository == "nvidia/cuda" && held && held->nccl == Known::yes) put_nccl(out, *listed);
    if (!found) {
      out.source = listed->source;
      out.weak = listed->weak;
    }
    found = true;
  }
  for (const auto row : rows<shapes::image_releases>().find(repository, tag)) {
    put_row(out, row);
    out.tag = row.text("tag");
    // What an image holds is the main thing said of it; its size and driver are beside that.
    if (!found) {
      out.source = row.source();
      out.weak = row.weak();
    }
    found = true;
  }
  if (!found) return std::nullopt;
  out.repository = repository;
  if (out.tag.empty()) out.tag = tag;
  out.month = month(repository, tag);
  return out;
}

std::vector<ImageRelease> image_releases(std::string_view repository) {
  repository = main_name(repository);
  std::vector<std::string_view> names;
  for (const ImageTag& tag : tags(repository)) {
    if (tag.existence != Existence::never) names.push_back(tag.tag);
  }
  for (const auto row : rows<shapes::image_contents>().find(repository)) {
    if (whole_tag(row.text("tags"))) names.push_back(row.text("tags"));
  }
  for (const auto row : rows<shapes::image_releases>().find(repository))
    names.push_back(row.text("tag"));
  std::sort(names.begin(), names.end(), before);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<ImageRelease> out;
  for (const std::string_view name : names) {
    if (std::optional<ImageRelease> image = image_release(repository, name))
      out.push_back(std::move(*image));
  }
  return out;
}

std::vector<std::string_view> image_repositories() {
  std::vector<std::string_view> out;
  for (const tables::RepositoryRow& row : tables::now.repositories)
    out.push_back(tables::view(row.name));
  for (const auto row : rows<shapes::image_contents>()) {
    const bool cuda = !row.text("cuda").empty() || row.text("on").starts_with("nvidia/cuda:");
    if (cuda && whole_tag(row.text("tags"))) out.push_back(row.text("repository"));
  }
  for (const auto row : rows<shapes::image_releases>()) out.push_back(row.text("repository"));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<JetsonRelease> jetson_releases() {
  std::vector<JetsonRelease> out;
  for (const auto row : rows<shapes::jetson_releases>()) {
    out.push_back({.l4t = row.version("l4t"),
                   .jetpack = row.text("jetpack"),
                   .cuda = row.version("cuda"),
                   .ubuntu = row.text("ubuntu"),
                   .archs = row.texts("archs"),
                   .image = row.text("image"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::vector<JetsonRelease> jetson_releases(std::string_view jetpack, std::string_view l4t) {
  // "7.2 GA" is 7.2; a version with fewer numbers stands for all that start so.
  const auto fits = [](std::string_view has, std::string_view asked) {
    if (asked.empty()) return true;
    const auto version = Version::parse(has.substr(0, has.find(' ')));
    const auto wanted = Version::parse(asked);
    return version && wanted && starts_with(*version, *wanted);
  };
  std::vector<JetsonRelease> out = jetson_releases();
  std::erase_if(out, [&](const JetsonRelease& each) {
    return !fits(each.jetpack, jetpack) || !fits(each.l4t.text(), l4t);
  });
  return out;
}

}  // namespace cudafit::matrix
