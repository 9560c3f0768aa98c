#include "source/text.h"

#include <algorithm>

namespace cudafit {

namespace {
std::uint32_t narrow(std::size_t n) { return static_cast<std::uint32_t>(n); }
}  // namespace

void Pieces::push_back(const Piece& piece) {
  if (size_ == 0) {
    one_ = piece;
  } else {
    if (size_ == 1) many_.assign(1, one_);
    many_.push_back(piece);
  }
  ++size_;
}

void Pieces::shift(std::uint32_t by) {
  const auto move = [by](Piece& piece) {
    if (!piece.from) return;
    piece.from.begin += by;
    piece.from.end += by;
  };
  if (size_ == 1) move(one_);
  for (Piece& piece : many_) move(piece);
}

Text::Text(std::string_view written, Span from) { append(written, from); }

void Text::append(std::string_view bytes, Span from) {
  if (bytes.empty()) return;
  if (!pieces.empty()) {
    Piece& last = pieces.back();
    if (last.exact && last.from && from && last.from.file == from.file &&
        last.from.end == from.begin) {
      last.size += narrow(bytes.size());
      last.from.end = from.end;
      value += bytes;
      return;
    }
  }
  pieces.push_back({narrow(value.size()), narrow(bytes.size()), from, static_cast<bool>(from)});
  value += bytes;
}

void Text::append_derived(std::string_view bytes, Span from) {
  if (bytes.empty()) return;
  pieces.push_back({narrow(value.size()), narrow(bytes.size()), from, false});
  value += bytes;
}

void Text::append(const Text& other) {
  complete = complete && other.complete;
  for (const Piece& piece : other.pieces) {
    const std::string_view bytes = std::string_view(other.value).substr(piece.at, piece.size);
    if (piece.exact) {
      append(bytes, piece.from);
    } else {
      append_derived(bytes, piece.from);
    }
  }
}

std::size_t Text::piece_at(std::size_t offset) const {
  const auto next =
      std::upper_bound(pieces.begin(), pieces.end(), offset,
                       [](std::size_t at, const Piece& piece) { return at < piece.at; });
  return next == pieces.begin() ? 0 : static_cast<std::size_t>(next - pieces.begin()) - 1;
}

Text Text::slice(std::size_t begin, std::size_t end) const {
  Text out;
  out.complete = complete;
  end = std::min(end, value.size());
  if (begin >= end) return out;
  out.value.reserve(end - begin);
  for (std::size_t i = piece_at(begin); i < pieces.size() && pieces[i].at < end; ++i) {
    const Piece& piece = pieces[i];
    const std::size_t from = std::max<std::size_t>(begin, piece.at);
    const std::size_t to = std::min<std::size_t>(end, piece.at + piece.size);
    if (from >= to) continue;
    const std::string_view bytes = std::string_view(value).substr(from, to - from);
    if (!piece.exact) {
      out.append_derived(bytes, piece.from);
      continue;
    }
    const std::uint32_t shift = narrow(from - piece.at);
    out.append(bytes, {piece.from.file, piece.from.begin + shift,
                       piece.from.begin + shift + narrow(to - from)});
  }
  return out;
}

Span Text::span(std::size_t begin, std::size_t end) const {
  if (begin > end || end > value.size() || pieces.empty()) return {};
  std::size_t i = piece_at(begin);
  // An empty range at the seam of two pieces belongs to the end of the first: that is where its
  // text was written.
  if (begin == end && i > 0 && begin == pieces[i].at) --i;
  const Piece& piece = pieces[i];
  if (end > piece.at + piece.size) return {};
  if (!piece.exact) {
    return begin == piece.at && end == piece.at + piece.size ? piece.from : Span{};
  }
  const std::uint32_t shift = narrow(begin - piece.at);
  return {piece.from.file, piece.from.begin + shift,
          piece.from.begin + shift + narrow(end - begin)};
}

Span Text::around() const {
  Span whole;
  for (const Piece& piece : pieces) {
    if (!piece.from) continue;
    const Span next = cover(whole, piece.from);
    if (!next) break;
    whole = next;
  }
  return whole;
}

}  // namespace cudafit
