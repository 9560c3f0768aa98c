// The example in C++ is built with the tests, and says what the library says.

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>

namespace {

struct Done {
  int status = 0;
  std::string out;
};

Done lint(const std::string& files) {
  Done done;
  std::FILE* const pipe =
      popen(("cd '" CUDAFIT_SOURCE_DIR "' && '" CUDAFIT_EXAMPLE_LINT "' " + files).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    done.out.append(block.data(), got);
  done.status = pclose(pipe);
  return done;
}

}  // namespace

TEST_CASE("the example in C++ finds what cudafit finds") {
  const Done bad = lint("examples/good-runtime/Dockerfile examples/dead-tag/Dockerfile");
  CHECK(bad.status != 0);
  CHECK(bad.out.find("examples/dead-tag/Dockerfile:") == 0);
  CHECK(bad.out.find("[image-tag-not-found]\n  help: ") != std::string::npos);
  CHECK(lint("examples/good-runtime/Dockerfile").status == 0);
  CHECK(lint("examples/none/Dockerfile 2>&1").out.find("no such file") != std::string::npos);
}
