#include "read/dump.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "read/go_text.h"

using namespace cudafit;
using namespace cudafit::read;

TEST_CASE("strings are quoted as Go quotes them") {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> cases[] = {
      {"a\"b\\c", R"("a\"b\\c")"},
      {"\a\b\f\n\r\t\v", R"("\a\b\f\n\r\t\v")"},
      {"\0\x1f\x7f"s, R"("\x00\x1f\x7f")"},
      {"é한😀", "\"é한😀\""},
      {"\u00a0\u200b\ufeff", R"("\u00a0\u200b\ufeff")"},
      {"\xff\xc3", R"("\xff\xc3")"},
      {"\U000e0001", R"("\U000e0001")"},
      {"\xef\xbf\xbd", "\"\xef\xbf\xbd\""},
  };
  for (const auto& [text, expected] : cases) {
    std::string got;
    append_quoted(got, text);
    CHECK(got == expected);
  }
  CHECK(to_lower("ÀΣİ\u212A Z\xff") == "àσik z\xEF\xBF\xBD");
}

TEST_CASE("the JSON form names everything with its place") {
  const std::string source = "FROM --platform=x a \xff\nONBUILD RUN <<E\nb\nE\nENV q";
  const nlohmann::json json = nlohmann::json::parse(dump_json(parse_dockerfile(0, source)));
  CHECK(json["schema"] == 1);
  const nlohmann::json& from = json["instructions"][0];
  CHECK(from["keyword"] == "FROM");
  CHECK(from["flags"] == nlohmann::json{"--platform=x"});
  CHECK(from["form"] == "words");
  CHECK(from["start"] == 0);
  CHECK(from["end"] == 21);
  CHECK(from["arguments"][0] ==
        nlohmann::json{{"value", "a"}, {"span", {{"start", 18}, {"end", 19}}}});
  CHECK(from["arguments"][1]["value"] == "\ufffd");
  const nlohmann::json& run = json["instructions"][1]["nested"];
  CHECK(run["keyword"] == "RUN");
  CHECK(run["heredocs"][0]["name"] == "E");
  CHECK(run["heredocs"][0]["expand"] == true);
  CHECK(run["heredocs"][0]["chomp"] == false);
  CHECK(run["heredocs"][0]["content"] == "b\n");
  CHECK(json["errors"][0] ==
        nlohmann::json{{"message", "ENV needs a name and a value"}, {"start", 46}, {"end", 47}});
}

TEST_CASE("arguments can be given evaluated") {
  const Dockerfile file = parse_dockerfile(0, "FROM $x\nUSER y");
  const auto arguments = [](const Instruction& instruction, std::size_t index) {
    std::vector<Text> out = instruction.arguments;
    if (index == 0) out[0] = Text("value", {});
    return out;
  };
  const std::vector<SyntaxError> more = {{{0, 5, 7}, "no value"}};
  const nlohmann::json json = nlohmann::json::parse(dump_json(file, arguments, more));
  CHECK(json["instructions"][0]["arguments"][0] ==
        nlohmann::json{{"value", "value"}, {"span", nullptr}});
  CHECK(json["instructions"][1]["arguments"][0]["value"] == "y");
  CHECK(json["errors"][0]["message"] == "no value");
}
