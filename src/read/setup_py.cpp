#include "read/setup_py.h"

#include <algorithm>
#include <string>
#include <vector>

#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::read {

namespace {

/// A name, or one other character. Strings and comments are none.
struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A statement with everything in its brackets.
struct Statement {
  std::size_t indent = 0;
  std::vector<Token> tokens;
};

bool in_name(char c) { return ascii::alnum(c) || c == '_' || static_cast<unsigned char>(c) > 127; }

/// Cuts the text into statements.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Statement> run() {
    bool fresh = true;  // at the start of a line outside of brackets
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (fresh) {
        std::size_t begin = at_;
        while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\t')) ++begin;
        out_.push_back({.indent = begin - at_, .tokens = {}});
        at_ = begin;
        fresh = false;
      } else if (c == '\n') {
        ++at_;
        fresh = depth_ == 0;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"' || c == '\'') {
        string(c);
      } else if (c == '\\') {
        at_ += 2;
      } else if (in_name(c)) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && in_name(text_[at_])) ++at_;
        add(begin);
      } else {
        if (c == '(' || c == '[' || c == '{') ++depth_;
        if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
        ++at_;
        if (c != ' ' && c != '\t' && c != '\r') add(at_ - 1);
      }
    }
    std::erase_if(out_, [](const Statement& each) { return each.tokens.empty(); });
    return std::move(out_);
  }

 private:
  void add(std::size_t begin) {
    if (out_.empty()) out_.emplace_back();
    out_.back().tokens.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)});
  }

  void string(char quote) {
    const std::string triple(3, quote);
    const bool lines = text_.substr(at_, 3) == triple;
    at_ += lines ? 3 : 1;
    while (at_ < text_.size()) {
      if (text_[at_] == '\\') {
        at_ += 2;
      } else if (lines ? text_.substr(at_, 3) == triple : text_[at_] == quote) {
        at_ += lines ? 3 : 1;
        return;
      } else if (!lines && text_[at_] == '\n') {
        return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<Statement> out_;
};

class Setup {
 public:
  Setup(FileId file, std::string_view text) : file_(file), text_(text) {}

  SetupFile run() {
    SetupFile out;
    const bool sources = text_.find(".cu\"") != std::string_view::npos ||
                         text_.find(".cu'") != std::string_view::npos;
    if (!sources || text_.find("cpp_extension") == std::string_view::npos) return out;
    const std::vector<Statement> all = Splitter(text_).run();
    std::vector<Statement> certain = unconditional(all);
    if (leaves(all) || redefines(all)) return out;
    forced(all, certain, out);
    const Statement* setup = nullptr;
    bool builds = false;
    for (const Statement& each : certain) {
      builds = builds ||
               (mentions(each, "BuildExtension") && !listed("class from import", first_of(each)));
      if (calls(each, "setup") && setup == nullptr) setup = &each;
    }
    if (setup == nullptr || !mentions(*setup, "ext_modules") || !builds) return out;
    for (const Statement& each : certain) {
      const Token* const call = called(each, "CUDAExtension");
      if (call == nullptr || decides(each)) continue;
      if (&each != setup && !mentions(*setup, first_of(each))) continue;
      if (&each != setup && changed(first_of(each), all, certain)) continue;
      if (decides(*setup)) return out;
      out.cuda = true;
      out.shows = {file_, call->begin, call->end};
      return out;
    }
    return out;
  }

 private:
  std::string_view word(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  std::string_view first_of(const Statement& statement) const {
    return word(statement.tokens.front());
  }
  bool mentions(const Statement& statement, std::string_view name) const {
    return std::any_of(statement.tokens.begin(), statement.tokens.end(),
                       [&](const Token& token) { return word(token) == name; });
  }
  const Token* called(const Statement& statement, std::string_view name) const {
    for (std::size_t i = 0; i + 1 < statement.tokens.size(); ++i) {
      if (word(statement.tokens[i]) == name && word(statement.tokens[i + 1]) == "(")
        return &statement.tokens[i];
    }
    return nullptr;
  }
  bool calls(const Statement& statement, std::string_view name) const {
    return called(statement, name) != nullptr;
  }

  /// Something in the expression decides whether a part of it counts.
  bool decides(const Statement& statement) const {
    return std::any_of(statement.tokens.begin(), statement.tokens.end(), [&](const Token& token) {
      return listed("if else for lambda and or not", word(token));
    });
  }

  /// The process may end before, or the list may be changed behind.
  bool leaves(const std::vector<Statement>& all) const {
    for (const Statement& each : all) {
      for (const Token& token : each.tokens) {
        if (listed("exit _exit quit execv exec pop remove clear del", word(token))) return true;
      }
    }
    return false;
  }

  bool redefines(const std::vector<Statement>& all) const {
    for (const Statement& each : all) {
      const std::vector<Token>& tokens = each.tokens;
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string_view name = word(tokens[i]);
        if (name != "CUDAExtension" && name != "setup") continue;
        const std::string_view before = i > 0 ? word(tokens[i - 1]) : std::string_view{};
        const std::string_view behind =
            i + 1 < tokens.size() ? word(tokens[i + 1]) : std::string_view{};
        if (before == "def" || before == "class" || before == "as" || behind == "=") return true;
      }
    }
    return false;
  }

  /// A condition or another assignment may give the list of extensions another value.
  bool changed(std::string_view name, const std::vector<Statement>& all,
               const std::vector<Statement>& certain) const {
    const auto assigns = [&](const Statement& each) {
      return first_of(each) == name && each.tokens.size() > 1 && word(each.tokens[1]) == "=";
    };
    return std::count_if(all.begin(), all.end(), assigns) > 1 ||
           std::none_of(certain.begin(), certain.end(), assigns);
  }

  /// As it is written, strings included: up to a token, or to the end of the line behind the last.
  std::string_view text_of(const Statement& statement, std::size_t from, std::size_t end) const {
    const std::size_t begin = statement.tokens[from].begin;
    const std::size_t behind = end < statement.tokens.size()
                                   ? statement.tokens[end].begin
                                   : text_.find_first_of("#\n", statement.tokens.back().end);
    return text_.substr(begin, std::min(behind, text_.size()) - begin);
  }

  /// `os.getenv("FORCE_CUDA", "0") == "1"` and the like: true for "1", and not by itself.
  static bool asks_force(std::string_view text) {
    std::string plain;
    for (const char c : text) {
      if (c == ' ' || c == '\r' || c == '(' || c == ')') continue;
      plain += c == '\'' ? '"' : c;
    }
    for (const std::string_view call : {"os.getenv", "getenv", "os.environ.get", "environ.get"}) {
      for (const std::string_view none : {"", ",\"0\"", ",None", ",\"\"", ",0"}) {
        std::string asks(call);
        asks.append("\"FORCE_CUDA\"").append(none);
        if (plain == asks + "==\"1\"") return true;
      }
    }
    return false;
  }

  /// One part of an `or` that holds only where torch sees a GPU, whatever else it wants.
  bool asks_gpu(const Statement& statement, std::size_t from, std::size_t end) const {
    std::size_t at = from;
    while (at < end && word(statement.tokens[at]) == "(") ++at;
    const int brackets = static_cast<int>(at - from);
    for (const std::string_view token : {"torch", ".", "cuda", ".", "is_available", "(", ")"}) {
      if (at == end || word(statement.tokens[at++]) != token) return false;
    }
    if (at < end && word(statement.tokens[at]) != "and" && word(statement.tokens[at]) != ")")
      return false;
    // `(torch.cuda.is_available() and a or b)`
    int depth = 0;
    for (std::size_t i = from; i < end; ++i) {
      const std::string_view token = word(statement.tokens[i]);
      if (token == "(") ++depth;
      if (token == ")") --depth;
      if (listed("or if else", token) && depth <= brackets) return false;
    }
    return true;
  }

  /// The condition holds where torch sees a GPU or FORCE_CUDA is 1, and nowhere else.
  bool gpu_or_force(const Statement& statement, std::size_t from, std::size_t end,
                    const std::vector<Statement>& certain) const {
    std::vector<std::pair<std::size_t, std::size_t>> parts;
    int depth = 0;
    std::size_t begin = from;
    for (std::size_t i = from; i < end; ++i) {
      const std::string_view token = word(statement.tokens[i]);
      if (token == "(") ++depth;
      if (token == ")") --depth;
      if (token == "or" && depth == 0) {
        parts.emplace_back(begin, i);
        begin = i + 1;
      }
    }
    parts.emplace_back(begin, end);
    if (parts.size() != 2) return false;
    int gpus = 0;
    int forces = 0;
    for (const auto& [first, last] : parts) {
      if (first >= last) return false;
      if (asks_gpu(statement, first, last)) {
        ++gpus;
      } else if (asks_force(text_of(statement, first, last))) {
        ++forces;
      } else if (last == first + 1 && assigned_force(word(statement.tokens[first]), certain)) {
        ++forces;
      }
    }
    return gpus == 1 && forces == 1;
  }

  /// `force_cuda = os.getenv("FORCE_CUDA", "0") == "1"`
  bool assigned_force(std::string_view name, const std::vector<Statement>& certain) const {
    int times = 0;
    bool asks = false;
    for (const Statement& each : certain) {
      if (first_of(each) != name || each.tokens.size() < 3 || word(each.tokens[1]) != "=") continue;
      ++times;
      asks = asks_force(text_of(each, 2, each.tokens.size()));
    }
    return times == 1 && asks;
  }

  /// Every mention of CUDAExtension but imports stands below such a condition, and nothing gives up
  /// where it does not hold.
  void forced(const std::vector<Statement>& all, const std::vector<Statement>& certain,
              SetupFile& out) const {
    if (text_.find("FORCE_CUDA") == std::string_view::npos) return;
    bool builds = false;
    std::size_t outside = 0;
    std::size_t found = 0;
    std::size_t indent = 0;   // of the condition
    std::size_t content = 0;  // of what stands below it; 0: below none
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Statement& each = all[i];
      const std::string_view first = first_of(each);
      if (listed("raise assert", first)) return;
      if (listed("from import", first)) continue;
      if (calls(each, "setup")) builds = mentions(each, "ext_modules");
      if (content > 0 && each.indent <= indent) content = 0;
      const bool names = mentions(each, "CUDAExtension");
      if (content > 0) {
        // Below another condition it may be left out all the same.
        if (names) ++(each.indent == content ? found : outside);
        continue;
      }
      const std::size_t end = each.tokens.size() - 1;
      if (first == "if" && word(each.tokens[end]) == ":" && i + 1 < all.size() &&
          all[i + 1].indent > each.indent && gpu_or_force(each, 1, end, certain)) {
        indent = each.indent;
        content = all[i + 1].indent;
        out.condition = {file_, each.tokens.front().begin, each.tokens[end].begin};
      }
      if (names) ++outside;
    }
    out.forced = builds && found > 0 && outside == 0;
  }

  /// The statements that run whenever the file does.
  std::vector<Statement> unconditional(const std::vector<Statement>& all) const {
    struct Block {
      std::size_t indent = 0;  ///< of the statement that opens it
      bool certain = true;
    };
    std::vector<Block> blocks;
    std::vector<Statement> out;
    for (const Statement& each : all) {
      while (!blocks.empty() && blocks.back().indent >= each.indent) blocks.pop_back();
      const bool certain = blocks.empty() || blocks.back().certain;
      const std::string_view first = first_of(each);
      const bool opens = listed(
          "if elif else try except finally for while with def class async match case", first);
      if (opens) {
        const bool main = first == "if" && mentions(each, "__name__");
        blocks.push_back({each.indent, certain && (main || first == "with")});
        // The expression of `with` and the like is nothing that builds.
        continue;
      }
      if (certain) out.push_back(each);
    }
    return out;
  }

  FileId file_;
  std::string_view text_;
};

}  // namespace

SetupFile read_setup(FileId file, std::string_view bytes) { return Setup(file, bytes).run(); }

}  // namespace cudafit::read
