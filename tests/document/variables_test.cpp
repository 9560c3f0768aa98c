// What ARG and ENV mean, stage by stage, as BuildKit has it.

#include <doctest/doctest.h>

#include "build.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

struct Case {
  std::string what;
  std::string text;
  std::string expected;  ///< of X in the last stage
  BuildOptions options = {};
};

}  // namespace

TEST_CASE("the value of X at the end of the last stage") {
  const Case cases[] = {
      {"never set", "FROM base\n", "unset"},
      {"never set, of a base that is not known", "FROM other\n", "?"},
      {"never set, scratch", "FROM scratch\n", "unset"},
      {"ENV", "FROM base\nENV X=1\n", "=1"},
      {"ENV in the old form", "FROM base\nENV X 1 2\n", "=1 2"},
      {"ENV with quotes", "FROM base\nENV X=\"a b\" Y='$X'\n", "=a b"},
      {"ENV of a variable", "FROM base\nENV Y=1\nENV X=$Y-2\n", "=1-2"},
      {"one ENV: all of its values are read first", "FROM base\nENV X=0\nENV Y=1 X=$Y.\n", "=."},
      {"ENV of nothing", "FROM base\nENV X=$Y\n", "="},
      {"ENV of something the base may set", "FROM partly\nENV X=$Y\n", "?"},
      {"ENV of the base's", "FROM base\nENV X=$BASE\n", "=image"},
      {"ENV of the base's, value not known", "FROM base\nENV X=$SECRET\n", "?"},
      {"ENV overrides the base's", "FROM base\nENV BASE=1\nENV X=$BASE\n", "=1"},
      {"ARG", "FROM base\nARG X=1\n", "=1"},
      {"ARG without a value", "FROM base\nARG X\n", "declared"},
      {"ARG of another", "FROM base\nARG Y=1\nARG X=${Y}2\n", "=12"},
      {"several in one ARG", "FROM base\nARG Y=1 X=$Y\n", "=1"},
      {"an unset ARG in ENV may be given", "FROM base\nARG Y\nENV X=$Y\n", "?"},
      {"the last wins: ENV", "FROM base\nARG X=1\nENV X=2\n", "=2"},
      {"the last wins: ARG", "FROM base\nENV X=1\nARG X=2\n", "=2"},
      {"ARG without a value takes nothing away", "FROM base\nENV X=1\nARG X\n", "=1"},
      {"ARG over the base's", "FROM base\nARG BASE=1\nENV X=$BASE\n", "=1"},
      {"global ARG, not declared again", "ARG X=1\nFROM base\n", "unset"},
      {"global ARG, declared again", "ARG X=1\nFROM base\nARG X\n", "=1"},
      {"global ARG, declared again with a default", "ARG X=1\nFROM base\nARG X=2\n", "=2"},
      {"global ARG without a value", "ARG X\nFROM base\nARG X\n", "declared"},
      {"the last global one", "ARG X=1\nARG X=2\nFROM base\nARG X\n", "=2"},
      {"a bare global one takes nothing away", "ARG X=1\nARG X\nFROM base\nARG X\n", "=1"},
      {"global ones see each other", "ARG Y=1\nARG X=$Y.$Y\nFROM base\nARG X\n", "=1.1"},
      {"--build-arg", "FROM base\nARG X=1\n", "=9", args({{"X", "9"}})},
      {"--build-arg to a bare ARG", "FROM base\nARG X\n", "=9", args({{"X", "9"}})},
      {"--build-arg to a global one", "ARG X=1\nFROM base\nARG X\n", "=9", args({{"X", "9"}})},
      {"--build-arg reaches what depends on it", "ARG Y=1\nARG X=$Y\nFROM base\nARG X\n", "=9",
       args({{"Y", "9"}})},
      {"--build-arg without ARG", "FROM base\n", "unset", args({{"X", "9"}})},
      {"--build-arg is no match for ENV", "FROM base\nARG X\nENV X=1\n", "=1", args({{"X", "9"}})},
      {"--build-arg with nothing", "FROM base\nARG X=1\n", "=", args({{"X", ""}})},
      {"from the stage below: ENV", "FROM base AS a\nENV X=1\nFROM a\n", "=1"},
      {"from the stage below: ARG", "FROM base AS a\nARG X=1\nFROM a\n", "=1"},
      {"names of stages have no case", "FROM base AS Lower\nENV X=1\nFROM lower\n", "=1"},
      {"two stages below", "FROM base AS a\nENV X=1\nFROM a AS b\nFROM b\n", "=1"},
      {"a stage starts with its image's ENV again: ENV below, ARG below it",
       "FROM base AS a\nENV X=1\nARG X=2\nFROM a\n", "=1"},
      {"the same across two stages", "FROM base AS a\nENV X=1\nFROM a AS b\nARG X=2\nFROM b\n",
       "=1"},
      {"and with the base's own ENV", "FROM base AS a\nARG BASE=2\nFROM a\nENV X=$BASE\n",
       "=image"},
      {"own ARG over ENV below", "FROM base AS a\nENV X=1\nFROM a\nARG X=2\n", "=2"},
      {"own ENV over ARG below", "FROM base AS a\nARG X=1\nFROM a\nENV X=2\n", "=2"},
      {"own bare ARG takes nothing away", "FROM base AS a\nENV X=1\nFROM a\nARG X\n", "=1"},
      {"own bare ARG takes the global value", "ARG X=3\nFROM base AS a\nENV X=1\nFROM a\nARG X\n",
       "=3"},
      {"a sibling's is not seen", "FROM base AS a\nENV X=1\nFROM base\n", "unset"},
      {"operators", "FROM base\nENV X=${A:-1}${BASE:+2}${BASE%ge}\n", "=12ima"},
      {"an escaped dollar", "FROM base\nENV X=\\$A\n", "=$A"},
      {"what the build refuses is not known", "FROM base\nENV X=${A?no}\n", "?"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.what);
    CHECK(describe(build(each.text, each.options), "X") == each.expected);
  }
}

