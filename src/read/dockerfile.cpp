#include "read/dockerfile.h"

#include <fmt/format.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <array>

#include "read/dockerfile_line.h"
#include "read/go_text.h"

extern "C" {
const TSLanguage* tree_sitter_dockerfile(void);
// The scanner's own reading of heredocs, so that tree and reader cannot disagree. False: BuildKit
// refuses the line.
bool tree_sitter_dockerfile_heredocs(const char* line, std::uint32_t size, char escape,
                                     void (*found)(void*, const char* name, std::uint32_t size,
                                                   std::uint32_t descriptor, bool expand,
                                                   bool chomp),
                                     void* payload);
}

namespace cudafit::read {

namespace {

constexpr std::array<std::string_view, 18> keyword_names = {
    "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};

/// Lines at least this long do not fit BuildKit's scanner.
constexpr std::size_t long_line = 65536;

struct Symbols {
  const TSLanguage* language = tree_sitter_dockerfile();
  TSSymbol comment = find("comment");
  TSSymbol continuation = find("line_continuation");
  TSSymbol directive = find("directive");
  TSSymbol heredoc = find("heredoc");
  TSSymbol terminator = find("heredoc_terminator");

  TSSymbol find(std::string_view name) const {
    return ts_language_symbol_for_name(language, name.data(),
                                       static_cast<std::uint32_t>(name.size()), true);
  }
};

const Symbols& symbols() {
  static const Symbols known;
  return known;
}

struct HeredocLines {
  Range content;
  Range body;
  bool terminated = false;
};

class Reader {
 public:
  Reader(FileId file, std::string_view bytes) : bytes_(bytes) { out_.file = file; }

  ReadPart read() {
    out_.syntax = detect_syntax(bytes_);
    parse(bytes_);
    finish({0, bytes_.size()});
    return result();
  }

  /// A part that does not begin the file, so that no directive can stand in it.
  ReadPart read(Range part, char escape) {
    out_.escape = escape;
    // Behind a blank line there are no more directives.
    std::string text = escape == '\\' ? "\n" : fmt::format("# escape={}\n\n", escape);
    // Modulo 2^32, as all that is counted from it.
    shift_ = static_cast<std::uint32_t>(part.begin - text.size());
    text += bytes(part);
    if (part.end < bytes_.size()) {
      end_mark_ = part.end;
      text += "#\n";
    }
    whole_ = false;
    parse(text);
    finish(part);
    return result();
  }

 private:
  /// Reads the items of the text. Where `end_mark_` stands, they must end before it.
  void parse(std::string_view text) {
    TSParser* parser = ts_parser_new();
    ts_parser_set_language(parser, symbols_.language);
    TSTree* tree = ts_parser_parse_string(parser, nullptr, text.data(),
                                          static_cast<std::uint32_t>(text.size()));
    const TSNode root = ts_tree_root_node(tree);
    closed_ = !end_mark_ || ends_at_mark(root);
    cursor_ = ts_tree_cursor_new(root);
    if (closed_ && ts_tree_cursor_goto_first_child(&cursor_)) {
      do {
        const TSNode item = ts_tree_cursor_current_node(&cursor_);
        if (end_mark_ && range_of(item).begin == *end_mark_) break;
        read_item(item);
      } while (ts_tree_cursor_goto_next_sibling(&cursor_));
    }
    ts_tree_cursor_delete(&cursor_);
    ts_tree_delete(tree);
    ts_parser_delete(parser);
  }

  /// The comment that marks the end stands by itself: nothing before it goes on behind it.
  bool ends_at_mark(TSNode root) const {
    const std::uint32_t count = ts_node_child_count(root);
    if (count == 0) return false;
    const TSNode last = ts_node_child(root, count - 1);
    return ts_node_symbol(last) == symbols_.comment && range_of(last).begin == *end_mark_;
  }

  ReadPart result() {
    ReadPart out;
    out.closed = closed_ && !(end_mark_ && (dangling_ || lost_));
    out.bound = dangling_ || lost_ || long_line_;
    out.file = std::move(out_);
    return out;
  }

  Range range_of(TSNode node) const {
    return {shift_ + ts_node_start_byte(node), shift_ + ts_node_end_byte(node)};
  }

  std::string_view bytes(Range range) const {
    return bytes_.substr(range.begin, range.end - range.begin);
  }
  Span span(Range range) const {
    return {out_.file, static_cast<std::uint32_t>(range.begin),
            static_cast<std::uint32_t>(range.end)};
  }
  Text text(Range range) const { return {bytes(range), span(range)}; }
  void error(Span where, std::string message) {
    out_.errors.push_back({where, std::move(message)});
  }

  void read_item(TSNode node) {
    const TSSymbol symbol = ts_node_symbol(node);
    if (symbol == symbols_.directive) {
      if (whole_) read_directive(range_of(node));
      return;
    }
    if (symbol == symbols_.comment) return read_comment(range_of(node), false);
    if (symbol == symbols_.continuation) {
      dangling_ = range_of(node);
      return;
    }
    dangling_.reset();
    read_instruction(range_of(node));
  }

  void read_comment(Range range, bool inside) {
    while (range.end > range.begin && bytes_[range.end - 1] == '\r') --range.end;
    out_.comments.push_back({span(range), inside});
  }

  void read_directive(Range range) {
    const std::size_t line_end = std::min(bytes_.find('\n', range.begin), bytes_.size());
    const std::string_view line = bytes({range.begin + 1, line_end});
    const std::optional<DirectiveParts> parts =
        match_directive(line.substr(0, line.find_last_not_of('\r') + 1));
    if (!parts) return;
    const Range value{range.begin + 1 + parts->value.begin, range.begin + 1 + parts->value.end};
    Directive directive{parts->name, text(value),
                        span({range.begin, std::max(value.end, range.end)})};
    const bool again = std::any_of(out_.directives.begin(), out_.directives.end(),
                                   [&](const Directive& d) { return d.name == directive.name; });
    if (again) {
      if (!repeated_) {
        error(directive.span, fmt::format("there may be only one `{}` directive", directive.name));
      }
      repeated_ = true;
      return;
    }
    if (directive.name == "escape") {
      if (directive.value.value == "\\" || directive.value.value == "`") {
        out_.escape = directive.value.value.front();
      } else {
        error(directive.span, fmt::format("`{}` cannot be the escape character; only \\ and ` can",
                                          directive.value.value));
      }
    }
    out_.directives.push_back(std::move(directive));
  }

  /// Collects what is not part of the logical line, below the cursor.
  void collect(std::vector<Range>& gaps, std::vector<HeredocLines>& heredocs) {
    if (!ts_tree_cursor_goto_first_child(&cursor_)) return;
    int depth = 1;
    while (depth > 0) {
      const TSNode node = ts_tree_cursor_current_node(&cursor_);
      const TSSymbol symbol = ts_node_symbol(node);
      bool descend = false;
      if (symbol == symbols_.continuation) {
        gaps.push_back(range_of(node));
      } else if (symbol == symbols_.comment) {
        gaps.push_back(range_of(node));
        read_comment(gaps.back(), true);
      } else if (symbol == symbols_.heredoc) {
        heredocs.push_back(heredoc_lines(node));
      } else {
        descend = ts_tree_cursor_goto_first_child(&cursor_);
      }
      if (descend) {
        ++depth;
        continue;
      }
      while (depth > 0 && !ts_tree_cursor_goto_next_sibling(&cursor_)) {
        ts_tree_cursor_goto_parent(&cursor_);
        --depth;
      }
    }
  }

  HeredocLines heredoc_lines(TSNode node) const {
    const Range all = range_of(node);
    HeredocLines out{all, all, false};
    const TSNode last = ts_node_child(node, ts_node_child_count(node) - 1);
    if (ts_node_symbol(last) == symbols_.terminator) {
      out.terminated = true;
      out.content.end = range_of(last).begin;
    }
    return out;
  }

  void read_instruction(Range node) {
    std::vector<Range> gaps;
    std::vector<HeredocLines> heredocs;
    collect(gaps, heredocs);
    const Range written{node.begin, heredocs.empty() ? node.end : heredocs.front().body.begin};

    Text line;
    std::size_t at = written.begin;
    for (const Range gap : gaps) {
      if (gap.begin > at) line.append(bytes({at, gap.begin}), span({at, gap.begin}));
      at = std::max(at, gap.end);
    }
    std::size_t end = written.end;
    while (end > at && (bytes_[end - 1] == '\n' || bytes_[end - 1] == '\r')) --end;
    if (end > at) line.append(bytes({at, end}), span({at, end}));

    Instruction out = parse_line(line, {0, line.size()}, out_.escape, out_.errors);
    read_heredocs(out, line, heredocs);
    while (node.end > node.begin && is_space_byte(bytes_[node.end - 1]) &&
           bytes_[node.end - 1] >= 0)
      --node.end;
    out.span = span(node);
    out.line = std::move(line);
    out_.instructions.push_back(std::move(out));
  }

  void read_heredocs(Instruction& instruction, const Text& line,
                     const std::vector<HeredocLines>& lines) {
    if (line.value.find("<<") == std::string::npos) return;
    std::vector<Heredoc> found;
    const auto add = [](void* payload, const char* name, std::uint32_t size,
                        std::uint32_t descriptor, bool expand, bool chomp) {
      static_cast<std::vector<Heredoc>*>(payload)->push_back(
          {std::string(name, size), descriptor, expand, chomp, {}, {}});
    };
    const bool fine = tree_sitter_dockerfile_heredocs(
        line.value.data(), static_cast<std::uint32_t>(line.size()), out_.escape, add, &found);
    if (!fine) error(line.around(), "the name of a heredoc on this line cannot be read");
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i < lines.size()) {
        found[i].content = text(lines[i].content);
        found[i].body = span(lines[i].body);
      }
      if (i < lines.size() && lines[i].terminated) continue;
      // Behind the first one nobody knows what is text and what is an instruction.
      if (fine && !lost_) {
        error(line.around(), fmt::format("the heredoc `{}` has no end: no line reads `{}`",
                                         found[i].name, found[i].name));
      }
      lost_ = true;
      found.resize(i + 1);
    }
    (instruction.nested ? *instruction.nested : instruction).heredocs = std::move(found);
  }

