// Which tag would do instead, how far that may be trusted, and where the edits land.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "advise/tags.h"
#include "source/apply.h"

using namespace cudafit;
using namespace cudafit::advise;

namespace {

graph::Graph graph_of(std::string_view text) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  return graph::connect(facts::gather(document::evaluate(dockerfile, {}, {}), {}));
}

std::vector<Candidate> near(const std::string& tag, std::size_t most = 3) {
  const graph::Graph graph = graph_of("FROM nvidia/cuda:" + tag + "\n");
  REQUIRE(graph.images.size() == 1);
  return Tags(graph.images[0].repository).nearest(graph.images[0], most);
}

/// The file after the first image's tag has been changed; empty when no edit can do it.
std::string retagged(const std::string& text, std::string_view tag) {
  const graph::Graph graph = graph_of(text);
  REQUIRE_FALSE(graph.images.empty());
  const Fix fix{"", Safety::safe, retag(graph.fact_of(graph.images[0]), tag)};
  if (fix.edits.empty()) return "";
  for (std::size_t i = 1; i < fix.edits.size(); ++i)
    CHECK(fix.edits[i - 1].span.end <= fix.edits[i].span.begin);
  return apply(text, 0, {&fix}).bytes;
}

}  // namespace

TEST_CASE("the nearest tag, and whether it may be taken without asking") {
  struct Case {
    std::string wanted;
    std::string first;
    Safety safety;
  };
  for (const Case& each : {
           // only the patch release was left out, and one tag has everything else
           Case{"12.1-base-ubuntu22.04", "12.1.1-base-ubuntu22.04", Safety::suggested},
           Case{"11.8-devel-ubuntu22.04", "11.8.0-devel-ubuntu22.04", Safety::safe},
           Case{"11.8.0-cudnn-devel-ubuntu22.04", "11.8.0-cudnn8-devel-ubuntu22.04", Safety::safe},
           // the OS was left out: which one is a choice
           Case{"11.8.0-devel", "11.8.0-devel-ubuntu22.04", Safety::suggested},
           // taken away: the next patch release has the same
           Case{"11.3.0-base-ubuntu20.04", "11.3.1-base-ubuntu20.04", Safety::safe},
           // no flavor named: a guess
           Case{"11.8.0", "", Safety::shown},
           // another major release
           Case{"9.0-base-ubuntu16.04", "", Safety::shown},
       }) {
    CAPTURE(each.wanted);
    const std::vector<Candidate> found = near(each.wanted);
    REQUIRE_FALSE(found.empty());
    CAPTURE(found[0].row.tag);
    CAPTURE(found[0].difference);
    if (!each.first.empty()) CHECK(found[0].row.tag == each.first);
    CHECK(found[0].safety == each.safety);
  }
}

TEST_CASE("candidates are published, different from each other, and as many as asked for") {
  for (const std::string wanted :
       {"12.1-base-ubuntu22.04", "11.0-devel", "10.2-cudnn7-runtime", "9.0", "12.6-devel-debian12",
        "nonsense", "latest", "13.9.9-devel-ubuntu24.04"}) {
    CAPTURE(wanted);
    for (const std::size_t most : {0u, 1u, 3u}) {
      const std::vector<Candidate> found = near(wanted, most);
      CHECK(found.size() <= most);
      for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].row.existence == matrix::Existence::published);
        CHECK(matrix::find_tag("nvidia/cuda", found[i].row.tag).existence ==
              matrix::Existence::published);
        // Only the first may be taken without asking, and only when nothing else changes.
        if (found[i].safety == Safety::safe) CHECK((i == 0 && found[i].difference.empty()));
        for (std::size_t j = 0; j < i; ++j) CHECK(found[i].row.tag != found[j].row.tag);
      }
    }
  }
}

TEST_CASE("a candidate says what changes") {
  const std::vector<Candidate> found = near("12.1-cudnn7-devel-ubuntu16.04");
  REQUIRE_FALSE(found.empty());
  CHECK(found[0].difference.find("cuDNN") != std::string::npos);
  CHECK(found[0].difference.find("ubuntu") != std::string::npos);
  CHECK(near("11.8-devel-ubuntu22.04")[0].difference.empty());
}

TEST_CASE("a mirror is answered from the same table") {
  const graph::Graph graph = graph_of("FROM nvcr.io/nvidia/cuda:11.8-devel-ubuntu22.04\n");
  const std::vector<Candidate> found = Tags(graph.images[0].repository).nearest(graph.images[0], 1);
  REQUIRE(found.size() == 1);
  CHECK(found[0].row.tag == "11.8.0-devel-ubuntu22.04");
}

TEST_CASE("of a repository without a table nothing is advised") {
  const graph::Graph graph = graph_of("FROM ubuntu:22.04\n");
  CHECK(Tags("ubuntu").nearest(graph.images[0], 3).empty());
  CHECK(Tags("ubuntu").starters(nullptr, 3).empty());
}

TEST_CASE("tags to begin with") {
  const std::vector<Candidate> all = Tags("nvidia/cuda").starters(nullptr, 3);
  REQUIRE(all.size() == 3);
  CHECK(all[0].row.flavor == matrix::Flavor::base);
  CHECK(all[1].row.flavor == matrix::Flavor::runtime);
  CHECK(all[2].row.flavor == matrix::Flavor::devel);
  facts::StageFact stage;
  stage.compiles = true;
  const std::vector<Candidate> compiling = Tags("nvidia/cuda").starters(&stage, 3);
  REQUIRE(compiling.size() == 1);
  CHECK(compiling[0].row.flavor == matrix::Flavor::devel);
  for (const Candidate& each : all) {
    CHECK(each.safety == Safety::shown);
    CHECK(each.row.cuda == all[0].row.cuda);
  }
}

