// How a script falls apart into commands.

#include "read/shell.h"

#include <doctest/doctest.h>

#include <string>

#include "shell_dump.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

struct Case {
  std::string script;
  std::string expected;
};

template <std::size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& each : cases) {
    CAPTURE(each.script);
    CHECK(dump_shell(each.script) == each.expected);
  }
}

}  // namespace

TEST_CASE("words and operators") {
  check({
      {"", ""},
      {"  \t\n\n", ""},
      {"a", "a"},
      {"a b  c", "a b c"},
      {"a && b || c; d\ne", "a ; b ; c ; d ; e"},
      {"a&&b||c;d", "a ; b ; c ; d"},
      {"a &&\n\n b", "a ; b"},
      {"a |\n b", "a | ; b"},
      {"a | b |& c", "a | ; b | ; c"},
      {"a & b", "a & ; b"},
      {"a && b & c", "a & ; b & ; c"},
      {"a &", "a &"},
      {"a;", "a"},
      {"! a", "a"},
      {"! ! a | b", "a | ; b"},
      {"if", " ?"},
      {"echo if then done } {", "echo if then done } {"},
      {"a\\ b c", "a\\ b c"},
      {"a \\\n  b", "a b"},
      {"a&&\\\nb", "a ; b"},
      {"a\r\nb", "a ; b"},
  });
}

TEST_CASE("quotes and substitutions hold words together") {
  for (const std::string_view script : {
           R"~(a 'b c' "d e" f' 'g)~",
           R"~(echo "a;b" 'c&&d' e\;f)~",
           R"~(echo "a\"b" 'c\')~",
           R"~(echo "it's" 'say "x"')~",
           R"~(echo $(a; b | c) d)~",
           R"~(echo "$(a "b c" | d)" e)~",
           R"~(echo $(a $(b (c) d)) e)~",
           R"~(echo `a; b` c)~",
           R"~(echo ${x:-a b} ${y%%;*} c)~",
           R"~(echo ${x:-{} b)~",
           R"~(echo $((1 << 2)) c)~",
           R"~(echo $'a\'b;c' d)~",
           R"~(echo $ $? $# $$ $1)~",
           R"~(diff <(a; b) >(c) d)~",
       }) {
    CAPTURE(script);
    CHECK(dump_shell(script) == script);  // one command, its words as written
  }
  CHECK(split_shell(script_text(R"~(echo "$(a "b c" | d)" e)~")).commands[0].words.size() == 3);
}

TEST_CASE("comments") {
  check({
      {"# a", ""},
      {"a # b; c\nd", "a ; d"},
      {"a #b", "a"},
      {"a#b", "a#b"},
      {"a;#b\nc", "a ; c"},
      {"(#b\nc)", ">c"},
      {"a '#b' \"#c\" \\#d", "a '#b' \"#c\" \\#d"},
      {"# it's\na", "a"},
      {"a \\\n# b\nc", "a ; c"},
  });
}

TEST_CASE("blocks") {
  check({
      {"(a; b) && c", ">a ; >b ; c"},
      {"( (a) )", ">>a"},
      {"{ a; b; } || c", ">a ; >b ; c"},
      {"{ a\n}", ">a"},
      {"{a }", "{a }"},
      {"(a) | { b; }", ">a | ; >b"},
      {"if a; then b; fi; c", ">>a ; >>b ; c"},
      {"if a\nthen b\nelif c; then d; else e\nfi && f", ">>a ; >>b ; >>c ; >>d ; >>e ; f"},
      {"if ! a; then b; fi", ">>a ; >>b"},
      {"while a; do b; done; c", ">>a ; >>b ; c"},
      {"until a\ndo b\ndone", ">>a ; >>b"},
      {"for x in 1 2; do a; done", ">>for x in 1 2 ; >>a"},
      {"for x; do a; done", ">>for x ; >>a"},
      {"for x\ndo a\ndone", ">>for x ; >>a"},
      {"for x do a; done", ">>for x ; >>a"},
      {"for ((i = 0; i < 3; i++)); do a; done; b", ">> ; >>a ; b"},
      {"case $x in a) b;; (c|d) e; f;; *) ;; esac; g", ">>b ; >>e ; >>f ; g"},
      {"case $x in\n  a)\n    b\n    ;;\n  c) d\nesac", ">>b ; >>d"},
      {"case x in a) b;& c) d;;& esac", ">>b ; >>d"},
      {"case x in esac; a", "a"},
      {"f() { a; }; b", ">>a ; b"},
      {"f () ( a )\nb", ">>a ; b"},
      {"function f { a; }\nb", ">>a ; b"},
      {"function f() {\n a\n}", ">>a"},
      {"echo case a in b", "echo case a in b"},
  });
}

