// People's own files beside the compiled tables, in this program's memory.
#include "matrix/own_files.h"

#include <doctest/doctest.h>

#include <algorithm>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "matrix/driver.h"
#include "matrix/emit.h"
#include "matrix/matrix.h"
#include "matrix/rows.h"
#include "matrix/shapes_all.h"
#include "matrix/take_back.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

/// All that lookups can see, with no number that depends on the order of pools and indices.
std::string dump(const tables::Tables& from) {
  std::ostringstream out;
  const auto text = [&](tables::Text at) { return std::string(from.pool + at) + '|'; };
  const auto version = [&](std::size_t at) {
    return from.versions[at].text() + '/' + std::to_string(from.versions[at].parts) + '|';
  };
  const auto cite = [&](std::size_t at) { return text(from.sources[at].id); };
  const auto variables = [&](std::uint32_t begin, std::uint32_t end) {
    std::string set;
    for (std::uint32_t i = begin; i < end; ++i) {
      const tables::VariableRow& row = from.variables[i];
      set += text(row.name) + text(row.value) + (row.known ? "k " : "u ");
    }
    return set;
  };
  for (const auto& row : from.sources)
    out << text(row.id) << text(row.title) << text(row.url) << text(row.date) << '\n';
  for (const auto& row : from.aliases)
    out << text(row.name) << text(from.repositories[row.repository].name) << '\n';
  for (const auto& row : from.repositories) {
    out << text(row.name) << row.tags_end - row.tags_begin << '\n';
    for (const tables::Text sentence : row.sentence) out << text(sentence);
    if (row.systems_begin != row.systems_end) out << cite(row.system_source);
    for (std::size_t i = row.systems_begin; i < row.systems_end; ++i)
      out << text(from.systems[i].family) << text(from.systems[i].newest);
    for (std::size_t i = row.shorts_begin; i < row.shorts_end; ++i)
      out << text(from.shorts[i].version) << text(from.shorts[i].as_of)
          << cite(from.shorts[i].source);
    for (std::size_t i = row.releases_begin; i < row.releases_end; ++i) {
      const tables::ReleaseRow& release = from.releases[i];
      out << version(release.version) << cite(release.source) << text(release.as_of)
          << release.complete;
    }
    out << '\n';
  }
  for (const auto& row : from.tags) {
    out << text(row.tag) << text(row.cudnn) << text(row.os) << text(row.arches) << text(row.as_of)
        << text(row.removed_between) << text(row.reason) << version(row.release)
        << version(row.cuda) << cite(row.source) << int{row.existence} << int{row.flavor}
        << int{row.weak} << '\n';
  }
  for (const auto& row : from.grammars)
    out << text(row.repository) << text(row.pattern) << cite(row.source) << '\n';
  for (const auto& row : from.images) {
    out << text(row.repository) << text(row.glob) << variables(row.begin, row.end)
        << cite(row.source) << row.complete << '\n';
  }
  for (const auto& row : from.layers) {
    out << text(row.repository) << text(row.os) << version(row.version) << int{row.layer}
        << row.complete << variables(row.begin, row.end) << cite(row.source) << '\n';
  }
  for (const auto& row : from.keys)
    out << text(row.repository) << text(row.tag) << text(row.built) << cite(row.source) << '\n';
  out << text(from.rotation.date) << text(from.rotation.old_key) << text(from.rotation.new_key)
      << text(from.rotation.missing_key) << cite(from.rotation.source) << text(from.newest_date)
      << '\n';
  for (const auto& table : from.shaped) {
    const Shape* shape = nullptr;
    for (const Shape* const each : shapes::all()) {
      if (each->table == from.pool + table.table) shape = each;
    }
    REQUIRE(shape != nullptr);
    out << text(table.table) << table.rows << '\n';
    for (std::uint32_t i = 0; i < table.rows; ++i) {
      const std::uint32_t* const cells = &from.cells[table.first + i * shape->width()];
      for (std::size_t c = 0; c < shape->count(); ++c) {
        const Kind kind = shape->columns[c].kind;
        if (kind == Kind::text || kind == Kind::date) {
          out << text(cells[c]);
        } else if (kind == Kind::version || kind == Kind::driver) {
          out << version(cells[c]);
        } else if (kind == Kind::texts || kind == Kind::versions) {
          for (std::uint32_t n = 1; n <= from.lists[cells[c]]; ++n) {
            const std::uint32_t item = from.lists[cells[c] + n];
            out << (kind == Kind::texts ? text(item) : version(item));
          }
          out << '/';
        } else {
          out << cells[c] << '|';
        }
      }
      const std::uint32_t source = cells[shape->count()];
      out << cite(source & ~weak_bit) << (source & weak_bit) << text(cells[shape->count() + 1])
          << '\n';
    }
  }
  return out.str();
}

/// The built-in tables again, whatever a test adds.
struct Restored {
  tables::Tables before = tables::now;
  ~Restored() { tables::now = before; }
};

