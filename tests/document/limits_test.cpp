// Large files: the answers stay right where looking at everything for everything would take
// seconds.

#include <doctest/doctest.h>

#include <string>

#include "build.h"

using namespace cudafit::document;

namespace {

std::string number(int i) { return std::to_string(i); }

const VariableUse& last_use(const Built& built) {
  return built->stages.back().steps.back().uses.back();
}

}  // namespace

TEST_CASE("many variables in one stage") {
  constexpr int count = 12000;
  std::string text = "FROM base\nARG SAME\n";
  for (int i = 0; i < count; ++i)
    text += "ARG A" + number(i) + "=" + number(i) + "\nARG SAME\nLABEL a=$A0 b=$SAME\n";
  const Built built = build(text);
  CHECK(describe(built, "A0") == "=0");
  CHECK(describe(built, "A11999") == "=11999");
  CHECK(describe(built, "SAME") == "declared");
  CHECK(describe(built, "A12000") == "unset");
  // Only the variables before a step count.
  CHECK_FALSE(built->lookup(0, "A11999", 100));
  CHECK(built->lookup(0, "SAME", 4).index > 0);
  CHECK(last_use(built).variable == built->lookup(0, "SAME", built->stages[0].variables.size()));
}

TEST_CASE("many global variables") {
  constexpr int count = 10000;
  std::string text;
  for (int i = 0; i < count; ++i) text += "ARG A" + number(i) + "=" + number(i) + "\n";
  for (int i = 0; i < count; ++i) text += "FROM x:$A" + number(i) + "\nARG A" + number(i) + "\n";
  const Built built = build(text);
  CHECK(built->stages.size() == count);
  CHECK(built->stages[77].base.value == "x:77");
  CHECK(describe(built.document, 77, "A77") == "=77");
}

TEST_CASE("a long chain of stages") {
  constexpr int count = 8000;
  std::string text = "FROM base AS s0\nARG LOW=low\nENV BOTH=below\n";
  for (int i = 1; i < count; ++i) {
    text += "FROM s" + number(i - 1) + " AS s" + number(i) + "\nARG X=" + number(i) +
            "\nARG DECLARED\nLABEL a=$NEVER b=$LOW c=$BASE\n";
  }
  text += "FROM s7999\nLABEL a=$X\n";
  const Built built = build(text);
  CHECK(built->stages.back().root == 0);
  CHECK(describe(built, "NEVER") == "unset");
  CHECK(describe(built, "LOW") == "=low");
  CHECK(describe(built, "BASE") == "=image");
  CHECK(describe(built, "BOTH") == "=below");
  CHECK(describe(built, "X") == "=7999");
  CHECK(describe(built, "DECLARED") == "declared");
  CHECK(last_use(built).variable.stage == 7999);
  CHECK(built->argument_below(built->stages[5000], "X").stage == 4999);
  CHECK(built->base_variable(built->stages[5000], "BASE").stage == 0);
  CHECK_FALSE(built->base_variable(built->stages[5000], "X"));
}

TEST_CASE("many stages on one: none sees what its neighbours set") {
  constexpr int count = 6000;
  std::string text = "FROM base AS s\nENV E=below\nARG A=below\n";
  for (int i = 0; i < count; ++i) {
    text += "FROM s AS t" + number(i) + "\nLABEL a=$A\nARG A=" + number(i) + "\nARG ONLY=1\n";
    text += "FROM t" + number(i) + "\nENV E=above\n";
  }
  text += "FROM s\nLABEL a=$A\n";
  const Built built = build(text);
  CHECK(describe(built, "A") == "=below");
  CHECK(describe(built, "E") == "=below");
  CHECK(describe(built, "ONLY") == "unset");
  CHECK(describe(built.document, 2, "A") == "=0");
  CHECK(describe(built.document, 2, "E") == "=above");
  CHECK(describe(built.document, 3, "E") == "=below");
  CHECK(describe(built.document, 12000, "A") == "=5999");
}

TEST_CASE("a target that copies from many stages") {
  constexpr int count = 15000;
  std::string text = "FROM scratch AS s0\nFROM scratch AS unused\n";
  for (int i = 1; i < count; ++i) {
    text += "FROM scratch AS s" + number(i) + "\nCOPY --from=s" + number(i - 1) + " a b\n";
  }
  BuildOptions options;
  options.target = "s14999";
  const Built built = build(text, options);
  CHECK(built->stages[0].built);
  CHECK_FALSE(built->stages[1].built);
  CHECK(built->stages[2].built);
}

TEST_CASE("values that double end at the limit of one word") {
  for (const std::string keyword : {"ARG", "ENV"}) {
    std::string text = "FROM base\n" + keyword + " a0=xxxxxxxxxx\n";
    for (int i = 1; i < 40; ++i) {
      const std::string before = "$a" + number(i - 1);
      text += keyword + " a" + number(i) + "=" + before + before + "\n";
    }
    const Built built = build(text);
    REQUIRE(built->errors.size() == 1);
    CHECK(built->errors[0].message == "this expands to more than 1 MiB and is not followed");
    CHECK(built.at(built->errors[0].span) == "$a16$a16");
    CHECK(describe(built, "a16") != "?");
    CHECK(describe(built, "a17") == "?");
    CHECK(describe(built, "a39") == "?");
  }
}

TEST_CASE("values that are copied everywhere end at the limit of the document") {
  const std::string large(500000, 'x');
  std::string text = "FROM base\nARG large=" + large + "\nARG small=1\n";
  for (int i = 0; i < 200; ++i) text += "RUN echo $large\n";
  text += "RUN echo $small\n";
  const Built built = build(text);
  REQUIRE(built->errors.size() == 1);
  CHECK(built->errors[0].message ==
        "the variables up to here expand to more than 64 MiB and are not followed further");
  CHECK(built.at(built->errors[0].span) == "RUN echo $large");
  CHECK(built->stages[0].steps[2].commands[0].words[1].value == large);
  CHECK_FALSE(built->stages[0].steps.back().commands[0].words[1].complete);
}
