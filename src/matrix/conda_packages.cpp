#include "matrix/conda_packages.h"

#include <algorithm>
#include <array>

#include "matrix/rows.h"
#include "matrix/shapes_image.h"

namespace cudafit::matrix {
namespace {

struct Held {
  std::string_view word;
  Known CondaPackage::*field;
};
constexpr std::array<Held, 6> held = {{
    {"nvcc", &CondaPackage::has_nvcc},
    {"cuda-headers", &CondaPackage::has_headers},
    {"cudart", &CondaPackage::has_cuda_runtime},
    {"libraries", &CondaPackage::has_cuda_libraries},
    {"cudnn", &CondaPackage::has_cudnn},
    {"cc", &CondaPackage::has_cc},
}};

CondaPackage make(const Row<shapes::conda_packages>& row) {
  CondaPackage out;
  out.name = row.text("name");
  out.channel = row.text("channel");
  for (const std::string_view word : row.texts("has")) {
    for (const Held& thing : held) {
      if (thing.word == word) out.*thing.field = Known::yes;
    }
  }
  for (const std::string_view word : row.texts("lacks")) {
    for (const Held& thing : held) {
      if (thing.word == word) out.*thing.field = Known::no;
    }
  }
  out.version_is_cuda = row.flag("version_is_cuda");
  out.selects_only = row.flag("selects_only");
  out.chosen_by_virtual_cuda = row.known("by_virtual");
  out.note = row.text("note");
  out.source = row.source();
  out.weak = row.weak();
  return out;
}

/// Where the rows of two channels differ, the answer is not known.
void weaken(CondaPackage& out, const CondaPackage& other) {
  for (const Held& thing : held) {
    if (out.*thing.field != other.*thing.field) out.*thing.field = Known::unknown;
  }
  if (out.chosen_by_virtual_cuda != other.chosen_by_virtual_cuda)
    out.chosen_by_virtual_cuda = Known::unknown;
  out.channel = {};
  out.weak = out.weak || other.weak;
}

}  // namespace

std::optional<CondaPackage> conda_package(std::string_view name, std::string_view channel) {
  const auto found = rows<shapes::conda_packages>().find(name);
  std::optional<CondaPackage> any;
  std::optional<CondaPackage> all;
  for (const auto row : found) {
    const std::string_view said = row.text("channel");
    if (said == channel && !channel.empty()) return make(row);
    if (said.empty()) any = make(row);
    if (all) {
      weaken(*all, make(row));
    } else {
      all = make(row);
    }
  }
  if (any || !channel.empty()) return any;
  return all;
}

std::vector<CondaVersion> conda_versions(std::string_view name, std::string_view channel) {
  std::vector<CondaVersion> out;
  for (const auto row : rows<shapes::conda_versions>().find(name)) {
    if (!channel.empty() && row.text("channel") != channel) continue;
    out.push_back({.version = row.version("version"),
                   .channel = row.text("channel"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  std::stable_sort(out.begin(), out.end(), [](const CondaVersion& a, const CondaVersion& b) {
    return a.version < b.version;
  });
  return out;
}

Known conda_version_exists(std::string_view name, std::string_view channel, Version version) {
  const std::vector<CondaVersion> listed = conda_versions(name, channel);
  bool maybe = false;
  for (const CondaVersion& row : listed) {
    bool fits = true;
    for (std::size_t i = 0; i < std::min(row.version.parts, version.parts); ++i)
      fits = fits && row.version.number[i] == version.number[i];
    if (fits && !row.weak && row.version.parts >= version.parts) return Known::yes;
    maybe = maybe || fits;
  }
  const auto complete = rows<shapes::conda_complete>().find(name, channel);
  if (maybe || complete.empty() || listed.empty()) return Known::unknown;
  const bool above = listed.back().version < version;
  return above && !complete.front().flag("ended") ? Known::unknown : Known::no;
}

}  // namespace cudafit::matrix
