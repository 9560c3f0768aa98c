#include "read/shell.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "read/shell_lexer.h"
#include "read/shell_tree.h"

namespace cudafit::read {

namespace {

constexpr int max_depth = 100;

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

class Parser {
 public:
  Parser(const Text& text, Script& script)
      : text_(text), script_(script), lexed_(tokenize(text.value)) {
    script_.understood = lexed_.understood;
  }

  Node parse() {
    Node root = list({}, 0);
    while (!done()) {
      // A stray `)`, `;;` or keyword: step over it so that what follows is still seen.
      script_.understood = false;
      ++next_;
      root.kids.push_back(list({}, 0));
      root.ops.push_back(';');
    }
    return root;
  }

 private:
  using Words = std::initializer_list<std::string_view>;

  bool done() const { return next_ >= lexed_.tokens.size(); }
  std::string_view text(const Token& token) const {
    return std::string_view(text_.value).substr(token.begin, token.end - token.begin);
  }
  bool at_op(std::string_view op) const {
    return !done() && lexed_.tokens[next_].kind == TokenKind::op &&
           text(lexed_.tokens[next_]) == op;
  }
  bool at_newline() const { return !done() && lexed_.tokens[next_].kind == TokenKind::newline; }
  bool at_keyword(Words words) const {
    if (done() || lexed_.tokens[next_].kind != TokenKind::word) return false;
    return std::find(words.begin(), words.end(), text(lexed_.tokens[next_])) != words.end();
  }
  void skip_newlines() {
    while (at_newline()) ++next_;
  }
  bool take_keyword(std::string_view word) {
    if (!at_keyword({word})) {
      script_.understood = false;
      return false;
    }
    ++next_;
    return true;
  }
  bool closes_list(Words stop) const {
    return done() || at_op(")") || at_op(";;") || at_op(";&") || at_op(";;&") || at_keyword(stop);
  }

  Node list(Words stop, int depth) {
    Node node{.kind = Node::Kind::list};
    if (depth > max_depth) {
      script_.understood = false;
      next_ = lexed_.tokens.size();
      return node;
    }
    while (true) {
      while (at_newline() || at_op(";")) ++next_;
      if (closes_list(stop)) return node;
      node.kids.push_back(and_or(depth));
      char op = ';';
      if (at_op("&")) {
        op = '&';
        ++next_;
      } else if (at_op(";") || at_newline()) {
        ++next_;
      } else if (!closes_list(stop)) {
        script_.understood = false;
        ++next_;
      }
      node.ops.push_back(op);
    }
  }

  Node and_or(int depth) {
    Node node{.kind = Node::Kind::and_or};
    while (true) {
      node.kids.push_back(pipeline(depth));
      if (!at_op("&&") && !at_op("||")) break;
      node.ops.push_back(at_op("&&") ? '&' : '|');
      ++next_;
      skip_newlines();
    }
    node.ops.push_back(';');
    return node;
  }

  Node pipeline(int depth) {
    Node node{.kind = Node::Kind::pipeline};
    while (at_keyword({"!"})) {
      node.negated = !node.negated;
      ++next_;
    }
    while (true) {
      const std::size_t first = script_.commands.size();
      node.kids.push_back(command(depth));
      if (!at_op("|") && !at_op("|&")) break;
      for (std::size_t i = first; i < script_.commands.size(); ++i)
        script_.commands[i].piped_into_next = true;
      ++next_;
      skip_newlines();
    }
    return node;
  }

  Node block(Node::Kind kind, Words stop, int depth) {
    Node node = list(stop, depth + 1);
    if (kind == Node::Kind::list) return node;
    Node wrapped{.kind = kind};
    wrapped.kids.push_back(std::move(node));
    return wrapped;
  }

  Node command(int depth) {
    Node node;
    if (at_op("(")) {
      if (at_arithmetic()) return skip_arithmetic();
      ++next_;
      node = block(Node::Kind::subshell, {}, depth);
      take_op(")");
      redirects_of_block(node);
    } else if (at_keyword({"{"})) {
      ++next_;
      node = block(Node::Kind::group, {"}"}, depth);
      take_keyword("}");
      redirects_of_block(node);
    } else if (at_keyword({"if"})) {
      node = if_block(depth);
    } else if (at_keyword({"while", "until"})) {
      ++next_;
      node.kind = Node::Kind::group;
      node.kids.push_back(block(Node::Kind::guarded, {"do"}, depth));
      node.kids.push_back(do_block(depth));
    } else if (at_keyword({"for", "select"})) {
      node = for_block(depth);
    } else if (at_keyword({"case"})) {
      node = case_block(depth);
    } else if (at_function()) {
      node = function(depth);
    } else {
      node = simple();
    }
    return node;
  }

  void take_op(std::string_view op) {
    if (at_op(op)) {
      ++next_;
    } else {
      script_.understood = false;
    }
  }

