#include "read/cmake.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::read {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr int most_unclosed = 100;

class Parser {
 public:
  Parser(FileId file, std::string_view bytes) : file_(file), bytes_(bytes) {}

  CMakeFile run() {
    while (out_.understood) {
      blanks();
      if (at_ >= bytes_.size()) break;
      out_.understood = command();
    }
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
  }
  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  /// Blanks, line ends and comments.
  void blanks() {
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (c == '#') {
        const std::size_t close = bracket_end(at_ + 1);
        at_ = close == none ? std::min(bytes_.find('\n', at_), bytes_.size()) : close;
      } else {
        return;
      }
    }
  }

  /// Length of `[==[` at `at`; 0 when none is there.
  std::size_t bracket(std::size_t at) const {
    if (at >= bytes_.size() || bytes_[at] != '[') return 0;
    const std::size_t behind = bytes_.find_first_not_of('=', at + 1);
    return behind == none || bytes_[behind] != '[' ? 0 : behind - at + 1;
  }

  /// Behind `[==[ ... ]==]` that starts at `at`; npos when none does.
  std::size_t bracket_end(std::size_t at) {
    const std::size_t open = bracket(at);
    if (open == 0 || unclosed_ > most_unclosed) return none;
    const std::string close = "]" + std::string(open - 2, '=') + "]";
    const std::size_t end = bytes_.find(close, at + open);
    if (end == none) ++unclosed_;
    return end == none ? none : end + close.size();
  }

  bool command() {
    const std::size_t begin = at_;
    CMakeCommand out;
    while (ascii::alnum(peek()) || peek() == '_') out.name += ascii::lower(bytes_[at_++]);
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (out.name.empty() || peek() != '(') return false;
    ++at_;
    for (std::size_t depth = 1; depth > 0;) {
      blanks();
      if (at_ >= bytes_.size()) return false;
      if (peek() == '(' || peek() == ')') {
        depth = peek() == '(' ? depth + 1 : depth - 1;
        if (depth > 0) out.arguments.emplace_back(bytes_.substr(at_, 1), span(at_, at_ + 1));
        ++at_;
      } else if (!argument(out.arguments)) {
        return false;
      }
    }
    out.span = span(begin, at_);
    out_.commands.push_back(std::move(out));
    return true;
  }

  bool argument(std::vector<Text>& out) {
    std::size_t begin = at_;
    std::size_t end = at_;
    bool literal = false;
    bool strange = false;
    if (const std::size_t open = bracket(at_); open > 0) {
      const std::size_t close = bracket_end(at_);
      if (close == none) return false;
      begin += open;
      end = close - open;
      at_ = close;
      literal = true;
    } else if (peek() == '"') {
      begin = ++at_;
      while (at_ < bytes_.size() && peek() != '"') at_ += peek() == '\\' ? 2 : 1;
      if (at_ >= bytes_.size()) return false;
      end = at_++;
    } else {
      constexpr std::string_view ends = " \t\r\n()#";
      bool quoted = false;  // `-Da="b c"`
      while (at_ < bytes_.size() && (quoted || ends.find(peek()) == none)) {
        quoted = quoted != (peek() == '"');
        strange = strange || peek() == '"';
        at_ += peek() == '\\' ? 2 : 1;
      }
      if (quoted) return false;
      end = at_ = std::min(at_, bytes_.size());
    }
    Text text(bytes_.substr(begin, end - begin), span(begin, end));
    text.complete = literal || (!strange && text.value.find_first_of("$\\@") == std::string::npos);
    out.push_back(std::move(text));
    return true;
  }

  FileId file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  int unclosed_ = 0;  ///< brackets that were looked for to the end of the file
  CMakeFile out_;
};

}  // namespace

CMakeFile parse_cmake(FileId file, std::string_view bytes) { return Parser(file, bytes).run(); }

}  // namespace cudafit::read