TEST_CASE("conditions in brackets are one command") {
  check({
      {"[ a = b ] && c", "[ a = b ] ; c"},
      {"[[ a && b || (c) ]] && d", "[[ a && b || ( c ) ]] ; d"},
      {"[[ $x =~ ^(a|b)$ ]] 2>/dev/null || c", "[[ $x =~ ^ ( a | b ) $ ]] {2 > /dev/null} ; c"},
      {"(( x > 1 && y )) && b", "> ; b"},
      {"((a); b)", ">>a ; >b"},
      {"[[ a && b", "[[ a && b ?"},
  });
}

TEST_CASE("assignments") {
  check({
      {"A=1", "A:=1"},
      {"A=1 B='x y' c D=2", "A:=1 B:='x y' c D=2"},
      {"A= b", "A:= b"},
      {"_a1=$(b c) d", "_a1:=$(b c) d"},
      {"1a=b", "1a=b"},
      {"a-b=c", "a-b=c"},
      {"=c", "=c"},
      {"PATH+=:/x a", "PATH:=:/x a"},
      {"a=(1 2 'x y')\nb", "a:=(1 2 'x y') ; b"},
      {"a+=(3); b", "a:=(3) ; b"},
      {"export A=1", "export A=1"},
      {">x A=1", "A:=1 {> x}"},
  });
  const Script script = split_shell(script_text("A=b B+=c C=(d)"));
  REQUIRE(script.commands.size() == 1);
  const std::vector<Assignment>& all = script.commands[0].assignments;
  REQUIRE(all.size() == 3);
  CHECK(all[0].value.raw.complete);
  CHECK_FALSE(all[1].value.raw.complete);  // what stood there before is not known here
  CHECK_FALSE(all[2].value.raw.complete);
  CHECK(all[1].span == Span{0, 4, 8});
  CHECK(all[1].value.span() == Span{0, 7, 8});
}

TEST_CASE("redirections") {
  check({
      {"a > b", "a {> b}"},
      {"a >b 2>&1 c", "a c {> b} {2 >& 1}"},
      {"a 2>/dev/null | b", "a {2 > /dev/null} | ; b"},
      {"a >> b < c <> d >| e", "a {>> b} {< c} {<> d} {>| e}"},
      {"a &> b", "a {&> b}"},
      {"a &>> b && c", "a {&>> b} ; c"},
      {"a <<< 'b c'", "a {<<< 'b c'}"},
      {"a >&2; b", "a {>& 2} ; b"},
      {"a 2 >b", "a 2 {> b}"},
      {"a 12345>b", "a 12345 {> b}"},
      {"x2>b", "x2 {> b}"},
      {"> b", "{> b}"},
      {"a > $(b c)", "a {> $(b c)}"},
      {"a 2> >(b c) d", "a d {2 > >(b c)}"},
      {"(a; b) > c 2>&1; d", ">a ; >b ; >{> c} {2 >& 1} ; d"},
      {"while a; do b; done < c", ">>a ; >>b ; >>{< c}"},
      {"pip install a>=1 b<2", "pip install a b {> =1} {< 2}"},
      {"a >", "a {> } ?"},
  });
}

