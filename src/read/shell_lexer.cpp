#include "read/shell_lexer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "read/shell.h"

namespace cudafit::read {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr int max_depth = 100;

constexpr bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}
bool name_char(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool breaks_word(char c) {
  return blank(c) || c == '\n' || c == ';' || c == '&' || c == '|' || c == '<' || c == '>' ||
         c == '(' || c == ')';
}

/// Bytes that neither end a word nor start anything in it.
constexpr std::array<bool, 256> ordinary = [] {
  std::array<bool, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = static_cast<char>(i);
    out[i] = !breaks_word(c) && c != '\\' && c != '\'' && c != '"' && c != '`' && c != '$';
  }
  return out;
}();
bool is_ordinary(char c) { return ordinary[static_cast<unsigned char>(c)]; }

/// Behind the `close` that ends a construct whose inside starts at `at`. Parentheses nest, braces
/// do not: `${x:-{}` is closed.
std::size_t skip_nested(std::string_view text, std::size_t at, char close, int depth) {
  int level = 1;
  while (at < text.size()) {
    const char c = text[at];
    if (c == close) {
      if (--level == 0) return at + 1;
      ++at;
    } else if (c == '(' && close == ')') {
      ++level;
      ++at;
    } else if (c == '\'' || c == '"' || c == '`' || c == '$' || c == '\\') {
      at = skip_construct(text, at, depth + 1);
      if (at == npos) return npos;
    } else {
      ++at;
    }
  }
  return npos;
}

std::size_t skip_double_quotes(std::string_view text, std::size_t at, int depth) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') return at + 1;
    if (c == '\\') {
      at += 2;
    } else if (c == '$' || c == '`') {
      at = skip_construct(text, at, depth + 1);
      if (at == npos) return npos;
    } else {
      ++at;
    }
  }
  return npos;
}

class Lexer {
 public:
  explicit Lexer(std::string_view script) : text_(script) {}

  Tokens run() {
    while (at_ < text_.size() && out_.understood) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (blank(c)) {
      ++at_;
      touching_ = false;
    } else if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') {
      at_ += 2;
    } else if (c == '\n') {
      push(TokenKind::newline, 1);
      read_bodies();
      touching_ = false;
    } else if (c == '#' && !touching_) {
      out_.comments.push_back(static_cast<std::uint32_t>(at_));
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (const std::size_t size = redirect_size(); size != 0) {
      const std::string_view op = text_.substr(at_, size);
      push(TokenKind::redirect, size);
      if (op == "<<" || op == "<<-") expect_delimiter(op == "<<-");
    } else if (const std::size_t length = op_size(); length != 0) {
      push(TokenKind::op, length);
      // A `#` behind an operator starts a comment although no blank stands before it.
      touching_ = false;
    } else {
      word();
    }
  }

