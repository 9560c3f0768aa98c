#include "matrix/cudnn.h"

#include "matrix/rows.h"
#include "matrix/shapes_image.h"

namespace cudafit::matrix {

std::vector<CudnnRelease> cudnn_releases(Version prefix) {
  std::vector<CudnnRelease> out;
  for (const auto row : rows<shapes::cudnn_releases>()) {
    const Version release = row.version("cudnn");
    bool fits = release.parts >= prefix.parts;
    for (std::size_t i = 0; i < prefix.parts; ++i)
      fits = fits && release.number[i] == prefix.number[i];
    if (!fits) continue;
    out.push_back({.cudnn = release,
                   .cuda_major = row.number("cuda_major").value_or(0),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

}  // namespace cudafit::matrix
