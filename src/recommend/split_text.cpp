#include "recommend/split_text.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::recommend {

namespace {

std::size_t behind_line(std::string_view bytes, std::size_t at) {
  const std::size_t newline = bytes.find('\n', at);
  return newline == std::string_view::npos ? bytes.size() : newline + 1;
}

bool of_name(char c) {
  return ascii::letter(c) || ascii::digit(c) || c == '_' || c == '-' || c == '.';
}

bool blank(char c) { return c == ' ' || c == '\t'; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), ascii::lower);
  return out;
}

/// Where every word of a continued line was taken out.
std::string without_empty_lines(std::string_view text, char escape) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = behind_line(text, at);
    const std::string_view line = text.substr(at, end - at);
    const std::size_t first = line.find_first_not_of(" \t");
    const bool empty = first != std::string_view::npos && line[first] == escape &&
                       line.find_first_not_of(" \t\r\n", first + 1) == std::string_view::npos;
    if (!empty) out += line;
    at = end;
  }
  return out;
}

}  // namespace

std::vector<Chunk> chunks_of(const document::Stage& stage, std::string_view bytes) {
  std::vector<Chunk> out;
  const Span from = stage.from->span;
  out.push_back({from.begin, behind_line(bytes, from.end)});
  for (const document::Step& step : stage.steps) {
    const std::size_t begin = out.back().end;
    out.push_back({begin, behind_line(bytes, step.instruction->span.end)});
  }
  return out;
}

std::string_view line_ending(std::string_view bytes) {
  const std::size_t newline = bytes.find('\n');
  const bool carriage =
      newline != std::string_view::npos && newline > 0 && bytes[newline - 1] == '\r';
  return carriage ? "\r\n" : "\n";
}

std::string written(std::string_view bytes, Chunk chunk, std::vector<Edit> edits, char escape) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  std::string out;
  std::size_t at = chunk.begin;
  for (const Edit& edit : edits) {
    if (edit.span.begin < at || edit.span.end > chunk.end) continue;
    out += bytes.substr(at, edit.span.begin - at);
    out += edit.text;
    at = edit.span.end;
  }
  out += bytes.substr(at, chunk.end - at);
  if (!out.ends_with('\n')) out += line_ending(bytes);
  return edits.empty() ? out : without_empty_lines(out, escape);
}

Edit without_word(std::string_view bytes, Span word, char escape) {
  std::size_t begin = word.begin;
  for (;;) {
    while (begin > 0 && blank(bytes[begin - 1])) --begin;
    if (begin == 0 || bytes[begin - 1] != '\n') break;
    std::size_t end = begin - 1;
    if (end > 0 && bytes[end - 1] == '\r') --end;
    std::size_t last = end;
    while (last > 0 && blank(bytes[last - 1])) --last;
    // A comment between the lines stays, and so does the line it stands under.
    if (last == 0 || bytes[last - 1] != escape) break;
    begin = last - 1;
  }
  return {{word.file, static_cast<std::uint32_t>(begin), word.end}, {}};
}

std::string from_line(const document::Stage& stage, std::string_view bytes, std::string_view image,
                      std::string_view name) {
  const read::Instruction& from = *stage.from;
  const Span old_image = from.arguments.front().around();
  std::string out(bytes.substr(from.span.begin, old_image.begin - from.span.begin));
  out += image;
  const bool named = from.arguments.size() > 2;
  const std::size_t rest = named ? from.arguments[2].around().begin : old_image.end;
  if (name.empty()) {
    out += bytes.substr(old_image.end, from.span.end - old_image.end);
  } else if (named) {
    out += bytes.substr(old_image.end, rest - old_image.end);
    out += name;
  } else {
    const bool small = bytes.substr(from.span.begin, 4) == "from";
    out += small ? " as " : " AS ";
    out += name;
  }
  out += line_ending(bytes);
  return out;
}

std::string image_words(const document::Stage& stage, std::string_view repository,
                        std::string_view old_tag, std::string_view tag) {
  const std::string literal = std::string(repository) + ":" + std::string(tag);
  const std::string& raw = stage.from->arguments.front().value;
  if (raw.find('$') == std::string::npos) {
    const std::size_t colon = raw.rfind(':');
    return colon == std::string::npos ? literal : raw.substr(0, colon + 1) + std::string(tag);
  }
  // What differs, in whole words between dashes.
  std::size_t front = 0;
  std::size_t word = 0;
  while (front < old_tag.size() && front < tag.size() && old_tag[front] == tag[front]) {
    ++front;
    if (old_tag[front - 1] == '-') word = front;
  }
  std::size_t back = 0;
  std::size_t end = 0;
  while (back < old_tag.size() - word && back < tag.size() - word &&
         old_tag[old_tag.size() - 1 - back] == tag[tag.size() - 1 - back]) {
    ++back;
    if (old_tag[old_tag.size() - back] == '-') end = back;
  }
  const std::string_view was = old_tag.substr(word, old_tag.size() - end - word);
  const std::string_view is = tag.substr(word, tag.size() - end - word);
  const std::size_t at = raw.find(was);
  if (was.empty() || at == std::string::npos || raw.find(was, at + 1) != std::string::npos)
    return literal;
  return raw.substr(0, at) + std::string(is) + raw.substr(at + was.size());
}

bool names_path(std::string_view text, std::string_view path) {
  for (std::size_t at = text.find(path); at != std::string_view::npos;
       at = text.find(path, at + 1)) {
    const std::size_t end = at + path.size();
    const bool starts = at == 0 || !(of_name(text[at - 1]) || text[at - 1] == '/');
    if (starts && (end == text.size() || !of_name(text[end]))) return true;
  }
  return false;
}

bool names_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos && !word.empty();
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !of_name(text[at - 1])) && (end == text.size() || !of_name(text[end])))
      return true;
  }
  return false;
}

std::string free_name(const document::Document& document) {
  for (const char* const name : {"builder", "build", "compile", "builder2", "builder3"}) {
    const bool taken =
        std::any_of(document.stages.begin(), document.stages.end(),
                    [&](const document::Stage& each) { return lower(each.name.value) == name; });
    if (!taken) return name;
  }
  return {};
}

}  // namespace cudafit::recommend