TEST_CASE("platform arguments") {
  BuildOptions arm;
  arm.platform = "linux/arm64/v8";
  struct Case {
    std::string name;
    std::string plain;
    std::string on_arm;
  };
  for (const Case& each : {
           Case{"TARGETPLATFORM", "?", "=linux/arm64/v8"},
           Case{"TARGETOS", "?", "=linux"},
           Case{"TARGETARCH", "?", "=arm64"},
           Case{"TARGETVARIANT", "?", "=v8"},
           Case{"BUILDPLATFORM", "?", "?"},
       }) {
    CAPTURE(each.name);
    const std::string text = "FROM base\nARG " + each.name + "\n";
    CHECK(describe(build(text), each.name) == each.plain);
    CHECK(describe(build(text, arm), each.name) == each.on_arm);
    CHECK(describe(build("FROM base\n", arm), each.name) == "unset");  // only where declared
  }
  BuildOptions amd;
  amd.platform = "linux/amd64";
  CHECK(describe(build("FROM base\nARG TARGETVARIANT\n", amd), "TARGETVARIANT") == "=");
  CHECK(build("FROM --platform=$TARGETPLATFORM base\n", amd)->stages[0].platform.value ==
        "linux/amd64");
  CHECK(build("FROM base-${TARGETARCH}\n", amd)->stages[0].base.value == "base-amd64");
  CHECK_FALSE(build("FROM base-${TARGETARCH}\n")->stages[0].base.complete);
  // A default of one's own is taken as any other.
  CHECK(describe(build("FROM base\nARG TARGETARCH=x\n", amd), "TARGETARCH") == "=x");
}

TEST_CASE("where a variable comes from") {
  const Built built = build(
      "ARG G=1\nFROM base\nARG G\nARG A=\"2\"\nENV E=3 F=$A\nARG U\nARG C=4\n", args({{"C", "5"}}));
  const auto find = [&](std::string_view name) -> const Variable& {
    return built->at(built->lookup(0, name, 99));
  };
  CHECK(built->globals.back().origin == Origin::global_arg);
  CHECK(built.at(built->globals.back().declared) == "G");
  CHECK(find("G").from_global);
  CHECK(find("G").origin == Origin::arg);
  CHECK(find("G").declared.begin == 22);
  CHECK(find("G").value_span == Span{0, 6, 7});
  CHECK(find("G").value.span() == Span{0, 6, 7});
  CHECK(built.at(find("A").declared) == "A");
  CHECK(built.at(find("A").value_span) == "\"2\"");
  CHECK(built.at(find("A").value.span()) == "2");
  CHECK(find("E").origin == Origin::env);
  CHECK(find("F").value.span() == find("A").value.span());
  CHECK_FALSE(find("U").set);
  CHECK(find("C").from_command_line);
  CHECK_FALSE(find("C").value.span());
  CHECK(find("BASE").origin == Origin::base);
  CHECK_FALSE(find("BASE").declared);
}

TEST_CASE("what is looked up depends on how far the stage is") {
  const Built built = build("FROM base\nENV X=1\nENV X=2\nRUN a\nARG X=3\n");
  const Stage& stage = built->stages[0];
  REQUIRE(stage.steps.size() == 4);
  const auto value = [&](std::size_t step) {
    const VariableRef ref = built->lookup(0, "X", stage.steps[step].variables_before);
    return ref ? built->at(ref).value.value : "none";
  };
  CHECK(value(0) == "none");
  CHECK(value(1) == "1");
  CHECK(value(2) == "2");
  CHECK(value(3) == "2");
}