  void report_long_line(Range part) {
    for (std::size_t at = part.begin; at < part.end;) {
      const std::size_t end = std::min(bytes_.find('\n', at), bytes_.size());
      if (end - at >= long_line) {
        long_line_ = true;
        return error(
            span({at, end}),
            fmt::format("this line is longer than the {} bytes BuildKit reads", long_line - 1));
      }
      at = end + 1;
    }
  }

  void finish(Range part) {
    if (dangling_) {
      Instruction empty;
      empty.span = span({dangling_->begin, dangling_->begin + 1});
      out_.instructions.push_back(std::move(empty));
    }
    report_long_line(part);
    if (whole_ && out_.instructions.empty())
      error(span({0, 0}), "there is no instruction in this file");
    std::stable_sort(
        out_.errors.begin(), out_.errors.end(),
        [](const SyntaxError& a, const SyntaxError& b) { return a.span.begin < b.span.begin; });
  }

  const Symbols& symbols_ = symbols();
  std::string_view bytes_;
  Dockerfile out_;
  TSTreeCursor cursor_{};
  std::uint32_t shift_ = 0;  ///< from places in what is parsed to those in `bytes_`
  std::optional<std::size_t>
      end_mark_;  ///< where what is parsed ends in a comment that is not there
  bool closed_ = true;
  bool whole_ = true;              ///< the whole file is read, with its directives
  bool long_line_ = false;         ///< was reported
  bool repeated_ = false;          ///< a second directive of one name was reported
  bool lost_ = false;              ///< an unterminated heredoc was reported
  std::optional<Range> dangling_;  ///< an escape alone on its line that nothing has followed yet
};

}  // namespace

std::string_view Flag::name() const {
  std::string_view out = text.value;
  out.remove_prefix(std::min<std::size_t>(out.size(), 2));
  return out.substr(0, out.find('='));
}

Text Flag::value() const {
  const std::size_t equals = text.value.find('=');
  return equals == std::string::npos ? Text{} : text.slice(equals + 1, text.size());
}

Keyword keyword_from(std::string_view word) {
  std::string upper = to_lower(word);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const auto found = std::find(keyword_names.begin(), keyword_names.end(), upper);
  return static_cast<Keyword>(found - keyword_names.begin());
}

std::string_view name(Keyword keyword) {
  return keyword == Keyword::unknown ? std::string_view{}
                                     : keyword_names[static_cast<std::size_t>(keyword)];
}

Dockerfile parse_dockerfile(FileId file, std::string_view bytes) {
  return Reader(file, bytes).read().file;
}

ReadPart read_whole(FileId file, std::string_view bytes) { return Reader(file, bytes).read(); }

ReadPart read_part(FileId file, std::string_view bytes, Range part, char escape) {
  return Reader(file, bytes).read(part, escape);
}

}  // namespace cudafit::read
