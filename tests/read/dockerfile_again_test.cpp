// Reading again after an edit gives what reading from the beginning gives: for many edits, made one
// after the other, of all Dockerfiles that the tests have.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "read/dockerfile.h"

using namespace cudafit;
using namespace cudafit::read;
namespace fs = std::filesystem;

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

/// Pieces that mean something in Dockerfiles, and some that mean nothing.
const std::vector<std::string> pieces = {"x",
                                         " ",
                                         "\n",
                                         "\n\n",
                                         "\r\n",
                                         "\r",
                                         "\\",
                                         "\\\n",
                                         "\\\r\n",
                                         "\\ \n",
                                         "`\n",
                                         "#",
                                         "# comment\n",
                                         "\n# cudafit: ignore=x\n",
                                         "    # inside\n",
                                         "RUN a && \\\n  b\n",
                                         "\nFROM a AS b\n",
                                         "COPY <<EOF /x\nbody\nEOF\n",
                                         "<<EOF",
                                         "EOF\n",
                                         "\nEOF\n",
                                         "RUN <<-A <<B\n\tx\n\tA\nB\n",
                                         "# escape=`\n",
                                         "# syntax=a/b:1\n",
                                         "// syntax=c\n",
                                         "#syntax = d",
                                         "ENV a=b \\\n c=d\n",
                                         "ENV a b\n",
                                         "ENV a",
                                         "ONBUILD RUN x\n",
                                         "ONBUILD ",
                                         "HEALTHCHECK CMD [\"a\"]\n",
                                         "[\"a\", 1]",
                                         "\"",
                                         "'",
                                         "\xEF\xBB\xBF",
                                         "\xff",
                                         "\xc2\xa0",
                                         "\xe4\xbd",
                                         "\xe4\xbd\xa0",
                                         "\v",
                                         "\f",
                                         "{\"syntax\": \"e\"}",
                                         "--mount=type=cache ",
                                         "$X",
                                         "${X:-1}",
                                         "MAINTAINER x\n",
                                         "nonsense\n",
                                         " \\\n\n\n",
                                         "\n\\\n",
                                         "USER " + std::string(66000, 'a') + "\n"};

class Edits {
 public:
  explicit Edits(unsigned seed) : random_(seed) {}

  /// `other`: a text that parts are taken from.
  std::string next(std::string text, const std::string& other) {
    const std::size_t kind = below(10);
    const std::size_t at = place(text);
    if (kind < 5) {
      // The last is large, and parsed slowly.
      const std::size_t which = below(40) == 0 ? pieces.size() : pieces.size() - 1;
      return text.insert(at, pieces[below(which)]);
    }
    if (kind < 7) return text.erase(at, 1 + below(3));
    if (kind == 7) return text.erase(at, below(text.size() / 4 + 1));
    if (kind == 8) return text.replace(at, below(20), other.substr(place(other), below(120)));
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    return text.erase(at, end + 1 - at);  // the rest of a line
  }
  std::size_t below(std::size_t count) {
    return count == 0 ? 0 : static_cast<std::size_t>(random_() % count);
  }

 private:
  /// Where words and lines begin and end, more often than anywhere else.
  std::size_t place(const std::string& text) {
    std::size_t at = below(text.size() + 1);
    if (below(3) == 0) at = std::min(text.find('\n', at), text.size());
    if (below(3) == 0 && at < text.size()) ++at;
    return below(20) == 0 ? std::min(below(40), text.size()) : at;
  }

  std::mt19937 random_;
};

std::vector<std::string> all_texts() {
  std::vector<std::string> out;
  for (const char* const folder : {"/rules", "/projects", "/bench"}) {
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(CUDAFIT_TESTS_DIR + std::string(folder))) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.find("ockerfile") == std::string::npos) continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      out.push_back(text.str());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("reading again gives what reading gives") {
  const std::vector<std::string> texts = all_texts();
  REQUIRE(texts.size() > 100);
  Edits edits(20);
  std::size_t count = 0;
  for (std::size_t i = 0; i < 12000; ++i) {
    // Now and then another file: another edit as any.
    static LastRead last;
    static std::string text;
    if (i % 12 == 0) {
      text = texts[edits.below(texts.size())];
      if (edits.below(6) == 0) text = with_crlf(text);
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
