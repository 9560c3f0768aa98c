#include "matrix/conda_channels.h"

#include "matrix/conda_packages.h"
#include "matrix/rows.h"
#include "matrix/shapes_conda.h"
#include "matrix/shapes_image.h"

namespace cudafit::matrix {
namespace {

/// `conda-forge` of `https://conda.anaconda.org/conda-forge/`, `pkgs/main` of Anaconda's own
/// server; other servers may hold something else under the same name.
std::string_view name_at_server(std::string_view written) {
  const std::size_t scheme = written.find("://");
  if (scheme == std::string_view::npos) return written;
  written.remove_prefix(scheme + 3);
  for (const std::string_view host :
       {"conda.anaconda.org/", "repo.anaconda.com/", "repo.continuum.io/"}) {
    if (written.starts_with(host)) return written.substr(host.size());
  }
  return {};
}

/// Both are versions as far as both are written.
bool fits(const Version& listed, const Version& asked) {
  for (std::size_t i = 0; i < asked.parts; ++i) {
    if (i >= listed.parts || listed.number[i] != asked.number[i]) return false;
  }
  return true;
}

}  // namespace

std::string_view conda_channel(std::string_view written) {
  std::string_view name = name_at_server(written);
  while (name.ends_with('/')) name.remove_suffix(1);
  // Labels of NVIDIA's channel are one release of what is in it.
  constexpr std::string_view release = "nvidia/label/cuda-";
  if (name.starts_with(release)) name = "nvidia";
  for (const auto row : rows<shapes::conda_channels>()) {
    if (row.text("channel") == name || row.lists("also", name)) return row.text("channel");
  }
  return {};
}

CondaAbsence conda_has(std::string_view name, std::string_view channel, const Version& version) {
  CondaAbsence out;
  for (const CondaVersion& row : conda_versions(name, channel)) {
    if (!fits(row.version, version)) continue;
    out.present = Known::yes;
    return out;
  }
  for (const auto row : rows<shapes::conda_absent>().find(name, channel)) {
    const Version from = row.version("from");
    const Version below = row.version("below");
    if (from && (!version || version < from)) continue;
    if (below && (!version || !(version < below))) continue;
    out.present = Known::no;
    out.source = row.source();
    out.weak = row.weak();
    return out;
  }
  if (!version || conda_version_exists(name, channel, version) != Known::no) return out;
  const auto complete = rows<shapes::conda_complete>().find(name, channel).front();
  out.present = Known::no;
  out.source = complete.source();
  out.weak = complete.weak();
  return out;
}

std::optional<CondaImage> conda_image(std::string_view repository) {
  const auto found = rows<shapes::conda_images>().find(repository);
  if (found.empty()) return std::nullopt;
  return CondaImage{.channels = found.front().texts("channels"), .source = found.front().source()};
}

}  // namespace cudafit::matrix
