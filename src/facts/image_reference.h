#pragma once
// The name of an image in full, as registries and container engines are asked for it.

#include <string>
#include <string_view>

#include "source/result.h"

namespace cudafit::facts {

struct ImageReference {
  /// Of the registry, with its port: "docker.io", "localhost:5000". Capital letters are kept: they
  /// may be all that tells a host from a folder.
  std::string host;
  std::string path;    ///< in the registry: "library/python", "corp/ml/base"
  std::string tag;     ///< empty only where a digest stands without one
  std::string digest;  ///< "sha256:..."; empty: none is written

  std::string repository() const { return host + "/" + path; }
  /// All of it; reads back as the same.
  std::string text() const;
};

/// Exactly what the grammar allows, with what Docker assumes where it is not written: Docker Hub,
/// its folder `library`, the tag `latest`. A digest counts before the tag.
Result<ImageReference> image_reference(std::string_view written);

}  // namespace cudafit::facts
