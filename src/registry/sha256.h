#pragma once
// SHA-256 (FIPS 180-4), by which registries name what they hold.

#include <string>
#include <string_view>

namespace cudafit::registry {

/// 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace cudafit::registry
