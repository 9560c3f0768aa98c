#pragma once
// Drivers that are installed into images. The driver belongs to the host: its libraries are put
// into the container when it starts.

#include <cstdint>
#include <string>

#include "graph/need.h"
#include "matrix/system_packages.h"
#include "source/text.h"

namespace cudafit::graph {

struct InstalledDriver {
  enum class Kind : std::uint8_t {
    package,    ///< of a package manager
    installer,  ///< one of NVIDIA's files
    script,     ///< a vendor's script that installs a driver when it sees fit
  };
  Need need;
  Kind kind = Kind::package;
  matrix::Harm harm = matrix::Harm::error;
  std::string why;          ///< one clause
  std::string replacement;  ///< the package to install instead; may be empty
  Text text;                ///< the package as written
  bool plain = false;       ///< it is written without a version or release
  bool toolkit = false;     ///< installer: it holds a toolkit too, which --toolkit selects
  bool silent = false;      ///< installer: it is told not to ask
  Span options;             ///< installer: its name, behind which options go
};

}  // namespace cudafit::graph
