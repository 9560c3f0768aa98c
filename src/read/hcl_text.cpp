#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "read/hcl_parser.h"

namespace cudafit::read {

namespace {

using Kind = HclExpression::Kind;

}  // namespace

HclExpression HclParser::whole_template(const Text& text) {
  HclExpression out = templated(0, bytes_.size(), false, 0);
  out.span = text.span();
  return errors_.empty() ? out : HclExpression{.kind = Kind::unknown, .span = out.span};
}

HclExpression HclParser::quoted(int depth) {
  const std::size_t begin = at_++;
  std::size_t end = at_;
  // A quote inside ${...} closes nothing here.
  int inside = 0;
  bool inner_text = false;
  for (; end < bytes_.size(); ++end) {
    const char c = bytes_[end];
    if (c == '\n' && inside == 0) break;
    if (c == '\\' && (inside == 0 || inner_text)) {
      ++end;
    } else if (inside == 0) {
      if (c == '"') break;
      if ((c == '$' || c == '%') && bytes_.substr(end + 1).starts_with("{")) {
        if (end > at_ && bytes_[end - 1] == c) continue;  // $${ is no beginning
        ++end;
        inside = 1;
      }
    } else if (inner_text) {
      inner_text = c != '"';
    } else if (c == '"') {
      inner_text = true;
    } else if (c == '{') {
      ++inside;
    } else if (c == '}') {
      --inside;
    }
  }
  if (end >= bytes_.size() || bytes_[end] != '"') {
    fail("a text is not closed with \"");
    return {};
  }
  HclExpression out = templated(at_, end, true, depth);
  at_ = end + 1;
  out.span = span(begin, at_);
  return out;
}

HclExpression HclParser::heredoc(int depth) {
  const std::size_t begin = at_;
  at_ += 2;
  const bool indented = peek() == '-';
  if (indented) ++at_;
  const std::optional<Text> word = name();
  if (!word) {
    fail("expected a word after <<");
    return {};
  }
  blanks(false);
  if (peek() != '\n') {
    fail("expected the end of the line after <<");
    return {};
  }
  const std::size_t first = ++at_;
  for (std::size_t line = first; line <= bytes_.size();) {
    const std::size_t end = std::min(bytes_.find('\n', line), bytes_.size());
    std::string_view content = bytes_.substr(line, end - line);
    while (!content.empty() && (content.front() == ' ' || content.front() == '\t'))
      content.remove_prefix(1);
    while (!content.empty() && (content.back() == ' ' || content.back() == '\r'))
      content.remove_suffix(1);
    if (content == word->value) {
      HclExpression out = templated(first, line, false, depth);
      // Its lines lose what all of them begin with: another text than what stands there.
      if (indented) out = {.kind = Kind::unknown};
      at_ = end;
      out.span = span(begin, at_);
      return out;
    }
    line = end + 1;
  }
  fail(fmt::format("the text is not closed with {}", word->value));
  return {};
}

HclExpression HclParser::templated(std::size_t begin, std::size_t end, bool escapes, int depth) {
  HclExpression out{.kind = Kind::text};
  HclExpression literal{.kind = Kind::literal};
  const auto flush = [&] {
    if (literal.text.empty()) return;
    literal.span = literal.text.around();
    out.items.push_back(std::move(literal));
    literal = {.kind = Kind::literal};
  };
  for (std::size_t at = begin; at < end && !failed();) {
    const char c = bytes_[at];
    if (escapes && c == '\\') {
      at = escape(at, end, literal.text);
    } else if ((c == '$' || c == '%') && at + 1 < end && bytes_[at + 1] == c && at + 2 < end &&
               bytes_[at + 2] == '{') {
      literal.text.append_derived(c == '$' ? "${" : "%{", span(at, at + 3));
      at += 3;
    } else if ((c == '$' || c == '%') && at + 1 < end && bytes_[at + 1] == '{') {
      flush();
      const std::size_t inner = at + 2;
      at_ = inner;
      if (peek() == '~') ++at_;
      if (c == '%') {  // `%{ if }`: what follows may not be there
        fail("not worked out");
        errors_.clear();
        out = {.kind = Kind::unknown};
        return out;
      }
      blanks(true);
      out.items.push_back(expression(true, depth + 1));
      blanks(true);
      if (peek() == '~') {
        ++at_;
        out.items.back().kind = Kind::unknown;  // takes blanks of the text away
      }
      if (!failed()) close('}');
      at = at_;
    } else {
      literal.text.append(bytes_.substr(at, 1), span(at, at + 1));
      ++at;
    }
  }
  flush();
  return out;
}

std::size_t HclParser::escape(std::size_t at, std::size_t end, Text& out) {
  const char c = at + 1 < end ? bytes_[at + 1] : '\0';
  const std::size_t size = c == 'u' ? 6 : c == 'U' ? 10 : 2;
  if (c == '\0' || at + size > end) {
    at_ = at;
    fail("an escape is not complete");
    return end;
  }
  const Span place = span(at, at + size);
  switch (c) {
    case 'n':
      out.append_derived("\n", place);
      break;
    case 'r':
      out.append_derived("\r", place);
      break;
    case 't':
      out.append_derived("\t", place);
      break;
    case '"':
      out.append_derived("\"", place);
      break;
    case '\\':
      out.append_derived("\\", place);
      break;
    default:
      // Letters by their number: in no value that means anything here.
      out.append_derived("?", place);
      out.complete = false;
  }
  return at + size;
}

HclExpression read_hcl_template(const Text& text) {
  const Span place = text.span();
  const auto plain = [&] {
    HclExpression out{.kind = Kind::text, .span = place};
    out.items.push_back({.kind = Kind::literal, .text = text, .items = {}, .span = place});
    return out;
  };
  if (text.value.find("${") == std::string::npos && text.value.find("%{") == std::string::npos)
    return plain();
  if (!place || text.pieces.size() != 1 || !text.pieces[0].exact)
    return {.kind = Kind::unknown, .text = {}, .items = {}, .span = place};
  // Places are counted from where the text begins.
  HclExpression out = HclParser(place.file, text.value, 0, text.value.size()).whole_template(text);
  const std::function<void(HclExpression&)> move = [&](HclExpression& each) {
    const auto shift = [&](Span span) {
      return span ? Span{span.file, span.begin + place.begin, span.end + place.begin} : span;
    };
    Text moved;
    for (const Piece& piece : each.text.pieces) {
      const std::string_view bytes = std::string_view(each.text.value).substr(piece.at, piece.size);
      if (piece.exact) {
        moved.append(bytes, shift(piece.from));
      } else {
        moved.append_derived(bytes, shift(piece.from));
      }
    }
    moved.complete = each.text.complete;
    each.text = std::move(moved);
    each.span = shift(each.span);
    for (HclExpression& item : each.items) move(item);
  };
  for (HclExpression& item : out.items) move(item);
  return out;
}

}  // namespace cudafit::read
