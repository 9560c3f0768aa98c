#pragma once
// The names of wheel files: torch-2.0.1+cu118-cp310-cp310-manylinux1_x86_64.whl.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terms/pep440.h"

namespace cudafit::read {

struct WheelName {
  std::string name;  ///< normalized as PEP 503 says: "flash-attn"
  PyVersion version;
  std::string build;                   ///< the build number; empty when there is none
  std::vector<std::string> pythons;    ///< "cp310", "py3"
  std::vector<std::string> abis;       ///< "cp310", "abi3", "none"
  std::vector<std::string> platforms;  ///< "linux_x86_64", "any"
};

/// The parts of a wheel's file name, `%2B` and the like already decoded. Nothing when it is not
/// one.
std::optional<WheelName> wheel_name(std::string_view file_name);

/// The one spelling by which names of Python packages compare (PEP 503): lower case, and `-` for
/// each run of `-`, `_` and `.`.
std::string normalized_name(std::string_view name);

}  // namespace cudafit::read
