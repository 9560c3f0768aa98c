#pragma once
// Text: a string that remembers which bytes of which file each of its parts came from. ARG and ENV
// expansion, line continuations, quotes and heredocs are one problem, and this is where it is
// solved.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/span.h"

namespace cudafit {

/// Where one stretch of a Text's value came from.
struct Piece {
  std::uint32_t at = 0;    ///< first byte in Text::value
  std::uint32_t size = 0;  ///< bytes in Text::value
  Span from;               ///< its origin; nowhere for values that are in no file
  bool exact = true;  ///< value bytes and origin bytes are the same, one to one, so a part of it
                      ///< can be edited

  friend bool operator==(const Piece&, const Piece&) = default;
};

/// The pieces of a Text. Most have one, which needs no memory of its own.
class Pieces {
 public:
  Pieces() = default;
  Pieces(const Pieces&) = default;
  Pieces& operator=(const Pieces&) = default;
  Pieces(Pieces&& other) noexcept
      : one_(other.one_), many_(std::move(other.many_)), size_(std::exchange(other.size_, 0)) {}
  Pieces& operator=(Pieces&& other) noexcept {
    one_ = other.one_;
    many_ = std::move(other.many_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~Pieces() = default;

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const Piece* begin() const { return size_ > 1 ? many_.data() : &one_; }
  const Piece* end() const { return begin() + size_; }
  const Piece& operator[](std::size_t i) const { return begin()[i]; }
  Piece& back() { return size_ > 1 ? many_.back() : one_; }
  void push_back(const Piece& piece);
  /// As Text::shift.
  void shift(std::uint32_t by);

 private:
  Piece one_;                ///< the only one
  std::vector<Piece> many_;  ///< all of them, when there are several
  std::size_t size_ = 0;
};

struct Text {
  std::string value;
  Pieces pieces;  ///< in order, without gaps, covering `value`
  /// False when a part could not be known (an ARG without a value, `$(command)`): `value` then
  /// lacks or only approximates that part and nothing may be concluded from it.
  bool complete = true;

  Text() = default;
  /// `value` as it stands in the file at `from`.
  Text(std::string_view written, Span from);

  bool empty() const { return value.empty(); }
  std::size_t size() const { return value.size(); }

  /// Appends bytes that stand, exactly so, at `from` (whose size must equal); merges with the last
  /// piece when contiguous.
  void append(std::string_view bytes, Span from);
  /// Appends bytes that came from `from` in another spelling (an escape, a computed value). Never
  /// editable in part.
  void append_derived(std::string_view bytes, Span from);
  void append(const Text& other);

  /// The file has `by` more bytes before it than when it was read (modulo 2^32: fewer, too).
  void shift(std::uint32_t by) { pieces.shift(by); }

  /// Bytes [begin, end) as a Text of their own. Completeness is inherited.
  Text slice(std::size_t begin, std::size_t end) const;

  /// The place of bytes [begin, end): the exact bytes when one exact piece holds them all, the
  /// whole origin when one inexact piece is covered fully, otherwise nowhere: it straddles two
  /// places and must not be edited there.
  Span span(std::size_t begin, std::size_t end) const;
  Span span() const { return span(0, value.size()); }

  /// A place to point at: from the first to the last origin when they lie in one file, else the
  /// first piece's origin. For showing, never for editing.
  Span around() const;

 private:
  /// Index of the piece that holds byte `offset`, by binary search.
  std::size_t piece_at(std::size_t offset) const;
};

}  // namespace cudafit
