#include "print/json_text.h"

#include <string_view>

namespace cudafit::print {

namespace {

/// Runners obey `##[...]` in the middle of a line, and such a bracket can only be inside a string
/// here.
std::string disarmed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool opens = c == '[' && (out.ends_with("##") || out.ends_with("##vso"));
    if (opens) {
      out += "\\u005b";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string json_text(const nlohmann::ordered_json& json) {
  return disarmed(json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace)) + "\n";
}

std::string json_line(const nlohmann::ordered_json& json) {
  return disarmed(json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace cudafit::print
