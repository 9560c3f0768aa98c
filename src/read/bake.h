#pragma once
// The targets of a Docker Bake file (HCL or JSON), once they have inherited and their variables are
// put in. https://docs.docker.com/build/bake/reference/

#include <string_view>
#include <vector>

#include "read/compose.h"
#include "read/hcl.h"

namespace cudafit::read {

struct BakeTarget {
  Text name;  ///< where it is defined
  ComposeBuild build;
  /// It has a Dockerfile of its own to build: no other target's steps only, no remote context.
  bool local = true;
};

struct BakeFile {
  /// In the order of the file; a matrix gives several. Those that only hand on what others have in
  /// common are left out.
  std::vector<BakeTarget> targets;
  std::vector<HclError> errors;
};

struct BakeSource {
  FileId file = no_file;
  std::string_view bytes;
  bool json = false;
};

/// Reads files as Bake puts them together: what later ones say counts. Variables have their
/// defaults: whoever calls Bake may set others in the environment.
BakeFile read_bake(const std::vector<BakeSource>& files);

}  // namespace cudafit::read
