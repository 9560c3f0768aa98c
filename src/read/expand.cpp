#include "read/expand.h"

#include <fmt/format.h>

#include <algorithm>

#include "read/go_text.h"
#include "read/shell_pattern.h"
#include "read/text_builder.h"

namespace cudafit::read {

namespace {

/// What BuildKit's scanner yields behind the last rune. Never a rune.
constexpr char32_t end_of_text = 0xFFFFFFFF;

/// References nested deeper than any person writes them; each level costs stack.
constexpr int most_nested = 500;

bool is_special(char32_t c) {
  return c == '@' || c == '*' || c == '#' || c == '?' || c == '-' || c == '$' || c == '!' ||
         c == '0';
}

class Expander {
 public:
  Expander(const Text& raw, char escape, const Lookup& lookup)
      : raw_(raw),
        text_(raw.value),
        escape_(static_cast<unsigned char>(escape)),
        lookup_(lookup),
        word_(raw) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // BuildKit's scanner drops a byte order mark
  }

  Expansion word() {
    const bool plain = std::all_of(text_.begin(), text_.end(), [&](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte < 0x80 && byte != escape_ && c != '\'' && c != '"' && c != '$';
    });
    if (plain) return {raw_, {}, {}};
    TextBuilder out(raw_);
    const bool fine = until(end_of_text, {}, out, 0);
    if (!fine) return {{}, std::move(uses_), std::move(error_)};
    Expansion result{out.take(), std::move(uses_), {}};
    result.text.complete = result.text.complete && raw_.complete;
    return result;
  }

  WordsExpansion words() {
    split_ = true;
    TextBuilder unused(raw_);
    if (!until(end_of_text, {}, unused, 0)) return {{}, std::move(uses_), std::move(error_)};
    finish_word();
    return {std::move(words_), std::move(uses_), {}};
  }

 private:
  /// `raw`: escapes stay. `pattern`: escapes inside quotes are doubled, for the pattern is parsed
  /// again.
  struct Mode {
    bool raw = false;
    bool pattern = false;
  };

  char32_t peek() const { return at_ < text_.size() ? rune_at(text_, at_).value : end_of_text; }
  char32_t skip() {
    if (at_ >= text_.size()) return end_of_text;
    const Rune rune = rune_at(text_, at_);
    at_ += rune.size;
    return rune.value;
  }
  /// Moves the next rune to `out`.
  void take(TextBuilder& out) {
    if (at_ >= text_.size()) return;
    const Rune rune = rune_at(text_, at_);
    out.keep_rune(at_, rune);
    at_ += rune.size;
  }
  bool fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
    return false;
  }

  void finish_word() {
    if (word_.empty() && word_.complete()) return;
    words_.push_back(word_.take());
    words_.back().complete = words_.back().complete && raw_.complete;
    in_word_ = false;
  }

  /// A variable's value in a line that is split into words: its blanks separate.
  void add_split(const Text& value) {
    TextBuilder part(value);
    for (std::size_t at = 0; at < value.size();) {
      const Rune rune = rune_at(value.value, at);
      if (!is_space(rune.value)) {
        part.keep_rune(at, rune);
      } else {
        add_part(part);
        if (in_word_) finish_word();
      }
      at += rune.size;
    }
    add_part(part);
    if (value.complete) return;
    word_.mark_incomplete();
    in_word_ = true;
  }
  void add_part(TextBuilder& part) {
    if (part.empty()) return;
    word_.append(part.take());
    in_word_ = true;
  }

