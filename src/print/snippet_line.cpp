#include "print/snippet_line.h"

#include <algorithm>
#include <map>

#include "print/escape.h"

namespace cudafit::print {

using Mark = Snippet::Mark;

namespace {

/// The label as it stands behind the marks.
std::string behind(const Mark& mark) {
  return mark.annotation.label.empty() ? "" : fmt::format(" {}", escape(mark.annotation.label));
}

}  // namespace

SnippetLine::SnippetLine(const Frame& frame, Ink severity, const LineMap& map, std::uint32_t number,
                         std::size_t rails, Marks singles, Marks multis)
    : frame_(frame),
      severity_(severity),
      number_(number),
      begin_(map.line_begin(number)),
      line_(map.line(number)),
      singles_(singles),
      multis_(multis),
      excerpt_(line_, focus(), frame.width),
      text_column_(rails == 0 ? 0 : rails + 1),
      running_(rails, nullptr) {
  for (const Mark& mark : multis_) {
    if (mark.first < number_ && number_ <= mark.last) running_[mark.rail] = &mark;
  }
}

/// The byte of the line that must be visible.
std::size_t SnippetLine::focus() const {
  std::size_t first = std::string_view::npos;
  for (const Mark& mark : singles_) {
    const std::size_t at = mark.annotation.span.begin - begin_;
    if (mark.annotation.primary) return at;
    first = std::min(first, at);
  }
  for (const Mark& mark : multis_) {
    if (mark.first == number_)
      first = std::min<std::size_t>(first, mark.annotation.span.begin - begin_);
    if (mark.last == number_)
      first = std::min<std::size_t>(first, mark.annotation.span.end - begin_);
  }
  return first == std::string_view::npos ? 0 : first;
}

Ink SnippetLine::ink(const Mark& mark) const {
  return mark.annotation.primary ? severity_ : Ink::gutter;
}

SnippetLine::Columns SnippetLine::columns(const Mark& mark) const {
  const Span span = mark.annotation.span;
  const std::size_t begin = span.begin < begin_ ? 0 : excerpt_.column(span.begin - begin_);
  const std::size_t end = excerpt_.column(span.end - begin_);
  return {begin, std::max(end, begin + 1)};
}

/// Only blanks stand before it, so its rail can begin beside the text.
bool SnippetLine::starts_line(const Mark& mark) const {
  const std::string_view before = line_.substr(0, mark.annotation.span.begin - begin_);
  return before.size() < frame_.width && before.find_first_not_of(" \t") == std::string_view::npos;
}

void SnippetLine::Row::set(std::size_t column, char c, Ink ink) {
  if (column >= cells.size()) {
    cells.resize(column + 1, ' ');
    inks.resize(column + 1, Ink::plain);
  }
  cells[column] = c;
  inks[column] = ink;
}

SnippetLine::Row SnippetLine::rail_row() const {
  Row row;
  for (const Mark* mark : running_) {
    if (mark != nullptr) row.set(mark->rail, '|', ink(*mark));
  }
  return row;
}

std::string SnippetLine::finish(const Row& row, std::string_view tail, Ink ink) const {
  std::string out;
  for (std::size_t at = 0; at < row.cells.size();) {
    std::size_t end = at;
    while (end < row.cells.size() && row.inks[end] == row.inks[at]) ++end;
    out += frame_.style(row.inks[at], std::string_view(row.cells).substr(at, end - at));
    at = end;
  }
  return frame_.bar(out + frame_.style(ink, tail));
}

std::string SnippetLine::gap() const {
  const bool bare =
      std::all_of(running_.begin(), running_.end(), [](const Mark* m) { return m == nullptr; });
  return bare ? frame_.gap() : finish(rail_row(), " ...", Ink::plain);
}

std::string SnippetLine::draw() {
  Row rails = rail_row();
  for (const Mark& mark : multis_) {
    if (mark.first != number_ || !starts_line(mark)) continue;
    rails.set(mark.rail, '/', ink(mark));
    running_[mark.rail] = &mark;
  }
  std::string text;
  for (std::size_t at = 0; at < text_column_; ++at) {
    text += at < rails.cells.size()
                ? frame_.style(rails.inks[at], std::string_view(rails.cells).substr(at, 1))
                : " ";
  }
  text += excerpt_.text();
  text.erase(text.find_last_not_of(' ') + 1);
  return frame_.numbered(number_, '|', text) + marks_and_labels() + starts_and_ends();
}

std::string SnippetLine::marks_and_labels() const {
  if (singles_.empty()) return {};
  std::vector<const Mark*> order;
  for (const Mark& mark : singles_) order.push_back(&mark);
  Row row = rail_row();
  // Primary marks last, over the others.
  for (const bool primary : {false, true}) {
    for (const Mark* mark : order) {
      if (mark->annotation.primary != primary) continue;
      const Columns c = columns(*mark);
      for (std::size_t at = c.begin; at < c.end; ++at) {
        row.set(text_column_ + at, primary ? '^' : '-', ink(*mark));
      }
    }
  }
  // One label stands behind the marks: that of the mark that reaches furthest, the primary one
  // before others.
  const Mark* beside = nullptr;
  for (const Mark* mark : order) {
    if (text_column_ + columns(*mark).end != row.cells.size()) continue;
    if (beside == nullptr || !beside->annotation.primary) beside = mark;
  }
  std::string out = finish(row, behind(*beside), ink(*beside));
  std::erase_if(order,
                [&](const Mark* mark) { return mark == beside || mark->annotation.label.empty(); });

  // The other labels stand below their marks, the rightmost first; lines lead down to those still
  // to come.
  std::map<std::size_t, std::vector<const Mark*>> pending;
  for (const Mark* mark : order) pending[columns(*mark).begin].push_back(mark);
  while (!pending.empty()) {
    const auto [column, marks] = *pending.rbegin();
    pending.erase(column);
    for (const Mark* mark : marks) {
      Row under = rail_row();
      for (const auto& [other, waiting] : pending) {
        under.set(text_column_ + other, '|', ink(*waiting.front()));
      }
      under.cells.resize(text_column_ + column, ' ');
      under.inks.resize(text_column_ + column, Ink::plain);
      out += finish(under, escape(mark->annotation.label), ink(*mark));
    }
  }
  return out;
}

std::string SnippetLine::starts_and_ends() {
  std::string out;
  const auto along = [&](const Mark& mark, std::size_t column, std::string_view tail) {
    Row row = rail_row();
    for (std::size_t at = mark.rail + 1; at < text_column_ + column; ++at) {
      if (at >= row.cells.size() || row.cells[at] == ' ') row.set(at, '_', ink(mark));
    }
    row.set(text_column_ + column, mark.annotation.primary ? '^' : '-', ink(mark));
    out += finish(row, tail, ink(mark));
  };
  for (const Mark& mark : multis_) {
    if (mark.first != number_ || running_[mark.rail] == &mark) continue;
    along(mark, columns(mark).begin, {});
    running_[mark.rail] = &mark;
  }
  for (const Mark& mark : multis_) {
    if (mark.last != number_) continue;
    along(mark, columns(mark).end - 1, behind(mark));
    running_[mark.rail] = nullptr;
  }
  return out;
}

}  // namespace cudafit::print
