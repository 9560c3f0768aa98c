// What the build refuses in an instruction, and which files are Dockerfiles at all.

#include <doctest/doctest.h>

#include "build.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

struct Case {
  std::string text;
  std::string at;     ///< what the error points at; empty: there is none
  std::string words;  ///< part of its message
};

}  // namespace

TEST_CASE("errors") {
  for (const Case& each : {
           Case{"FROM base\n", "", ""},
           Case{"from base as x\n", "", ""},
           Case{"FROM base aS x\n", "", ""},
           Case{"FROM base\nRNU a\n", "RNU", "did you mean RUN?"},
           Case{"FROM base\nCOYP a b\n", "COYP", "did you mean COPY?"},
           Case{"FROM base\nENTRYPONT a\n", "ENTRYPONT", "did you mean ENTRYPOINT?"},
           Case{"FROM base\nXYZZY a\n", "XYZZY", "unknown instruction XYZZY"},
           Case{"FROM base\nrun a\n", "", ""},
           Case{"FROM\n", "FROM", "FROM takes an image"},
           Case{"FROM base x\n", "FROM", "FROM takes an image"},
           Case{"FROM base AS\n", "FROM", "FROM takes an image"},
           Case{"FROM base IS x\n", "FROM", "FROM takes an image"},
           Case{"FROM base AS x y\n", "FROM", "FROM takes an image"},
           Case{"FROM base # comment\n", "FROM", "FROM takes an image"},
           Case{"FROM base AS 1x\n", "1x", "starts with a letter"},
           Case{"FROM base AS a$b\n", "a$b", "starts with a letter"},
           Case{"FROM base AS A-b_c.1\n", "", ""},
           Case{"FROM base\nRUN\n", "", ""},
           Case{"FROM base\nENV\n", "ENV", "needs an argument"},
           Case{"FROM base\nCMD []\n", "", ""},
           Case{"FROM base\nCMD\n", "", ""},
           Case{"FROM base\nRUN <<E\na\nE\n", "", ""},
           Case{"FROM base\nCOPY a\n", "COPY", "source and a destination"},
           Case{"FROM base\nADD a\n", "ADD", "source and a destination"},
           Case{"FROM base\nCOPY a b\n", "", ""},
           Case{"FROM base\nCOPY [\"a\"]\n", "COPY", "source and a destination"},
           Case{"FROM base\nCOPY <<E /x\na\nE\n", "", ""},
           Case{"FROM base\nONBUILD RUN a\n", "", ""},
           Case{"ARG A=1\nRUN a\nFROM base\n", "RUN", "before the first FROM"},
           Case{"ENV A=1\nFROM base\n", "ENV", "before the first FROM"},
           Case{"ARG A=1\nFROM base\n", "", ""},
       }) {
    CAPTURE(each.text);
    const Built built = build(each.text);
    std::string all;
    for (const BuildError& error : built->errors) all += error.message + "\n";
    CAPTURE(all);
    if (each.at.empty()) {
      CHECK(built->errors.empty());
      continue;
    }
    REQUIRE(built->errors.size() == 1);
    CHECK(built.at(built->errors[0].span) == each.at);
    CHECK(built->errors[0].message.find(each.words) != std::string::npos);
    CHECK(built->errors[0].message.back() != '.');
  }
}

TEST_CASE("an error does not end the reading") {
  const Built built = build("FROM base AS a\nRNU x\nRUN y\nFROM a b c d\nRUN z\n");
  CHECK(built->errors.size() == 2);
  CHECK(built->stages.size() == 2);
  CHECK(commands(built) == "y ; z");
}

TEST_CASE("shapes") {
  struct Looks {
    std::string text;
    Shape shape;
  };
  for (const Looks& each : {
           Looks{"FROM base\nRUN a\n", Shape::dockerfile},
           Looks{"# syntax=docker/dockerfile:1\nFROM base\n", Shape::dockerfile},
           Looks{"# syntax=docker.io/docker/dockerfile-upstream:master\nFROM base\n",
                 Shape::dockerfile},
           Looks{"# syntax=other/frontend\nFROM base\nMAGIC x\n", Shape::templated},
           Looks{"FROM base\nRNU a\n", Shape::dockerfile},
           Looks{"FROM base\nRUN echo '{{.Names}}' {% x %}\n", Shape::dockerfile},
           Looks{"FROM {{ base }}\nRUN a\n", Shape::templated},
           Looks{"{% if x %}\nFROM base\n{% endif %}\nRUN a\n", Shape::templated},
           Looks{"ARG A={{ a }}\nFROM base\n", Shape::templated},
           Looks{"FROM <<base>>\n", Shape::templated},
           Looks{"FROM base:@@TAG@@\n", Shape::templated},
           Looks{"RUN a\nENV B=1\n", Shape::fragment},
           Looks{"ARG A=1\n", Shape::fragment},
           Looks{"import os\nprint(1)\n", Shape::foreign},
           Looks{"RUN a\nhello there\n", Shape::foreign},
           Looks{"", Shape::dockerfile},
       }) {
    CAPTURE(each.text);
    const Built built = build(each.text);
    CHECK(built->shape == each.shape);
    if (each.shape != Shape::dockerfile) {
      CHECK(built->stages.empty());
      CHECK(built->errors.empty());
    }
  }
}
