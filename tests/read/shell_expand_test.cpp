// What a shell word stands for: quotes removed, known variables replaced, the rest unknown.

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "shell_dump.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

/// V=11.8.0, P=a-b/c.d, E set to nothing, U set to something unknown; the rest is unset.
std::optional<Text> variable(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> values{
      {"V", "11.8.0"}, {"P", "a-b/c.d"}, {"E", ""}};
  if (name == "U") {
    Text unknown;
    unknown.complete = false;
    return unknown;
  }
  const auto found = values.find(name);
  if (found == values.end()) return std::nullopt;
  return Text(found->second, {});
}

struct Case {
  std::string word;
  std::string value;
};

Expansion expand(std::string_view word) { return expand_shell({script_text(word)}, variable); }

}  // namespace

TEST_CASE("known words") {
  for (const Case& each : {
           Case{"", ""},
           Case{"plain", "plain"},
           Case{"'a b'", "a b"},
           Case{"a'b'\"c\"d", "abcd"},
           Case{"\"it's\"", "it's"},
           Case{"'say \"x\" $V'", "say \"x\" $V"},
           Case{"a\\ b\\$V", "a b$V"},
           Case{R"("a\"b\\c\$V\n")", R"(a"b\c$V\n)"},
           Case{"a\\\nb", "ab"},
           Case{"\"a\\\nb\"", "ab"},
           Case{"'a\\\nb'", "a\\\nb"},
           Case{"$V", "11.8.0"},
           Case{"${V}x", "11.8.0x"},
           Case{"\"$V-$P\"", "11.8.0-a-b/c.d"},
           Case{"$E", ""},
           Case{"$X", ""},
           Case{"$Vx", ""},
           Case{"${X:-w}", "w"},
           Case{"${E:-w}", "w"},
           Case{"${E-w}", ""},
           Case{"${V:-w}", "11.8.0"},
           Case{"${V:+w}", "w"},
           Case{"${X:+w}", ""},
           Case{"${X:-$V}", "11.8.0"},
           Case{"${X:-${Y:-z}}", "z"},
           Case{"${X:-\"a b\"}", "a b"},
           Case{"${X:-{a}}", "{a}"},
           Case{"${V%.*}", "11.8"},
           Case{"${V%%.*}", "11"},
           Case{"${V#*.}", "8.0"},
           Case{"${V##*.}", "0"},
           Case{"${V/./-}", "11-8.0"},
           Case{"${V//./-}", "11-8-0"},
           Case{"\"${V//./}\"", "1180"},
           Case{"a$", "a$"},
           Case{"a$.b", "a$.b"},
           Case{"~/x*.so", "~/x*.so"},
       }) {
    CAPTURE(each.word);
    const Expansion result = expand(each.word);
    CHECK(result.text.value == each.value);
    CHECK(result.text.complete);
  }
}

TEST_CASE("words that are not known") {
  for (const std::string_view word : {
           "$U",          "a${U}b",    "\"$U\"",    "${U:-w}",    "${U%.*}",
           "$(a)",        "\"x$(a)\"", "`a`",       "$((1+1))",   "$10",
           "${10}",       "$0",        "$?",        "${#V}",      "${V:0:2}",
           "${V^^}",      "${!V}",     "${V:=w}",   "${X:-$(a)}", "${X:-`a`}",
           "${V%[0-9]*}", "${V/#1/2}", "${V/%0/1}", "$'a\\n'",    "\"${X:-'q'}\"",
           "${X:-${U}}",  "$(a",       "'a",        "${V",        "\"$(a \"b c\")\"",
       }) {
    CAPTURE(word);
    CHECK_FALSE(expand(word).text.complete);
  }
}

TEST_CASE("what a script is given") {
  const Lookup given = [](std::string_view name) -> std::optional<Text> {
    return name == "1" ? std::optional(Text("one", {})) : std::nullopt;
  };
  const auto value = [&](std::string_view word) {
    const Expansion result = expand_shell({Text(word, {})}, given);
    return result.text.value + (result.text.complete ? "" : "?");
  };
  CHECK(value("$1.$2") == "one.");
  CHECK(value("\"${1}x${2:-y}\"") == "onexy");
  CHECK(value("$10") == "0?");
  CHECK(value("$@$*$#$0") == "?");
}

TEST_CASE("what stands around an unknown part stays") {
  CHECK(expand("cuda-$(a)-devel").text.value == "cuda--devel");
  CHECK(expand("x${U}y'z'").text.value == "xyz");
}

TEST_CASE("uses are noted, with their places") {
  const Expansion result = expand("a$V\"${X:-b}\"'$P'${U%%.*}");
  REQUIRE(result.uses.size() == 3);
  CHECK(result.uses[0].name == "V");
  CHECK(result.uses[0].span == Span{0, 1, 3});
  CHECK(result.uses[0].set);
  CHECK(result.uses[1].name == "X");
  CHECK(result.uses[1].op == ":-");
  CHECK(result.uses[1].span == Span{0, 4, 11});
  CHECK_FALSE(result.uses[1].set);
  CHECK(result.uses[2].name == "U");
  CHECK(result.uses[2].op == "%%");
  // Inside what only the shell knows too.
  CHECK(expand("${X:-$(a $V)}").uses.size() >= 1);
}

TEST_CASE("values keep the places they were written at") {
  const Lookup lookup = [](std::string_view) -> std::optional<Text> {
    return Text("12.1", {9, 100, 104});
  };
  const Expansion result = expand_shell({script_text("'cuda'-\"$V\"")}, lookup);
  REQUIRE(result.text.value == "cuda-12.1");
  CHECK(result.text.span(5, 9) == Span{9, 100, 104});
  CHECK(result.text.span(0, 4) == Span{0, 1, 5});
  CHECK(result.text.span(4, 5) == Span{0, 6, 7});
  CHECK_FALSE(result.text.span());
}

TEST_CASE("literal words") {
  CHECK(literal({script_text("'a'\"b\"\\c")}).value == "abc");
  CHECK(literal({script_text("'a'\"b\"\\c")}).complete);
  for (const std::string_view word : {"$a", "\"${a}\"", "${a:-b}", "$(a)", "`a`"})
    CHECK_FALSE(literal({script_text(word)}).complete);
}
