#pragma once
// Addresses of files.

#include <string>
#include <string_view>

namespace cudafit::lsp {

/// How a client says which file it means.
struct Addresses {
  /// Its files have drive letters, which are directories here: `file:///c%3A/x` is /c/x.
  bool drives = false;

  /// The absolute path that a `file:` address names, without "." and ".."; empty for every other
  /// address and for files of other machines.
  std::string path(std::string_view uri) const;
  /// The address of an absolute path.
  std::string uri(std::string_view path) const;
};

}  // namespace cudafit::lsp