TEST_CASE("a tag is changed where it is written") {
  struct Case {
    std::string what;
    std::string before;
    std::string tag;
    std::string after;
  };
  for (const Case& each : {
           Case{"in FROM", "FROM a/b:1-x\n", "2-y", "FROM a/b:2-y\n"},
           Case{"another number of words", "FROM a/b:1-x\n", "2", "FROM a/b:2\n"},
           Case{"none yet", "FROM a/b AS x\n", "2", "FROM a/b:2 AS x\n"},
           Case{"none yet, with a port", "FROM h:5000/b\n", "2", "FROM h:5000/b:2\n"},
           Case{"in quotes", "FROM \"a/b:1\"\n", "2", "FROM \"a/b:2\"\n"},
           Case{"the whole tag in ARG", "ARG T=1-x\nFROM a/b:${T}\n", "2-x",
                "ARG T=2-x\nFROM a/b:${T}\n"},
           Case{"one part in ARG", "ARG V=1.0\nFROM a/b:$V-x\n", "2.0-x",
                "ARG V=2.0\nFROM a/b:$V-x\n"},
           Case{"both parts", "ARG V=1.0\nFROM a/b:$V-x\n", "2.0-y", "ARG V=2.0\nFROM a/b:$V-y\n"},
           Case{"the part behind ARG only", "ARG V=1.0\nFROM a/b:$V-x\n", "1.0-y",
                "ARG V=1.0\nFROM a/b:$V-y\n"},
           Case{"the whole image in ARG", "ARG I=a/b:1\nFROM $I\n", "2", "ARG I=a/b:2\nFROM $I\n"},
           Case{"no tag, the whole image in ARG", "ARG I=a/b\nFROM $I\n", "2",
                "ARG I=a/b:2\nFROM $I\n"},
           Case{"an ARG of an ARG", "ARG V=1\nARG T=$V-x\nFROM a/b:$T\n", "2-x",
                "ARG V=2\nARG T=$V-x\nFROM a/b:$T\n"},
           Case{"a default in the reference", "FROM a/b:${T:-1}\n", "2", "FROM a/b:${T:-2}\n"},
           Case{"a word of two parts: the part that differs", "ARG N=1\nFROM a/b:$N.0-x\n", "1.5-x",
                "ARG N=1\nFROM a/b:$N.5-x\n"},
           Case{"a word of two parts: both differ", "ARG N=1\nFROM a/b:$N.0-x\n", "2.5-x", ""},
           Case{"across a continuation", "FROM \\\n  a/b:1\n", "2", "FROM \\\n  a/b:2\n"},
       }) {
    CAPTURE(each.what);
    CHECK(retagged(each.before, each.tag) == each.after);
  }
}

TEST_CASE("what the command line gave cannot be edited") {
  const std::string text = "ARG T=1\nFROM a/b:$T\n";
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  document::BuildOptions options;
  options.args["T"] = "3";
  const graph::Graph graph =
      graph::connect(facts::gather(document::evaluate(dockerfile, options, {}), {}));
  CHECK(retag(graph.fact_of(graph.images.at(0)), "2").empty());
}

TEST_CASE("the same image in another flavor") {
  struct Case {
    std::string image;
    Reflavor wanted;
    std::string tag;  ///< empty: there is none
  };
  using matrix::Flavor;
  for (const Case& each : {
           Case{"nvidia/cuda:11.8.0-base-ubuntu22.04",
                {.flavor = Flavor::devel},
                "11.8.0-devel-ubuntu22.04"},
           Case{"nvcr.io/nvidia/cuda:11.8.0-base-ubuntu22.04",
                {.flavor = Flavor::devel},
                "11.8.0-devel-ubuntu22.04"},
           // cuDNN stays
           Case{"nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04",
                {.flavor = Flavor::devel},
                "11.8.0-cudnn8-devel-ubuntu22.04"},
           Case{"nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04",
                {.flavor = Flavor::runtime},
                "12.6.3-cudnn-runtime-ubuntu22.04"},
           // unless it is not wanted any more, or wanted now, under that release's own name
           Case{"nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04",
                {.flavor = Flavor::base, .cudnn = false},
                "11.8.0-base-ubuntu22.04"},
           Case{"nvidia/cuda:11.8.0-devel-ubuntu22.04",
                {.flavor = Flavor::runtime, .cudnn = true},
                "11.8.0-cudnn8-runtime-ubuntu22.04"},
           // of another CUDA: its newest patch release on the same system
           Case{"nvidia/cuda:12.6.3-base-ubuntu22.04",
                {.flavor = Flavor::devel, .cudnn = {}, .cuda = *Version::parse("11.8")},
                "11.8.0-devel-ubuntu22.04"},
           Case{"pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime",
                {.flavor = Flavor::devel},
                "2.5.1-cuda12.4-cudnn9-devel"},
           // gone, never there, not of a flavor
           Case{"nvidia/cuda:11.0-base", {.flavor = Flavor::devel}, ""},
           Case{"nvidia/cuda:12.6.3-base-ubuntu18.04", {.flavor = Flavor::devel}, ""},
           Case{"python:3.11-slim", {.flavor = Flavor::devel}, ""},
       }) {
    CAPTURE(each.image);
    const graph::Graph graph = graph_of("FROM " + each.image + "\n");
    REQUIRE(graph.images.size() == 1);
    const auto tag = reflavored(graph.images[0], each.wanted);
    CHECK((tag ? std::string(tag->tag) : std::string()) == each.tag);
  }
}
