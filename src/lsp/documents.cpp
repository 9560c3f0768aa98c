#include "lsp/documents.h"

#include <algorithm>
#include <utility>

namespace cudafit::lsp {

std::optional<std::string> changed(std::string text, const Json& changes, Encoding encoding) {
  if (!changes.is_array()) return std::nullopt;
  for (const Json& change : changes) {
    const Json& inserted = member(change, "text");
    if (!inserted.is_string()) return std::nullopt;
    const auto& bytes = inserted.get_ref<const std::string&>();
    const Json& range = member(change, "range");
    if (range.is_null()) {
      text = bytes;
      continue;
    }
    const std::optional<Point> start = read_point(member(range, "start"));
    const std::optional<Point> end = read_point(member(range, "end"));
    if (!start || !end) return std::nullopt;
    const Lines lines(text, encoding);
    const std::uint32_t a = lines.offset(*start);
    const std::uint32_t b = lines.offset(*end);
    const std::uint32_t begin = std::min(a, b);
    text.replace(begin, std::max(a, b) - begin, bytes);
  }
  return text;
}

OpenDocument& Documents::open(OpenDocument document) {
  std::string path = document.path;
  by_real_[document.real] = path;
  return by_path_.insert_or_assign(std::move(path), std::move(document)).first->second;
}

void Documents::close(const std::string& path) {
  by_path_.erase(path);
  std::erase_if(by_real_, [&](const auto& entry) { return entry.second == path; });
}

const OpenDocument* Documents::find_real(const std::string& real) const {
  const auto found = by_real_.find(real);
  return found == by_real_.end() ? nullptr : find(found->second);
}

OpenDocument* Documents::find(const std::string& path) {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &found->second;
}

const OpenDocument* Documents::find(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &found->second;
}

}  // namespace cudafit::lsp
