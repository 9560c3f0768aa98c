// Stages that build and run, as two: each folder of split/ holds a project and the Dockerfile that
// is offered for it, each file of split/refused/ says in its first line why there is none.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyze.h"
#include "recommend/split.h"
#include "source/apply.h"

namespace fs = std::filesystem;
using namespace cudafit;

namespace {

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

recommend::Trial look(const Files& files, const std::string& dockerfile) {
  Build build;
  build.dockerfile = dockerfile;
  build.root = "/";
  recommend::Trial out;
  out.report = analyze(files, build, {}, &out.graph);
  return out;
}

/// Of the last stage that is shipped and starts from an image.
std::optional<advise::Split> split_of(const MemoryFiles& files, const std::string& dockerfile,
                                      bool blind = false) {
  const recommend::Trial now = look(files, dockerfile);
  recommend::Workshop workshop;
  workshop.as_written = [&](std::span<const Edit> edits) {
    const SourceFile& source = (*now.report.sources)[now.report.file];
    const Fix fix{{}, Safety::shown, {edits.begin(), edits.end()}};
    const std::string after = apply(source.bytes, now.report.file, {&fix}).bytes;
    OverlayFiles over(files);
    over.write(dockerfile, after);
    recommend::Trial trial = look(over, dockerfile);
    if (blind) trial.report.findings.clear();
    trial.files.push_back({dockerfile, dockerfile, source.bytes, after});
    return trial;
  };
  // As the build context of these projects has it: COPY brings each file under its own name.
  workshop.file = [&](const document::Document&, facts::Position, const std::string& path) {
    const Result<std::string> bytes = files.read(path);
    return bytes ? *bytes : std::string();
  };
  std::optional<advise::Split> out;
  for (std::size_t i = 0; i < now.graph.facts.stages.size(); ++i) {
    if (auto one = recommend::split(workshop, now, i)) out = std::move(one);
  }
  return out;
}

std::string lines(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& each : all) out += each + "\n";
  return out;
}

}  // namespace

TEST_CASE("a stage that builds and runs becomes two") {
  const bool update = std::getenv("UPDATE") != nullptr;
  std::size_t cases = 0;
  for (const fs::directory_entry& folder :
       fs::directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "recommend" / "split")) {
    if (folder.path().filename() == "refused") continue;
    const std::string name = folder.path().filename();
    CAPTURE(name);
    ++cases;
    MemoryFiles files;
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(folder.path())) {
      const std::string below = fs::relative(file.path(), folder.path());
      if (!file.is_regular_file() || below == "split.Dockerfile" || below == "check.txt") continue;
      files.add("/" + below, bytes_of(file.path()));
    }
    const auto split = split_of(files, "Dockerfile");
    CHECK(split);
    if (!split) continue;
    CHECK(split->why_none == "");
    if (split->files.size() != 1) continue;
    const fs::path expected = folder.path() / "split.Dockerfile";
    const fs::path check = folder.path() / "check.txt";
    if (update) {
      std::ofstream(expected, std::ios::binary) << split->files.front().after;
      std::ofstream(check, std::ios::binary) << split->title << "\n" << lines(split->check);
    }
    CHECK(split->files.front().after == bytes_of(expected));
    CHECK(split->title + "\n" + lines(split->check) == bytes_of(check));
    // It is two stages now, and there is nothing left to split.
    files.write("/Dockerfile", split->files.front().after);
    CHECK_FALSE(split_of(files, "Dockerfile"));
  }
  CHECK(cases >= 12);
}

TEST_CASE("where it cannot be followed there is no split, and why") {
  std::size_t cases = 0;
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "recommend" / "split" / "refused")) {
    const std::string name = file.path().filename();
    CAPTURE(name);
    ++cases;
    MemoryFiles files;
    const std::string bytes = bytes_of(file.path());
    files.add("/Dockerfile", bytes);
    files.add("/requirements.txt", "torch==2.4.1\nflash-attn==2.6.3\n");
    files.add("/run.py", "#!/usr/bin/python3\nimport torch\n");
    const auto split = split_of(files, "Dockerfile");
    const std::string first = bytes.substr(0, bytes.find('\n'));
    const std::string why = !split ? "# does not apply" : "# refused: " + split->why_none;
    CHECK(why == first);
  }
  CHECK(cases >= 12);
}

TEST_CASE("the last word has the analysis of what was written") {
  const std::string bytes =
      "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\n"
      "RUN apt-get update && apt-get install -y python3 python3-pip\n"
      "RUN pip install torch==2.4.1\n"
      "RUN pip install flash-attn==2.6.3 --no-build-isolation\n"
      "RUN nvcc --version\n"
      "CMD [\"python3\", \"serve.py\"]\n";
  MemoryFiles files;
  files.add("/Dockerfile", bytes);
  const auto split = split_of(files, "Dockerfile");
  REQUIRE(split);
  CHECK(split->why_none == "the file would have findings that it does not have now");
  // Without it the second stage would call a compiler that it does not have.
  const auto blind = split_of(files, "Dockerfile", true);
  REQUIRE(blind);
  CHECK(blind->why_none == "");
}
