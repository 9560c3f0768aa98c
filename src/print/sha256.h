#pragma once
// SHA-256, for a page that says which script and style are its own.

#include <string>
#include <string_view>

namespace cudafit::print {

/// The digest in base64, as a Content-Security-Policy wants it.
std::string sha256_base64(std::string_view bytes);

}  // namespace cudafit::print
