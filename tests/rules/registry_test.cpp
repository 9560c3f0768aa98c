// What registries said of images (--online), as an analysis takes it.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyze.h"

using namespace cudafit;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');

facts::RegistryAnswer answer(const std::string& repository, const std::string& tag, bool there) {
  facts::RegistryAnswer out;
  out.repository = repository;
  out.tag = tag;
  out.there = there;
  out.registry = "the registry";
  out.day = "2026-11-30";
  return out;
}

struct Built {
  Build build{.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}};

  Report analyze(const std::string& text) const {
    MemoryFiles files;
    files.add("Dockerfile", text);
    return cudafit::analyze(files, build, {});
  }
  /// "error image-tag-not-found: ..." of each finding.
  std::vector<std::string> findings(const std::string& text) const {
    std::vector<std::string> out;
    for (const Diagnostic& each : analyze(text).findings) {
      out.push_back(std::string(name(each.severity)) + " " + std::string(each.rule) + ": " +
                    each.message);
    }
    return out;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a tag that the registry does not have") {
  Built built;
  built.build.registry = {answer("r.example/a/b", "2", false)};
  built.build.registry[0].tags = {"1", "2.1", "other"};
  CHECK(built.findings("FROM r.example/a/b:2\n") ==
        Lines{"warning image-tag-not-found: the registry has no tag 2 of r.example/a/b"});
  const Report report = built.analyze("ARG TAG=2\nFROM r.example/a/b:${TAG}\n");
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].label == "resolves to r.example/a/b:2");
  const bool dated = std::any_of(
      report.findings[0].notes.begin(), report.findings[0].notes.end(), [](const Note& note) {
        return note.message == "asked on 2026-11-30" && note.source == "the registry";
      });
  CHECK(dated);
  // Nobody else builds official images.
  built.build.registry = {answer("python", "3.99-slim", false)};
  CHECK(built.findings("FROM python:3.99-slim\n") ==
        Lines{"error image-tag-not-found: the registry has no tag 3.99-slim of python"});
  CHECK(built.findings("FROM docker.io/library/python:3.99-slim\n").size() == 1);
  // Other tags, other repositories, what is not resolved.
  for (const char* const text :
       {"FROM python:3.12\n", "FROM r.example/python:3.99-slim\n", "ARG T\nFROM python:${T}\n",
        "FROM scratch\n", "FROM python:3.12 AS python\nFROM python\n"}) {
    CAPTURE(text);
    for (const std::string& line : built.findings(text))
      CHECK(line.find("image-tag-not-found") == std::string::npos);
  }
}

TEST_CASE("a digest that the registry does not have") {
  Built built;
  built.build.registry = {answer("r.example/a/b", "latest", false)};
  built.build.registry[0].digest = digest;
  CHECK(built.findings("FROM r.example/a/b@" + digest + "\n") ==
        Lines{"warning image-tag-not-found: the registry has no digest " + digest +
              " of r.example/a/b"});
  CHECK(built.findings("FROM r.example/a/b:latest\n").empty());
  CHECK(built.findings("FROM r.example/a/b@sha256:" + std::string(64, 'b') + "\n").empty());
}

TEST_CASE("the registry's word counts before that of the data") {
  Built built;
  const std::string gone = "FROM nvidia/cuda:11.1-devel-ubuntu20.04\n";
  REQUIRE(built.findings(gone).size() >= 1);
  built.build.registry = {answer("nvidia/cuda", "11.1-devel-ubuntu20.04", true)};
  for (const std::string& line : built.findings(gone))
    CHECK(line.find("image-tag-not-found") == std::string::npos);
  // On NVIDIA's own registry it may still be there; it says that it is not.
  const std::string mirror = "FROM nvcr.io/nvidia/cuda:11.1-devel-ubuntu20.04\n";
  built.build.registry.clear();
  CHECK(built.findings(mirror)[0].starts_with("warning image-tag-not-found"));
  built.build.registry = {answer("nvcr.io/nvidia/cuda", "11.1-devel-ubuntu20.04", false)};
  CHECK(built.findings(mirror)[0].starts_with("error image-tag-not-found"));
  // A tag that the data call published was deleted since.
  built.build.registry = {answer("nvidia/cuda", "12.4.1-base-ubuntu22.04", false)};
  CHECK(built.findings("FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n")[0] ==
        "error image-tag-not-found: the registry has no tag 12.4.1-base-ubuntu22.04 of "
        "nvidia/cuda");
}

