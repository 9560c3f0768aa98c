#include "source/sources.h"

#include <algorithm>

namespace cudafit {

LineMap::LineMap(std::string_view bytes) : bytes_(bytes) {
  begins_.push_back(0);
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    begins_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

Position LineMap::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(bytes_.size()));
  const auto next = std::upper_bound(begins_.begin(), begins_.end(), offset);
  const std::uint32_t line = static_cast<std::uint32_t>(next - begins_.begin());
  std::uint32_t column = 1;
  for (std::uint32_t at = begins_[line - 1]; at < offset; ++at) {
    // Continuation bytes of UTF-8 belong to the character before them.
    if ((static_cast<unsigned char>(bytes_[at]) & 0xC0) != 0x80 || at == begins_[line - 1])
      ++column;
  }
  return {line, column};
}

std::string_view LineMap::line(std::uint32_t number) const {
  const std::uint32_t begin = begins_[number - 1];
  std::uint32_t end =
      number < begins_.size() ? begins_[number] - 1 : static_cast<std::uint32_t>(bytes_.size());
  if (end > begin && bytes_[end - 1] == '\r') --end;
  return bytes_.substr(begin, end - begin);
}

}  // namespace cudafit