  /// Reads up to `stop` and past it.
  bool until(char32_t stop, Mode mode, TextBuilder& out, int depth) {
    if (depth > most_nested) return fail("variable references are nested too deeply");
    const bool split = split_ && depth == 0;
    // BuildKit has one word buffer for all levels: a nested operand drops the part of the word
    // before it.
    if (depth > 0 && split_) word_.take();
    const bool outer_raw = raw_escapes_;
    raw_escapes_ = mode.raw;
    bool fine = true;
    while (fine && at_ < text_.size()) {
      const char32_t c = peek();
      if (c == stop) break;
      TextBuilder& to = split ? word_ : out;
      if (c == '\'' || c == '"') {
        TextBuilder quoted(raw_);
        fine = c == '"' ? double_quoted(quoted, depth) : single_quoted(mode, quoted);
        to.append(quoted.take());
        in_word_ = in_word_ || split;
      } else if (c == '$') {
        Text value;
        fine = dollar(value, depth);
        if (split) {
          add_split(value);
        } else {
          out.append(value);
        }
      } else if (c == '<') {
        // `<<` takes the blanks behind it along: they belong to a heredoc's word.
        take(to);
        in_word_ = in_word_ || split;
        if (peek() != '<') continue;
        take(to);
        while (peek() == '\t' || peek() == '\r' || peek() == ' ') take(to);
      } else if (c == escape_) {
        if (mode.raw) {
          take(to);
        } else {
          skip();
        }
        if (at_ >= text_.size()) break;
        take(to);
        in_word_ = in_word_ || split;
      } else if (split && is_space(c)) {
        skip();
        if (in_word_) finish_word();
      } else {
        take(to);
        in_word_ = in_word_ || split;
      }
    }
    raw_escapes_ = outer_raw;
    if (!fine || stop == end_of_text) return fine;
    if (skip() == stop) {
      if (split_) word_.take();
      return true;
    }
    return fail(stop == '/' ? "a `/` is missing in ${...}" : "a `}` is missing");
  }

  bool single_quoted(Mode mode, TextBuilder& out) {
    skip();
    while (peek() != '\'') {
      if (peek() == end_of_text) return fail("a single quote is not closed");
      if (mode.pattern && peek() == escape_) out.keep(at_, at_ + 1);
      take(out);
    }
    skip();
    return true;
  }

  bool double_quoted(TextBuilder& out, int depth) {
    skip();
    while (peek() != '"') {
      if (peek() == end_of_text) return fail("a double quote is not closed");
      if (peek() == '$') {
        Text value;
        if (!dollar(value, depth)) return false;
        out.append(value);
        continue;
      }
      if (peek() != escape_) {
        take(out);
        continue;
      }
      const std::size_t escape_at = at_;
      skip();
      const char32_t next = peek();
      if (next == end_of_text) continue;
      const bool escapes = next == '"' || next == '$' || next == escape_;
      if (raw_escapes_) out.keep(escape_at, escape_at + 1);
      if (escapes) {
        take(out);
      } else {
        out.keep(escape_at, escape_at + 1);
      }
    }
    skip();
    return true;
  }

