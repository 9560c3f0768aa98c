// Broken and oversized input: every cut and many flipped bits of one file that holds all there is,
// and long files of one thing. None may crash, hang or claim bytes that are not there.

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "read/dockerfile.h"
#include "read/dump.h"
#include "read/expand.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

const std::string everything =
    "# syntax=docker/dockerfile:1\n# escape=\\\n\n# comment\nFROM --platform=$P a/b:${T:-1} AS "
    "x\r\n"
    "ARG a b=\"c d\" \\\n  # inside\n\n  e='f'\nENV k=v l=\"m\\\"n\" o=p\\ q\nENV old style "
    "value\nLABEL \"a b\"=c\n"
    "RUN --mount=type=cache,target=/x apt-get \\  \n  update && echo \"$(x)\" <<-EOF >f <<'Q "
    "q'\n\tbody\n\tEOF\nQ q\n"
    "COPY --from=x <<\"A\" b /\nA\nADD [\"a\", \"\\u00e9\\ud83d\\ude00\"]\nHEALTHCHECK --retries=1 "
    "CMD [\"x\"]\n"
    "ONBUILD RUN <<E${u-}F\nE${u-}F\nEXPOSE 1 2\nSHELL [\"a\",1]\nUSER \xff\xc2\xa0\nRU\\\nN last "
    "\\";

void check_places(const Text& text, const std::string& source) {
  for (const Piece& piece : text.pieces) {
    REQUIRE(piece.from.end <= source.size());
    if (piece.exact) {
      REQUIRE(source.compare(piece.from.begin, piece.from.size(), text.value, piece.at,
                             piece.size) == 0);
    }
  }
}

void read_all(const std::string& source) {
  const Dockerfile file = parse_dockerfile(0, source);
  dump_buildkit(file);
  dump_json(file);
  for (const Instruction& instruction : file.instructions) {
    REQUIRE(instruction.span.begin <= instruction.span.end);
    REQUIRE(instruction.span.end <= source.size());
    check_places(instruction.line, source);
    for (const Text& argument : instruction.arguments) check_places(argument, source);
    for (const Heredoc& heredoc : instruction.heredocs) check_places(heredoc.content, source);
  }
}

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("a file cut anywhere or with flipped bits is still read") {
  for (std::size_t size = 0; size <= everything.size(); ++size)
    read_all(everything.substr(0, size));
  std::mt19937 random(1);
  for (int i = 0; i < 1000; ++i) {
    std::string broken = everything;
    for (int k = 0; k <= i % 4; ++k)
      broken[random() % broken.size()] ^= static_cast<char>(1u << random() % 8);
    read_all(broken);
  }
}

TEST_CASE("long files of one thing take time in proportion to their length") {
  const std::size_t many = 70000;  // more children than tree-sitter 0.20 lets one node have extras
  const std::string sources[] = {
      "RUN a" + repeat(" && b \\\n", many),
      "RUN a \\\n" + repeat("# comment\n", many) + "b",
      "COPY a" + repeat(" b \\\n", many),
      "ENV a=b" + repeat(" b=\"c\" \\\n", many),
      "CMD [\"a\"" + repeat(",\\\n\"b\"", many) + "]",
      repeat("a\\\n", many),
      "ENV a=" + repeat("a\\\n", many),
      "ENV a=\"" + repeat("a\\\n", many),
      "FROM a:" + repeat("b\\\n", many),
      repeat("# comment\n", many),
      repeat("\\\n", many),
      repeat("RUN <<A\nA\n", many / 8),
      repeat("RUN <<A\n", many / 8),
      "RUN " + repeat("<<a ", many),
      "RUN " + repeat("<", many),
      "COPY " + repeat("<<a ", many),
      "FROM " + repeat(":", many),
      "FROM " + repeat("$a:", many) + "/",
      "ENV a=" + repeat("\"", many),
      "ENV a=" + repeat("${", many),
      "RUN << " + repeat("${a:-", many),
      "CMD " + repeat("[", many),
      repeat("ONBUILD ", many),
      "FROM " + repeat(" \xc2\xa0", many),
      std::string(many, '\0'),
      repeat("# escape=\\\n", many / 8),
  };
  for (const std::string& source : sources) {
    CAPTURE(source.substr(0, 20));
    const Dockerfile file = parse_dockerfile(0, source);
    CHECK(file.instructions.size() + file.errors.size() > 0);
  }
}

TEST_CASE("words with very many references are expanded in proportion, too") {
  const Lookup lookup = [](std::string_view) -> std::optional<Text> {
    return Text("value of it", {0, 0, 11});
  };
  const std::string words[] = {
      repeat("$a", 30000),
      repeat("$", 100000),
      repeat("a ", 100000),
      repeat("\"a\" ", 100000),
      repeat("${", 100000),
      "${a//" + repeat("*a", 30000) + "/b}",
      "${a##" + repeat("*?", 30000) + "}",
      repeat("${a//?/$a$a$a$a}", 3000),
  };
  for (const std::string& word : words) {
    const Text raw(word, {0, 0, static_cast<std::uint32_t>(word.size())});
    CHECK(expand_word(raw, '\\', lookup).text.size() < 8u << 20);
    expand_words(raw, '\\', lookup);
  }
}
