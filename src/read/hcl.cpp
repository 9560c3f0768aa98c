#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "read/hcl_parser.h"

namespace cudafit::read {

namespace {

constexpr int most_depth = 100;
/// Operators or members one behind the other: each is inside of the next.
constexpr int most_links = 1000;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool digit(char c) { return c >= '0' && c <= '9'; }
bool in_name(char c) { return starts_name(c) || digit(c) || c == '-'; }

/// Operators of two operands, those that bind looser first.
constexpr std::array<std::array<std::string_view, 4>, 6> binary = {{
    {"||"},
    {"&&"},
    {"==", "!="},
    {"<=", ">=", "<", ">"},
    {"+", "-"},
    {"*", "/", "%"},
}};

using Kind = HclExpression::Kind;

}  // namespace

bool HclParser::fail(std::string message) {
  if (errors_.empty()) {
    const std::size_t end = std::min(at_ + 1, bytes_.size());
    errors_.push_back({span(std::min(at_, end), end), std::move(message)});
  }
  return false;
}

void HclParser::comment() {
  if (looking_at("/*")) {
    const std::size_t end = bytes_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? bytes_.size() : end + 2;
  } else {
    at_ = std::min(bytes_.find('\n', at_), bytes_.size());
  }
}

void HclParser::blanks(bool lines) {
  while (!at_end()) {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
      ++at_;
    } else if (c == '#' || looking_at("//") || looking_at("/*")) {
      comment();
    } else {
      return;
    }
  }
}

std::optional<Text> HclParser::name() {
  if (!starts_name(peek())) return std::nullopt;
  const std::size_t begin = at_;
  while (in_name(peek())) ++at_;
  return text(begin, at_);
}

void HclParser::body(HclBlock& out, bool inner, int depth) {
  if (depth > most_depth) {
    fail("blocks are nested too deeply");
    return;
  }
  while (!failed()) {
    blanks(true);
    if (at_end()) {
      if (inner) fail("a block is not closed with }");
      return;
    }
    if (inner && peek() == '}') {
      ++at_;
      return;
    }
    const std::optional<Text> word = name();
    if (!word) {
      fail("expected the name of an attribute or of a block");
      return;
    }
    blanks(false);
    if (peek() == '=' && peek(1) != '=') {
      ++at_;
      blanks(false);
      out.attributes.push_back({*word, expression(false, 0)});
    } else {
      block(out, *word, depth);
    }
    if (failed()) return;
    blanks(false);
    if (!at_end() && peek() != '\n' && !(inner && peek() == '}'))
      fail("expected the end of the line");
  }
}

void HclParser::block(HclBlock& parent, const Text& type, int depth) {
  HclBlock out;
  out.type = type;
  out.span = type.span();
  while (true) {
    blanks(false);
    if (peek() == '"') {
      const std::size_t begin = ++at_;
      while (!at_end() && peek() != '"' && peek() != '\n') ++at_;
      if (peek() != '"') {
        fail("a text is not closed with \"");
        return;
      }
      out.labels.push_back(text(begin, at_));
      ++at_;
    } else if (const std::optional<Text> label = name()) {
      out.labels.push_back(*label);
    } else {
      break;
    }
  }
  if (peek() != '{') {
    fail(fmt::format("expected = or {{ after {}", type.value));
    return;
  }
  ++at_;
  body(out, true, depth + 1);
  parent.blocks.push_back(std::move(out));
}

HclExpression HclParser::expression(bool lines, int depth) {
  HclExpression condition = operation(0, lines, depth);
  if (failed()) return condition;
  blanks(lines);
  if (peek() != '?') return condition;
  ++at_;
  HclExpression out{.kind = Kind::conditional, .span = condition.span};
  out.items.push_back(std::move(condition));
  for (const bool second : {false, true}) {
    blanks(lines);
    if (second) {
      if (peek() != ':') {
        fail("expected : in a condition");
        return out;
      }
      ++at_;
      blanks(lines);
    }
    out.items.push_back(expression(lines, depth + 1));
    if (failed()) return out;
  }
  out.span = cover(out.span, out.items.back().span);
  return out;
}