  void push(TokenKind kind, std::size_t size) {
    out_.tokens.push_back(
        {kind, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_ + size), touching_});
    at_ += size;
    touching_ = true;
  }

  bool starts(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

  std::size_t redirect_size() const {
    const char c = text_[at_];
    if (c != '<' && c != '>' && c != '&') return 0;
    // `<(list)` and `>(list)` are words of bash, not redirections.
    if (starts("<(") || starts(">(")) return 0;
    for (const std::string_view op :
         {"<<<", "<<-", "&>>", "<<", "<&", "<>", ">>", ">&", ">|", "&>", "<", ">"}) {
      if (starts(op)) return op.size();
    }
    return 0;
  }

  std::size_t op_size() const {
    const char c = text_[at_];
    if (c != ';' && c != '&' && c != '|' && c != '(' && c != ')') return 0;
    for (const std::string_view op :
         {";;&", "&&", "||", "|&", ";;", ";&", ";", "&", "|", "(", ")"}) {
      if (starts(op)) return op.size();
    }
    return 0;
  }

  void word() {
    std::size_t end = at_;
    while (end < text_.size()) {
      const char c = text_[end];
      if (is_ordinary(c)) {
        ++end;
        continue;
      }
      const bool substitution =
          (c == '<' || c == '>') && end + 1 < text_.size() && text_[end + 1] == '(' && end == at_;
      if (substitution) {
        end = skip_nested(text_, end + 2, ')', 0);
      } else if (c == '(' && end > at_ + 1 && text_[end - 1] == '=' && assigns(end - 1)) {
        end = skip_nested(text_, end + 1, ')', 0);
      } else if (breaks_word(c)) {
        break;
      } else {
        end = skip_construct(text_, end);
      }
      if (end == npos) {
        out_.understood = false;
        end = text_.size();
      }
    }
    push(TokenKind::word, end - at_);
  }

  /// `name=` or `name+=` from the word's start to the `=`: a list in parentheses may follow.
  bool assigns(std::size_t equals) const {
    std::string_view name = text_.substr(at_, equals - at_);
    if (name.ends_with('+')) name.remove_suffix(1);
    return !name.empty() && (name[0] < '0' || name[0] > '9') &&
           std::all_of(name.begin(), name.end(), name_char);
  }

  /// Notes the delimiter word that follows `<<`; its body starts behind the next newline.
  void expect_delimiter(bool chomp) {
    std::size_t at = at_;
    while (at < text_.size() && blank(text_[at])) ++at;
    std::string delimiter;
    while (at < text_.size() && !breaks_word(text_[at])) {
      if (text_[at] != '\'' && text_[at] != '"' && text_[at] != '\\') delimiter += text_[at];
      ++at;
    }
    pending_.emplace_back(std::move(delimiter), chomp);
  }

  void read_bodies() {
    for (const auto& [delimiter, chomp] : pending_) {
      const std::size_t begin = at_;
      std::size_t end = text_.size();
      while (at_ < text_.size()) {
        const std::size_t line_begin = at_;
        const std::size_t newline = text_.find('\n', at_);
        const std::size_t line_end = newline == npos ? text_.size() : newline;
        at_ = newline == npos ? text_.size() : newline + 1;
        std::string_view line = text_.substr(line_begin, line_end - line_begin);
        if (chomp) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
        if (line == delimiter) {
          end = line_begin;
          break;
        }
      }
      out_.bodies.emplace_back(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
    }
    pending_.clear();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool touching_ = false;
  std::vector<std::pair<std::string, bool>> pending_;
  Tokens out_;
};

}  // namespace

std::size_t skip_construct(std::string_view text, std::size_t at, int depth) {
  if (depth > max_depth) return npos;
  const char c = text[at];
  switch (c) {
    case '\\':
      return std::min(at + 2, text.size());
    case '\'': {
      const std::size_t end = text.find('\'', at + 1);
      return end == npos ? npos : end + 1;
    }
    case '"':
      return skip_double_quotes(text, at + 1, depth);
    case '`': {
      for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
          ++i;
        } else if (text[i] == '`') {
          return i + 1;
        }
      }
      return npos;
    }
    case '$':
      break;
    default:
      return at + 1;
  }
  if (at + 1 == text.size()) return at + 1;
  const char next = text[at + 1];
  if (next == '(') return skip_nested(text, at + 2, ')', depth);
  if (next == '{') return skip_nested(text, at + 2, '}', depth);
  if (next == '\'') {
    for (std::size_t i = at + 2; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '\'') {
        return i + 1;
      }
    }
    return npos;
  }
  if (next >= '0' && next <= '9') return at + 2;
  if (name_char(next)) {
    std::size_t end = at + 1;
    while (end < text.size() && name_char(text[end])) ++end;
    return end;
  }
  if (std::string_view("@*#?-$!").find(next) != npos) return at + 2;
  return at + 1;
}

std::size_t shell_comment(std::string_view script) {
  // One starts where a word could.
  bool possible = false;
  for (std::size_t at = script.find('#'); at != npos && !possible; at = script.find('#', at + 1))
    possible = at == 0 || breaks_word(script[at - 1]);
  if (!possible) return npos;
  const Tokens tokens = tokenize(script);
  return tokens.comments.empty() ? npos : tokens.comments.front();
}

Tokens tokenize(std::string_view script) { return Lexer(script).run(); }

std::string_view plain(std::string_view word) {
  return word.find_first_of("'\"\\$`") == npos ? word : std::string_view{};
}

}  // namespace cudafit::read
