// Reading a Dockerfile again after an edit: instructions and comments before and behind the lines
// that have changed are the same, as long as nothing that is open (a continued line, a heredoc)
// reaches them.

#include <algorithm>
#include <utility>

#include "read/dockerfile_line.h"

namespace cudafit::read {

namespace {

/// An instruction, or a comment outside of one.
struct Item {
  Span span;
  bool slashes = false;    ///< `// syntax=`, which may be a directive
  std::size_t line = 0;    ///< where its line begins
  bool separate = true;    ///< only blanks and line endings before it, from the item before on
  std::size_t breaks = 0;  ///< how many line endings
};

void shift(Span& span, std::uint32_t by) {
  if (!span) return;
  span.begin += by;
  span.end += by;
}

void shift(Instruction& instruction, std::uint32_t by) {
  shift(instruction.span, by);
  instruction.word.shift(by);
  instruction.line.shift(by);
  for (Text& argument : instruction.arguments) argument.shift(by);
  for (Flag& flag : instruction.flags) {
    flag.text.shift(by);
    shift(flag.span, by);
  }
  for (Heredoc& heredoc : instruction.heredocs) {
    heredoc.content.shift(by);
    shift(heredoc.body, by);
  }
  if (instruction.nested != nullptr) shift(*instruction.nested, by);
}

void shift(Comment& comment, std::uint32_t by) { shift(comment.span, by); }
void shift(SyntaxError& error, std::uint32_t by) { shift(error.span, by); }

Span span_of(const Instruction& instruction) { return instruction.span; }
Span span_of(const Comment& comment) { return comment.span; }
Span span_of(const SyntaxError& error) { return error.span; }

std::vector<Item> items_of(const LastRead& last) {
  const std::string_view bytes = last.bytes;
  std::vector<Item> out;
  auto comment = last.dockerfile.comments.begin();
  const auto add_comments = [&](std::uint32_t end) {
    for (; comment != last.dockerfile.comments.end() && comment->span.begin < end; ++comment) {
      if (!comment->inside) out.push_back({comment->span});
    }
  };
  for (const Instruction& instruction : last.dockerfile.instructions) {
    add_comments(instruction.span.begin);
    out.push_back({instruction.span, instruction.word.value.starts_with("//")});
  }
  add_comments(static_cast<std::uint32_t>(bytes.size()));
  std::size_t end =
      last.dockerfile.directives.empty() ? 0 : last.dockerfile.directives.back().span.end;
  for (Item& item : out) {
    item.line = end;
    for (std::size_t at = end; at < item.span.begin && item.separate; ++at) {
      item.separate = std::string_view(" \t\r\n").find(bytes[at]) != std::string_view::npos;
      if (bytes[at] != '\n') continue;
      ++item.breaks;
      item.line = at + 1;
    }
    item.separate = item.separate && end <= item.span.begin;
    end = item.span.end;
  }
  return out;
}

/// Puts what was read in place of what stood at [begin, end) before, and moves what is behind.
template <typename Row>
void splice(std::vector<Row>& rows, std::vector<Row> fresh, Range old, std::uint32_t by) {
  const auto from = std::partition_point(
      rows.begin(), rows.end(), [&](const Row& row) { return span_of(row).begin < old.begin; });
  auto to = std::partition_point(from, rows.end(),
                                 [&](const Row& row) { return span_of(row).begin < old.end; });
  for (auto row = to; by != 0 && row != rows.end(); ++row) shift(*row, by);
  const auto both = static_cast<std::size_t>(
      std::min<std::ptrdiff_t>(to - from, static_cast<std::ptrdiff_t>(fresh.size())));
  std::move(fresh.begin(), fresh.begin() + static_cast<std::ptrdiff_t>(both), from);
  const auto at = rows.erase(from + static_cast<std::ptrdiff_t>(both), to);
  rows.insert(at, std::make_move_iterator(fresh.begin() + static_cast<std::ptrdiff_t>(both)),
              std::make_move_iterator(fresh.end()));
}

/// Tells whether it could be done.
bool read_change(LastRead& last, std::string_view bytes) {
  if (last.bound) return false;
  const std::string_view before = last.bytes;
  const std::size_t shorter = std::min(before.size(), bytes.size());
  const auto same = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter),
                    bytes.begin())
          .first -
      before.begin());
  std::size_t tail = 0;
  while (tail < shorter - same &&
         before[before.size() - tail - 1] == bytes[bytes.size() - tail - 1])
    ++tail;
  const std::size_t changed_end = before.size() - tail;
  const auto by = static_cast<std::uint32_t>(bytes.size() - before.size());

  const std::vector<Item> items = items_of(last);
  // Where to begin: where no directive can stand any more. They are over with the first
  // instruction, comment or blank line.
  const std::size_t blank = last.dockerfile.directives.empty() ? 1 : 2;
  std::size_t first = items.size();
  for (std::size_t i = 0; i < items.size() && items[i].line <= same; ++i) {
    if (items[i].separate && items[i].breaks >= (i > 0 ? 1 : blank)) first = i;
    if (items[i].slashes) break;
  }
  if (first == items.size()) return false;

  std::size_t next = first + 1;
  for (std::size_t more = 1;; next += more, more *= 2) {
    while (next < items.size() &&
           !(items[next].separate && items[next].breaks > 0 && items[next].line > changed_end))
      ++next;
    const bool to_end = next >= items.size();
    const Range old{items[first].line, to_end ? before.size() : items[next].line};
    const Range part{old.begin, old.end + bytes.size() - before.size()};
    ReadPart read = read_part(last.dockerfile.file, bytes, part, last.dockerfile.escape);
    if (!read.closed) continue;
    const bool placed = std::all_of(read.file.errors.begin(), read.file.errors.end(),
                                    [](const SyntaxError& error) { return bool(error.span); });
    if (!placed) return false;
    Dockerfile& file = last.dockerfile;
    splice(file.instructions, std::move(read.file.instructions), old, by);
    splice(file.comments, std::move(read.file.comments), old, by);
    splice(file.errors, std::move(read.file.errors), old, by);
    file.syntax = detect_syntax(bytes);
    last.bytes = bytes;
    last.bound = read.bound;
    return !file.instructions.empty();
  }
}

}  // namespace

void parse_again(LastRead& last, FileId file, std::string_view bytes) {
  if (last.dockerfile.file == file && !last.bound && last.bytes == bytes) return;
  if (last.dockerfile.file == file && read_change(last, bytes)) return;
  ReadPart whole = read_whole(file, bytes);
  last.bytes = bytes;
  last.dockerfile = std::move(whole.file);
  const auto& errors = last.dockerfile.errors;
  last.bound = whole.bound || last.dockerfile.instructions.empty() ||
               std::any_of(errors.begin(), errors.end(),
                           [](const SyntaxError& error) { return !error.span; });
}

}  // namespace cudafit::read
