#include "document/discover.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cudafit;
using document::discover;
using document::Discovery;
using document::is_dockerfile_name;

namespace {

std::vector<std::string> paths(const Discovery& discovery) {
  std::vector<std::string> result;
  for (const document::Found& found : discovery.dockerfiles) result.push_back(found.path);
  return result;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("names of Dockerfiles") {
  for (const char* const name :
       {"Dockerfile", "dockerfile", "DOCKERFILE", "Dockerfile.gpu", "Dockerfile-gpu",
        "Dockerfile_gpu", "Dockerfile.test", "gpu.Dockerfile", "gpu.dockerfile", ".dockerfile",
        "Containerfile", "Containerfile.x", "Dockerfile.rust"}) {
    CAPTURE(name);
    CHECK(is_dockerfile_name(name));
  }
  for (const char* const name : {"",
                                 "Docker",
                                 "MyDockerfile",
                                 "gpuDockerfile",
                                 "Dockerfile.md",
                                 "Dockerfile.MD",
                                 "Dockerfile.rst",
                                 "Dockerfile.txt",
                                 "dockerfile.py",
                                 "Dockerfile.go",
                                 "Dockerfile.js",
                                 "dockerfile-utils.ts",
                                 "Dockerfile~",
                                 "Dockerfile.bak",
                                 "Dockerfile.orig",
                                 "Dockerfile.swp",
                                 ".Dockerfile.swp",
                                 "Dockerfile.j2",
                                 "Dockerfile.jinja",
                                 "Dockerfile.tmpl",
                                 "Dockerfile.template",
                                 "Dockerfile.in",
                                 "Dockerfile.erb",
                                 "Dockerfile.mustache",
                                 "Dockerfile.dockerignore",
                                 "gpu.Dockerfile.dockerignore",
                                 "x.Containerfile"}) {
    CAPTURE(name);
    CHECK_FALSE(is_dockerfile_name(name));
  }
}

TEST_CASE("files by name, directories by walking") {
  MemoryFiles files;
  files.add("a/Dockerfile", "");
  files.add("a/README.md", "");
  files.add("a/b/x.Dockerfile", "");
  files.add("z.txt", "");
  const Discovery found = discover(files, {"z.txt", "a", "./a//Dockerfile", "missing"}, {});
  CHECK(paths(found) == Paths{"z.txt", "a/Dockerfile", "a/b/x.Dockerfile"});
  CHECK(found.dockerfiles[1].named);
  CHECK_FALSE(found.dockerfiles[2].named);
  REQUIRE(found.errors.size() == 1);
  CHECK(found.errors[0].path == "missing");
}

TEST_CASE("ignore files count from the root down, deeper ones first") {
  MemoryFiles files;
  files.add(".git/info/exclude", "x.Dockerfile\n");
  files.add(".gitignore", "out/\n*.Dockerfile\n");
  files.add("out/Dockerfile", "");
  files.add("a/.gitignore", "!kept.Dockerfile\n");
  files.add("a/kept.Dockerfile", "");
  files.add("a/gone.Dockerfile", "");
  files.add("b/Dockerfile", "");
  CHECK(paths(discover(files, {"."}, {})) == Paths{"a/kept.Dockerfile", "b/Dockerfile"});
  CHECK(paths(discover(files, {"a"}, {})) == Paths{"a/kept.Dockerfile"});
  CHECK(paths(discover(files, {"out"}, {})) == Paths{"out/Dockerfile"});
  document::DiscoverOptions options;
  options.gitignore = false;
  CHECK(discover(files, {"."}, options).dockerfiles.size() == 4);
}

TEST_CASE("excluded entries are not walked") {
  MemoryFiles files;
  files.add("a/Dockerfile", "");
  files.add("b/Dockerfile", "");
  document::DiscoverOptions options;
  options.excluded = [](const std::string& path, bool directory) {
    return directory && path == "/a";
  };
  CHECK(paths(discover(files, {"."}, options)) == Paths{"b/Dockerfile"});
  CHECK(paths(discover(files, {"a/Dockerfile"}, options)) == Paths{"a/Dockerfile"});
}

TEST_CASE("the git root is the nearest directory with a .git, directory or file") {
  MemoryFiles files;
  files.add("/a/.git/HEAD", "");
  files.add("/a/b/.git", "gitdir: elsewhere");
  files.add("/a/b/c/x", "");
  files.add("/a/d/x", "");
  CHECK(document::git_root(files, "/a/b/c") == "/a/b");
  CHECK(document::git_root(files, "/a/d") == "/a");
  CHECK(document::git_root(files, "/") == "");
}
