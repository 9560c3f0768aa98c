#include "source/sources.h"

#include <algorithm>

#include "source/utf8.h"

namespace cudafit {

namespace {

constexpr std::uint32_t mark_distance = 1024;

}  // namespace

LineMap::LineMap(std::string_view bytes) : bytes_(bytes) {
  begins_.push_back(0);
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    begins_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  for (std::uint32_t number = 1; number <= lines(); ++number) {
    const std::uint32_t begin = line_begin(number);
    const std::uint32_t end = begin + static_cast<std::uint32_t>(line(number).size());
    if (end - begin <= mark_distance) continue;
    std::uint32_t column = 1;
    std::uint32_t next = begin + mark_distance;
    for (std::uint32_t at = begin; at < end; ++column) {
      if (at >= next) {
        marks_.push_back({at, column});
        next = at + mark_distance;
      }
      at += decode(bytes, at).size;
    }
  }
}

Position LineMap::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(bytes_.size()));
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), offset);
  const auto number = static_cast<std::uint32_t>(after - begins_.begin());
  Mark from{line_begin(number), 1};
  const auto mark = std::upper_bound(marks_.begin(), marks_.end(), offset,
                                     [](std::uint32_t o, const Mark& m) { return o < m.offset; });
  if (mark != marks_.begin() && (mark - 1)->offset > from.offset) from = *(mark - 1);
  for (; from.offset < offset; ++from.column) from.offset += decode(bytes_, from.offset).size;
  return {number, from.column};
}

std::string_view LineMap::line(std::uint32_t number) const {
  const std::uint32_t begin = begins_[number - 1];
  std::uint32_t end =
      number < begins_.size() ? begins_[number] - 1 : static_cast<std::uint32_t>(bytes_.size());
  if (end > begin && bytes_[end - 1] == '\r') --end;
  return bytes_.substr(begin, end - begin);
}

}  // namespace cudafit
