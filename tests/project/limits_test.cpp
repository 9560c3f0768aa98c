// The limits that src/README.md lists: at each everything is still read, one beyond it is not, and
// nothing is concluded from what was not.

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "analyze.h"
#include "document/compose.h"
#include "facts/facts.h"
#include "lsp/framing.h"
#include "lsp/json.h"
#include "read/bake.h"
#include "read/compose_values.h"
#include "read/config.h"
#include "read/dockerignore.h"
#include "read/expand.h"
#include "read/hcl.h"
#include "read/json.h"
#include "read/pyproject.h"
#include "read/requirements.h"
#include "read/shell.h"
#include "read/yaml.h"
#include "source/inside_files.h"
#include "terms/marker.h"
#include "terms/pep440.h"

using namespace cudafit;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}
std::string around(std::string_view open, std::string_view inside, std::string_view close,
                   std::size_t times) {
  return repeat(open, times) + std::string(inside) + repeat(close, times);
}

Text text(const std::string& bytes) {
  return Text(bytes, {0, 0, static_cast<std::uint32_t>(bytes.size())});
}

read::Expansion expanded(const std::string& word) {
  return read::expand_word(text(word), '\\',
                           [](std::string_view) { return std::optional<Text>(); });
}

/// What the one pip command of a Dockerfile is known to install, with files that it may read.
bool pip_is_complete(const std::vector<std::pair<std::string, std::string>>& files) {
  MemoryFiles all;
  all.add("/r/Dockerfile", "FROM scratch\nCOPY . /r/\nWORKDIR /r\nRUN pip install -r 0.txt\n");
  for (const auto& [name, bytes] : files) all.add("/r/" + name, bytes);
  Build build{.name = {}, .dockerfile = "/r/Dockerfile", .options = {}, .context = "/r"};
  build.root = "/r";
  graph::Graph graph;
  const Report report = analyze(all, build, {}, &graph);
  REQUIRE(graph.facts.pip_installs.size() == 1);
  return graph.facts.pip_installs.front().complete;
}

bool compose_is_known(const std::vector<std::pair<std::string, std::string>>& files) {
  MemoryFiles all;
  for (const auto& [name, bytes] : files) all.add("/r/" + name, bytes);
  Sources sources;
  const FileId file = sources.add("/r/compose.yaml", *all.read("/r/compose.yaml"));
  return document::read_compose(all, sources, file, "/r").known;
}

struct Limit {
  std::string what;  ///< as README has it
  std::size_t most = 0;
  std::function<bool(std::size_t)> followed;
};

std::vector<Limit> limits() {
  const auto numbered = [](std::size_t n) { return std::to_string(n); };
  return {
      {"bytes of a file", std::size_t{32} << 20,
       [](std::size_t n) {
         MemoryFiles files;
         files.add("/a", std::string(n, 'x'));
         return static_cast<bool>(files.read("/a"));
       }},
      {"lists of YAML in lists", 100,
       [](std::size_t n) { return read::read_yaml(0, around("[", "", "]", n)).known; }},
      {"values of a YAML file, aliases as what they stand for", 400000,
       [](std::size_t n) {
         // The map, two keys, two lists, a thousand values, and what is left.
         return read::read_yaml(0, "a: [" + repeat("x,", n - 3) + "]").known;
       }},
      {"values of JSON in values", 200,
       [](std::size_t n) { return read::read_json(0, around("[", "", "]", n)).value.has_value(); }},
      {"arrays of JSON in arrays, from an editor", 100,
       [](std::size_t n) { return lsp::parse(around("[", "", "]", n)).has_value(); }},
      {"bytes of a message from an editor", std::size_t{64} << 20,
       [&](std::size_t n) {
         return lsp::take_frame("Content-Length: " + std::to_string(n) + "\r\n\r\n").kind !=
                lsp::Frame::Kind::broken;
       }},
      {"parentheses of HCL", 100,
       [](std::size_t n) {
         return read::read_hcl(0, "a = " + around("(", "1", ")", n) + "\n").errors.empty();
       }},
      {"blocks of HCL in blocks", 100,
       [](std::size_t n) {
         return read::read_hcl(0, around("a {\n", "", "}\n", n)).errors.empty();
       }},
      {"subshells in subshells", 100,
       [](std::size_t n) {
         const std::string script = around("( ", "a", " )", n);
         return read::split_shell(text(script)).understood;
       }},
      {"`${a:-` in `${a:-`", 500,
       [](std::size_t n) { return expanded(around("${a:-", "x", "}", n)).error.empty(); }},
      {"`${A:-` in `${A:-` of Compose", 20,
       [](std::size_t n) {
         const std::string value = around("${A:-", "x", "}", n);
         return read::interpolate(text(value), {}).value == "x";
       }},
      {"files of a Compose project", 100,
       [&](std::size_t n) {
         std::string include = "services: {}\ninclude: [";
         std::vector<std::pair<std::string, std::string>> files;
         for (std::size_t i = 1; i < n; ++i) {
           include += numbered(i) + ".yaml, ";
           files.emplace_back(numbered(i) + ".yaml",
                              "services: {a" + numbered(i) + ": {image: x}}\n");
         }
         files.emplace_back("compose.yaml", include + "]\n");
         return compose_is_known(files);
       }},
      {"lines of a requirements file", 50000,
       [](std::size_t n) { return read::read_requirements(0, repeat("a\n", n)).known; }},
      {"requirements files that name the next", 20,
       [&](std::size_t n) {
         std::vector<std::pair<std::string, std::string>> files;
         for (std::size_t i = 0; i < n; ++i)
           files.emplace_back(numbered(i) + ".txt",
                              i + 1 < n ? "-r " + numbered(i + 1) + ".txt\n" : "numpy==1.26.4\n");
         return pip_is_complete(files);
       }},
      {"requirements files of a command", 200,
       [&](std::size_t n) {
         std::vector<std::pair<std::string, std::string>> files{{"0.txt", ""}};
         for (std::size_t i = 1; i < n; ++i) {
           files.front().second += "-r " + numbered(i) + ".txt\n";
           files.emplace_back(numbered(i) + ".txt", "a" + numbered(i) + "==1\n");
         }
         return pip_is_complete(files);
       }},
      {"parentheses of a marker", 200,
       [](std::size_t n) {
         return Marker::parse(around("(", "os_name == 'a'", ")", n)).has_value();
       }},
      {"numbers of a Python version", 8,
       [](std::size_t n) { return PyVersion::parse("1" + repeat(".1", n - 1)).has_value(); }},
      {"dots of a TOML key", 1000,
       [](std::size_t n) {
         return !read::read_pyproject(0, "a" + repeat(".a", n) + " = 1\n").error;
       }},
      {"bytes of a line of .dockerignore", 65535,
       [](std::size_t n) { return read::DockerIgnore(std::string(n, 'a') + "\n").known(); }},
  };
}

}  // namespace

TEST_CASE("each limit that README lists holds, and one more is too much") {
  std::ostringstream readme;
  readme << std::ifstream(CUDAFIT_SOURCE_DIR "/src/README.md").rdbuf();
  for (const Limit& limit : limits()) {
    CAPTURE(limit.what);
    CHECK(limit.followed(limit.most));
    CHECK_FALSE(limit.followed(limit.most + 1));
    const std::string row = "| " + limit.what + " | " + std::to_string(limit.most) + " |";
    CHECK_MESSAGE(readme.str().find(row) != std::string::npos, "README has no row ", row);
  }
}