TEST_CASE("which redirections touch their neighbours") {
  struct Touch {
    std::string script;
    bool word;
    bool target;
  };
  for (const Touch& each : {
           Touch{"a>b", true, true},
           Touch{"a >b", false, true},
           Touch{"a> b", true, false},
           Touch{"a > b", false, false},
           Touch{"a 2>b", false, true},
           Touch{"a>'b'", true, true},
           Touch{">b", false, true},
       }) {
    CAPTURE(each.script);
    const Script script = split_shell(script_text(each.script));
    REQUIRE(script.commands.size() == 1);
    REQUIRE(script.commands[0].redirects.size() == 1);
    const Redirect& redirect = script.commands[0].redirects[0];
    CHECK(redirect.touches_word == each.word);
    CHECK(redirect.touches_target == each.target);
    const auto at = static_cast<std::uint32_t>(each.script.find('>'));
    CHECK(redirect.op_span == Span{0, at, at + 1});
  }
}

TEST_CASE("heredocs") {
  check({
      {"a <<E\nb\nc\nE\nd", "a {<< E: b\nc\n} ; d"},
      {"a <<'E' > f\nb; it's\nE\nd", "a {<< 'E': b; it's\n} {> f} ; d"},
      {"a <<-E\n\tb\n\tE\nd", "a {<<- E: \tb\n} ; d"},
      {"a <<E\nE\nb", "a {<< E} ; b"},
      {"a <<X <<Y\n1\nX\n2\nY\nb", "a {<< X: 1\n} {<< Y: 2\n} ; b"},
      {"a <<X && b <<Y\n1\nX\n2\nY", "a {<< X: 1\n} ; b {<< Y: 2\n}"},
      {"a <<E | b\nx\nE", "a {<< E: x\n} | ; b"},
      {"{ a; } <<E\nx\nE\nb", ">a ; >{<< E: x\n} ; b"},
      {"a <<E\nnever closed", "a {<< E: never closed}"},
      {"a <<E", "a {<< E}"},
      {"a \\\n  b <<E && \\\n  c\nx \\\nE\nE\nd", "a b {<< E: x \\\n} ; c ; E ; d"},
      {"cat <<\\E\n$x\nE", "cat {<< \\E: $x\n}"},
  });
}

TEST_CASE("what is not understood is said, and what stands behind it is still seen") {
  check({
      {"a 'b", "a 'b ?"},
      {"a \"b", "a \"b ?"},
      {"a $(b", "a $(b ?"},
      {"a `b", "a `b ?"},
      {"a ${b", "a ${b ?"},
      {"(a; b", ">a ; >b ?"},
      {"a)\nb", "a ; b ?"},
      {"a ;; b", "a ; b ?"},
      {"{ a; b", ">a ; >b ?"},
      {"if a; then b", ">>a ; >>b ?"},
      {"for x in a; b; done", ">>for x in a ; >>b ?"},
      {"case a in b) c", ">>c ?"},
  });
  for (const std::string_view script :
       {"&&",   "||",   "|",    "a && ",  "a ||",        "a |", "&& a",    "| a",      "( )",
        "f()",  "f() ", "case", "case a", "case a in b", "for", "while",   "function", "<",
        "<<",   "((",   "[[",   "!",      "a & & b",     "do",  "then fi", "}",        ")",
        "((a)", "$((",  "\\",   "a \\",   "`",           "<(",  "x=("}) {
    CAPTURE(script);
    CHECK_NOTHROW(dump_shell(script));
  }
}

TEST_CASE("places") {
  const std::string text = "  A=1 nvcc 'a b' > x && (c d)";
  const Script script = split_shell(script_text(text));
  REQUIRE(script.commands.size() == 2);
  CHECK(script.commands[0].span == Span{0, 2, 20});
  CHECK(script.commands[0].words[1].span() == Span{0, 11, 16});
  CHECK(script.commands[0].redirects[0].target.span() == Span{0, 19, 20});
  CHECK(script.commands[1].span == Span{0, 25, 28});
  CHECK(script.commands[0].subshell == 0);
  CHECK(script.commands[1].subshell != 0);
}

TEST_CASE("parts of a pipe and subshells have their own shell") {
  const Script script = split_shell(script_text("a; b | c; (d; e); { f; }"));
  REQUIRE(script.commands.size() == 6);
  const auto shell = [&](std::size_t i) { return script.commands[i].subshell; };
  CHECK(shell(0) == 0);
  CHECK(shell(1) != 0);
  CHECK(shell(2) != shell(1));
  CHECK(shell(3) != shell(2));
  CHECK(shell(3) == shell(4));
  CHECK(shell(5) == 0);
}
