#pragma once
// Tokens of a POSIX-like shell. Private to the shell reader.

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cudafit::read {

enum class TokenKind : std::uint8_t {
  word,
  newline,
  op,        ///< && || | |& ; ;; ;& ;;& & ( )
  redirect,  ///< < > >> << <<- <<< <& >& <> >| &> &>>
};

struct Token {
  TokenKind kind = TokenKind::word;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool touches_previous = false;  ///< no blank before it
};

struct Tokens {
  std::vector<Token> tokens;
  /// Bodies of heredocs, in order: [begin, end) without the terminator line.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bodies;
  std::vector<std::uint32_t> comments;  ///< where each starts, at its `#`
  bool understood = true;               ///< false: a quote or substitution never ends
};

Tokens tokenize(std::string_view script);

/// Offset behind the construct that starts at `at`, or npos when it never ends: a quoted string,
/// `$(...)`, `${...}`, backquotes, `$name`, `\x`; for anything else `at + 1`.
std::size_t skip_construct(std::string_view text, std::size_t at, int depth = 0);

/// A word's text when it has no quotes, escapes or expansions, else empty.
std::string_view plain(std::string_view word);

}  // namespace cudafit::read