  bool at_redirect() const {
    return !done() && (lexed_.tokens[next_].kind == TokenKind::redirect ||
                       (lexed_.tokens[next_].kind == TokenKind::word && descriptor_follows()));
  }

  /// Redirections behind `)`, `}`, `fi`, `done`: kept as a command without words, so that they are
  /// not lost.
  void redirects_of_block(Node& block) {
    if (!at_redirect()) return;
    Command command;
    const std::uint32_t begin = lexed_.tokens[next_].begin;
    while (at_redirect()) redirect(command);
    block.kids.push_back(add(std::move(command), begin, lexed_.tokens[next_ - 1].end));
  }

  Node if_block(int depth) {
    Node node{.kind = Node::Kind::group};
    ++next_;
    while (true) {
      node.kids.push_back(block(Node::Kind::guarded, {"then"}, depth));
      take_keyword("then");
      node.kids.push_back(block(Node::Kind::optional, {"elif", "else", "fi"}, depth));
      if (!at_keyword({"elif"})) break;
      ++next_;
    }
    if (at_keyword({"else"})) {
      ++next_;
      node.kids.push_back(block(Node::Kind::optional, {"fi"}, depth));
    }
    take_keyword("fi");
    redirects_of_block(node);
    return node;
  }

  Node do_block(int depth) {
    skip_newlines();
    take_keyword("do");
    Node node = block(Node::Kind::optional, {"done"}, depth);
    take_keyword("done");
    redirects_of_block(node);
    return node;
  }

  Node for_block(int depth) {
    Node node{.kind = Node::Kind::group};
    const std::size_t keyword = next_++;
    if (at_arithmetic()) {
      node.kids.push_back(skip_arithmetic());
    } else {
      next_ = keyword;
      node.kids.push_back(words_until_separator());
    }
    while (at_newline() || at_op(";")) ++next_;
    node.kids.push_back(do_block(depth));
    return node;
  }

  /// `for NAME in words`: a command of its own, so that its name and words are visible.
  Node words_until_separator() {
    Command command;
    const std::uint32_t begin = done() ? 0 : lexed_.tokens[next_].begin;
    std::uint32_t end = begin;
    while (!done() && !at_newline() && !at_op(";") && !at_keyword({"do"})) {
      const Token& token = lexed_.tokens[next_++];
      end = token.end;
      if (token.kind == TokenKind::word)
        command.words.push_back({text_.slice(token.begin, token.end)});
    }
    return add(std::move(command), begin, end, Node::Kind::guarded);
  }

  Node case_block(int depth) {
    Node node{.kind = Node::Kind::group};
    ++next_;
    if (!done()) ++next_;  // the word that is matched
    skip_newlines();
    take_keyword("in");
    while (true) {
      while (at_newline()) ++next_;
      if (done() || at_keyword({"esac"})) break;
      while (!done() && !at_op(")") && !at_newline()) ++next_;  // patterns
      take_op(")");
      node.kids.push_back(block(Node::Kind::optional, {"esac"}, depth));
      if (at_op(";;") || at_op(";&") || at_op(";;&")) {
        ++next_;
      } else {
        skip_newlines();
        if (!at_keyword({"esac"})) break;
      }
    }
    take_keyword("esac");
    redirects_of_block(node);
    return node;
  }

  bool at_function() const {
    if (at_keyword({"function"})) return true;
    return next_ + 2 < lexed_.tokens.size() && lexed_.tokens[next_].kind == TokenKind::word &&
           text(lexed_.tokens[next_ + 1]) == "(" && text(lexed_.tokens[next_ + 2]) == ")";
  }

  Node function(int depth) {
    Node node{.kind = Node::Kind::function};
    if (at_keyword({"function"})) ++next_;
    if (!done()) script_.functions.emplace_back(text(lexed_.tokens[next_++]));
    if (at_op("(")) ++next_;
    if (at_op(")")) ++next_;
    skip_newlines();
    if (depth > max_depth) {
      script_.understood = false;
      next_ = lexed_.tokens.size();
    } else if (!done()) {
      node.kids.push_back(command(depth + 1));
    }
    return node;
  }

  /// `((1 + 2))`, but not `((a); b)`: the inner parenthesis closes right before the outer one.
  bool at_arithmetic() const {
    const std::vector<Token>& tokens = lexed_.tokens;
    const auto doubled = [&](std::size_t at, std::string_view op) {
      return at + 1 < tokens.size() && tokens[at].end == tokens[at + 1].begin &&
             text(tokens[at]) == op && text(tokens[at + 1]) == op;
    };
    if (!doubled(next_, "(")) return false;
    std::size_t level = 1;
    for (std::size_t i = next_ + 2; i < tokens.size(); ++i) {
      if (tokens[i].kind != TokenKind::op) continue;
      if (text(tokens[i]) == "(") ++level;
      if (text(tokens[i]) == ")" && --level == 0) return doubled(i, ")");
    }
    return false;
  }

