#pragma once
// The one place where untrusted text becomes printable. Names, tags, paths and excerpts come from
// strangers, and a terminal or a CI log obeys what it is sent.

#include <cstdint>
#include <string>
#include <string_view>

namespace cudafit::print {

/// What is shown for one character.
struct Glyph {
  std::string text;
  std::uint32_t bytes = 1;    ///< of the input
  std::uint32_t columns = 1;  ///< of the screen: wide characters two, combining marks none
};

/// The character at `at`, shown as itself or, where it could act instead of being seen, as `\u{1b}`
/// (a code point) or `\x{ff}` (a byte that is not UTF-8). That is: control characters with newline
/// and tab, bidirectional controls, what has no width, line separators. `##[` and `##vso[` lose
/// their bracket: CI runners obey them in the middle of a line.
Glyph glyph(std::string_view text, std::size_t at);

/// `text` as one line of glyphs. A leading `::` is broken up too: at the start of a line, after
/// blanks of any kind, GitHub's runner takes it for a command.
std::string escape(std::string_view text);

/// For use inside a URL: everything but unreserved characters and `/`.
std::string percent_encode(std::string_view text);

}  // namespace cudafit::print
