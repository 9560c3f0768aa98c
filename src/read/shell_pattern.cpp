#include "read/shell_pattern.h"

#include <algorithm>

#include "read/go_text.h"
#include "read/text_builder.h"

namespace cudafit::read {

namespace {

struct Token {
  enum class Kind : std::uint8_t { literal, any, star } kind = Kind::literal;
  char32_t rune = 0;
};
using Pattern = std::vector<Token>;

/// A value as runes, with the byte each one starts at (and, last, its size).
struct Runes {
  std::vector<char32_t> values;
  std::vector<std::size_t> starts;
  bool valid = true;
  std::size_t size() const { return values.size(); }
};

Runes runes_of(std::string_view text) {
  Runes out;
  for (std::size_t at = 0; at < text.size();) {
    const Rune rune = rune_at(text, at);
    out.values.push_back(rune.value);
    out.starts.push_back(at);
    out.valid = out.valid && rune.valid();
    at += rune.size;
  }
  out.starts.push_back(text.size());
  return out;
}

std::optional<Pattern> parse_pattern(const std::vector<char32_t>& runes) {
  Pattern out;
  std::size_t at = !runes.empty() && runes.front() == 0xFEFF
                       ? 1
                       : 0;  // BuildKit's scanner drops a byte order mark
  for (; at < runes.size(); ++at) {
    const char32_t rune = runes[at];
    if (rune == '*') {
      if (out.empty() || out.back().kind != Token::Kind::star)
        out.push_back({Token::Kind::star, 0});
    } else if (rune == '?') {
      out.push_back({Token::Kind::any, 0});
    } else if (rune == '\\') {
      const char32_t next = at + 1 < runes.size() ? runes[at + 1] : 0;
      if (next == '}' || next == '/') continue;
      if (next != '*' && next != '?' && next != '\\') return std::nullopt;
      out.push_back({Token::Kind::literal, next});
      ++at;
    } else {
      out.push_back({Token::Kind::literal, rune});
    }
  }
  return out;
}

/// The pattern read backwards, an escape staying in front of what it escapes.
std::vector<char32_t> reversed(const std::vector<char32_t>& runes) {
  std::vector<char32_t> out(runes.rbegin(), runes.rend());
  for (std::size_t i = 0; i + 1 < runes.size(); ++i) {
    if (runes[i] != '\\') continue;
    std::swap(out[runes.size() - 1 - i], out[runes.size() - 2 - i]);
    ++i;
  }
  return out;
}

/// Where a match that starts at `from` may end: the first or the last such place. A step costs one
/// look at a rune, and there are at most as many steps as pattern tokens times runes.
std::optional<std::size_t> match_end(const Pattern& pattern, const std::vector<char32_t>& text,
                                     std::size_t from, bool greedy) {
  std::vector<std::size_t> reached = {from};
  std::vector<std::size_t> next;
  for (const Token token : pattern) {
    next.clear();
    for (const std::size_t at : reached) {
      if (token.kind == Token::Kind::star) {
        // `*` and `?` do not cross the end of a line.
        std::size_t to = next.empty() ? at : std::max(at, next.back() + 1);
        if (!next.empty() && next.back() >= at) {
          if (next.back() == text.size() || text[next.back()] == '\n') continue;
        } else {
          next.push_back(at);
          to = at + 1;
        }
        for (; to <= text.size() && text[to - 1] != '\n'; ++to) next.push_back(to);
      } else if (at < text.size() &&
                 (token.kind == Token::Kind::any ? text[at] != '\n' : text[at] == token.rune)) {
        next.push_back(at + 1);
      }
    }
    reached.swap(next);
    if (reached.empty()) return std::nullopt;
  }
  return greedy ? reached.back() : reached.front();
}

/// For every place of the text: does a match start there?
std::vector<bool> match_starts(const Pattern& pattern, const std::vector<char32_t>& text) {
  std::vector<bool> matches(text.size() + 1, true);
  for (auto it = pattern.rbegin(); it != pattern.rend(); ++it) {
    const Token token = *it;
    if (token.kind == Token::Kind::star) {
      for (std::size_t i = text.size(); i-- > 0;)
        matches[i] = matches[i] || (text[i] != '\n' && matches[i + 1]);
      continue;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool fits = token.kind == Token::Kind::any ? text[i] != '\n' : text[i] == token.rune;
      matches[i] = fits && matches[i + 1];
    }
    matches[text.size()] = false;
  }
  return matches;
}

/// Some pairs of a long value and a long pattern are not worth the time.
bool too_much(const Pattern& pattern, const Runes& runes) {
  constexpr std::size_t most_steps = std::size_t{1} << 26;
  return runes.size() > most_steps / (pattern.size() + 1);
}

Text unknown_from(Text value) {
  value.complete = false;
  return value;
}

/// Go's reversal of strings turns bytes that are not UTF-8 into U+FFFD.
Text cleaned(const Text& value) {
  TextBuilder out(value);
  for (std::size_t at = 0; at < value.size();) {
    const Rune rune = rune_at(value.value, at);
    out.keep_rune(at, rune);
    at += rune.size;
  }
  return out.take();
}

/// The replacement for the match [begin, end) of `value`, as Go's regexp.Expand writes it.
Text expand_template(const Text& replacement, const Text& value, std::size_t begin,
                     std::size_t end) {
  const std::string_view text = replacement.value;
  TextBuilder out(replacement);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t dollar = std::min(text.find('$', at), text.size());
    if (dollar > at) out.keep(at, dollar);
    if (dollar == text.size()) break;
    at = dollar + 1;
    if (at < text.size() && text[at] == '$') {
      out.keep(at, at + 1);
      ++at;
      continue;
    }
    const bool brace = at < text.size() && text[at] == '{';
    const std::size_t name = brace ? at + 1 : at;
    std::size_t stop = name;
    while (stop < text.size()) {
      const Rune rune = rune_at(text, stop);
      if (!is_letter(rune.value) && !is_digit(rune.value) && rune.value != '_') break;
      stop += rune.size;
    }
    if (stop == name || (brace && (stop >= text.size() || text[stop] != '}'))) {
      out.keep(dollar, dollar + 1);
      continue;
    }
    if (text.substr(name, stop - name) == "0") out.append(value.slice(begin, end));
    at = brace ? stop + 1 : stop;
  }
  Text made = out.take();
  made.complete = replacement.complete && value.complete;
  return made;
}

}  // namespace

