#pragma once
// SHA-256 (FIPS 180-4): registries name by it what they hold, and a page says by it which script
// and style are its own.

#include <string>
#include <string_view>

namespace cudafit {

/// 32 bytes.
std::string sha256(std::string_view bytes);
/// 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace cudafit
