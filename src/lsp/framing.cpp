#include "lsp/framing.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "terms/ascii.h"

namespace cudafit::lsp {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii::lower(x) == ascii::lower(y); });
}

Frame broken(std::string problem) { return {Frame::Kind::broken, {}, 0, std::move(problem)}; }

}  // namespace

Frame take_frame(std::string_view bytes) {
  std::optional<std::size_t> length;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = bytes.substr(0, most_header).find('\n', at);
    if (end == std::string_view::npos) {
      if (bytes.size() >= most_header) return broken("a header is longer than 4 KiB");
      return {};
    }
    std::string_view line = bytes.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = end + 1;
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return broken("a line of a header has no colon");
    if (!same_name(trim(line.substr(0, colon)), "Content-Length")) continue;
    const std::string_view digits = trim(line.substr(colon + 1));
    std::size_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range || (error == std::errc() && value > most_body))
      return broken("a message is longer than 64 MiB");
    if (error != std::errc() || rest != digits.data() + digits.size())
      return broken("Content-Length is not a number");
    if (length && *length != value) return broken("a header has two lengths");
    length = value;
  }
  if (!length) return broken("a header has no Content-Length");
  if (bytes.size() - at < *length) return {};
  return {Frame::Kind::message, bytes.substr(at, *length), at + *length, {}};
}

std::string framed(std::string_view body) {
  std::string out = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  out += body;
  return out;
}

}  // namespace cudafit::lsp
