#pragma once
// JSON as bytes that are harmless wherever they are shown.

#include <nlohmann/json.hpp>
#include <string>

namespace cudafit::print {

/// Indented, ASCII only, and with a line break at the end. What is not UTF-8 becomes U+FFFD, and no
/// runner finds a command of its own in it.
std::string json_text(const nlohmann::ordered_json& json);
/// The same in one line that has no end yet, as an element of something larger.
std::string json_line(const nlohmann::ordered_json& json);

}  // namespace cudafit::print
