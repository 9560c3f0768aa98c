#include "facts/image_reference.h"

#include <doctest/doctest.h>

#include <string>

using cudafit::Result;
using cudafit::facts::image_reference;
using cudafit::facts::ImageReference;

namespace {

const std::string sha = "sha256:" + std::string(64, 'a');

std::string full(std::string_view written) {
  const Result<ImageReference> read = image_reference(written);
  return read ? read->text() : "";
}

}  // namespace

TEST_CASE("what is not written is Docker Hub, library and latest") {
  CHECK(full("python") == "docker.io/library/python:latest");
  CHECK(full("python:3.11") == "docker.io/library/python:3.11");
  CHECK(full("nvidia/cuda:12.4.1-base-ubuntu22.04") ==
        "docker.io/nvidia/cuda:12.4.1-base-ubuntu22.04");
  CHECK(full("docker.io/python") == "docker.io/library/python:latest");
  CHECK(full("index.docker.io/library/python") == "docker.io/library/python:latest");
  CHECK(full("docker.io/nvidia/cuda:a") == "docker.io/nvidia/cuda:a");
}

TEST_CASE("the first part is a host where it looks like one") {
  CHECK(full("ghcr.io/a/b:1") == "ghcr.io/a/b:1");
  CHECK(full("localhost/a") == "localhost/a:latest");
  CHECK(full("localhost:5000/a/b/c:1") == "localhost:5000/a/b/c:1");
  CHECK(full("registry:5000/a") == "registry:5000/a:latest");
  CHECK(full("registry/a") == "docker.io/registry/a:latest");
  CHECK(full("Registry/a") == "Registry/a:latest");
  CHECK(full("GHCR.io/a/b:Tag") == "GHCR.io/a/b:Tag");
  CHECK(full("[::1]:5000/a") == "[::1]:5000/a:latest");
  CHECK(full("10.0.0.1/a") == "10.0.0.1/a:latest");
  CHECK(full("gcr.io/a") == "gcr.io/a:latest");  // library is Docker Hub's alone
  CHECK(full("a:5000") == "docker.io/library/a:5000");
}

TEST_CASE("a digest needs no tag") {
  CHECK(full("a@" + sha) == "docker.io/library/a@" + sha);
  CHECK(full("a:1@" + sha) == "docker.io/library/a:1@" + sha);
  const Result<ImageReference> read = image_reference("quay.io/b/a:1@" + sha);
  REQUIRE(read);
  CHECK(read->host == "quay.io");
  CHECK(read->path == "b/a");
  CHECK(read->tag == "1");
  CHECK(read->digest == sha);
}

TEST_CASE("what it gives reads back as the same") {
  for (const std::string& name : {std::string("a"), std::string("localhost:1/a:b"), "a@" + sha,
                                  std::string("Registry/a"), "x.y/z__a-b.c:1@" + sha}) {
    CAPTURE(name);
    CHECK(full(full(name)) == full(name));
  }
}

TEST_CASE("names that no registry can have") {
  const std::string long_tag(129, 'a'), long_path(256, 'a');
  for (const std::string& name : {std::string(),
                                  std::string("A"),
                                  std::string("a:"),
                                  std::string("a@"),
                                  std::string("a@sha256:12"),
                                  std::string("a/"),
                                  std::string("/a"),
                                  std::string("a//b"),
                                  std::string("a..b"),
                                  std::string("a___b"),
                                  std::string("-a"),
                                  std::string("a b"),
                                  std::string("a\nb"),
                                  std::string("--privileged"),
                                  std::string("-v/:/host"),
                                  std::string("a:-b"),
                                  std::string("a:b:c"),
                                  std::string("a;id"),
                                  std::string("$(id)"),
                                  std::string("a\0b", 3),
                                  std::string("ghcr.io/"),
                                  std::string("ghcr.io:/a"),
                                  std::string("ghcr.io:x/a"),
                                  std::string("ghcr.io:70000/a"),
                                  std::string("ghcr.io:0/a"),
                                  std::string("ghcr.io:99999999999999999999/a"),
                                  std::string("user@ghcr.io/a"),
                                  std::string("https://ghcr.io/a"),
                                  std::string("-ghcr.io/a"),
                                  std::string("ghcr..io/a"),
                                  std::string("[::1/a"),
                                  std::string("[]/a"),
                                  std::string("[1.2]x/a"),
                                  std::string("../a"),
                                  std::string("a/../b"),
                                  std::string("./a"),
                                  std::string("a:b/c"),
                                  "a:" + long_tag,
                                  long_path,
                                  std::string(64, 'b'),
                                  "a@" + sha + "0",
                                  "a@sha256:" + std::string(64, 'A'),
                                  "a@md5:" + std::string(32, 'a'),
                                  "a@" + sha + "@" + sha,
                                  "a@" + sha + ":1"}) {
    CAPTURE(name);
    const Result<ImageReference> read = image_reference(name);
    CHECK_FALSE(read);
    if (!read) CHECK_FALSE(read.error().empty());
  }
  CHECK(image_reference("a:" + long_tag.substr(1)));
  CHECK(image_reference(long_path.substr(1)));
}
