#include "host/words.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::host {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && ascii::blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && ascii::blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = text.find(separator);
    out.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> out = split(text, '\n');
  std::erase_if(out, [](std::string_view line) { return line.empty(); });
  return out;
}

std::string_view first_line(std::string_view text) {
  text = trimmed(text);
  return trimmed(text.substr(0, text.find('\n')));
}

std::string_view version_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!ascii::digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at, dots = 0;
    while (end < text.size() &&
           (ascii::digit(text[end]) ||
            (text[end] == '.' && end + 1 < text.size() && ascii::digit(text[end + 1]))))
      dots += text[end++] == '.' ? 1 : 0;
    if (dots > 0) return text.substr(at, end - at);
    at = end;
  }
  return {};
}

Version version_of(std::string_view text) {
  std::string_view found = version_in(text);
  while (!found.empty()) {
    if (const auto version = Version::parse(found)) return *version;
    const std::size_t dot = found.rfind('.');
    found = dot == std::string_view::npos ? std::string_view() : found.substr(0, dot);
  }
  return {};
}

std::string_view behind(std::string_view text, std::string_view key) {
  for (const std::string_view line : lines(text)) {
    if (line.starts_with(key)) return trimmed(line.substr(key.size()));
  }
  return {};
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 240;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + " ...";
}

}  // namespace cudafit::host
