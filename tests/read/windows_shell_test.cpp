#include "read/windows_shell.h"

#include <doctest/doctest.h>

namespace cudafit::read {
namespace {

/// "pip install torch; ? echo x": the commands, `?` before those that are not certain, words that
/// are not known in brackets.
std::string dump(std::string_view script, WindowsShell shell) {
  std::string out;
  for (const WindowsCommand& command : windows_commands(script, shell)) {
    if (!out.empty()) out += "; ";
    if (command.conditional) out += "? ";
    for (std::size_t i = 0; i < command.words.size(); ++i) {
      const WindowsWord& word = command.words[i];
      if (i > 0) out += ' ';
      out += word.known ? word.value : "[" + word.value + "]";
    }
  }
  return out;
}

struct Row {
  std::string_view script, commands;
};

}  // namespace

TEST_CASE("the words of cmd") {
  const Row rows[]{
      {"pip install torch", "pip install torch"},
      {"a && b & c | d", "a; b; c; d"},
      {"a || b && c", "a; ? b; ? c"},
      {"a || b\nc", "a; ? b; c"},
      {R"("C:\Program Files\py.exe" -m pip)", R"(C:\Program Files\py.exe -m pip)"},
      {"rem pip install torch", ""},
      {"@rem pip install torch\n:: x\n@echo off", "echo off"},
      {"remove x", "remove x"},
      {"if exist x (pip install a)\npip install b", "? if exist x; ? pip install a; pip install b"},
      {"for %i in (a b) do pip install %i", "? for [%i] in; ? a b; ? do pip install %i"},
      {"echo %PATH% 100% !x!", "echo [%PATH%] 100% [!x!]"},
      {"a ^& b", "a & b"},
      {"a \"b & c\"", "a b & c"},
      {"a > out.txt 2>&1 && b", "a; b"},
      {"a>\"out file\" b", "a b"},
      {"(a & b)", "? a; ? b"},
      {"if x (\npip install a\n)\nb", "? if x; ? pip install a; b"},
      {"", ""},
      {"\"a", "a"},
      {"a ^", "a "},
      {"|| && ( ) >", ""},
  };
  for (const Row& row : rows) {
    INFO(row.script);
    CHECK(dump(row.script, WindowsShell::cmd) == row.commands);
  }
}

TEST_CASE("the words of PowerShell") {
  const Row rows[]{
      {"pip install 'torch==2.6.0'; exit", "pip install torch==2.6.0; exit"},
      {"& 'C:\\py 3\\pip.exe' install torch", "C:\\py 3\\pip.exe install torch"},
      {"# pip install torch", ""},
      {"a # b\nc", "a; c"},
      {"<# a; b #> c", "c"},
      {"if ($x) { a } else { b }; c", "? if; ? [$x]; ? a; ? else; ? b; c"},
      {"foreach ($p in 'a') { pip install $p }", "? foreach; ? [$p] in a; ? pip install [$p]"},
      {"$env:A = '1'; a", "[$env:A] = 1; a"},
      {"a $(b c; d) e", "a [$] e"},
      {"a \"x $y\" 'x $y' 'it''s'", "a [x $y] x $y it's"},
      {"a `& b \"`\"q`\"\"", "a & b \"q\""},
      {"a || b; c", "a; ? b; c"},
      {"a *> x.log; b 2>&1 | c", "a *; b; c"},
      {"a {", "a"},
      {"'", ""},
      {"$(", "[$]"},
  };
  for (const Row& row : rows) {
    INFO(row.script);
    CHECK(dump(row.script, WindowsShell::powershell) == row.commands);
  }
}

TEST_CASE("words of Windows shells know where they are written") {
  const std::string_view script = "a; pip 'b c'";
  const auto commands = windows_commands(script, WindowsShell::powershell);
  REQUIRE(commands.size() == 2);
  const WindowsWord& word = commands[1].words[1];
  CHECK(script.substr(word.begin, word.end - word.begin) == "'b c'");
}

}  // namespace cudafit::read