TEST_CASE("platforms of a list") {
  Built built;
  built.build.registry = {answer("r.example/a", "1", true)};
  std::vector<std::string>& platforms = built.build.registry[0].platforms;
  const auto lacks = [&](const std::string& platform) {
    built.build.options.platform = platform;
    const Lines lines = built.findings("FROM r.example/a:1\n");
    return lines.size() == 1 && lines[0].starts_with("error image-lacks-platform");
  };
  platforms = {"linux/amd64"};
  CHECK(lacks("linux/arm64"));
  CHECK_FALSE(lacks("linux/amd64"));
  CHECK_FALSE(lacks(""));
  CHECK_FALSE(lacks("windows/amd64"));
  platforms = {"linux/arm64/v8", "linux/386"};
  CHECK_FALSE(lacks("linux/arm64"));
  CHECK_FALSE(lacks("linux/amd64"));  // which runs what there is for 386
  CHECK(lacks("linux/s390x"));
  platforms = {"linux/arm/v7"};
  CHECK_FALSE(lacks("linux/arm64"));
  CHECK_FALSE(lacks("linux/arm/v6"));
  platforms.clear();  // no list: it is taken for any
  CHECK_FALSE(lacks("linux/arm64"));
}

TEST_CASE("what a configuration says is known of the image, and nothing else") {
  Built built;
  const std::string text =
      "FROM r.example/a:1\nRUN pip install torch==2.4.1\nCMD [\"python3\", \"x.py\"]\n";
  const auto named = [](const Report& report) { return report.images.at(0); };
  CHECK_FALSE(named(built.analyze(text)).described);
  facts::DeclaredImage image;
  image.repository = "r.example/a";
  image.tags = {"1"};
  image.configuration = std::make_shared<const facts::ImageConfiguration>(
      facts::ImageConfiguration{{{"NVIDIA_REQUIRE_CUDA", "cuda>=99.0"}}, "/work"});
  image.brings = {{facts::Brought::Kind::cuda, "cuda", "12.4.1", "the registry, 2026-11-30"}};
  built.build.images = {image};
  CHECK(named(built.analyze(text)).described);
  CHECK(built.findings(text).empty());
  graph::Graph graph;
  MemoryFiles files;
  files.add("Dockerfile", text);
  analyze(files, built.build, {}, &graph);
  const facts::Position end = facts::end_of(0);
  CHECK(graph.at(graph::Thing::cuda_runtime, end).present == Known::yes);
  CHECK(graph.at(graph::Thing::nvcc, end).present == Known::unknown);
  CHECK(graph.at(graph::Thing::cudnn, end).present == Known::unknown);
  CHECK(graph.facts.variable(end, "NVIDIA_REQUIRE_CUDA").set == Known::yes);
  CHECK(graph.facts.variable(end, "CUDA_HOME").set == Known::no);  // it sets nothing else
}

TEST_CASE("images are named with what decides what they are") {
  Built built;
  const Report report = built.analyze("FROM --platform=linux/arm64 r.example/a@" + digest +
                                      " AS a\nFROM a\nCOPY --from=r.example/tool:2 /x /x\n"
                                      "COPY --from=a /y /y\nFROM scratch\nCOPY --from=a /x /x\n");
  REQUIRE(report.images.size() == 2);  // neither stages nor what is no image
  CHECK(report.images[0].reference == "r.example/a@" + digest);
  CHECK(report.images[0].platform == "linux/arm64");
  CHECK_FALSE(report.images[0].described);
  CHECK(report.images[1].reference == "r.example/tool:2");
  CHECK(report.images[1].described);  // what else is in it does not matter
}
