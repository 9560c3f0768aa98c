// What is watched: it is what the tables say, and what is looked for is above it.
#include "matrix/clock.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "compiler.h"
#include "matrix/companions.h"
#include "matrix/driver.h"
#include "matrix/driver_releases.h"
#include "matrix/libraries.h"
#include "matrix/matrix.h"
#include "matrix/nvcc.h"
#include "matrix/pip_packages.h"
#include "matrix/torch.h"
#include "terms/pep440.h"

using namespace cudafit;
using matrix_tests::compile;

namespace {

const matrix::Watch* find(std::string_view subject) {
  static const std::vector<matrix::Watch> all = matrix::watches();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const matrix::Watch& watch) { return watch.subject == subject; });
  return found == all.end() ? nullptr : &*found;
}

std::string newest_known(std::string_view subject) {
  const matrix::Watch* const watch = find(subject);
  return watch == nullptr ? "nothing" : std::string(watch->known);
}

const std::string sources =
    "table: sources\nsources:\n"
    "  - {id: listing, title: a listing, url: \"https://example.com/\", date: 2026-01-02}\n"
    "  - {id: word, title: word of mouth}\n";
const std::string releases =
    "table: nccl-release\nsource: listing\nrows:\n"
    "  - {nccl: 2.9.6}\n  - {nccl: 2.10.3, source: word}\n";

std::string refuse(const std::string& row) {
  const auto result =
      compile({{"nccl.yaml", releases},
               {"sources.yaml", sources},
               {"watch.yaml",
                "table: watch\nrows:\n  - {subject: NCCL, table: nccl-release, " + row + "}\n"}});
  CHECK(result.status == 1);
  return result.text;
}

}  // namespace

TEST_CASE("the newest known is what the tables say") {
  CHECK(newest_known("CUDA toolkit") == matrix::toolkit_releases().back().cuda.text());
  CHECK(newest_known("nvcc targets") == matrix::nvcc_lines().back().cuda.text());
  CHECK(newest_known("torch") == matrix::torch_releases().back().version);
  CHECK(newest_known("nvidia/cuda tags") == matrix::releases("nvidia/cuda").back().version.text());
  CHECK(newest_known("pytorch/pytorch tags") ==
        matrix::releases("pytorch/pytorch").back().version.text());
  CHECK(newest_known("cuDNN") ==
        matrix::library_releases(matrix::Library::cudnn).back().version.text());
  CHECK(newest_known("NCCL") ==
        matrix::library_releases(matrix::Library::nccl).back().version.text());
  CHECK(newest_known("TensorRT") ==
        matrix::library_releases(matrix::Library::tensorrt).back().version.text());
  CHECK(newest_known("driver releases, Linux") ==
        driver_text(matrix::driver_releases(matrix::HostOs::linux_).back().driver));
  CHECK(newest_known("driver releases, Windows") ==
        driver_text(matrix::driver_releases(matrix::HostOs::windows).back().driver));
}

TEST_CASE("every package with a newest version is known by it") {
  for (const matrix::Watch& watch : matrix::watches()) {
    CAPTURE(watch.subject);
    if (watch.table != "companions-newest" && watch.table != "pip-newest") continue;
    const std::string name(watch.look.substr(watch.look.find(':') + 1));
    // Images are named by their repository.
    const std::string package = name == "vllm/vllm-openai" ? "vllm" : name;
    const auto companion = matrix::newest(package);
    const auto other = matrix::newest_release(package);
    REQUIRE((companion || other));
    CHECK(watch.known == (companion ? companion->version : other->version));
  }
}

TEST_CASE("every index that gets new releases is watched") {
  for (const matrix::TorchIndex& index : matrix::torch_indexes()) {
    if (!index.live) continue;
    CAPTURE(index.directory);
    CHECK(newest_known("torch index " + std::string(index.directory)) == index.last_torch);
  }
}

TEST_CASE("what is looked for is above what is known") {
  for (const matrix::Watch& watch : matrix::watches()) {
    CAPTURE(watch.subject);
    if (watch.next.empty()) continue;
    const auto next = PyVersion::parse(watch.next);
    const auto newest = PyVersion::parse(watch.known);
    REQUIRE(next);
    REQUIRE(newest);
    CHECK(*next > *newest);
  }
}

