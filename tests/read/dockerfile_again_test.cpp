// Reading again after an edit gives what reading from the beginning gives: for many edits, made one
// after the other, of all Dockerfiles that the tests have.

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "../random_edits.h"
#include "read/dockerfile.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

/// Everything that was read, with all places.
class Written {
 public:
  static std::string of(const Dockerfile& file) {
    Written out;
    out.add(file);
    return out.out_.str();
  }

 private:
  void add(Span span) { out_ << '[' << (span ? "" : "!") << span.begin << ' ' << span.end << "] "; }
  void add(const Text& text) {
    out_ << '"' << text.value << '"' << text.complete << ' ';
    for (const Piece& piece : text.pieces) {
      out_ << piece.at << '+' << piece.size << (piece.exact ? "=" : "~");
      add(piece.from);
    }
  }
  void add(const Instruction& instruction) {
    out_ << name(instruction.keyword) << static_cast<int>(instruction.form) << ' ';
    add(instruction.span);
    add(instruction.word);
    add(instruction.line);
    for (const Flag& flag : instruction.flags) {
      out_ << "\n  flag ";
      add(flag.text);
      add(flag.span);
    }
    for (const Text& argument : instruction.arguments) {
      out_ << "\n  argument ";
      add(argument);
    }
    for (const Heredoc& heredoc : instruction.heredocs) {
      out_ << "\n  heredoc " << heredoc.name << heredoc.descriptor << heredoc.expand
           << heredoc.chomp;
      add(heredoc.content);
      add(heredoc.body);
    }
    out_ << '\n';
    if (instruction.nested != nullptr) add(*instruction.nested);
  }
  void add(const Dockerfile& file) {
    out_ << file.file << file.escape << file.syntax << '\n';
    for (const Directive& directive : file.directives) {
      out_ << directive.name;
      add(directive.value);
      add(directive.span);
    }
    for (const Instruction& instruction : file.instructions) add(instruction);
    for (const Comment& comment : file.comments) {
      out_ << comment.inside;
      add(comment.span);
    }
    for (const SyntaxError& error : file.errors) {
      out_ << error.message;
      add(error.span);
    }
  }

  std::ostringstream out_;
};

}  // namespace

TEST_CASE("reading again gives what reading gives") {
  const std::vector<std::string> texts = test::all_texts();
  REQUIRE(texts.size() > 100);
  test::Edits edits(20);
  std::size_t count = 0;
  LastRead last;
  std::string text;
  for (std::size_t i = 0; i < 12000; ++i) {
    // Now and then another file: another edit as any.
    if (i % 12 == 0) {
      text = texts[edits.below(texts.size())];
      if (edits.below(6) == 0) text = test::with_crlf(text);
      if (edits.below(10) == 0) text.insert(0, "\xEF\xBB\xBF");
      if (edits.below(10) == 0) text.insert(0, "# escape=`\n");
      if (text.size() > 12000) text.resize(12000);
    } else {
      text = edits.next(std::move(text), texts[edits.below(texts.size())]);
    }
    const std::string before = last.bytes;
    parse_again(last, 3, text);
    const std::string expected = Written::of(parse_dockerfile(3, text));
    const std::string found = Written::of(last.dockerfile);
    if (found == expected) continue;
    ++count;
    if (count > 3) break;
    CAPTURE(before);
    CAPTURE(text);
    CHECK(found == expected);
  }
  CHECK(count == 0);
}

TEST_CASE("what is not edited is not parsed again") {
  std::string text = "# syntax=docker/dockerfile:1\n\nFROM a\n";
  for (int i = 0; i < 20000; ++i) text += "RUN echo " + std::to_string(i) + " && \\\n    true\n";
  LastRead last;
  parse_again(last, 0, text);
  const void* const word = last.dockerfile.instructions[10].line.value.data();
  for (int i = 0; i < 300; ++i) {
    text.insert(text.size() / 2, "x");
    parse_again(last, 0, text);
  }
  CHECK(last.dockerfile.instructions.size() == 20001);
  CHECK(word == last.dockerfile.instructions[10].line.value.data());
  CHECK(last.dockerfile.instructions.back().span.end == text.size() - 1);
}
