#pragma once
// Addresses of files.

#include <string>
#include <string_view>

namespace cudafit::lsp {

/// The absolute path that a `file:` address names, without "." and ".."; empty for every other
/// address and for files of other machines.
std::string path_of(std::string_view uri);
/// The address of an absolute path.
std::string uri_of(std::string_view path);

}  // namespace cudafit::lsp
