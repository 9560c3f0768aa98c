#pragma once
// Places as the protocol counts them: lines from 0, and characters from 0 in code units of the
// encoding that client and server agreed on.

#include <cstdint>
#include <string_view>
#include <vector>

#include "lsp/json.h"
#include "source/span.h"

namespace cudafit::lsp {

enum class Encoding : std::uint8_t { utf8, utf16, utf32 };

/// The one to use, from `general.positionEncodings` of the client: UTF-8 where it can, since then
/// nothing has to be counted; UTF-16 where it says nothing.
Encoding agreed_encoding(const Json& client_encodings);
std::string_view name(Encoding encoding);

struct Point {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  friend auto operator<=>(const Point&, const Point&) = default;
};

/// Nothing for what is no position. What is too large counts as the end.
std::optional<Point> read_point(const Json& value);

/// The lines of one text, which has to outlive them. They end with LF, CRLF or CR.
class Lines {
 public:
  Lines(std::string_view bytes, Encoding encoding);

  /// The place of a byte. Inside a character it is that character's, inside a line ending the end
  /// of the line.
  Point point(std::uint32_t offset) const;
  /// The byte at a place. Past the end of a line it is that end, past the last line the end of the
  /// text; inside a character its beginning.
  std::uint32_t offset(Point point) const;
  Json position(std::uint32_t offset) const;
  Json range(Span span) const;
  /// The line without its ending; empty past the last.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t begin(std::uint32_t line) const { return begins_[line]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(begins_.size()); }

 private:
  /// A known place inside a long line.
  struct Mark {
    std::uint32_t offset;
    std::uint32_t units;  ///< from the beginning of its line
  };
  std::uint32_t end_of(std::uint32_t line) const;
  Mark mark_before(std::uint32_t begin, std::uint32_t offset) const;

  std::string_view bytes_;
  Encoding encoding_;
  std::vector<std::uint32_t> begins_{0};
  std::vector<Mark> marks_;  ///< about every KiB of lines longer than that, in order
};

}  // namespace cudafit::lsp