std::optional<Text> cut_prefix(const Text& value, std::string_view pattern, bool greedy) {
  const std::optional<Pattern> parsed = parse_pattern(runes_of(pattern).values);
  if (!parsed) return std::nullopt;
  const Runes runes = runes_of(value.value);
  if (too_much(*parsed, runes)) return unknown_from(value);
  const std::optional<std::size_t> end = match_end(*parsed, runes.values, 0, greedy);
  return end ? value.slice(runes.starts[*end], value.size()) : value;
}

std::optional<Text> cut_suffix(const Text& value, std::string_view pattern, bool greedy) {
  const std::optional<Pattern> parsed = parse_pattern(reversed(runes_of(pattern).values));
  if (!parsed) return std::nullopt;
  Runes runes = runes_of(value.value);
  if (too_much(*parsed, runes)) return unknown_from(value);
  std::reverse(runes.values.begin(), runes.values.end());
  const std::optional<std::size_t> end = match_end(*parsed, runes.values, 0, greedy);
  const Text out = end ? value.slice(0, runes.starts[runes.size() - *end]) : value;
  return runes.valid ? out : cleaned(out);
}

std::optional<Text> replace_pattern(const Text& value, std::string_view pattern,
                                    const Text& replacement, bool all) {
  const std::optional<Pattern> parsed = parse_pattern(runes_of(pattern).values);
  if (!parsed) return std::nullopt;
  const Runes runes = runes_of(value.value);
  if (too_much(*parsed, runes)) return unknown_from(value);
  const std::vector<bool> starts = match_starts(*parsed, runes.values);

  TextBuilder out(value);
  std::size_t copied = 0;  // runes of the value already in `out`, or replaced
  std::size_t from = 0;
  std::size_t made = 0;
  while (from <= runes.size()) {
    while (from <= runes.size() && !starts[from]) ++from;
    const std::optional<std::size_t> end =
        from <= runes.size() ? match_end(*parsed, runes.values, from, true) : std::nullopt;
    if (!end) break;
    const std::size_t begin_byte = runes.starts[from];
    const std::size_t end_byte = runes.starts[*end];
    if (runes.starts[copied] < begin_byte) out.keep(runes.starts[copied], begin_byte);
    // An empty match right behind another one does not count.
    if (*end > copied || from == 0) {
      const Text instead =
          all ? expand_template(replacement, value, begin_byte, end_byte) : replacement;
      made += instead.size();
      if (made > most_expanded) return unknown_from(value);
      out.append(instead);
    }
    copied = *end;
    from = std::max(from + 1, *end);
    if (!all) break;
  }
  if (runes.starts[copied] < value.size()) out.keep(runes.starts[copied], value.size());
  Text result = out.take();
  result.complete = result.complete && value.complete && replacement.complete;
  return result;
}

}  // namespace cudafit::read
