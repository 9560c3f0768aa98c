#include "read/dockerfile.h"

#include <doctest/doctest.h>

#include <string>

#include "read/dump.h"

using namespace cudafit;
using namespace cudafit::read;
using namespace std::string_literals;

TEST_CASE("a Dockerfile becomes the tree BuildKit makes of it") {
  struct Case {
    std::string source;
    std::string dump;
  };
  const Case cases[] = {
      // Keywords: any case, also when a continuation cuts them; others are kept.
      {"from alpine", R"((from "alpine"))"},
      {"RU\\\nN true", R"((run "true"))"},
      {"HEALTHCHEC\u212A NONE", R"((healthcheck "NONE"))"},
      {"FORM alpine", R"((form ""))"},
      {"\\\n", R"(("")"
               ")"},
      {"\\\\foo", "(\\\\foo \"\")"},

      // Flags stand in front of everything else; quotes and escapes go.
      {"FROM --platform=$P a AS b", R"((from ["--platform=$P"] "a" "AS" "b"))"},
      {"RUN --mount=\"a b\" --x\\ y -- --z", R"((run ["--mount=a b" "--x y"] "--z"))"},
      {"COPY --from=x a --chown=b", R"((copy ["--from=x"] "a" "--chown=b"))"},

      // JSON arrays of strings, else the shell form.
      {R"(CMD ["a", "b\u00e9\ud83d\ude00\ud800"])", R"((cmd "a" "bé😀�"))"},
      {"CMD []", "(cmd)"},
      {"CMD ['a']", R"((cmd "['a']"))"},
      {R"(CMD ["a"] b)", R"((cmd "[\"a\"] b"))"},
      {R"(CMD [1e999])", R"((cmd "[1e999]"))"},
      {"VOLUME [\"a\",\\\n \"b\"]", R"((volume "a" "b"))"},
      {R"(COPY ["a b", "c"])", R"((copy "a b" "c"))"},
      {"HEALTHCHECK --retries=1 CMD [\"x\"]", R"((healthcheck ["--retries=1"] "CMD" "x"))"},

      // Words and pairs.
      {"EXPOSE 80  443/tcp\t53", R"((expose "80" "443/tcp" "53"))"},
      {"ARG a b=\"c d\" 'e f'", R"((arg "a" "b=\"c d\"" "'e f'"))"},
      {"ENV a=1 b=\"2 3\" c=4\\ 5", R"((env "a" "1" "=" "b" "\"2 3\"" "=" "c" "4\\ 5" "="))"},
      {"ENV a b  c=d", R"((env "a" "b  c=d" ""))"},
      {"LABEL \"a b\"=c", R"((label "\"a b\"" "c" "="))"},
      {"ENV a=\xff", R"((env "a" "�" "="))"},
      {"RUN \xff", R"((run "\xff"))"},
      {"ONBUILD RUN a", R"((onbuild (run "a")))"},
      {"ONBUILD --x ONBUILD FROM a", R"((onbuild ["--x"] (onbuild (from "a"))))"},

      // Lines.
      {"RUN a \\\n  b", R"((run "a   b"))"},
      {"RUN a \\  \t\n\n  # comment \\\n\n b\nUSER c", "(run \"a  b\")\n(user \"c\")"},
      {"RUN a \\\\\nUSER b", "(run \"a \\\\\\\\\")\n(user \"b\")"},
      {"RUN a\\\r\n b\r\nUSER c\r\n", "(run \"a b\")\n(user \"c\")"},
      {"RUN a \\", R"((run "a"))"},
      {"\xEF\xBB\xBF"
       "FROM a",
       R"((from "a"))"},
      {"# escape=`\nRUN a `\n b\\", R"((run "a  b\\"))"},
      {"# hello\n# escape=`\nRUN a \\\n b", R"((run "a  b"))"},
      {"\n# escape=`\nRUN a \\\n b", R"((run "a  b"))"},
      {"RUN a\0b"s, R"((run "a\x00b"))"},
      {"\u00a0FROM a\u00a0", R"((from "a"))"},

      // Heredocs.
      {"RUN <<EOF\nUSER x\nEOF\nUSER y", "(run \"<<EOF\")\n(user \"y\")"},
      {"COPY <<a <<-\"b\" /\nUSER x\na\n\tb\nUSER y",
       "(copy \"<<a\" \"<<-\\\"b\\\"\" \"/\")\n(user \"y\")"},
      {"RUN cat << EOF\nEOF\nUSER y", "(run \"cat << EOF\")\n(user \"y\")"},
      {"RUN <<<EOF\nUSER y", "(run \"<<<EOF\")\n(user \"y\")"},
      {"RUN echo '<<EOF'\nUSER y", "(run \"echo '<<EOF'\")\n(user \"y\")"},
      {"RUN [\"<<EOF\"]\nUSER y", "(run \"<<EOF\")\n(user \"y\")"},
      {"CMD <<EOF\nUSER y", "(cmd \"<<EOF\")\n(user \"y\")"},
      {"ONBUILD RUN <<EOF\nx\nEOF\nUSER y", "(onbuild (run \"<<EOF\"))\n(user \"y\")"},
      {"RUN \\\n<<E\\\nOF\nx\nEOF\r\nUSER y", "(run \"<<EOF\")\n(user \"y\")"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source);
    const Dockerfile file = parse_dockerfile(0, c.source);
    CHECK(dump_buildkit(file) == c.dump);
    CHECK(file.errors.empty());
  }
}

