#include "lsp/positions.h"

#include <algorithm>

#include "source/utf8.h"

namespace cudafit::lsp {
namespace {

constexpr std::uint32_t mark_distance = 1024;

std::uint32_t units_of(const Character& character, Encoding encoding) {
  if (encoding == Encoding::utf8) return character.size;
  return encoding == Encoding::utf16 && character.code > 0xFFFF ? 2 : 1;
}

/// Where the character begins that byte `at` is in; not before `begin`.
std::uint32_t character_begin(std::string_view bytes, std::uint32_t begin, std::uint32_t at) {
  for (std::uint32_t back = 1; back < 4 && back <= at - begin; ++back) {
    const Character character = decode(bytes, at - back);
    if (character.valid && character.size > back) return at - back;
  }
  return at;
}

}  // namespace

Encoding agreed_encoding(const Json& client_encodings) {
  if (lists(client_encodings, "utf-8")) return Encoding::utf8;
  if (lists(client_encodings, "utf-16") || !lists(client_encodings, "utf-32"))
    return Encoding::utf16;
  return Encoding::utf32;
}

std::string_view name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "utf-8";
    case Encoding::utf16:
      return "utf-16";
    case Encoding::utf32:
      return "utf-32";
  }
  return "utf-16";
}

std::optional<Point> read_point(const Json& value) {
  const std::optional<std::int64_t> line = whole(member(value, "line"));
  const std::optional<std::int64_t> character = whole(member(value, "character"));
  if (!line || !character || *line < 0 || *character < 0) return std::nullopt;
  const auto capped = [](std::int64_t number) {
    return static_cast<std::uint32_t>(std::min<std::int64_t>(number, UINT32_MAX));
  };
  return Point{capped(*line), capped(*character)};
}

Lines::Lines(std::string_view bytes, Encoding encoding) : bytes_(bytes), encoding_(encoding) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  for (std::uint32_t at = 0; at < size; ++at) {
    if (bytes[at] == '\r' && at + 1 < size && bytes[at + 1] == '\n') ++at;
    if (bytes[at] == '\n' || bytes[at] == '\r') begins_.push_back(at + 1);
  }
  if (encoding == Encoding::utf8) return;
  for (std::uint32_t line = 0; line < count(); ++line) {
    const std::uint32_t end = end_of(line);
    if (end - begins_[line] <= mark_distance) continue;
    Mark last{begins_[line], 0};
    std::uint32_t next = last.offset + mark_distance;
    while (last.offset < end) {
      if (last.offset >= next) {
        marks_.push_back(last);
        next = last.offset + mark_distance;
      }
      const Character character = decode(bytes, last.offset);
      last = {last.offset + character.size, last.units + units_of(character, encoding)};
    }
  }
}

std::uint32_t Lines::end_of(std::uint32_t line) const {
  if (line + 1 == count()) return static_cast<std::uint32_t>(bytes_.size());
  std::uint32_t end = begins_[line + 1] - 1;
  if (bytes_[end] == '\n' && end > begins_[line] && bytes_[end - 1] == '\r') --end;
  return end;
}

std::string_view Lines::line(std::uint32_t number) const {
  if (number >= count()) return {};
  return bytes_.substr(begins_[number], end_of(number) - begins_[number]);
}

/// The last mark of the line that begins at `begin`, not behind `offset`.
Lines::Mark Lines::mark_before(std::uint32_t begin, std::uint32_t offset) const {
  const auto behind =
      std::upper_bound(marks_.begin(), marks_.end(), offset,
                       [](std::uint32_t at, const Mark& mark) { return at < mark.offset; });
  if (behind == marks_.begin() || std::prev(behind)->offset < begin) return {begin, 0};
  return *std::prev(behind);
}

Point Lines::point(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(bytes_.size()));
  const auto line = static_cast<std::uint32_t>(
      std::upper_bound(begins_.begin(), begins_.end(), offset) - begins_.begin() - 1);
  const std::uint32_t begin = begins_[line];
  offset = std::min(offset, end_of(line));
  if (encoding_ == Encoding::utf8) return {line, character_begin(bytes_, begin, offset) - begin};
  Mark here = mark_before(begin, offset);
  while (here.offset < offset) {
    const Character character = decode(bytes_, here.offset);
    if (here.offset + character.size > offset) break;
    here = {here.offset + character.size, here.units + units_of(character, encoding_)};
  }
  return {line, here.units};
}

std::uint32_t Lines::offset(Point point) const {
  if (point.line >= count()) return static_cast<std::uint32_t>(bytes_.size());
  const std::uint32_t begin = begins_[point.line];
  const std::uint32_t end = end_of(point.line);
  if (encoding_ == Encoding::utf8) {
    if (point.character >= end - begin) return end;
    return character_begin(bytes_, begin, begin + point.character);
  }
  // Marks of the line are in the order of their units, too.
  const auto first =
      std::lower_bound(marks_.begin(), marks_.end(), begin,
                       [](const Mark& mark, std::uint32_t at) { return mark.offset < at; });
  const auto last =
      std::upper_bound(first, marks_.end(), end,
                       [](std::uint32_t at, const Mark& mark) { return at < mark.offset; });
  const auto behind =
      std::upper_bound(first, last, point.character,
                       [](std::uint32_t units, const Mark& mark) { return units < mark.units; });
  Mark here = behind == first ? Mark{begin, 0} : *std::prev(behind);
  while (here.offset < end) {
    const Character character = decode(bytes_, here.offset);
    const std::uint32_t units = here.units + units_of(character, encoding_);
    if (units > point.character) break;
    here = {here.offset + character.size, units};
  }
  return std::min(here.offset, end);
}

Json Lines::position(std::uint32_t offset) const {
  const Point place = point(offset);
  return {{"line", place.line}, {"character", place.character}};
}

Json Lines::range(Span span) const {
  return {{"start", position(span.begin)}, {"end", position(std::max(span.begin, span.end))}};
}

}  // namespace cudafit::lsp
