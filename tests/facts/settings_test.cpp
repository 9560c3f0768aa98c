// What variables are, for the commands that see them.

#include <doctest/doctest.h>

#include <string>

#include "facts/facts.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

/// `base` is known completely and brings CUDA_VERSION=12.1.0; `some` brings it, too, and more.
std::optional<document::BaseEnvironment> images(std::string_view reference) {
  if (reference == "base") return document::BaseEnvironment{{{"CUDA_VERSION", "12.1.0"}}, true};
  if (reference == "some")
    return document::BaseEnvironment{{{"CUDA_VERSION", "12.1.0"}, {"SECRET", {}}}, false};
  return std::nullopt;
}

std::string shown(const Facts& all, facts::Position at, const std::string& name) {
  const VariableAnswer answer = all.variable(at, name);
  if (answer.set == Known::no) return name + " unset";
  if (answer.set == Known::unknown) return name + " ?";
  if (answer.value() == nullptr) return name + "=?";
  return name + "=" + answer.value()->value;
}

/// For each command `probe A B` what A and B are; for `LABEL probe=A` what A is in the container.
std::string probed(const std::string& text, const document::BuildOptions& options = {}) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  const document::Document document = document::evaluate(dockerfile, options, images);
  const Facts all = gather(document, {});
  std::string out;
  const auto add = [&](const std::string& more) { out += (out.empty() ? "" : "; ") + more; };
  for (const document::Stage& stage : document.stages) {
    for (std::size_t s = 0; s < stage.steps.size(); ++s) {
      const document::Step& step = stage.steps[s];
      for (std::size_t c = 0; c < step.commands.size(); ++c) {
        const document::Command& command = step.commands[c];
        if (command.name() != "probe") continue;
        for (std::size_t w = command.arguments(); w < command.words.size(); ++w)
          add(shown(all, {static_cast<int>(stage.index), s, c}, command.words[w].value));
      }
      if (step.instruction->keyword == read::Keyword::label)
        add(shown(all, end_of(static_cast<int>(stage.index)), step.arguments[1].value));
    }
  }
  return out;
}

struct Case {
  std::string text;
  std::string expected;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(probed(each.text) == each.expected);
  }
}

}  // namespace

TEST_CASE("the stage's variables") {
  check({
      {"FROM base\nRUN probe CUDA_VERSION X PATH", "CUDA_VERSION=12.1.0; X unset; PATH ?"},
      {"FROM some\nRUN probe CUDA_VERSION SECRET X", "CUDA_VERSION=12.1.0; SECRET=?; X ?"},
      {"FROM other\nENV X=1\nRUN probe X Y", "X=1; Y ?"},
      {"FROM base\nENV X=1\nRUN probe X\nENV X=2\nRUN probe X", "X=1; X=2"},
      {"FROM base\nENV X=1 Y=$X\nRUN probe X Y", "X=1; Y="},
      {"FROM base\nARG X\nRUN probe X", "X ?"},
      {"FROM base\nARG X=1\nRUN probe X", "X=1"},
      {"ARG X=1\nFROM base\nRUN probe X\nARG X\nRUN probe X", "X unset; X=1"},
      {"FROM base\nARG X=1\nENV X=2\nRUN probe X\nARG X=3\nRUN probe X", "X=2; X=3"},
      // A declaration without a value does not take the value away.
      {"FROM base\nENV X=2\nARG X\nRUN probe X", "X=2"},
      {"FROM base\nENV CUDA_VERSION=11\nRUN probe CUDA_VERSION", "CUDA_VERSION=11"},
      {"FROM base AS a\nENV X=1\nARG Y=2\nFROM a\nRUN probe X Y", "X=1; Y=2"},
      {"FROM base AS a\nARG X=1\nENV X=2\nARG X=3\nFROM a\nRUN probe X", "X=2"},
      {"FROM base AS a\nENV X=1\nFROM base\nRUN probe X", "X unset"},
  });
  CHECK(probed("ARG X=1\nFROM base\nARG X\nRUN probe X", {{{"X", "5"}}, {}, "", ""}) == "X=5");
}

TEST_CASE("containers have no ARG") {
  check({
      {"FROM base\nENV X=1\nARG X=2\nRUN probe X\nCMD probe X", "X=2; X=1"},
      {"FROM base\nARG X=2\nLABEL probe=X", "X unset"},
      {"FROM base\nCMD [\"probe\", \"X\"]\nENV X=1", "X=1"},
      {"FROM base AS a\nENV X=1\nFROM a\nARG X=2\nLABEL probe=X", "X=1"},
      {"FROM base\nLABEL probe=CUDA_VERSION", "CUDA_VERSION=12.1.0"},
      {"FROM other\nLABEL probe=X", "X ?"},
  });
}