  std::string read_name() {
    std::string out;
    if (is_digit(peek())) {
      while (is_digit(peek())) append_rune(out, skip());
      return out;
    }
    if (is_special(peek())) {
      append_rune(out, skip());
      return out;
    }
    const auto ascii = [this] {
      const char c = text_[at_];
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    while (at_ < text_.size() && ascii()) out += text_[at_++];
    while (peek() != end_of_text && (is_letter(peek()) || is_digit(peek()) || peek() == '_'))
      append_rune(out, skip());
    return out;
  }

  /// Looks a variable up and remembers the use at `index`.
  std::optional<Text> look_up(Use use, std::size_t begin, std::size_t index) {
    std::optional<Text> value = lookup_(use.name);
    use.span = raw_.span(begin, at_);
    use.set = value.has_value();
    uses_.insert(uses_.begin() + static_cast<std::ptrdiff_t>(index), std::move(use));
    if (!value) return value;
    grown_ += value->size();
    if (grown_ > most_expanded) {
      value = Text{};
      value->complete = false;
    }
    return value;
  }

  bool dollar(Text& out, int depth) {
    const std::size_t begin = at_;
    const std::size_t index = uses_.size();
    skip();
    if (peek() != '{') {
      std::string name = read_name();
      if (name.empty()) {
        out = raw_.slice(begin, begin + 1);
      } else {
        out = look_up({std::move(name), {}, "", false}, begin, index).value_or(Text{});
      }
      return true;
    }
    skip();
    if (peek() == end_of_text) return fail("a `}` is missing");
    if (peek() == '{' || peek() == '}' || peek() == ':')
      return fail("this `${` is not a variable reference");
    Use use;
    use.name = read_name();
    char32_t op = skip();
    if (op == '}') {
      out = look_up(std::move(use), begin, index).value_or(Text{});
      return true;
    }
    if (op == '/') return replacement(std::move(use), begin, index, out, depth);
    const bool colon = op == ':';
    if (colon) {
      append_rune(use.op, op);
      op = skip();
    }
    if (op == end_of_text) return fail("a `}` is missing");
    append_rune(use.op, op);
    const bool cut = op == '#' || op == '%';
    if ((colon && cut) || (!colon && !cut && op != '+' && op != '-' && op != '?')) {
      return fail(fmt::format("`{}` is not an operator inside ${{...}}", use.op));
    }
    TextBuilder operand(raw_);
    if (!until('}', {cut, cut}, operand, depth + 1)) return false;
    return apply(std::move(use), begin, index, op, colon, operand.take(), out);
  }

  bool apply(Use use, std::size_t begin, std::size_t index, char32_t op, bool colon, Text word,
             Text& out) {
    const bool greedy =
        (op == '#' || op == '%') && !word.empty() && word.value.front() == static_cast<char>(op);
    if (greedy) use.op += static_cast<char>(op);
    const std::string name = use.name;
    const std::string written = use.op;
    std::optional<Text> value = look_up(std::move(use), begin, index);
    const bool missing = !value || (colon && value->empty() && value->complete);
    switch (op) {
      case '-':
        out = missing ? std::move(word) : std::move(*value);
        return true;
      case '+':
        if (missing) return true;
        out = std::move(word);
        if (colon && !value->complete) out.complete = false;
        return true;
      case '?': {
        if (!missing) {
          out = std::move(*value);
          return true;
        }
        const std::string_view why = value ? "must not be empty" : "must be set";
        return fail(fmt::format("{}: {}", name, word.empty() ? why : std::string_view(word.value)));
      }
      case '#':
      case '%': {
        const std::string_view pattern = std::string_view(word.value).substr(greedy ? 1 : 0);
        const Text from = value.value_or(Text{});
        std::optional<Text> rest =
            op == '#' ? cut_prefix(from, pattern, greedy) : cut_suffix(from, pattern, greedy);
        if (!rest) return fail(fmt::format("`{}` is not a valid pattern", pattern));
        out = std::move(*rest);
        out.complete = out.complete && word.complete;
        return true;
      }
      default:
        return fail(fmt::format("`{}` is not an operator inside ${{...}}", written));
    }
  }

  bool replacement(Use use, std::size_t begin, std::size_t index, Text& out, int depth) {
    const bool all = peek() == '/';
    if (all) skip();
    use.op = all ? "//" : "/";
    TextBuilder pattern(raw_);
    TextBuilder instead(raw_);
    if (!until('/', {true, true}, pattern, depth + 1) ||
        !until('}', {true, false}, instead, depth + 1))
      return false;
    const Text wanted = pattern.take();
    const std::optional<Text> value = look_up(std::move(use), begin, index);
    std::optional<Text> made =
        replace_pattern(value.value_or(Text{}), wanted.value, instead.take(), all);
    if (!made) return fail(fmt::format("`{}` is not a valid pattern", wanted.value));
    out = std::move(*made);
    out.complete = out.complete && wanted.complete;
    return true;
  }

  const Text& raw_;
  std::string_view text_;
  char32_t escape_;
  const Lookup& lookup_;
  std::size_t at_ = 0;
  std::size_t grown_ = 0;  ///< bytes of values put in so far
  bool raw_escapes_ = false;
  bool split_ = false;
  bool in_word_ = false;
  TextBuilder word_;
  std::vector<Text> words_;
  std::vector<Use> uses_;
  std::string error_;
};

}  // namespace

Expansion expand_word(const Text& raw, char escape, const Lookup& lookup) {
  return Expander(raw, escape, lookup).word();
}

WordsExpansion expand_words(const Text& raw, char escape, const Lookup& lookup) {
  return Expander(raw, escape, lookup).words();
}

}  // namespace cudafit::read
