#pragma once
// The file names of CUDA's shared libraries, and which of them programs open: of one toolkit each
// library has a number of its own. And which programs compile with the toolkit's device library.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Whether a toolkit has a library of a file name.
struct LibraryName {
  Known present = Known::unknown;
  std::string_view instead;  ///< what the library is called there, where it is not
  Citation source;           ///< of the name it has there
  bool weak = false;
};
/// `name` is a file: "libcusolver.so.11". Unknown for names and toolkits that no row speaks of.
LibraryName library_in_toolkit(std::string_view name, Version cuda);

/// Libraries of CUDA that a release opens by their file names. Not all of them.
struct OpenedLibraries {
  std::vector<std::string_view> names;
  Citation source;
  bool weak = false;
};
/// `package` normalized. Nothing for packages and releases that no row speaks of.
std::optional<OpenedLibraries> opened_libraries(std::string_view package, Version version);

/// A package that compiles for the GPU with libdevice and libNVVM, which come with nvcc.
struct LibdeviceUser {
  std::string_view extra;  ///< the row holds with this extra; empty: without one
  std::string_view range;  ///< PEP 440 specifier
  bool training = false;   ///< only where it trains a model
  std::string_view error;  ///< what it says without them
  Citation source;
  bool weak = false;
};
/// `package` normalized. Empty for packages that are not known to do it.
std::vector<LibdeviceUser> libdevice_users(std::string_view package);

}  // namespace cudafit::matrix
