#include "print/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "print/escape.h"

namespace cudafit::print {

std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : escape(text)) {
    const bool www = c == '.' && (out.ends_with("www") || out.ends_with("WWW"));
    if (www || std::string_view("\\`*_{}[]<>#|~&!@:$\"'").find(c) != std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string fence(std::string_view text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

}  // namespace cudafit::print
