#include "read/windows_shell.h"

#include <algorithm>
#include <array>

#include "terms/ascii.h"

namespace cudafit::read {

namespace {

/// Words with which a condition or a loop begins.
bool branches(std::string_view word) {
  static constexpr std::array<std::string_view, 12> words{
      "if",    "else",   "elseif", "for",   "foreach", "foreach-object",
      "while", "switch", "do",     "until", "try",     "function"};
  const std::string name = ascii::lowered(word);
  return std::find(words.begin(), words.end(), name) != words.end();
}

class Reader {
 public:
  Reader(std::string_view script, WindowsShell shell)
      : text_(script), powershell_(shell == WindowsShell::powershell) {}

  std::vector<WindowsCommand> read() {
    while (at_ < text_.size()) step();
    end_command();
    return std::move(out_);
  }

 private:
  char next(std::size_t by = 0) const { return at_ + by < text_.size() ? text_[at_ + by] : '\0'; }

  void step() {
    const char c = next();
    if (c == '\n' || c == '\r') {
      ++at_;
      end_command();
      behind_or_ = line_branches_ = false;
    } else if (c == ' ' || c == '\t') {
      ++at_;
    } else if (!separator(c) && !comment(c) && !redirection(c)) {
      word();
    }
  }

  bool separator(char c) {
    const bool two = next(1) == c;
    if (c == '|' || c == '&') {
      // PowerShell: `& program` calls it.
      if (powershell_ && c == '&' && !two && words_.empty()) {
        ++at_;
        return true;
      }
      at_ += two ? 2 : 1;
      end_command();
      behind_or_ = behind_or_ || (c == '|' && two);
      return true;
    }
    if (powershell_ && c == ';') {
      ++at_;
      end_command();
      behind_or_ = false;
      return true;
    }
    const bool block =
        powershell_ ? c == '{' || c == '}' || c == '(' || c == ')'
                    : (c == '(' && (words_.empty() || line_branches_)) || (c == ')' && depth_ > 0);
    if (!block) return false;
    ++at_;
    end_command();
    if (c == '{' || c == '(') {
      ++depth_;
    } else if (depth_ > 0) {
      --depth_;
    }
    return true;
  }

  void to_line_end() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  bool comment(char c) {
    if (powershell_) {
      if (c == '<' && next(1) == '#') {
        const std::size_t end = text_.find("#>", at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
        return true;
      }
      if (c != '#') return false;
      to_line_end();
      return true;
    }
    if (!words_.empty()) return false;
    const std::string_view left = text_.substr(at_ + (c == '@' ? 1 : 0));
    const bool remark = ascii::lowered(left.substr(0, 3)) == "rem" &&
                        (left.size() == 3 || left[3] == ' ' || left[3] == '\t' || left[3] == '\n');
    if (!remark && !left.starts_with(':')) return false;
    to_line_end();
    return true;
  }

  /// `> file`, `2>&1`: neither the file nor the `&` belongs to the command.
  bool redirection(char c) {
    if (ascii::digit(c) && next(1) == '>') ++at_;
    if (next() != '>' && next() != '<') return false;
    while (next() == '>' || next() == '<') ++at_;
    if (next() == '&') {
      ++at_;
      while (ascii::digit(next())) ++at_;
      return true;
    }
    while (next() == ' ' || next() == '\t') ++at_;
    if (!ends_word(next())) read_word();
    return true;
  }

  bool ends_word(char c) const {
    if (c == '\0' || c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '|' || c == '&' ||
        c == '<' || c == '>')
      return true;
    if (powershell_) return c == ';' || c == '{' || c == '}' || c == '(' || c == ')';
    return c == ')' && depth_ > 0;
  }

  void word() {
    WindowsWord read = read_word();
    if (words_.empty()) {
      if (!powershell_ && read.value.starts_with('@')) read.value.erase(0, 1);
      if (branches(read.value)) line_branches_ = true;
    }
    words_.push_back(std::move(read));
  }

  WindowsWord read_word() {
    WindowsWord out;
    out.begin = at_;
    while (at_ < text_.size() && !ends_word(text_[at_])) {
      const char c = text_[at_];
      if (c == '"' || (powershell_ && c == '\'')) {
        quoted(c, out);
      } else if (c == (powershell_ ? '`' : '^')) {
        ++at_;
        if (at_ < text_.size()) out.value += text_[at_++];
      } else {
        if (powershell_ ? c == '$' : c == '%' || c == '!') unknown(c, out);
        out.value += c;
        ++at_;
        // `$(...)`, `@(...)`: an expression.
        if (powershell_ && next() == '(' && (c == '$' || c == '@')) expression(out);
      }
    }
    // A character that belongs to nothing.
    if (at_ == out.begin) ++at_;
    out.end = at_;
    return out;
  }

  /// Signs of variables; a `%` or `!` alone is none.
  void unknown(char sign, WindowsWord& out) const {
    if (powershell_ || text_.substr(at_ + 1).find(sign) != std::string_view::npos)
      out.known = false;
  }

  void expression(WindowsWord& out) {
    out.known = false;
    int depth = 0;
    do {
      if (text_[at_] == '(') ++depth;
      if (text_[at_] == ')') --depth;
      ++at_;
    } while (depth > 0 && at_ < text_.size());
  }

  void quoted(char quote, WindowsWord& out) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == quote) {
        ++at_;
        // Doubled, it stands for itself.
        if (!powershell_ || next() != quote) return;
      } else if (powershell_ && quote == '"' && c == '`' && at_ + 1 < text_.size()) {
        ++at_;
      } else if (quote == '"' && (powershell_ ? c == '$' : c == '%')) {
        unknown(c, out);
      }
      out.value += text_[at_++];
    }
  }

  void end_command() {
    if (words_.empty()) return;
    out_.push_back({std::move(words_), depth_ > 0 || behind_or_ || line_branches_});
    words_.clear();
    if (powershell_) line_branches_ = false;
  }

  std::string_view text_;
  bool powershell_;
  std::size_t at_ = 0;
  int depth_ = 0;               ///< of blocks around
  bool behind_or_ = false;      ///< `||` stands before
  bool line_branches_ = false;  ///< the line begins with a condition or a loop
  std::vector<WindowsWord> words_;
  std::vector<WindowsCommand> out_;
};

}  // namespace

std::vector<WindowsCommand> windows_commands(std::string_view script, WindowsShell shell) {
  return Reader(script, shell).read();
}

}  // namespace cudafit::read
