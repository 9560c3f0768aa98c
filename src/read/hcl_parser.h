#pragma once
// The parser of HCL. Private to hcl.cpp (blocks and expressions) and hcl_text.cpp (texts in quotes,
// heredocs, templates).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/hcl.h"

namespace cudafit::read {

class HclParser {
 public:
  HclParser(FileId file, std::string_view bytes, std::size_t begin, std::size_t end)
      : file_(file), bytes_(bytes.substr(0, end)), at_(begin) {}

  void file(HclFile& out) {
    if (bytes_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    body(out.root, false, 0);
    out.errors = std::move(errors_);
  }

  /// All of it as the inside of a quoted text.
  HclExpression whole_template(const Text& text);

 private:
  Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  Text text(std::size_t begin, std::size_t end) const {
    return {bytes_.substr(begin, end - begin), span(begin, end)};
  }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= bytes_.size(); }
  bool looking_at(std::string_view word) const { return bytes_.substr(at_).starts_with(word); }

  /// False. Of several errors the first counts.
  bool fail(std::string message);
  bool failed() const { return !errors_.empty(); }
  void comment();
  /// Over blanks and comments; over the ends of lines where they mean nothing.
  void blanks(bool lines);

  std::optional<Text> name();
  void body(HclBlock& out, bool inner, int depth);
  void block(HclBlock& parent, const Text& type, int depth);

  /// `lines`: inside of brackets, where the ends of lines mean nothing.
  HclExpression expression(bool lines, int depth);
  std::string_view operator_of(std::size_t level) const;
  HclExpression operation(std::size_t level, bool lines, int depth);
  HclExpression unary(bool lines, int depth);
  /// `.name`, `[index]`, splats.
  HclExpression behind(HclExpression out, int depth);
  bool close(char bracket);
  HclExpression term(int depth);
  HclExpression call(const Text& word, int depth);
  /// What begins with `for`: over all of it, to the bracket that closes it.
  HclExpression comprehension(std::size_t begin, char closing, int depth);
  bool looking_at_for() const;
  HclExpression list(int depth);
  HclExpression object(int depth);
  HclExpression quoted(int depth);
  HclExpression heredoc(int depth);
  /// Bytes [begin, end) with their `${...}`; with backslashes only in quotes.
  HclExpression templated(std::size_t begin, std::size_t end, bool escapes, int depth);
  /// One escape; where the text goes on.
  std::size_t escape(std::size_t at, std::size_t end, Text& out);

  FileId file_;
  std::string_view bytes_;
  std::size_t at_;
  std::vector<HclError> errors_;
};

}  // namespace cudafit::read