TEST_CASE("what BuildKit refuses is one error at its place, and the rest is still read") {
  struct Case {
    std::string source;
    std::string at;  ///< the text the error points at
    std::string message;
    std::string last;  ///< the dump of the last instruction
  };
  const Case cases[] = {
      {"", "", "there is no instruction in this file", ""},
      {"# only\n\n# comments", "", "there is no instruction in this file", ""},
      {"ENV a\nUSER x", "a", "ENV needs a name and a value", R"((user "x"))"},
      {"LABEL a=b c d\nUSER x", "c", "`c` in LABEL is not of the form name=value", R"((user "x"))"},
      {"CMD [\"a\", 1]\nUSER x", "[\"a\", 1]",
       "the JSON array of an instruction may hold strings only", R"((user "x"))"},
      {"# escape=x\nUSER x", "# escape=x", "`x` cannot be the escape character; only \\ and ` can",
       R"((user "x"))"},
      {"# check=a\n# check=b\n# check=c\nUSER x", "# check=b",
       "there may be only one `check` directive", R"((user "x"))"},
      {"RUN <<EOF\nfoo\nUSER x", "RUN <<EOF", "the heredoc `EOF` has no end: no line reads `EOF`",
       R"((user "x"))"},
      {"RUN <<x>>\nRUN <<y>>\nUSER x", "RUN <<x>>",
       "the heredoc `x>>` has no end: no line reads `x>>`", R"((user "x"))"},
      {"RUN ${x:-a <<\\'}\nUSER x", "RUN ${x:-a <<\\'}",
       "the name of a heredoc on this line cannot be read", R"((user "x"))"},
      {"USER " + std::string(65531, 'a'), "USER " + std::string(65531, 'a'),
       "this line is longer than the 65535 bytes BuildKit reads", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source.substr(0, 100));
    const Dockerfile file = parse_dockerfile(0, c.source);
    REQUIRE(file.errors.size() == 1);
    const Span span = file.errors.front().span;
    CHECK(c.source.substr(span.begin, span.size()) == c.at);
    CHECK(file.errors.front().message == c.message);
    const std::string dump = dump_buildkit(file);
    if (!c.last.empty()) CHECK(dump.substr(dump.rfind('\n') + 1) == c.last);
  }
  CHECK(parse_dockerfile(0, "USER " + std::string(65530, 'a')).errors.empty());
}

