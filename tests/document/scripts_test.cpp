// The commands of a step: shell form, exec form, heredocs, scripts inside scripts.

#include <doctest/doctest.h>

#include "build.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

struct Case {
  std::string text;
  std::string expected;
};

/// The commands of the only step behind `FROM base`.
std::string of_step(const std::string& text) { return commands(build("FROM base\n" + text)); }

template <std::size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(of_step(each.text) == each.expected);
  }
}

/// Programs of all commands, `-` where none is known.
std::string programs(const std::string& text) {
  const Built built = build("FROM base\n" + text);
  std::string out;
  for (const Step& step : built->stages[0].steps) {
    for (const Command& command : step.commands) {
      const std::string_view name = command.name();
      out += (out.empty() ? "" : " ") + (name.empty() ? "-" : std::string(name));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("shell form") {
  check({
      {"RUN a b && c", "a b ; c"},
      {"RUN a \\\n  # comment\n  b \\\n\n  && c", "a b ; c"},
      {"RUN --mount=type=cache,target=/x a b", "a b"},
      {"CMD a b", "a b"},
      {"ENTRYPOINT a; b", "a ; b"},
      {"HEALTHCHECK --interval=5s CMD a b || exit 1", "a b ; exit 1"},
      {"HEALTHCHECK NONE", ""},
      {"RUN a 'b", "a ? ; (more)"},
      {"RUN a \"$BASE\" '$BASE' $NONE.", "a image $BASE ."},
      {"RUN A=1 && echo $A", " ; echo 1"},
      {"RUN export A=1 B=$BASE; echo $A$B", "export A=1 B=image ; echo 1image"},
      {"RUN A=1 make; echo $A", "make ; echo ?"},
      {"RUN if x; then A=1; fi; echo $A", "x ;  ; echo ?"},
      {"RUN (A=1); echo $A", " ; echo ?"},
      {"RUN read A; echo $A", "read A ; echo ?"},
      {"RUN eval \"$BASE\"; echo $A $BASE", "eval image ; echo ? image"},
      {"RUN echo $HOME $PATH $HTTP_PROXY", "echo ? ? ?"},
      {"RUN A=1; A=$(b); echo $A", " ;  ; echo ?"},
      {"RUN A=1; A+=2; echo $A", " ;  ; echo 2?"},
  });
}

TEST_CASE("exec form is taken word by word") {
  check({
      {R"(RUN ["a", "b c", "$BASE", "&&", "d"])", "a b c $BASE && d"},
      {R"(CMD ["nvidia-smi"])", "nvidia-smi"},
      {R"(ENTRYPOINT [])", ""},
      {R"(HEALTHCHECK CMD ["a", "b"])", "a b"},
      {R"(RUN ["sh", "-c", "a && b"])", "sh -c a && b ; ^a ; ^b"},
      {R"(RUN ["bash", "-lc", "a; b"])", "bash -lc a; b ; ^a ; ^b"},
      {R"(RUN [ "a" , ])", "[ a , ]"},  // no JSON, so the shell gets it
  });
  const Built built = build("FROM base\nRUN [\"a\", \"b c\"]\n");
  const Command& command = built->stages[0].steps[0].commands[0];
  CHECK(command.syntax.failure == read::Failure::fatal);
  CHECK(built.at(command.words[1].span()) == "b c");
}

TEST_CASE("heredocs of RUN") {
  check({
      {"RUN <<EOF\na b\nc\nEOF\n", "a b ; c"},
      {"RUN <<'EOF'\na $BASE\nEOF\n", "a image"},
      {"RUN <<-EOF\n\ta\n\tEOF\n", "a"},
      {"RUN <<EOF\n#!/bin/sh -e\na\nEOF\n", "a"},
      {"RUN <<EOF\n#!/usr/bin/env bash\na\nb\nEOF\n", "a ; b"},
      {"RUN <<EOF\n#!/usr/bin/env python3\nimport torch\nEOF\n", " ; (more)"},
      {"RUN bash <<EOF\na\nb\nEOF\n", "bash ; ^a ; ^b"},
      {"RUN bash -ex <<'EOF' && c\na\nEOF\n", "bash -ex ; ^a ; c"},
      {"RUN python3 <<EOF\nimport torch\nEOF\n", "python3"},
      {"RUN cat <<A > x && bash <<B\n1\nA\nb\nB\n", "cat ; bash ; ^b"},
      {"RUN for i in 1; do cat; done <<A && bash <<B\n1\nA\nb\nB\n",
       "for i in 1 ; cat ;  ; bash ; ^b"},
      {"RUN <<A cat && b\nx\nA\n", "cat ; b"},
      {"RUN <<EOF\ncat <<X\ny\nX\nz\nEOF\n", "cat ; z"},
  });
}

TEST_CASE("the first line of a heredoc decides whether its failures count") {
  const auto fatal = [](const std::string& text) {
    const Built built = build("FROM base\n" + text);
    std::string out;
    for (const Command& command : built->stages[0].steps.back().commands) {
      if (command.syntax.failure == read::Failure::fatal) out += std::string(command.name()) + " ";
    }
    return out;
  };
  CHECK(fatal("RUN <<EOF\na\nb\nEOF\n") == "b ");
  CHECK(fatal("RUN <<EOF\nset -e\na\nb\nEOF\n") == "a b ");
  CHECK(fatal("RUN <<EOF\n#!/bin/bash -e\na\nb\nEOF\n") == "a b ");
  CHECK(fatal("RUN bash -e <<EOF\na\nb\nEOF\n") == "bash a b ");
  CHECK(fatal("RUN bash -e <<EOF || c\na\nb\nEOF\n").empty());
  CHECK(fatal("RUN bash -euo pipefail -c 'a | b; c'\n") == "bash a b c ");
  CHECK(fatal("RUN bash +e -c 'a; b'\n") == "bash b ");
  CHECK(fatal("SHELL [\"/bin/bash\", \"-ec\"]\nRUN a; b\n") == "a b ");
  CHECK(fatal("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\n") == "a b ");
  CHECK(fatal("SHELL [\"/bin/bash\", \"--login\", \"-c\"]\nRUN a; b\n") == "b ");
}

TEST_CASE("scripts inside scripts") {
  check({
      {"RUN sh -c 'a; b'", "sh -c a; b ; ^a ; ^b"},
      {"RUN /bin/bash -lc \"a $BASE\"", "/bin/bash -lc a image ; ^a image"},
      {"RUN bash -o pipefail -c 'a | b'", "bash -o pipefail -c a | b ; ^a ; ^b"},
      {"RUN bash --norc -c a", "bash --norc -c a ; ^a"},
      {"RUN sudo sh -c 'a'", "sudo sh -c a ; ^a"},
      {"RUN bash -c 'sh -c \"a b\"'", "bash -c sh -c \"a b\" ; ^sh -c a b ; ^^a b"},
      {"RUN bash -c \"$(b)\"", "bash -c ? ; (more)"},
      {"RUN bash x.sh -c a", "bash x.sh -c a"},
      {"RUN bash", "bash"},
      {"RUN su -c 'a'", "su -c a"},
  });
  std::string deep = "a";
  for (int i = 0; i < 30; ++i) deep = "sh -c \"" + deep + "\"";
  CHECK_NOTHROW(of_step("RUN " + deep));
}

TEST_CASE("the program behind its prefixes") {
  for (const Case& each : {
           Case{"RUN a b", "a"},
           Case{"RUN /usr/local/cuda/bin/nvcc x.cu", "nvcc"},
           Case{"RUN $(which nvcc) x.cu", "-"},
           Case{"RUN sudo a", "a"},
           Case{"RUN sudo -u me -E A=1 a", "a"},
           Case{"RUN env A=1 B=2 a", "a"},
           Case{"RUN env -u A -i a", "a"},
           Case{"RUN A=1 a", "a"},
           Case{"RUN exec a", "a"},
           Case{"RUN nohup nice -n 5 time a", "a"},
           Case{"RUN timeout -s KILL 60 a", "a"},
           Case{"RUN timeout 60 a", "a"},
           Case{"RUN gosu me a", "a"},
           Case{"RUN command a", "a"},
           Case{"RUN command -v a", "command"},
           Case{"RUN conda run -n env a", "a"},
           Case{"RUN conda run --no-capture-output -p /opt/env pip install x", "pip"},
           Case{"RUN micromamba run -n x python a.py", "python"},
           Case{"RUN sudo env A=1 conda run -n x a", "a"},
           Case{"RUN conda install x", "conda"},
           Case{"RUN sudo", "sudo"},
           Case{"RUN env", "env"},
           Case{"RUN A=1", "-"},
       }) {
    CAPTURE(each.text);
    CHECK(programs(each.text) == each.expected);
  }
}

TEST_CASE("shells that are not POSIX are not read") {
  struct Windows {
    std::string text;
    bool understood;
  };
  for (const Windows& each : {
           Windows{"FROM base\nRUN a\n", true},
           Windows{"FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN a\n", false},
           Windows{"FROM x/nanoserver\nRUN a\n", false},
           Windows{"# escape=`\nFROM base\nRUN a `\n  b\n", false},
           Windows{"FROM x/nanoserver AS a\nFROM a\nRUN a\n", false},
           Windows{"FROM x/nanoserver\nSHELL [\"bash\", \"-c\"]\nRUN a\n", true},
           Windows{"FROM base\nSHELL [\"powershell\", \"-Command\"]\nRUN a\n", false},
           Windows{"FROM base\nSHELL [\"conda\", \"run\", \"bash\", \"-c\"]\nRUN a\n", true},
           Windows{"FROM base AS a\nSHELL [\"pwsh\"]\nFROM a\nRUN a\n", false},
           Windows{"FROM base AS a\nSHELL [\"pwsh\"]\nFROM base\nRUN a\n", true},
           Windows{"FROM x/nanoserver\nRUN [\"a\"]\n", true},  // exec form needs no shell
       }) {
    CAPTURE(each.text);
    const Built built = build(each.text);
    const Step& step = built->stages.back().steps.back();
    CHECK(step.understood == each.understood);
    CHECK(step.commands.empty() != each.understood);
  }
}

TEST_CASE("places lead back through continuations and quotes") {
  const Built built = build("FROM base\nRUN nv\\\ncc -x && \\\n  bash -c 'pip in\"st\"all a'\n");
  const std::vector<Command>& all = built->stages[0].steps[0].commands;
  REQUIRE(all.size() == 3);
  CHECK(all[0].words[0].value == "nvcc");
  CHECK_FALSE(all[0].words[0].span());
  CHECK(built.at(all[0].words[0].around()) == "nv\\\ncc");
  CHECK(built.at(all[0].words[1].span()) == "-x");
  CHECK(all[2].words[1].value == "install");
  CHECK(built.at(all[2].words[2].span()) == "a");
  CHECK(built.at(all[2].syntax.span) == "pip in\"st\"all a");
}

TEST_CASE("what a script does to its variables") {
  check({
      {"RUN export A=1 && B=$A-2 && c $B", "export A=1 ;  ; c 1-2"},
      {"RUN A=1 c $A; d", "c ? ; d"},
      {"RUN BASE=1 c $BASE; d $BASE", "c image ; d image"},
      {"RUN for BASE in a b; do c $BASE; done; d $BASE", "for BASE in a b ; c ? ; d ?"},
      {"RUN read BASE; c $BASE", "read BASE ; c ?"},
      {"RUN printf -v BASE x; c $BASE", "printf -v BASE x ; c ?"},
      {"RUN printf BASE; c $BASE", "printf BASE ; c image"},
      {"RUN A=1; unset A; c $A.", " ; unset A ; c ."},
      {"RUN if x; then unset BASE; fi; c $BASE", "x ; unset BASE ; c ?"},
      {"RUN while x; do c $BASE; BASE=1; done", "x ; c ? ; "},
      {"RUN f() { c $BASE; }; BASE=1; f", "c ? ;  ; f"},
      {"RUN A=1; if x; then c $A; fi", " ; x ; c 1"},
      {"RUN BASE+=1; c $BASE", " ; c 1?"},
      {"RUN export BASE+=1; c $BASE", "export BASE+=1 ; c ?"},
      {"RUN export A=1; sh -c 'c $A'", "export A=1 ; sh -c c $A ; ^c 1"},
      {"RUN A=1; sh -c 'c $A.'", " ; sh -c c $A. ; ^c ."},
      {"RUN set -a; A=1; sh -c 'c $A'", "set -a ;  ; sh -c c $A ; ^c 1"},
      {"RUN BASE=1; sh -c 'c $BASE'", " ; sh -c c $BASE ; ^c 1"},
      {"RUN A=1 sh -c 'c $A'", "sh -c c $A ; ^c 1"},
      {"RUN env A=1 sh -c 'c $A'", "env A=1 sh -c c $A ; ^c 1"},
      {"RUN if x; then export A=1; fi; sh -c 'c $A'", "x ; export A=1 ; sh -c c $A ; ^c ?"},
      {"RUN sh -c 'A=1'; c $A.", "sh -c A=1 ; ^ ; c ."},
  });
}