  Node skip_arithmetic() {
    const std::uint32_t begin = lexed_.tokens[next_].begin;
    std::uint32_t end = begin;
    int level = 0;
    while (!done()) {
      if (at_op("(")) ++level;
      if (at_op(")")) --level;
      end = lexed_.tokens[next_++].end;
      if (level == 0) break;
    }
    return add({}, begin, end, Node::Kind::guarded);
  }

  Node add(Command command, std::uint32_t begin, std::uint32_t end,
           Node::Kind kind = Node::Kind::simple) {
    command.span = text_.slice(begin, end).around();
    Node leaf{.kind = Node::Kind::simple};
    leaf.command = script_.commands.size();
    script_.commands.push_back(std::move(command));
    if (kind == Node::Kind::simple) return leaf;
    Node node{.kind = kind};
    node.kids.push_back(std::move(leaf));
    return node;
  }

  /// A word of digits directly before a redirection operator is its descriptor.
  bool descriptor_follows() const {
    if (next_ + 1 >= lexed_.tokens.size()) return false;
    const Token& after = lexed_.tokens[next_ + 1];
    const std::string_view word = text(lexed_.tokens[next_]);
    return after.kind == TokenKind::redirect && after.touches_previous && !word.empty() &&
           word.find_first_not_of("0123456789") == std::string_view::npos && word.size() < 4;
  }

  void redirect(Command& command) {
    Redirect out;
    if (lexed_.tokens[next_].kind == TokenKind::word) {
      out.descriptor = std::stoi(std::string(text(lexed_.tokens[next_++])));
    }
    const Token& op = lexed_.tokens[next_++];
    out.op = text(op);
    out.op_span = text_.slice(op.begin, op.end).around();
    out.touches_word = op.touches_previous && out.descriptor < 0;
    if (!done() && lexed_.tokens[next_].kind == TokenKind::word) {
      const Token& target = lexed_.tokens[next_++];
      out.target.raw = text_.slice(target.begin, target.end);
      out.touches_target = target.touches_previous;
    } else {
      script_.understood = false;
    }
    if ((out.op == "<<" || out.op == "<<-") && body_ < lexed_.bodies.size()) {
      out.body = text_.slice(lexed_.bodies[body_].first, lexed_.bodies[body_].second);
      ++body_;
    }
    command.redirects.push_back(std::move(out));
  }

  Node simple() {
    Command command;
    const auto size = static_cast<std::uint32_t>(text_.value.size());
    const std::uint32_t begin = done() ? size : lexed_.tokens[next_].begin;
    std::uint32_t end = begin;
    if (at_keyword({"[["})) {
      bool closed = false;
      while (!done() && !closed) {
        const Token& token = lexed_.tokens[next_++];
        end = token.end;
        command.words.push_back({text_.slice(token.begin, token.end)});
        closed = text(token) == "]]";
      }
      if (!closed) script_.understood = false;
      while (at_redirect()) {
        redirect(command);
        end = lexed_.tokens[next_ - 1].end;
      }
      return add(std::move(command), begin, end);
    }
    while (!done()) {
      const Token& token = lexed_.tokens[next_];
      if (at_redirect()) {
        redirect(command);
      } else if (token.kind == TokenKind::word) {
        ++next_;
        word(command, token);
      } else {
        break;
      }
      end = lexed_.tokens[next_ - 1].end;
    }
    if (command.words.empty() && command.assignments.empty() && command.redirects.empty()) {
      script_.understood = false;  // an operator where a command was due
      if (!done() && !at_op(")") && !at_newline()) ++next_;
    }
    return add(std::move(command), begin, end);
  }

  void word(Command& command, const Token& token) {
    const std::string_view written = text(token);
    const std::size_t equals = written.find('=');
    if (command.words.empty() && equals != std::string_view::npos) {
      std::string_view name = written.substr(0, equals);
      const bool appends = name.ends_with('+');
      if (appends) name.remove_suffix(1);
      if (is_name(name)) {
        Text whole = text_.slice(token.begin, token.end);
        const Span span = whole.around();
        Text value = whole.slice(equals + 1, written.size());
        const bool array = value.value.starts_with('(');
        value.complete = value.complete && !appends && !array;
        command.assignments.push_back({std::string(name), {std::move(value)}, span});
        return;
      }
    }
    command.words.push_back({text_.slice(token.begin, token.end)});
  }

  const Text& text_;
  Script& script_;
  Tokens lexed_;
  std::size_t next_ = 0;
  std::size_t body_ = 0;
};

}  // namespace

Script split_shell(const Text& script, ShellOptions options) {
  Script out;
  Parser parser(script, out);
  const Node root = parser.parse();
  mark_failures(root, options, out);
  return out;
}

}  // namespace cudafit::read
