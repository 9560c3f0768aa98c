#pragma once
// Base64 with padding, as credentials and digests are written.

#include <optional>
#include <string>
#include <string_view>

namespace cudafit {

std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace cudafit
