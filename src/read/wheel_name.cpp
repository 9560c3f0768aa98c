#include "read/wheel_name.h"

#include <algorithm>
#include <array>

#include "terms/ascii.h"

namespace cudafit::read {

namespace {

/// The tags of one kind, several of them joined by dots; false when one is empty.
bool split_tags(std::string_view joined, std::vector<std::string>& out) {
  while (true) {
    const std::size_t dot = joined.find('.');
    const std::string_view tag = joined.substr(0, dot);
    if (tag.empty()) return false;
    out.emplace_back(tag);
    if (dot == std::string_view::npos) return true;
    joined.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string normalized_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (const char c : name) {
    if (c != '-' && c != '_' && c != '.') {
      out += ascii::lower(c);
    } else if (!out.ends_with('-')) {
      out += '-';
    }
  }
  return out;
}

std::optional<WheelName> wheel_name(std::string_view file_name) {
  if (!file_name.ends_with(".whl")) return std::nullopt;
  file_name.remove_suffix(4);
  // name-version[-build]-pythons-abis-platforms
  std::array<std::string_view, 6> parts;
  std::size_t count = 0;
  while (true) {
    if (count == parts.size()) return std::nullopt;
    const std::size_t dash = file_name.find('-');
    parts[count++] = file_name.substr(0, dash);
    if (dash == std::string_view::npos) break;
    file_name.remove_prefix(dash + 1);
  }
  if (count < 5 || parts[0].empty()) return std::nullopt;
  const bool plain = std::all_of(parts[0].begin(), parts[0].end(),
                                 [](char c) { return ascii::alnum(c) || c == '.' || c == '_'; });
  const std::optional<PyVersion> version = PyVersion::parse(parts[1]);
  if (!plain || !version) return std::nullopt;
  WheelName out{.name = normalized_name(parts[0]),
                .version = *version,
                .build = {},
                .pythons = {},
                .abis = {},
                .platforms = {}};
  if (count == 6) {
    if (parts[2].empty() || !ascii::digit(parts[2][0])) return std::nullopt;
    out.build = parts[2];
  }
  if (!split_tags(parts[count - 3], out.pythons) || !split_tags(parts[count - 2], out.abis) ||
      !split_tags(parts[count - 1], out.platforms)) {
    return std::nullopt;
  }
  return out;
}

}  // namespace cudafit::read
