// CMakeLists.txt as a list of commands.

#include "read/cmake.h"

#include <doctest/doctest.h>

#include <ctime>
#include <string>

using namespace cudafit;

namespace {

/// `name[a|b]` for each command, `?` behind an argument that is not known, `!` where it ends early.
std::string dump(std::string_view text) {
  const read::CMakeFile file = read::parse_cmake(0, text);
  std::string out;
  for (const read::CMakeCommand& command : file.commands) {
    out += (out.empty() ? "" : " ") + command.name + "[";
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
      if (i > 0) out += '|';
      out += command.arguments[i].value + (command.arguments[i].complete ? "" : "?");
    }
    out += "]";
  }
  return out + (file.understood ? "" : " !");
}

}  // namespace

TEST_CASE("commands and arguments") {
  CHECK(dump("") == "");
  CHECK(dump("project(x LANGUAGES CXX CUDA)\n") == "project[x|LANGUAGES|CXX|CUDA]");
  CHECK(dump("SET (A\n  b # c)\n  \"d e\")") == "set[A|b|d e]");
  CHECK(dump("# if(x)\n#[[ project(y\n]]\nif( NOT A )\nendif()") == "if[NOT|A] endif[]");
  CHECK(dump("if((A OR B) AND C)") == "if[(|A|OR|B|)|AND|C]");
  CHECK(dump("set(A [=[b ]] ) c]=] d)") == "set[A|b ]] ) c|d]");
  CHECK(dump("set(A ${B} \"x${C}\" @D@)") == "set[A|${B}?|x${C}?|@D@?]");
  CHECK(dump("add(-DA=\"b c\" e\\ f)") == "add[-DA=\"b c\"?|e\\ f?]");
  CHECK(dump("a(b)c(d)") == "a[b] c[d]");
}

TEST_CASE("it ends at what it does not understand") {
  CHECK(dump("a(b)\nc(d") == "a[b] !");
  CHECK(dump("a(b)\n= c(d)") == "a[b] !");
  CHECK(dump("a(\"b") == " !");
  CHECK(dump("a([[b") == " !");
}

TEST_CASE("places") {
  const std::string text = "x(\n  a \"b\")";
  const read::CMakeFile file = read::parse_cmake(0, text);
  REQUIRE(file.commands.size() == 1);
  CHECK(file.commands[0].span == Span{0, 0, static_cast<std::uint32_t>(text.size())});
  CHECK(file.commands[0].arguments[1].around() == Span{0, 8, 9});
}

TEST_CASE("hostile text takes no time") {
  const std::clock_t start = std::clock();
  std::string open;
  for (int i = 0; i < 100000; ++i) open += "\n#[[";
  read::parse_cmake(0, open);
  read::parse_cmake(0, std::string(400000, '('));
  read::parse_cmake(0, "a" + std::string(400000, '('));
  read::parse_cmake(0, "a(" + std::string(400000, '['));
  read::parse_cmake(0, "a(" + std::string(399999, '\\'));
  CHECK((std::clock() - start) / CLOCKS_PER_SEC < 5);
}
