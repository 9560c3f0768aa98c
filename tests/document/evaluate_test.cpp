// Stages, what they are made from, and what uses which variable.

#include <doctest/doctest.h>

#include "build.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

/// Labels of the stages for which `which` holds.
template <typename Which>
std::string labels(const Built& built, Which which) {
  std::string out;
  for (const Stage& stage : built->stages) {
    if (which(stage)) out += (out.empty() ? "" : " ") + stage.label();
  }
  return out;
}

std::string products(const Built& built) {
  return labels(built, [](const Stage& stage) { return stage.product; });
}
std::string built_ones(const Built& built) {
  return labels(built, [](const Stage& stage) { return stage.built; });
}

BuildOptions target(std::string name) {
  BuildOptions options;
  options.target = std::move(name);
  return options;
}

}  // namespace

TEST_CASE("stages and their bases") {
  const Built built = build(
      "ARG TAG=1\n"
      "FROM nvidia/cuda:${TAG} AS Build\n"
      "FROM build\n"
      "FROM --platform=linux/arm64 build AS last\n"
      "FROM ${NONE}x\n"
      "FROM scratch\n");
  REQUIRE(built->stages.size() == 5);
  const std::vector<Stage>& stages = built->stages;
  CHECK(stages[0].label() == "Build");
  CHECK(stages[0].base.value == "nvidia/cuda:1");
  CHECK(stages[0].parent == -1);
  CHECK_FALSE(stages[0].base_known);
  CHECK(built.at(stages[0].base.span(12, 13)) == "1");
  CHECK(stages[1].label() == "1");
  CHECK(stages[1].parent == 0);
  CHECK(stages[2].parent == 0);
  CHECK(stages[2].platform.value == "linux/arm64");
  CHECK(stages[3].base.value == "x");
  CHECK(stages[4].base_known);
  CHECK(built->base_known(4));
  CHECK_FALSE(built->base_known(1));
}

TEST_CASE("a stage may be named like the image it starts from") {
  const Built built = build("FROM base AS base\nFROM base\n");
  CHECK(built->stages[0].parent == -1);
  CHECK(built->stages[1].parent == 0);
}

TEST_CASE("a name given twice means the last one") {
  const Built built = build("FROM a AS x\nFROM b AS x\nFROM x\n");
  CHECK(built->stages[2].parent == 1);
}

TEST_CASE("products, and what a target needs") {
  struct Case {
    std::string text;
    std::string products;
    std::string target = {};
    std::string built = {};
  };
  for (const Case& each : {
           Case{"FROM a\n", "0"},
           Case{"FROM a AS x\nFROM b AS y\n", "x y"},
           Case{"FROM a AS x\nFROM x AS y\n", "y"},
           Case{"FROM a AS x\nFROM b AS y\nCOPY --from=x / /\n", "y"},
           Case{"FROM a\nFROM b AS y\nCOPY --from=0 / /\n", "y"},
           Case{"FROM a AS x\nFROM b AS y\nRUN --mount=type=bind,from=x,target=/x a\n", "y"},
           Case{"FROM a AS x\nFROM b AS y\nCOPY --from=X / /\n", "y"},
           Case{"FROM a AS x\nFROM b AS y\nFROM c AS z\n", "y", "y", "y"},
           Case{"FROM a AS x\nFROM x AS y\nFROM c AS z\n", "y", "y", "x y"},
           Case{"FROM a AS x\nFROM x AS y\nFROM c AS z\nCOPY --from=y / /\n", "z", "z", "x y z"},
           Case{"FROM a AS x\nFROM x AS y\n", "x", "x", "x"},
           Case{"FROM a AS x\nFROM b AS y\n", "x", "X", "x"},
           Case{"FROM a AS x\nFROM b\n", "1", "1", "1"},
       }) {
    CAPTURE(each.text);
    CAPTURE(each.target);
    const Built built = build(each.text, target(each.target));
    CHECK(products(built) == each.products);
    if (!each.target.empty()) CHECK(built_ones(built) == each.built);
    CHECK(built->errors.empty());
  }
  CHECK(build("FROM a AS x\n", target("no"))->errors.size() == 1);
}