std::string_view HclParser::operator_of(std::size_t level) const {
  for (const std::string_view each : binary[level]) {
    if (!each.empty() && looking_at(each)) return each;
  }
  return {};
}

HclExpression HclParser::operation(std::size_t level, bool lines, int depth) {
  if (level == binary.size()) return unary(lines, depth);
  HclExpression left = operation(level + 1, lines, depth);
  for (int links = 0; !failed(); ++links) {
    if (links > most_links) {
      fail("an expression is too long");
      break;
    }
    blanks(lines);
    const std::string_view word = operator_of(level);
    if (word.empty() || looking_at("=>")) break;
    HclExpression out{
        .kind = Kind::operation, .text = text(at_, at_ + word.size()), .span = left.span};
    at_ += word.size();
    blanks(lines);
    out.items.push_back(std::move(left));
    out.items.push_back(operation(level + 1, lines, depth));
    out.span = cover(out.span, out.items.back().span);
    left = std::move(out);
  }
  return left;
}

HclExpression HclParser::unary(bool lines, int depth) {
  if (depth > most_depth) {
    fail("an expression is nested too deeply");
    return {};
  }
  if (peek() == '!' || peek() == '-') {
    HclExpression out{.kind = Kind::operation, .text = text(at_, at_ + 1)};
    const std::size_t begin = at_++;
    blanks(lines);
    out.items.push_back(unary(lines, depth + 1));
    out.span = span(begin, at_);
    return out;
  }
  return behind(term(depth), depth);
}

HclExpression HclParser::behind(HclExpression out, int depth) {
  const std::size_t begin = out.span.begin;
  for (int links = 0; !failed(); ++links) {
    if (links > most_links) {
      fail("an expression is too long");
      break;
    }
    if (peek() == '.' && peek(1) != '.') {
      ++at_;
      if (peek() == '*') {
        ++at_;
        out = {.kind = Kind::unknown, .span = span(begin, at_)};
        continue;
      }
      const std::size_t word = at_;
      while (in_name(peek())) ++at_;
      if (word == at_) {
        fail("expected a name after the dot");
        return out;
      }
      HclExpression member{.kind = Kind::member, .text = text(word, at_), .span = span(begin, at_)};
      member.items.push_back(std::move(out));
      out = std::move(member);
    } else if (peek() == '[') {
      ++at_;
      blanks(true);
      const bool splat = peek() == '*';
      HclExpression index{.kind = splat ? Kind::unknown : Kind::index, .span = {}};
      index.items.push_back(std::move(out));
      if (splat) {
        ++at_;
      } else {
        index.items.push_back(expression(true, depth + 1));
      }
      blanks(true);
      if (failed() || !close(']')) return index;
      index.span = span(begin, at_);
      out = std::move(index);
    } else {
      break;
    }
  }
  return out;
}

bool HclParser::close(char bracket) {
  if (peek() != bracket) return fail(fmt::format("expected {}", bracket));
  ++at_;
  return true;
}

HclExpression HclParser::term(int depth) {
  const std::size_t begin = at_;
  if (peek() == '"') return quoted(depth);
  if (looking_at("<<")) return heredoc(depth);
  if (peek() == '[') return list(depth);
  if (peek() == '{') return object(depth);
  if (peek() == '(') {
    ++at_;
    blanks(true);
    HclExpression out = expression(true, depth + 1);
    blanks(true);
    if (!failed()) close(')');
    return out;
  }
  if (digit(peek())) {
    while (digit(peek()) || (peek() == '.' && digit(peek(1)))) ++at_;
    if ((peek() == 'e' || peek() == 'E') &&
        (digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && digit(peek(2))))) {
      at_ += 2;
      while (digit(peek())) ++at_;
    }
    return {.kind = Kind::literal, .text = text(begin, at_), .items = {}, .span = span(begin, at_)};
  }
  std::optional<Text> word = name();
  if (!word) {
    fail("expected a value");
    return {};
  }
  while (looking_at("::")) {  // of a namespace
    at_ += 2;
    name();
    word = text(begin, at_);
  }
  if (peek() == '(') return call(*word, depth);
  if (word->value == "true" || word->value == "false")
    return {.kind = Kind::literal, .text = *word, .items = {}, .span = word->span()};
  if (word->value == "null")
    return {.kind = Kind::null, .text = {}, .items = {}, .span = word->span()};
  return {.kind = Kind::name, .text = *word, .items = {}, .span = word->span()};
}