TEST_CASE("every watched thing was read some day, from a source, and changes files there are") {
  const std::vector<matrix::Watch> all = matrix::watches();
  CHECK(all.size() > 50);
  for (const matrix::Watch& watch : all) {
    CAPTURE(watch.subject);
    CHECK(watch.read.size() == 10);
    CHECK(watch.read >= "2025-01-01");
    CHECK(!watch.known.empty());
    CHECK(!watch.look.empty());
    CHECK(matrix::citation(watch.source.id));
    CHECK(!watch.edit.empty());
    bool holds_the_table = false;
    for (const std::string_view file : watch.edit) {
      const std::filesystem::path path =
          std::filesystem::path(CUDAFIT_SOURCE_DIR) / "matrix" / std::string(file);
      CAPTURE(file);
      REQUIRE(std::filesystem::exists(path));
      std::ifstream in(path);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      holds_the_table = holds_the_table ||
                        text.find("table: " + std::string(watch.table) + "\n") != std::string::npos;
    }
    // One of them is where the newest known version stands.
    CHECK(holds_the_table);
  }
}

TEST_CASE("a watched thing without anything to look up is refused") {
  CHECK(refuse("column: nccl, edit: nccl.yaml, source: word, known: 2.11") ==
        "watch.yaml:3: unknown key \"known\"; known here: source, as_of, weak, subject, table, "
        "column, where, next, look, edit\n");
  CHECK(refuse("column: nccl, next: 2.10.3, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: NCCL: the next version to watch for is 2.10.3, and nccl.yaml:5 has 2.10.3; "
        "raise \"next\"\n");
  CHECK(refuse("column: nccl, next: newer, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: \"newer\" is not a version\n");
  CHECK(refuse("next: 2.11, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: \"next\" needs a column of versions\n");
  CHECK(refuse("column: ncl, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: the table \"nccl-release\" has no column \"ncl\"; did you mean \"nccl\"?\n");
  CHECK(refuse("column: date, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: no row that fits this has a version\n");
  CHECK(refuse("where: nccl=2.8, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: no row fits this\n");
  CHECK(refuse("where: nccl, edit: nccl.yaml, source: listing") ==
        "watch.yaml:3: \"nccl\" is not COLUMN=VALUE\n");
  CHECK(refuse("column: nccl, edit: ncl.yaml, source: listing") ==
        "watch.yaml:3: there is no file \"ncl.yaml\"\n");
}

TEST_CASE("a watched thing needs a day and a place") {
  CHECK(refuse("column: nccl, edit: nccl.yaml, source: word, look: \"pypi:nccl\"") ==
        "watch.yaml:3: neither this row (\"as_of\") nor the source \"word\" says when\n");
  CHECK(refuse("column: nccl, edit: nccl.yaml, source: word, as_of: 2026-01-03") ==
        "watch.yaml:3: \"look\" is missing, and the source \"word\" has no address\n");
  CHECK(refuse("column: nccl, edit: nccl.yaml, source: listing, look: \"pipy:nccl\"") ==
        "watch.yaml:3: \"look\" is an address or pypi:NAME; did you mean \"pypi\"?\n");
  CHECK(refuse("edit: nccl.yaml, source: listing, look: \"pypi:nccl\"") ==
        "watch.yaml:3: programs look for versions: \"look\" needs a column of them\n");
  CHECK(refuse("column: nccl, edit: nccl.yaml, source: listing, look: \"conda:nccl\"") ==
        "watch.yaml:3: \"conda:nccl\" names nothing: conda:PLACE/NAME\n");
}

TEST_CASE("tables and repositories that are watched exist") {
  const auto watch = [](const std::string& row) {
    return compile({{"nccl.yaml", releases},
                    {"sources.yaml", sources},
                    {"watch.yaml",
                     "table: watch\nsource: listing\nrows:\n  - {subject: NCCL, "
                     "edit: nccl.yaml, " +
                         row + "}\n"}})
        .text;
  };
  CHECK(watch("table: nccl-releases") ==
        "watch.yaml:4: there is no table \"nccl-releases\"; did you mean \"nccl-release\"?\n");
  CHECK(watch("table: tags, where: repository=nvidia/cuda") ==
        "watch.yaml:4: no row that fits this has a version\n");
  CHECK(watch("table: tags") ==
        "watch.yaml:4: of tags the releases are watched: \"where\" is "
        "repository=NAME alone\n");
  CHECK(watch("table: nccl-release, column: nccl, next: 2.11").starts_with("matrix: "));
}
