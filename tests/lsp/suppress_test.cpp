#include "lsp/suppress.h"

#include <doctest/doctest.h>

#include <string>

namespace cudafit::lsp {
namespace {

/// The text with the comment; the place is where "HERE" stands.
std::string with(std::string text, Reach reach, std::string_view path = "Dockerfile") {
  const std::size_t at = text.find("HERE");
  REQUIRE(at != std::string::npos);
  const auto begin = static_cast<std::uint32_t>(at);
  const auto edit =
      ignore_comment(path, text, path == "Dockerfile", {0, begin, begin + 4}, "rule", reach);
  if (!edit) return "none";
  return text.replace(edit->span.begin, edit->span.size(), edit->text);
}

TEST_CASE("a comment before the instruction") {
  CHECK(with("FROM a\nRUN HERE\n", Reach::instruction) ==
        "FROM a\n# cudafit: ignore=rule\nRUN HERE\n");
  CHECK(with("FROM HERE\n", Reach::instruction) == "# cudafit: ignore=rule\nFROM HERE\n");
  CHECK(with("FROM a\n  RUN x && \\\n    HERE\n", Reach::instruction) ==
        "FROM a\n  # cudafit: ignore=rule\n  RUN x && \\\n    HERE\n");
  CHECK(with("FROM a\nRUN <<E\nHERE\nE\n", Reach::instruction) ==
        "FROM a\n# cudafit: ignore=rule\nRUN <<E\nHERE\nE\n");
  CHECK(with("\xEF\xBB\xBF"
             "FROM HERE\n",
             Reach::instruction) == "\xEF\xBB\xBF# cudafit: ignore=rule\nFROM HERE\n");
  CHECK(with("FROM a\r\nRUN HERE\r\n", Reach::instruction) ==
        "FROM a\r\n# cudafit: ignore=rule\r\nRUN HERE\r\n");
}

TEST_CASE("no comment before what has to be at the top") {
  CHECK(with("// syntax=HERE\n", Reach::instruction) == "none");
  CHECK(with("// syntax=x\nRUN HERE\n", Reach::instruction) ==
        "// syntax=x\n# cudafit: ignore=rule\nRUN HERE\n");
}

TEST_CASE("a comment before the stage") {
  CHECK(with("FROM a\nFROM b\nRUN HERE\n", Reach::stage) ==
        "FROM a\n# cudafit: ignore-stage=rule\nFROM b\nRUN HERE\n");
  CHECK(with("ARG HERE\nFROM b\n", Reach::stage) == "none");
}

TEST_CASE("a comment for the file stays behind directives") {
  CHECK(with("FROM HERE\n", Reach::file) == "# cudafit: ignore-file=rule\nFROM HERE\n");
  CHECK(with("# syntax=x\n# escape=`\n# other\nFROM HERE\n", Reach::file) ==
        "# syntax=x\n# escape=`\n# cudafit: ignore-file=rule\n# other\nFROM HERE\n");
  CHECK(with("// syntax=x\nFROM HERE\n", Reach::file) ==
        "// syntax=x\n# cudafit: ignore-file=rule\nFROM HERE\n");
  CHECK(with("#!/usr/bin/env docker\nFROM HERE\n", Reach::file) ==
        "#!/usr/bin/env docker\n# cudafit: ignore-file=rule\nFROM HERE\n");
}

TEST_CASE("a comment that is there gets another name") {
  CHECK(with("FROM a\n# cudafit: ignore=other why\nRUN HERE\n", Reach::instruction) ==
        "FROM a\n# cudafit: ignore=rule,other why\nRUN HERE\n");
  CHECK(with("FROM a\n# cudafit: ignore-stage=other\nRUN HERE\n", Reach::instruction) ==
        "FROM a\n# cudafit: ignore-stage=other\n# cudafit: ignore=rule\nRUN HERE\n");
}

TEST_CASE("files of lines") {
  CHECK(with("a\nHERE\n", Reach::instruction, "x.txt") == "a\n# cudafit: ignore=rule\nHERE\n");
  CHECK(with("a \\\n  HERE\n", Reach::instruction, "x.txt") ==
        "# cudafit: ignore=rule\na \\\n  HERE\n");
  CHECK(with("a:\n  - HERE\n", Reach::instruction, "x.yaml") ==
        "a:\n  # cudafit: ignore=rule\n  - HERE\n");
  CHECK(with("#!/bin/sh\nHERE\n", Reach::file, "x.txt") ==
        "#!/bin/sh\n# cudafit: ignore-file=rule\nHERE\n");
  CHECK(with("HERE\n", Reach::stage, "x.txt") == "none");
  CHECK(with("{\"HERE\": 1}", Reach::instruction, "docker-bake.json") == "none");
  CHECK(with("{\"HERE\": 1}", Reach::file, "uv.lock") == "none");
  CHECK(with("{\n  \"HERE\": 1}", Reach::instruction, "devcontainer.json") ==
        "{\n  // cudafit: ignore=rule\n  \"HERE\": 1}");
  CHECK(with("a:\n  b: |\n    HERE\n", Reach::instruction, "x.yaml") == "none");
  CHECK(with("---\na: HERE\n", Reach::file, "x.yaml") ==
        "---\n# cudafit: ignore-file=rule\na: HERE\n");
}

}  // namespace
}  // namespace cudafit::lsp
