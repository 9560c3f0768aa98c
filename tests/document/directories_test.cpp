// Where a stage and the shells of its RUNs are.

#include <doctest/doctest.h>

#include "build.h"
#include "document/context.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

struct Case {
  std::string text;
  std::string expected;
};

std::string show(const Text& directory) {
  CHECK(directory.complete == directory.value.starts_with('/'));
  return directory.empty() ? "?" : directory.value;
}

/// The directory of each command `x` of the last stage.
std::string of_x(const std::string& text, const std::string& image = "base") {
  const Built built = build("FROM " + image + "\n" + text);
  std::string out;
  for (const Step& step : built->stages.back().steps) {
    for (const Command& command : step.commands) {
      if (command.name() == "x") out += (out.empty() ? "" : " ") + show(command.directory);
    }
  }
  return out;
}

template <std::size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(of_x(each.text) == each.expected);
  }
}

}  // namespace

TEST_CASE("WORKDIR") {
  check({
      {"RUN x", "."},
      {"WORKDIR a\nRUN x", "./a"},
      {"WORKDIR a\nWORKDIR ../b\nRUN x", "./b"},
      {"WORKDIR ..\nRUN x", "?"},
      {"WORKDIR /app\nRUN x\nWORKDIR src\nRUN x\nWORKDIR /\nRUN x", "/app /app/src /"},
      {"WORKDIR /a/b/../c/\nRUN x", "/a/c"},
      {"WORKDIR $BASE\nRUN x", "./image"},
      {"ENV D=/d\nWORKDIR ${D}/e\nRUN x", "/d/e"},
      {"ARG D\nWORKDIR $D\nRUN x\nWORKDIR b\nRUN x\nWORKDIR /c\nRUN x", "? ? /c"},
      {"WORKDIR ~\nRUN x", "./~"},
      {"WORKDIR /app\nCMD x", "/app"},
      {"WORKDIR /app\nRUN [\"x\"]", "/app"},
      {"WORKDIR /a\nFROM base\nRUN x", "."},
      {"FROM base AS b\nWORKDIR /a\nFROM b\nWORKDIR b\nRUN x", "/a/b"},
  });
  CHECK(of_x("RUN x", "scratch") == "/");
  const Built built = build("FROM base\nWORKDIR /app\nRUN x\n");
  CHECK(built.at(built->stages[0].steps[1].directory.span()) == "/app");
}

TEST_CASE("cd in a RUN") {
  check({
      {"RUN cd /a && x", "/a"},
      {"RUN cd /a && cd b && x && cd ../c && x", "/a/b /a/c"},
      {"WORKDIR /w\nRUN cd a; x\nRUN x", "/w/a /w"},
      {"RUN cd a && x", "./a"},
      {"RUN cd /a || exit 1; x", "/a"},
      {"RUN mkdir -p /a && cd /a && x", "/a"},
      {"RUN cd -P -- /a && x", "/a"},
      {"RUN builtin cd /a && command cd b && x", "/a/b"},
      {"RUN sudo cd /a && x", "."},
      {"RUN D=/d && cd $D/e && x", "/d/e"},
      {"RUN cd \"$(mktemp -d)\" && x && cd /b && x", "? /b"},
      {"RUN cd /opt/a-* && x", "?"},
      {"RUN cd && x", "?"},
      {"RUN cd ~ && x && cd ~/b && x", "? ?"},
      {"ENV HOME=/h\nRUN cd && x && cd ~/b && x && cd ~other && x", "/h /h/b ?"},
      {"RUN cd /a && cd /b && cd - && x", "/a"},
      {"RUN pushd /a && x && popd && x", "/a ."},
      {"RUN pushd /a && pushd b && x && popd && x && popd && x && popd && x", "/a/b /a . ?"},
      {"RUN cd /a /b && x", "?"},
      {"RUN cd /a & x", "."},
      {"RUN <<EOF\ncd /a\nx\nEOF", "/a"},
  });
}

TEST_CASE("a cd that may not happen makes the directory unknown") {
  check({
      {"RUN if y; then cd /a; fi; x", "?"},
      {"RUN [ -d /a ] && cd /a; x", "?"},
      {"RUN y || cd /a; x", "?"},
      {"RUN y && cd /a; x", "?"},
      {"RUN set -e; y && cd /a && x", "/a"},
      {"RUN for d in a b; do cd $d; x; done", "?"},
      {"RUN f() { cd /a; }; x", "?"},
      {"RUN if y; then cd /a; fi; cd /b; x", "/b"},
  });
}

TEST_CASE("subshells and scripts have a directory of their own") {
  check({
      {"RUN (cd /a && x) && x", "/a ."},
      {"RUN cd /a && (cd b && (cd c && x) && x) && x", "/a/b/c /a/b /a"},
      {"RUN (cd /a) && (x)", "."},
      {"RUN cd /a && y | x", "/a"},
      {"RUN y | cd /a && x", "."},
      {"RUN cd /a && { cd b; x; } && x", "/a/b /a/b"},
      {"RUN cd /a && bash -c 'x && cd b && x' && x", "/a /a/b /a"},
      {"RUN cd /a && bash <<EOF\ncd b\nx\nEOF\nRUN x", "/a/b ."},
  });
}

TEST_CASE("working_directory") {
  const Built built = build("FROM base AS one\nRUN x\nWORKDIR /a\nFROM one\nWORKDIR b\nRUN x\n");
  CHECK(show(working_directory(built.document, 0, 0)) == ".");
  CHECK(show(working_directory(built.document, 0, 2)) == "/a");
  CHECK(show(working_directory(built.document, 1, 0)) == "/a");
  CHECK(show(working_directory(built.document, 1, 1)) == "/a/b");
  CHECK(show(working_directory(built.document, 1, 99)) == "/a/b");
}

TEST_CASE("the base image's own working directory") {
  const auto images = [](std::string_view) {
    return BaseEnvironment{.variables = {}, .complete = true, .directory = "/workspace"};
  };
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, "FROM base\nWORKDIR a\n");
  const Document document = evaluate(dockerfile, {}, images);
  CHECK(show(working_directory(document, 0, 0)) == "/workspace");
  CHECK(show(working_directory(document, 0, 1)) == "/workspace/a");
}

TEST_CASE("long paths and many directories are given up") {
  std::string deep;
  for (int i = 0; i < 3000; ++i) deep += "WORKDIR aa\n";
  CHECK(of_x(deep + "RUN x\n") == "?");
  std::string pushes = "RUN ";
  for (int i = 0; i < 3000; ++i) pushes += "pushd a && ";
  CHECK(of_x(pushes + "x\n") == "?");
}
