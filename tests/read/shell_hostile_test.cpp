// Scripts nobody writes: they must not take long, crash, or be called understood when they are not.

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "shell_dump.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("size and depth cost little time") {
  struct Case {
    std::string what;
    std::string script;
  };
  const Case cases[] = {
      {"words", "a " + repeat("word ", 100'000)},
      {"commands", repeat("a && ", 10'000) + "b"},
      {"pipes", repeat("a | ", 10'000) + "b"},
      {"lines", repeat("a\n", 20'000)},
      {"parentheses", repeat("(", 10'000) + "a" + repeat(")", 10'000)},
      {"parentheses apart", repeat("( ", 10'000) + "a" + repeat(" )", 10'000)},
      {"open parentheses", repeat("(", 20'000)},
      {"closed parentheses", repeat(")", 20'000)},
      {"open arithmetic", repeat("((a;", 20'000)},
      {"substitutions", repeat("$(", 100'000)},
      {"closed substitutions", repeat("$(", 10'000) + repeat(")", 10'000)},
      {"parameters", repeat("${a:-", 100'000)},
      {"quotes", repeat("'\"", 500'000)},
      {"single quotes", repeat("'", 1'000'000)},
      {"double quotes", repeat("\"", 1'000'000)},
      {"one long word", repeat("x", 1'000'000)},
      {"backslashes", repeat("\\", 1'000'000)},
      {"backquotes", repeat("`", 1'000'000)},
      {"ifs", repeat("if ", 20'000)},
      {"braces", repeat("{ ", 20'000)},
      {"loops", repeat("while a; do ", 20'000)},
      {"functions", repeat("f() ", 20'000)},
      {"cases", repeat("case a in b) ", 20'000)},
      {"negations", repeat("! ", 100'000)},
      {"heredocs", repeat("a <<E\n", 20'000)},
      {"heredocs of one line", repeat("<<E ", 2'000) + "\n" + repeat("x\n", 2'000)},
      {"redirections", "a " + repeat("2>&1 ", 10'000)},
      {"assignments", repeat("A=1 ", 10'000)},
      {"operators", repeat("&&||;|&<>", 10'000)},
  };
  for (const Case& each : cases) {
    CAPTURE(each.what);
    const Script script = split_shell(script_text(each.script));
    for (const Command& command : script.commands) {
      for (const Word& word : command.words) (void)literal(word);
    }
    CHECK(script.commands.size() <= each.script.size());
  }
}

TEST_CASE("nesting beyond measure is not understood") {
  for (const std::string_view open : {"( ", "{ ", "$(", "if ", "while "}) {
    CAPTURE(open);
    CHECK_FALSE(split_shell(script_text(repeat(open, 5'000) + "a")).understood);
  }
}

TEST_CASE("random text never crashes, and every place lies in the text") {
  static constexpr std::string_view parts[] = {
      "a",    "b ",        " ",   "\n",  ";",  "&",      "&&",   "||",   "|",    "(",    ")",
      "{ ",   "}",         "'",   "\"",  "`",  "$",      "$(",   "${",   "}",    "<",    ">",
      "<<E",  "\nE\n",     "2>",  "if ", "fi", "then",   "do ",  "done", "for ", "in ",  "case ",
      "esac", ";;",        "[[ ", " ]]", "((", "))",     "A=",   "+=(",  "\\",   "\\\n", "#",
      "!",    "function ", "f()", "\r",  "\t", "set -e", "exit "};
  std::mt19937 random(7);
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::size_t n = random() % 20; n > 0; --n) text += parts[random() % std::size(parts)];
    const Script script = split_shell(script_text(text));
    for (const Command& command : script.commands) {
      CHECK(command.span.begin <= command.span.end);
      if (command.span) CHECK(command.span.end <= text.size());
      for (const Word& word : command.words) CHECK(text.find(word.raw.value) != std::string::npos);
    }
  }
}