TEST_CASE("stages of which the platform chooses one") {
  const std::string text =
      "FROM a AS base\nFROM base AS base-amd64\nFROM base AS base-arm64\n"
      "FROM base-${TARGETARCH}\n";
  BuildOptions amd64;
  amd64.platform = "linux/amd64";
  CHECK(products(build(text, amd64)) == "3");
  CHECK(built_ones(build(text, amd64)) == "base base-amd64 3");
  BuildOptions arm64;
  arm64.platform = "linux/arm64/v8";
  CHECK(built_ones(build(text, arm64)) == "base base-arm64 3");
  // Nobody knows which: each is one of its architecture.
  const Built open = build(text);
  CHECK(products(open) == "base-amd64 base-arm64 3");
  CHECK(open->stages[1].platform.value == "linux/amd64");
  CHECK(open->stages[2].platform.value == "linux/arm64");
  CHECK(open->stages[0].platform.empty());
  // What something else takes is built; what is called otherwise, or chosen otherwise, too.
  for (const std::string last :
       {"FROM base-$TARGETARCH\nCOPY --from=base-arm64 / /\n", "FROM base-${ARCH}\n",
        "FROM xbase-${TARGETARCH}\n", "FROM base-${TARGETARCH}-slim\n",
        "FROM base-${TARGETOS}${TARGETARCH}\n"}) {
    CAPTURE(last);
    const Built other = build("FROM a AS base-arm64\nFROM a AS base-amd64\n" + last, amd64);
    CHECK(built_ones(other) == "base-arm64 base-amd64 2");
  }
  CHECK(built_ones(build("FROM a AS base-arm64\nFROM a AS base-tools\nFROM base-${TARGETARCH}\n",
                         amd64)) == "base-tools 2");
  arm64.target = "base-amd64";
  CHECK(products(build(text, arm64)) == "base-amd64");
}

TEST_CASE("images that are used without being a base") {
  const Built built = build(
      "FROM a AS x\n"
      "COPY --from=ghcr.io/astral-sh/uv:0.4 /uv /bin/\n"
      "COPY --from=x /a /b\n"
      "COPY --from=0 /a /b\n"
      "COPY --from=$VAR /a /b\n"
      "RUN --mount=type=cache,target=/c --mount=from=other:1,target=/x make\n"
      "COPY --chown=1 local /b\n");
  REQUIRE(built->external_images.size() == 2);
  CHECK(built->external_images[0].reference.value == "ghcr.io/astral-sh/uv:0.4");
  CHECK(built.at(built->external_images[0].span) == "ghcr.io/astral-sh/uv:0.4");
  CHECK(built->external_images[1].reference.value == "other:1");
  CHECK(built.at(built->external_images[1].span) == "other:1");
  CHECK(built->external_images[1].stage == 0);
}

TEST_CASE("uses name the variable that decides") {
  const Built built = build(
      "ARG TAG=1\n"
      "FROM base:$TAG\n"
      "ARG DIR=/x\n"
      "WORKDIR ${DIR}/y\n"
      "COPY a $NONE/b\n"
      "RUN echo $DIR ${TAG:-w} '$DIR' \"$DIR\"\n"
      "RUN for f in a; do echo $f; done; A=1; echo $A $B\n"
      "RUN . ./env; echo $B\n");
  const Stage& stage = built->stages[0];
  REQUIRE(stage.from_uses.size() == 1);
  CHECK(built.at(stage.from_uses[0].span) == "$TAG");
  CHECK(stage.from_uses[0].variable.stage == -1);
  REQUIRE(stage.steps.size() == 6);
  const std::vector<VariableUse>& workdir = stage.steps[1].uses;
  REQUIRE(workdir.size() == 1);
  CHECK(built.at(workdir[0].span) == "${DIR}");
  CHECK(built->at(workdir[0].variable).name == "DIR");
  CHECK_FALSE(workdir[0].in_shell);
  REQUIRE(stage.steps[2].uses.size() == 1);
  CHECK_FALSE(stage.steps[2].uses[0].variable);
  const std::vector<VariableUse>& run = stage.steps[3].uses;
  REQUIRE(run.size() == 3);
  CHECK(run[0].in_shell);
  CHECK(run[0].variable);
  CHECK(run[1].name == "TAG");
  CHECK(run[1].op == ":-");
  CHECK_FALSE(run[1].variable);  // global, not declared in the stage
  CHECK(built.at(run[2].span) == "$DIR");
  std::string maybe;
  for (std::size_t step : {4u, 5u}) {
    for (const VariableUse& use : stage.steps[step].uses)
      maybe += use.name + (use.maybe_set_in_script ? "+ " : "- ");
  }
  CHECK(maybe == "f+ A+ B- B+ ");
}

TEST_CASE("arguments are expanded where the build does") {
  const Built built = build(
      "FROM base\nENV D=/d\nWORKDIR $D\nUSER ${U:-me}\nEXPOSE $P 80\nLABEL a=$D\n"
      "VOLUME $D/v\nCOPY $D/a b\nSTOPSIGNAL $S\n");
  std::string all;
  for (const Step& step : built->stages[0].steps) {
    for (const Text& argument : step.arguments) all += argument.value + "|";
    all += "\n";
  }
  CHECK(all == "D|/d|\n/d|\nme|\n|80|\na|/d|\n/d/v|\n/d/a|b|\n|\n");
}

TEST_CASE("what the build refuses in an expansion is an error where it stands") {
  const Built built = build("FROM base\nENV X=${A!b}\nWORKDIR ${B:?tell me}\n");
  REQUIRE(built->errors.size() == 2);
  CHECK(built.at(built->errors[0].span) == "${A!b}");
  CHECK(built->errors[1].message.find("tell me") != std::string::npos);
}
