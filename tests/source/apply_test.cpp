// Applying fixes to text.

#include "source/apply.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cudafit;

namespace {

constexpr FileId file = 3;

Edit edit(std::uint32_t begin, std::uint32_t end, std::string text) {
  return {{file, begin, end}, std::move(text)};
}

struct Case {
  std::string what;
  std::vector<std::vector<Edit>> fixes;
  std::string expected;
  std::vector<bool> used;
};

}  // namespace

TEST_CASE("fixes are applied whole, earlier ones first") {
  const Case cases[] = {
      {"nothing", {}, "0123456789", {}},
      {"a replacement", {{edit(2, 4, "ab")}}, "01ab456789", {true}},
      {"a deletion", {{edit(0, 3, "")}}, "3456789", {true}},
      {"an insertion at the end", {{edit(10, 10, "!")}}, "0123456789!", {true}},
      {"several edits of one fix", {{edit(1, 2, "A"), edit(8, 9, "B")}}, "0A234567B9", {true}},
      {"fixes in any order", {{edit(8, 9, "B")}, {edit(1, 2, "A")}}, "0A234567B9", {true, true}},
      {"the second overlaps", {{edit(2, 5, "x")}, {edit(4, 6, "y")}}, "01x56789", {true, false}},
      {"one edit of two overlaps: the fix is left out whole",
       {{edit(2, 5, "x")}, {edit(0, 1, "y"), edit(4, 6, "y")}},
       "01x56789",
       {true, false}},
      {"one inside the other", {{edit(2, 8, "x")}, {edit(4, 5, "y")}}, "01x89", {true, false}},
      {"neighbours do not overlap",
       {{edit(2, 4, "x")}, {edit(4, 6, "y")}},
       "01xy6789",
       {true, true}},
      {"identical edits are one",
       {{edit(2, 4, "x")}, {edit(2, 4, "x")}},
       "01x456789",
       {true, true}},
      {"identical insertions are one",
       {{edit(2, 2, "x")}, {edit(2, 2, "x")}},
       "01x23456789",
       {true, true}},
      {"different insertions at one place: their order would be a guess",
       {{edit(2, 2, "x")}, {edit(2, 2, "y")}},
       "01x23456789",
       {true, false}},
      {"the same bytes replaced differently",
       {{edit(2, 4, "x")}, {edit(2, 4, "y")}},
       "01x456789",
       {true, false}},
      {"an insertion before what is replaced",
       {{edit(2, 4, "x")}, {edit(2, 2, "<")}},
       "01<x456789",
       {true, true}},
      {"an insertion behind what is replaced",
       {{edit(2, 4, "x")}, {edit(4, 4, ">")}},
       "01x>456789",
       {true, true}},
      {"an insertion inside what is replaced",
       {{edit(2, 5, "x")}, {edit(3, 3, "y")}},
       "01x56789",
       {true, false}},
      {"a fix shares one edit and has one of its own",
       {{edit(2, 4, "x")}, {edit(2, 4, "x"), edit(6, 7, "y")}},
       "01x45y789",
       {true, true}},
      {"a fix that was left out blocks nothing",
       {{edit(2, 4, "x")}, {edit(3, 4, "y"), edit(6, 7, "y")}, {edit(6, 7, "z")}},
       "01x45z789",
       {true, false, true}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.what);
    std::vector<Fix> fixes;
    for (const std::vector<Edit>& edits : each.fixes) fixes.push_back({"", Safety::safe, edits});
    std::vector<const Fix*> pointers;
    for (const Fix& fix : fixes) pointers.push_back(&fix);
    const Applied applied = apply("0123456789", file, pointers);
    CHECK(applied.bytes == each.expected);
    CHECK(applied.used == each.used);
  }
}

TEST_CASE("edits of other files are left alone") {
  const Fix fix{"", Safety::safe, {edit(0, 1, "x"), {{file + 1, 0, 1}, "y"}}};
  CHECK(apply("abc", file, {&fix}).bytes == "xbc");
  CHECK(apply("abc", file + 1, {&fix}).bytes == "ybc");
  CHECK(apply("abc", file + 2, {&fix}).bytes == "abc");
}

TEST_CASE("which fix a run applies") {
  const Fix safe{"safe", Safety::safe, {edit(0, 1, "")}};
  const Fix suggested{"suggested", Safety::suggested, {edit(0, 1, "")}};
  const Fix shown{"shown", Safety::shown, {edit(0, 1, "")}};
  const Fix words{"words", Safety::safe, {}};
  struct Case {
    std::vector<Fix> fixes;
    std::string plain;
    std::string unsafe;
  };
  for (const Case& each : {
           Case{{}, "", ""},
           Case{{safe, suggested}, "safe", "safe"},
           Case{{suggested, safe}, "safe", "suggested"},
           Case{{suggested}, "", "suggested"},
           Case{{shown}, "", ""},
           Case{{shown, suggested}, "", "suggested"},
           Case{{words, shown}, "", ""},
       }) {
    Diagnostic finding;
    finding.fixes = each.fixes;
    const auto title = [&](bool unsafe) {
      const Fix* fix = applicable(finding, unsafe);
      return fix == nullptr ? std::string() : fix->title;
    };
    CHECK(title(false) == each.plain);
    CHECK(title(true) == each.unsafe);
  }
}