const std::string sources = R"(table: sources
sources:
  - id: corp-builds
    title: "the builds of our platform team"
    date: 2026-01-02
---
)";

std::string with_sources(const std::string& tables) { return sources + tables; }

/// What is refused, in one text.
std::string refused(const std::string& yaml) {
  const Restored restored;
  std::string out;
  for (const std::string& problem : add_own_files({{"own.yaml", yaml}})) out += problem + "\n";
  return out;
}

}  // namespace

TEST_CASE("the compiled tables, taken back to rows and laid out again, are the same") {
  load::Matrix rows = take_back(tables::now);
  load::check(rows);
  CHECK(rows.problems.empty());
  const Arrays arrays = emit(rows);
  CHECK(dump(arrays.view()) == dump(tables::now));
}

TEST_CASE("the files of the build, added as one's own, change nothing") {
  const Restored restored;
  const std::string before = dump(tables::now);
  std::vector<OwnFile> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(CUDAFIT_SOURCE_DIR) / "matrix")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".yaml" || name.starts_with("sources")) continue;
    if (name == "image-env.yaml") continue;  // its rows are asked first, and stand twice then
    if (name == "watch.yaml") continue;      // is about the files of the build
    std::ifstream in(entry.path());
    files.push_back({name, {std::istreambuf_iterator<char>(in), {}}});
  }
  CHECK(files.size() > 60);
  CHECK(add_own_files(files).empty());
  CHECK(dump(tables::now) == before);
}

TEST_CASE("a GPU is corrected by its name, and its architecture must be described") {
  const Restored restored;
  const auto gpu = [](std::string_view cc) {
    return with_sources("table: gpu\nsource: corp-builds\nrows:\n  - {name: Tesla T4, cc: " +
                        std::string(cc) + "}\n");
  };
  REQUIRE(add_own_files({{"own.yaml", gpu("8.6")}}).empty());
  // Names of GPUs are taken apart once in a process: here the rows are asked, by programs find_gpu.
  std::vector<std::string> found;
  for (const auto row : rows<shapes::gpu>()) {
    if (row.text("name") == "Tesla T4") found.push_back(row.version("cc").text());
  }
  CHECK(found == std::vector<std::string>{"8.6"});
  const std::vector<std::string> problems = add_own_files({{"own.yaml", gpu("99.0")}});
  CHECK(std::any_of(problems.begin(), problems.end(), [](const std::string& problem) {
    return problem.find("no row of compute-capability has 99.0") != std::string::npos;
  }));
}

TEST_CASE("what the build watches is no table for people's own files") {
  const Restored restored;
  const std::vector<std::string> problems =
      add_own_files({{"own.yaml",
                      "table: watch\nrows:\n  - {subject: x, table: gpu, edit: [gpus.yaml], "
                      "source: pci-ids}\n"}});
  REQUIRE(problems.size() == 1);
  CHECK(problems.front() == "own.yaml:3: the table \"watch\" follows the built-in files only");
}