HclExpression HclParser::call(const Text& word, int depth) {
  HclExpression out{.kind = Kind::call, .text = word, .span = word.span()};
  ++at_;
  blanks(true);
  while (!failed() && peek() != ')') {
    out.items.push_back(expression(true, depth + 1));
    blanks(true);
    if (looking_at("...")) {  // the items of a list, each an argument
      at_ += 3;
      out.kind = Kind::unknown;
      blanks(true);
    }
    if (peek() != ',') break;
    ++at_;
    blanks(true);
  }
  if (!failed()) close(')');
  out.span = span(word.span().begin, at_);
  return out;
}

HclExpression HclParser::comprehension(std::size_t begin, char closing, int depth) {
  HclExpression out{.kind = Kind::unknown};
  while (!failed() && !at_end() && peek() != closing) {
    if (peek() == '"') {
      quoted(depth + 1);
    } else if (peek() == '[' || peek() == '{' || peek() == '(') {
      const char inner = peek() == '[' ? ']' : peek() == '{' ? '}' : ')';
      ++at_;
      if (depth > most_depth) {
        fail("an expression is nested too deeply");
      } else {
        comprehension(at_, inner, depth + 1);
      }
    } else {
      ++at_;
    }
    blanks(true);
  }
  if (!failed()) close(closing);
  out.span = span(begin, at_);
  return out;
}

bool HclParser::looking_at_for() const { return looking_at("for") && !in_name(peek(3)); }

HclExpression HclParser::list(int depth) {
  const std::size_t begin = at_++;
  blanks(true);
  if (looking_at_for()) return comprehension(begin, ']', depth);
  HclExpression out{.kind = Kind::list};
  while (!failed() && peek() != ']') {
    out.items.push_back(expression(true, depth + 1));
    blanks(true);
    if (peek() != ',') break;
    ++at_;
    blanks(true);
  }
  if (!failed()) close(']');
  out.span = span(begin, at_);
  return out;
}

HclExpression HclParser::object(int depth) {
  const std::size_t begin = at_++;
  blanks(true);
  if (looking_at_for()) return comprehension(begin, '}', depth);
  HclExpression out{.kind = Kind::object};
  while (!failed() && peek() != '}') {
    if (at_end()) {
      fail("an object is not closed with }");
      break;
    }
    HclExpression key = expression(false, depth + 1);
    if (key.kind == Kind::name) key.kind = Kind::literal;  // a word is its own name
    blanks(false);
    if (peek() != '=' && peek() != ':') {
      fail("expected = after a key");
      break;
    }
    ++at_;
    blanks(false);
    out.items.push_back(std::move(key));
    out.items.push_back(expression(false, depth + 1));
    blanks(false);
    if (peek() != ',' && peek() != '\n' && peek() != '}') {
      fail("expected a comma or the end of the line");
      break;
    }
    if (peek() == ',') ++at_;
    blanks(true);
  }
  if (!failed()) close('}');
  out.span = span(begin, at_);
  return out;
}

const HclExpression* HclBlock::find(std::string_view name) const {
  const HclExpression* found = nullptr;
  for (const HclAttribute& each : attributes) {
    if (each.name.value == name) found = &each.value;
  }
  return found;
}

HclFile read_hcl(FileId file, std::string_view bytes) {
  HclFile out;
  HclParser(file, bytes, 0, bytes.size()).file(out);
  return out;
}

}  // namespace cudafit::read