TEST_CASE("exported in a RUN") {
  check({
      {"FROM base\nRUN export X=1 && probe X\nRUN probe X", "X=1; X unset"},
      {"FROM base\nRUN probe X; export X=1 Y=$X; probe X Y; export X=2; probe X",
       "X unset; X=1; Y=?; X=2"},
      {"FROM base\nRUN X=1; probe X", "X unset"},
      {"FROM other\nRUN X=1; probe X", "X ?"},
      {"FROM base\nENV X=0\nRUN X=1; probe X", "X=1"},
      {"FROM base\nRUN X=1; export X; probe X; X=2; probe X", "X=1; X=2"},
      {"FROM base\nRUN export X; probe X; X=2; probe X", "X unset; X=2"},
      {"FROM base\nRUN set -a; X=1; probe X", "X=1"},
      {"FROM base\nRUN set -eo allexport && X=1 && probe X", "X=1"},
      {"FROM base\nRUN declare -x X=1; declare Y=1; probe X Y", "X=1; Y unset"},
      {"FROM base\nENV X=1\nRUN unset X; probe X; export X=2; probe X", "X unset; X=2"},
      {"FROM base\nRUN if true; then export X=1; fi; probe X", "X ?"},
      {"FROM base\nRUN export X=1; test -e y && export X=2; probe X; export X=3; probe X",
       "X ?; X=3"},
      {"FROM base\nRUN export X=$(nproc); probe X", "X=?"},
      {"FROM base\nENV X=1\nRUN X+=2; probe X", "X=?"},
      {"FROM base\nENV X=1\nRUN read X; probe X", "X=?"},
      {"FROM base\nENV X=1\nRUN for X in a b; do probe X; done", "X=?"},
      {"FROM base\nRUN <<EOF\nexport X=1\nprobe X\nEOF", "X=1"},
  });
}

TEST_CASE("subshells and scripts in scripts") {
  check({
      {"FROM base\nRUN (export X=1; probe X); probe X", "X=1; X unset"},
      {"FROM base\nRUN export X=1; (probe X; export X=2; probe X); probe X", "X=1; X=2; X=1"},
      {"FROM base\nRUN (export X=1; probe X | tee log; probe X); probe X", "X ?; X=1; X unset"},
      {"FROM base\nRUN bash -c 'export X=1; probe X'; probe X", "X=1; X unset"},
      {"FROM base\nRUN export X=1; bash -c 'probe X; export X=2'; probe X", "X=1; X=1"},
      {"FROM base\nRUN X=1 bash -c 'probe X; Y=2 probe Y; probe Y'; probe X",
       "X=1; Y=2; Y unset; X unset"},
      {"FROM base\nRUN export X=1 | cat; probe X", "X unset"},
  });
}

TEST_CASE("set for one command") {
  check({
      {"FROM base\nRUN X=1 probe X; probe X", "X=1; X unset"},
      {"FROM base\nENV X=1\nRUN X= probe X; probe X", "X=; X=1"},
      {"FROM base\nRUN export X=1; X=2 probe X; probe X", "X=2; X=1"},
      {"FROM base\nRUN env X=1 Y=2 probe X Y", "X=1; Y=2"},
      {"FROM base\nENV X=1\nRUN env -u X probe X; env -i Z=1 probe X Z", "X unset; X ?; Z=1"},
      {"FROM base\nENV X=1\nRUN sudo probe X; sudo -E probe X; sudo X=2 probe X", "X ?; X=1; X=2"},
      {"FROM base\nRUN export X=1 && (X=2 probe X)", "X=2"},
  });
}

TEST_CASE("what is not followed") {
  check({
      {"FROM base\nENV X=1\nRUN . ./env.sh; probe X; export X=2; probe X\nRUN probe X",
       "X ?; X=2; X=1"},
      {"FROM base\nENV X=1\nRUN eval \"$(tool)\"; X=3 probe X", "X=3"},
      {"FROM base\nENV X=1 VIRTUAL_ENV=/a\nRUN . /v/bin/activate; probe X VIRTUAL_ENV",
       "X=1; VIRTUAL_ENV ?"},
      {"FROM base\nENV PIP_PRE=1 X=1\nRUN conda activate x; probe PIP_PRE X", "PIP_PRE=1; X ?"},
      {"FROM base\nENV X=1\nRUN . /etc/os-release; probe X ID", "X=1; ID ?"},
      {"FROM base\nENV X=1 PIP_PRE=1\nSHELL [\"/bin/bash\", \"-lc\"]\nRUN probe X PIP_PRE",
       "X ?; PIP_PRE=1"},
      {"FROM base\nENV X=1\nRUN bash -lc 'probe X'", "X ?"},
      {"FROM base\nENV X=1\nRUN source a; X=2; probe X", "X=2"},
  });
}

TEST_CASE("stages that are not built, and positions outside") {
  const read::Dockerfile dockerfile =
      read::parse_dockerfile(0, "FROM base AS a\nENV X=1\nFROM base AS b\nENV X=2\n");
  const Facts facts = gather(document::evaluate(dockerfile, {{}, {}, "a", ""}, images), {});
  CHECK(shown(facts, end_of(0), "X") == "X=1");
  CHECK(shown(facts, end_of(7), "X") == "X ?");
  CHECK(Facts().variable({0, 0, 0}, "X").set == Known::unknown);
  REQUIRE(facts.settings.size() == 2);
  CHECK(facts.settings[1].line.begin == 15);
  // A copy answers from its own rows.
  const Facts copy = facts;
  CHECK(copy.variable(end_of(0), "X").setting == &copy.settings[1]);
}
