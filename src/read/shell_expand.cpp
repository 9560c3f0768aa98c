// A shell word's value: quotes removed, variables replaced where they are known.

#include <string>

#include "read/shell.h"
#include "read/shell_lexer.h"
#include "terms/text_marks.h"

namespace cudafit::read {

namespace {

/// A reference that BuildKit's rules accept and the shell reads differently: a command inside, a
/// set of characters in a pattern, a pattern tied to one end (${x/#a/b}).
bool beyond_buildkit(std::string_view reference) {
  for (const std::string_view mark : {"$(", "`", "[", "/#", "/%"}) {
    if (reference.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

/// What constructs start with.
constexpr ByteSet constructs = "\\\"'$`";

class Expander {
 public:
  Expander(const Text& raw, const Lookup& lookup) : raw_(raw), value_(raw.value), lookup_(lookup) {
    out_.text.complete = raw.complete;
  }

  Expansion run() {
    if (!constructs.in(value_)) {
      out_.text = raw_;
      return std::move(out_);
    }
    std::size_t plain = 0;  // start of the literal bytes not yet copied
    std::size_t at = 0;
    const auto flush = [&](std::size_t end) {
      if (plain < end) out_.text.append(raw_.slice(plain, end));
    };
    while (at < value_.size()) {
      const char c = value_[at];
      if (!constructs.has(c) || (quoted_ && c == '\'')) {
        ++at;
        continue;
      }
      flush(at);
      at = construct(at);
      plain = at;
    }
    flush(at);
    return std::move(out_);
  }

 private:
  /// Handles the construct at `at` and returns the offset behind it.
  std::size_t construct(std::size_t at) {
    switch (value_[at]) {
      case '"':
        quoted_ = !quoted_;
        return at + 1;
      case '\'': {
        const std::size_t end = skip_construct(value_, at);
        if (end == std::string_view::npos) return unknown(value_.size());
        out_.text.append(raw_.slice(at + 1, end - 1));
        return end;
      }
      case '\\':
        return escape(at);
      case '`':
        return unknown(skip_construct(value_, at));
      default:
        return dollar(at);
    }
  }

  std::size_t escape(std::size_t at) {
    if (at + 1 >= value_.size()) return at + 1;
    const char next = value_[at + 1];
    const bool removed =
        !quoted_ || next == '$' || next == '`' || next == '"' || next == '\\' || next == '\n';
    if (next == '\n' && removed) return at + 2;
    out_.text.append(raw_.slice(removed ? at + 1 : at, at + 2));
    return at + 2;
  }

  bool digit_at(std::size_t at) const {
    return at < value_.size() && value_[at] >= '0' && value_[at] <= '9';
  }

  std::size_t unknown(std::size_t end) {
    out_.text.complete = false;
    return end == std::string_view::npos ? value_.size() : end;
  }

  std::size_t dollar(std::size_t at) {
    const std::size_t end = skip_construct(value_, at);
    if (end == std::string_view::npos) return unknown(end);
    if (end == at + 1) {
      out_.text.append(raw_.slice(at, end));
      return end;
    }
    const char next = value_[at + 1];
    const char first = next == '{' && at + 2 < end ? value_[at + 2] : next;
    const bool named =
        first == '_' || (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    // BuildKit takes all digits for the name, a shell one; so do both where there is only one.
    const bool parameter = first >= '1' && first <= '9' && !digit_at(at + (next == '{' ? 3 : 2));
    if (!named && !parameter) return unknown(end);  // $(...), $((...)), $'...', $?, $@, ${#x}
    Expansion part = expand_word(raw_.slice(at, end), '\\', lookup_);
    for (Use& use : part.uses) out_.uses.push_back(std::move(use));
    // A form that only bash knows (${x:0:3}, ${!x}, ${#x}) is an error to BuildKit's rules: not
    // known here.
    if (!part.error.empty()) return unknown(end);
    out_.text.append(part.text);
    const std::string_view reference = value_.substr(at, end - at);
    // Inside double quotes the shells keep single ones, sometimes.
    const bool quotes = quoted_ && reference.find('\'') != std::string_view::npos;
    if (quotes || beyond_buildkit(reference)) out_.text.complete = false;
    return end;
  }

  const Text& raw_;
  std::string_view value_;
  const Lookup& lookup_;
  bool quoted_ = false;
  Expansion out_;
};

}  // namespace

Expansion expand_shell(const Word& word, const Lookup& lookup) {
  return Expander(word.raw, lookup).run();
}

Text literal(const Word& word) {
  return expand_shell(word,
                      [](std::string_view) -> std::optional<Text> {
                        Text unknown;
                        unknown.complete = false;
                        return unknown;
                      })
      .text;
}

}  // namespace cudafit::read
