// Variables that list directories, split at their colons.

#include <algorithm>

#include "facts/container.h"

namespace cudafit::facts {

namespace {

/// The piece of the text that holds byte `at`; null behind the last.
const Piece* piece_at(const Text& text, std::size_t at) {
  for (const Piece& piece : text.pieces) {
    if (at >= piece.at && at < piece.at + piece.size) return &piece;
  }
  return nullptr;
}

/// The value as written begins (or ends) at `offset`, quotes aside.
bool at_edge(std::uint32_t offset, std::uint32_t edge) {
  return offset == edge || offset + 1 == edge || edge + 1 == offset;
}

/// Something that is not known may stand right before byte `at` of the value: neither a colon that
/// is written in one piece with it, nor the beginning of the whole.
bool open_before(const Setting& setting, std::size_t at) {
  const Piece* const piece = piece_at(setting.value, at);
  if (piece == nullptr || !piece->exact || !piece->from) return true;
  if (at > piece->at) return false;  // what is before it is the colon
  return !(at == 0 && piece->from.file == setting.span.file &&
           at_edge(piece->from.begin, setting.span.begin));
}

/// The same right behind the byte before `end`.
bool open_behind(const Setting& setting, std::size_t end) {
  const Piece* const piece = piece_at(setting.value, end - 1);
  if (piece == nullptr || !piece->exact || !piece->from) return true;
  if (end < piece->at + piece->size) return false;
  return !(end == setting.value.size() && piece->from.file == setting.span.file &&
           at_edge(piece->from.end, setting.span.end));
}

}  // namespace

std::vector<PathEntry> path_entries(const Setting& setting) {
  std::vector<PathEntry> out;
  const std::string& value = setting.value.value;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find(':', at), value.size());
    if (end > at) {
      PathEntry entry{.path = value.substr(at, end - at), .begin = at, .end = end, .span = {}};
      while (entry.path.size() > 1 && entry.path.ends_with('/')) entry.path.pop_back();
      entry.span = setting.value.slice(at, end).around();
      entry.known =
          setting.value.complete || !(open_before(setting, at) || open_behind(setting, end));
      out.push_back(std::move(entry));
    }
    at = end + 1;
  }
  return out;
}

}  // namespace cudafit::facts