TEST_CASE("every argument knows its bytes") {
  const std::string source = "ENV a=\"x \\\n# comment\ny\" b=z\nCMD [\"q\\\nr\", \"s\\nt\"]\n";
  const Dockerfile file = parse_dockerfile(7, source);
  REQUIRE(file.instructions.size() == 2);
  const std::vector<Text>& env = file.instructions[0].arguments;
  REQUIRE(env.size() == 4);
  CHECK(env[1].value == "\"x y\"");
  CHECK_FALSE(env[1].span());                   // it straddles the continuation
  CHECK(env[1].span(0, 3) == Span{7, 6, 9});    // `"x `
  CHECK(env[1].span(3, 5) == Span{7, 21, 23});  // `y"`
  CHECK(env[3].span() == Span{7, 26, 27});
  const std::vector<Text>& cmd = file.instructions[1].arguments;
  REQUIRE(cmd.size() == 2);
  CHECK(cmd[0].value == "qr");
  CHECK(cmd[1].value == "s\nt");
  CHECK(cmd[1].span(0, 1));
  CHECK_FALSE(cmd[1].span(0, 2));
  CHECK(file.instructions[0].span == Span{7, 0, 27});
  REQUIRE(file.comments.size() == 1);
  CHECK(file.comments[0].inside);
  CHECK(source.substr(file.comments[0].span.begin, file.comments[0].span.size()) == "# comment");
}

TEST_CASE("flags know their name, value and place") {
  const std::string source = "COPY --from=\"a b\" --link c d";
  const Dockerfile file = parse_dockerfile(0, source);
  const std::vector<Flag>& flags = file.instructions[0].flags;
  REQUIRE(flags.size() == 2);
  CHECK(flags[0].name() == "from");
  CHECK(flags[0].value().value == "a b");
  CHECK(source.substr(flags[0].span.begin, flags[0].span.size()) == "--from=\"a b\"");
  CHECK(flags[1].name() == "link");
  CHECK_FALSE(flags[1].has_value());
}

TEST_CASE("heredocs keep their text, and say how it is to be read") {
  const std::string source = "COPY 3<<-'A' <<B /x\n\ttab\n\tA\n$b\nB\nUSER x\n";
  const Dockerfile file = parse_dockerfile(0, source);
  REQUIRE(file.instructions.size() == 2);
  const std::vector<Heredoc>& docs = file.instructions[0].heredocs;
  REQUIRE(docs.size() == 2);
  CHECK(docs[0].name == "A");
  CHECK(docs[0].descriptor == 3);
  CHECK_FALSE(docs[0].expand);
  CHECK(docs[0].chomp);
  CHECK(docs[0].content.value == "\ttab\n");
  CHECK(docs[1].expand);
  CHECK(docs[1].content.value == "$b\n");
  CHECK(docs[1].content.span() == Span{0, 28, 31});
  CHECK(source.substr(docs[1].body.begin, docs[1].body.size()) == "$b\nB\n");
  CHECK(file.instructions[0].span.end == source.find("\nUSER"));
}

TEST_CASE("directives stand at the top only, and name the frontend in three notations") {
  const Dockerfile file =
      parse_dockerfile(0, "#Syntax = a/b:1 x \n# escape=`\n# check=skip=all\nFROM a");
  REQUIRE(file.directives.size() == 3);
  CHECK(file.directives[0].name == "syntax");
  CHECK(file.directives[0].value.value == "a/b:1 x");
  CHECK(file.escape == '`');
  CHECK(file.syntax == "a/b:1");
  CHECK(parse_dockerfile(0, "FROM a\n# escape=`").directives.empty());
  CHECK(parse_dockerfile(0, "#!/bin/x\n# syntax=a").syntax == "a");
  CHECK(parse_dockerfile(0, "// syntax=b\nx").syntax == "b");
  CHECK(parse_dockerfile(0, "{\"syntax\": \"c\"}").syntax == "c");
}
