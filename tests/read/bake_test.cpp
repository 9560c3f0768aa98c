#include "read/bake.h"

#include <doctest/doctest.h>

using namespace cudafit;

namespace {

/// Targets as `name: dockerfile context target args platforms`.
std::string shown(const std::string& bytes, bool json = false) {
  const read::BakeFile file = read::read_bake({{0, bytes, json}});
  std::string out;
  for (const read::HclError& error : file.errors) out += "error: " + error.message + "\n";
  for (const read::BakeTarget& each : file.targets) {
    out += each.name.value + ": " + each.build.dockerfile.value + " in " +
           each.build.context.value + " to " + each.build.target.value +
           (each.build.target.complete ? "" : "?");
    for (const read::ComposePair& arg : each.build.args) {
      out += " " + arg.name.value;
      if (arg.value) out += "=" + arg.value->value + (arg.value->complete ? "" : "?");
    }
    for (const Text& platform : each.build.platforms) out += " @" + platform.value;
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("targets inherit, later ones win, arguments are merged") {
  CHECK(shown(R"(
variable "CUDA" { default = "12.4.1" }
target "_common" {
  dockerfile = "docker/Dockerfile"
  context = "."
  args = { CUDA_VERSION = CUDA, JOBS = 4, GONE = 1 }
}
target "dev" { inherits = ["_common"], target = "dev" }
target "image" {
  inherits = ["_common"]
  target = "final"
  args = { CUDA_VERSION = "${CUDA}-devel", GONE = null }
  platforms = ["linux/amd64", "linux/arm64"]
}
)") == "error: expected the end of the line\n");
  CHECK(shown(R"(
variable "CUDA" { default = "12.4.1" }
target "_common" {
  dockerfile = "docker/Dockerfile"
  context = "."
  args = { CUDA_VERSION = CUDA, JOBS = 4, GONE = 1 }
}
target "image" {
  inherits = ["_common"]
  target = "final"
  args = { CUDA_VERSION = "${CUDA}-devel", GONE = null }
  platforms = ["linux/amd64", "linux/arm64"]
}
)") == "image: docker/Dockerfile in . to final CUDA_VERSION=12.4.1-devel JOBS=4 GONE @linux/amd64 "
       "@linux/arm64\n");
}

TEST_CASE("variables ask for others, and never for themselves without end") {
  CHECK(shown("A = \"x\"\nvariable \"B\" { default = \"${A}y\" }\ntarget t { target = B }\n") ==
        "t:  in  to xy\n");
  CHECK(shown("variable B { default = \"${B}y\" }\ntarget t { target = B }\n") ==
        "t:  in  to y?\n");
  CHECK(shown("variable B {}\ntarget t { target = B }\n") == "t:  in  to ?\n");
}

TEST_CASE("a matrix is a build for each of its values") {
  CHECK(shown("target t {\n name = \"t-${v}\"\n matrix = { v = [\"11.8\", \"12.4\"] }\n"
              " args = { CUDA = v }\n}\n") ==
        "t-11.8:  in  to  CUDA=11.8\nt-12.4:  in  to  CUDA=12.4\n");
}

TEST_CASE("what inherits from where nobody knows is not a build that is known") {
  CHECK(shown("target t { inherits = [\"elsewhere\"] }\n") == "");
  CHECK(shown("target t { inherits = [NAME] }\n") == "");
}

TEST_CASE("targets that inherit from each other come to an end") {
  CHECK(shown("target a { inherits = [\"b\"] }\ntarget b { inherits = [\"a\"] }\n") == "");
  CHECK(shown("target a { inherits = [\"b\"] }\ntarget b { inherits = [\"a\"] }\n"
              "group g { targets = [\"a\"] }\n") == "a:  in  to \n");
  std::string wide;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "\"t" + std::to_string(i + 1) + "\"";
    wide += "target t" + std::to_string(i) + " { inherits = [" + next + ", " + next + "] }\n";
  }
  CHECK(shown(wide + "target t40 {}\ngroup g { targets = [\"t40\"] }\n").find("t40: ") !=
        std::string::npos);
}

TEST_CASE("JSON says the same") {
  CHECK(shown(R"({"variable": {"V": {"default": "12"}},
 "target": {"t": {"dockerfile": "D", "args": {"A": "cu${V}", "B": null}, "platforms": ["linux/arm64"]}}})",
              true) == "t: D in  to  A=cu12 B @linux/arm64\n");
  CHECK(shown("{\"target\": ", true) == "error: this is no JSON\n");
}
