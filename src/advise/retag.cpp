#include <algorithm>

#include "advise/rewrite.h"
#include "advise/tags.h"

namespace cudafit::advise {

namespace {

std::vector<std::pair<std::size_t, std::size_t>> words(std::string_view tag) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t at = 0;
  while (at <= tag.size()) {
    const std::size_t end = std::min(tag.find('-', at), tag.size());
    out.emplace_back(at, end);
    at = end + 1;
  }
  return out;
}

}  // namespace

bool rewrite(const Text& text, std::size_t begin, std::size_t end, std::string_view with,
             std::vector<Edit>& edits) {
  if (const Span whole = text.span(begin, end); whole && begin != end) {
    edits.push_back({whole, std::string(with)});
    return true;
  }
  const std::string_view old = std::string_view(text.value).substr(begin, end - begin);
  std::size_t head = 0;
  while (head < old.size() && head < with.size() && old[head] == with[head]) ++head;
  std::size_t tail = 0;
  while (tail < old.size() - head && tail < with.size() - head &&
         old[old.size() - 1 - tail] == with[with.size() - 1 - tail]) {
    ++tail;
  }
  const Span part = text.span(begin + head, end - tail);
  if (!part) return false;
  edits.push_back({part, std::string(with.substr(head, with.size() - head - tail))});
  return true;
}

std::vector<Edit> retag(const facts::Fact& fact, std::string_view tag) {
  std::vector<Edit> edits;
  const std::size_t begin = fact.value_at;
  const std::size_t end = begin + fact.value.size();
  if (fact.value.empty()) {
    const Span place = fact.text.span(begin, begin);
    if (place) edits.push_back({place, ":" + std::string(tag)});
    return edits;
  }
  // Word by word first, so that each part is changed where it is written.
  const auto olds = words(fact.value);
  const auto news = words(tag);
  if (olds.size() == news.size()) {
    bool fits = true;
    for (std::size_t i = 0; i < olds.size() && fits; ++i) {
      const std::string_view now = tag.substr(news[i].first, news[i].second - news[i].first);
      if (fact.value.substr(olds[i].first, olds[i].second - olds[i].first) == now) continue;
      fits = rewrite(fact.text, begin + olds[i].first, begin + olds[i].second, now, edits);
    }
    if (fits) {
      std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
        return std::pair(a.span.file, a.span.begin) < std::pair(b.span.file, b.span.begin);
      });
      return edits;
    }
    edits.clear();
  }
  if (!rewrite(fact.text, begin, end, tag, edits)) edits.clear();
  return edits;
}

}  // namespace cudafit::advise
