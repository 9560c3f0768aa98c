#pragma once
// Places in the user's files: half-open byte ranges. Lines and columns are computed once, when
// printing.

#include <cstdint>

namespace cudafit {

/// Index of a file in a `Sources` table.
using FileId = std::uint32_t;
inline constexpr FileId no_file = 0xffffffffu;

/// Bytes [begin, end) of one file. A span without a file means "nowhere in the user's files"
/// (a value from the command line, or text that straddles two places).
struct Span {
  FileId file = no_file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr explicit operator bool() const { return file != no_file; }
  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool contains(Span inner) const {
    return inner && file == inner.file && begin <= inner.begin && inner.end <= end;
  }
  friend constexpr bool operator==(Span, Span) = default;
};

/// The smallest span around both; nowhere when they lie in different files. An empty side is
/// ignored.
constexpr Span cover(Span a, Span b) {
  if (!a) return b;
  if (!b) return a;
  if (a.file != b.file) return {};
  return {a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace cudafit