TEST_CASE("tags are added and replaced one by one") {
  const Restored restored;
  const std::string date(data_date());  // of what is compiled in
  const std::size_t before = tags("nvidia/cuda").size();
  const std::size_t listed = releases("nvidia/cuda").size();
  REQUIRE(add_own_files({{"own.yaml", with_sources(R"(table: tags
repository: nvcr.io/nvidia/cuda
same_as: [registry.corp.example/cuda]
release_is: cuda
releases:
  - release: 12.4.1
    listing: partial
    tags:
      - {os: [rockylinux9, ubuntu24.04], flavors: [base], as_of: 2026-11-28, source: corp-builds}
  - release: 99.1.0
    listing: partial
    tags:
      - {os: [ubuntu24.04], flavors: [devel], as_of: 2026-11-28, source: corp-builds}
)")}}).empty());
  CHECK(tags("nvidia/cuda").size() == before + 2);  // one of the three was there
  CHECK(releases("nvidia/cuda").size() == listed + 1);
  CHECK(releases("nvidia/cuda").back().version.text() == "99.1.0");
  for (const char* const name :
       {"nvidia/cuda", "nvcr.io/nvidia/cuda", "registry.corp.example/cuda"}) {
    const TagAnswer answer = find_tag(name, "12.4.1-base-ubuntu24.04");
    CHECK(answer.existence == Existence::published);
    CHECK(answer.source.title == "the builds of our platform team");
  }
  CHECK(find_tag("nvidia/cuda", "12.4.1-base-rockylinux9").source.id == "corp-builds");
  // A partial listing takes nothing from what a complete one proves.
  CHECK(find_tag("nvidia/cuda", "12.4.1-base").existence == Existence::never);
  CHECK(find_tag("nvidia/cuda", "12.4.1-devel-ubuntu22.04").source.id != "corp-builds");
  CHECK(data_date() == date);
  REQUIRE(citation("corp-builds"));
  CHECK(citation("corp-builds")->text() == "the builds of our platform team");
}

TEST_CASE("rows replace the built-in rows of the same keys") {
  const Restored restored;
  const Rows<shapes::driver_floor> built_in = rows<shapes::driver_floor>();
  const std::size_t before = built_in.size();
  REQUIRE(add_own_files({{"own.yaml", with_sources(R"(table: driver-floor
source: corp-builds
rows:
  - {os: linux, cuda: 12.0, driver: 530.30.02}
  - {os: linux, cuda: 99.0, driver: 990}
)")}}).empty());
  CHECK(rows<shapes::driver_floor>().size() == before + 1);
  const auto found =
      rows<shapes::driver_floor>().find(static_cast<std::uint32_t>(1), *Version::parse("12.0"));
  REQUIRE(found.size() == 1);
  CHECK(driver_text(found.front().version("driver")) == "530.30.02");
  CHECK(found.front().source().id == "corp-builds");
  CHECK_FALSE(found.front().flag("minor_version_compatibility"));  // the row is replaced whole
}

TEST_CASE("grammars, environments and keys of one's own") {
  const Restored restored;
  REQUIRE(add_own_files({{"own.yaml", with_sources(R"(table: grammars
grammars:
  - repository: corp/base
    patterns: ["{cuda}-{flavor}"]
    source: corp-builds
---
table: environments
images:
  - repository: corp/base
    tags: ["12.*"]
    complete: true
    source: corp-builds
    set: {CUDA_HOME: /opt/cuda}
  - repository: pytorch/pytorch
    tags: ["*"]
    source: corp-builds
    set: {CORP: "1"}
)")}}).empty());
  const auto parts = parse_tag("corp/base", "12.4-devel");
  REQUIRE(parts);
  CHECK(parts->flavor == Flavor::devel);
  const auto own = environment("corp/base", "12.4-devel");
  REQUIRE(own);
  CHECK(own->variables.front().value == "/opt/cuda");
  // Asked before the built-in ones.
  const auto replaced = environment("pytorch/pytorch", "2.4.0-cuda12.4-cudnn9-runtime");
  REQUIRE(replaced);
  CHECK(replaced->variables.front().name == "CORP");
}

TEST_CASE("own files are refused as the build refuses its own") {
  const std::string row = "table: driver-floor\nrows:\n  - {os: linux, cuda: 12.0, driver: 530, ";
  CHECK(refused(with_sources(row + "soruce: corp-builds}\n")) ==
        "own.yaml:9: unknown key \"soruce\"; did you mean \"source\"?\n"
        "own.yaml:9: this row has no source\n");
  CHECK(refused(row + "source: nvidia-cuda-13.1-release-note}\n") ==
        "own.yaml:3: no table of sources holds \"nvidia-cuda-13.1-release-note\"; did you mean "
        "\"nvidia-cuda-13.1-release-notes\"?\n");
  CHECK(refused(sources + row + "source: nvidia-cuda-13.1-release-notes}\n") ==
        "own.yaml:3: no row cites \"corp-builds\"\n");
  CHECK(refused(with_sources(row + "source: corp-builds}\n  - {os: linux, cuda: 12.0.0, driver: 1, "
                                   "source: corp-builds}\n")) ==
        "own.yaml:10: \"linux 12.0.0\" stands twice (also line 9)\n");
  CHECK(refused("table: sources\nsources:\n  - {id: pci-ids, title: x, date: 2026-01-01}\n") ==
        "own.yaml:3: \"pci-ids\" is the id of a built-in source: cite that one, or take another "
        "id\n");
  const std::string table =
      "table: tags\nrepository: corp/a\nrelease_is: other\nother_tags:\n"
      "  - {names: [a], source: corp-builds}\n";
  CHECK(refused(sources + table + "---\n" + table) ==
        "own.yaml:13: two tables are about corp/a (also line 7)\n");
}

TEST_CASE("texts that hold no tables") {
  CHECK(refused("") == "own.yaml:1: this file holds no table\n");
  CHECK(refused("# nothing\n---\n") == "own.yaml:1: this file holds no table\n");
  CHECK(refused("---\n---\ntable: gpu\n") ==
        "own.yaml:2: nothing stands between two lines \"---\"\n");
  CHECK(refused(sources + "rows: []\n").starts_with("own.yaml:7: unknown table \"\""));
  CHECK(refused("table: gpu\nrows:\n  - &a {name: X}\n  - *a\n") ==
        "own.yaml:4: aliases (*name) are not used here: write the value again\n");
  CHECK(refused("table: gpu\n\nsource: \"a\\0b\"\n") ==
        "own.yaml:3: a value here is one line of text without control characters\n");
  CHECK(refused(std::string("table\0", 6)) == "own.yaml:1: this is no text in UTF-8\n");
  CHECK(refused("table: gpu\nsource: \xff\n") == "own.yaml:2: this is no text in UTF-8\n");
  CHECK(refused("table: [gpu\n").starts_with("own.yaml:2: "));
  CHECK(refused(std::string(100000, '[')) == "own.yaml:1: this is nested deeper than any table\n");
  CHECK(add_own_files({}).empty());
}
