// Which images a build asks for, and what the matrix says of them.

#include "graph/graph.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "graph/handing_on.h"

using namespace cudafit;
using namespace cudafit::graph;

namespace {

Graph graph_of(std::string_view text, const document::BuildOptions& options = {}) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  return connect(facts::gather(document::evaluate(dockerfile, options, {}), {}));
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "met";
    case Verdict::unmet:
      return "unmet";
    default:
      return "unknown";
  }
}

/// `repository:tag verdict` of every image.
std::string needs(std::string_view text) {
  std::string out;
  for (const ImageNeed& need : graph_of(text).images) {
    out += (out.empty() ? "" : "; ") + need.repository + ":" + need.tag + " ";
    out += name(need.verdict);
    if (need.unresolved) out += " unresolved";
    if (need.from_mirror) out += " mirror";
  }
  return out;
}

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("images and their verdicts") {
  for (const Case& each : {
           Case{"FROM nvidia/cuda:12.1.0-base-ubuntu22.04\n",
                "nvidia/cuda:12.1.0-base-ubuntu22.04 met"},
           Case{"FROM docker.io/nvidia/cuda:12.1.0-base-ubuntu22.04\n",
                "nvidia/cuda:12.1.0-base-ubuntu22.04 met"},
           Case{"FROM index.docker.io/nvidia/cuda:12.1.0-base-ubuntu22.04\n",
                "nvidia/cuda:12.1.0-base-ubuntu22.04 met"},
           Case{"FROM nvcr.io/nvidia/cuda:12.1.0-base-ubuntu22.04\n",
                "nvcr.io/nvidia/cuda:12.1.0-base-ubuntu22.04 met mirror"},
           Case{"FROM docker.io/library/ubuntu:22.04\n", "ubuntu:22.04 unknown"},
           Case{"FROM ubuntu\n", "ubuntu:latest unknown"},
           // never published, taken away, above everything that is known
           Case{"FROM nvidia/cuda:12.1-base-ubuntu22.04\n",
                "nvidia/cuda:12.1-base-ubuntu22.04 unmet"},
           Case{"FROM nvidia/cuda:11.0-base\n", "nvidia/cuda:11.0-base unmet"},
           Case{"FROM nvidia/cuda:99.0.0-base-ubuntu99.04\n",
                "nvidia/cuda:99.0.0-base-ubuntu99.04 unknown"},
           // registries of one's own may hold anything
           Case{"FROM host:5000/nvidia/cuda:12.1\n", "host:5000/nvidia/cuda:12.1 unknown"},
           Case{"FROM example.com/nvidia/cuda:12.1\n", "example.com/nvidia/cuda:12.1 unknown"},
           // a digest decides, the tag is decoration
           Case{"FROM nvidia/cuda:12.1@sha256:0123\n", "nvidia/cuda:12.1 unknown"},
           // parts that nobody knows
           Case{"FROM nvidia/cuda:${TAG}\n", "nvidia/cuda:latest unknown unresolved"},
           Case{"ARG TAG\nFROM nvidia/cuda:$TAG-base\n", "nvidia/cuda:-base unknown unresolved"},
           Case{"FROM ${IMAGE}\n", ""},
           Case{"ARG V=\nFROM nvidia/cuda:12.1$V\n", "nvidia/cuda:12.1 unknown"},
           Case{"ARG V=12.1\nFROM nvidia/cuda:$V-base-ubuntu22.04\n",
                "nvidia/cuda:12.1-base-ubuntu22.04 unmet"},
           // stages are no images, and copies are needs too
           Case{"FROM nvidia/cuda:12.1 AS a\nFROM a\n", "nvidia/cuda:12.1 unmet"},
           Case{"FROM scratch\nCOPY --from=nvidia/cuda:12.1 / /\n",
                "scratch:latest unknown; nvidia/cuda:12.1 unmet"},
       }) {
    CAPTURE(each.text);
    CHECK(needs(each.text) == each.expected);
  }
}

TEST_CASE("an unmet need says why and who says so") {
  const Graph graph = graph_of("FROM nvidia/cuda:12.1-base-ubuntu22.04 AS x\n");
  REQUIRE(graph.images.size() == 1);
  const ImageNeed& need = graph.images[0];
  CHECK_FALSE(need.answer.reason.empty());
  CHECK_FALSE(need.answer.source.title.empty());
  CHECK(graph.fact_of(need).base);
  CHECK(graph.stage_label(graph.fact_of(need).stage) == "x");
  CHECK(graph.stage_label(-1).empty());
}

TEST_CASE("reasons that grow from stage to stage keep their beginning and their end") {
  std::string text = "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS s0\n";
  for (int i = 1; i < 50; ++i) {
    text += "FROM ubuntu:22.04 AS s" + std::to_string(i) + "\nCOPY --from=s" +
            std::to_string(i - 1) + " /usr/local /usr/local\n";
  }
  const Graph graph = graph_of(text);
  const Presence& early = graph.at(Thing::nvcc, facts::end_of(3));
  const Presence& late = graph.at(Thing::nvcc, facts::end_of(49));
  REQUIRE(early.present == Known::yes);
  REQUIRE(late.present == Known::yes);
  CHECK(late.version == early.version);
  CHECK(late.because.size() == most_handed_on);
  CHECK(late.because.front().message == early.because.front().message);
  CHECK(late.because.back().message == "copied from stage s48");
  const auto gap = std::count_if(late.because.begin(), late.because.end(), [](const Note& note) {
    return note.message == "copied on from stage to stage";
  });
  CHECK(gap == 1);
  CHECK(graph.at(Thing::nvcc, facts::end_of(5)).because.size() == early.because.size() + 2);
}

TEST_CASE("the old apt key is an unmet need of stages on old images") {
  const auto keys = [](std::string_view text) {
    const Graph graph = graph_of(text);
    std::string out;
    for (const KeyNeed& need : graph.keys) {
      out += (out.empty() ? "" : "; ") + graph.stage_label(graph.facts.facts[need.fact].stage) +
             " " + need.image;
      CHECK_FALSE(need.key.source.title.empty());
    }
    return out;
  };
  const std::string old = "FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel AS a\n";
  CHECK(keys(old + "RUN apt-get update\n") == "a pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel");
  CHECK(keys(old + "FROM a AS b\nRUN apt-get update\n") ==
        "b pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel");
  CHECK(keys(old).empty());
  CHECK(keys("FROM nvidia/cuda:12.1.0-base-ubuntu22.04\nRUN apt-get update\n").empty());
  CHECK(keys("FROM ubuntu:20.04\nRUN apt-get update\n").empty());
  CHECK(keys("FROM nvidia/cuda:$T\nRUN apt-get update\n").empty());
  CHECK(keys("FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel@sha256:01\nRUN apt-get update\n")
            .empty());
}
