#include "matrix/libraries.h"

#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_host.h"
#include "matrix/shapes_image.h"
#include "matrix/version_prefix.h"

namespace cudafit::matrix {
namespace {

/// One more row of `out`'s last release, or of another one.
void add(std::vector<LibraryRelease>& out, const Version& version, std::string_view date,
         std::optional<std::uint32_t> cuda_major, const Citation& source, bool weak) {
  if (out.empty() || out.back().version != version)
    out.push_back(
        {.version = version, .date = date, .cuda_majors = {}, .source = source, .weak = weak});
  LibraryRelease& release = out.back();
  if (release.date.empty()) release.date = date;
  if (cuda_major) release.cuda_majors.push_back(*cuda_major);
}

std::optional<LibraryRelease> newest(Library library, const Version& prefix) {
  if (!prefix) return std::nullopt;
  const std::vector<LibraryRelease> all = library_releases(library);
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const LibraryRelease& release) {
    return starts_with(release.version, prefix);
  });
  return found == all.rend() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::vector<LibraryRelease> library_releases(Library library) {
  std::vector<LibraryRelease> out;
  switch (library) {
    case Library::cudnn:
      for (const auto row : rows<shapes::cudnn_releases>())
        add(out, row.version("cudnn"), row.text("date"), row.number("cuda_major"), row.source(),
            row.weak());
      break;
    case Library::nccl:
      for (const auto row : rows<shapes::nccl_release>())
        add(out, row.version("nccl"), row.text("date"), std::nullopt, row.source(), row.weak());
      break;
    case Library::tensorrt:
      for (const auto row : rows<shapes::tensorrt_release>())
        add(out, row.version("tensorrt"), row.text("date"), row.number("cuda_major"), row.source(),
            row.weak());
      break;
  }
  return out;
}

std::optional<LibraryRelease> cudnn_release(Version version) {
  return newest(Library::cudnn, version);
}
std::optional<LibraryRelease> nccl_release(Version version) {
  return newest(Library::nccl, version);
}
std::optional<LibraryRelease> tensorrt_release(Version version) {
  return newest(Library::tensorrt, version);
}

std::optional<LibraryGpus> library_gpus(Library library, Version release, Version cuda) {
  if (!release || !cuda) return std::nullopt;
  std::optional<Row<shapes::library_gpus>> best;
  // Row::choice counts from 1, in the order of Library.
  const unsigned word = static_cast<unsigned>(library) + 1;
  for (const auto row : rows<shapes::library_gpus>().find(word)) {
    if (row.version("release") > release || row.version("cuda") > cuda) continue;
    // Rows rise by release: of two for one CUDA the later one is the newer.
    if (!best || row.version("cuda") >= best->version("cuda")) best = row;
  }
  if (!best) return std::nullopt;
  return LibraryGpus{.since = best->version("release"),
                     .min_cc = best->version("min_cc"),
                     .deprecated_below = best->version("deprecated_below"),
                     .sass = best->versions("sass"),
                     .ptx = best->versions("ptx"),
                     .source = best->source(),
                     .weak = best->weak()};
}

}  // namespace cudafit::matrix
