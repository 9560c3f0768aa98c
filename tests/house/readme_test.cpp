// The README tells the truth: its table of rules and its screenful of output are what the program
// says today; so does the list of rules in the schema of the configuration. UPDATE=1 rewrites them.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyze.h"
#include "print/print.h"
#include "rules/rules.h"

namespace fs = std::filesystem;
using namespace cudafit;

namespace {

const fs::path root = CUDAFIT_SOURCE_DIR;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Report lint(const std::string& path) {
  MemoryFiles files;
  files.add(path, slurp(root / path));
  return analyze(files, {.name = {}, .dockerfile = path, .options = {}, .context = {}}, {});
}

/// Replaces what stands between the two marks; the README must hold both.
void replace_between(std::string& text, const std::string& begin, const std::string& end,
                     const std::string& with) {
  const std::size_t from = text.find(begin);
  REQUIRE(from != std::string::npos);
  const std::size_t to = text.find(end, from + begin.size());
  REQUIRE(to != std::string::npos);
  text.replace(from + begin.size(), to - from - begin.size(), with);
}

std::string table() {
  std::string out = "\n\n| rule | default | what it finds |\n|---|---|---|\n";
  for (const rules::Rule* rule : rules::all()) {
    out += fmt::format("| `{}` | {}{} | {} |\n", rule->info.id, name(rule->info.severity),
                       rule->preview ? ", preview" : "", rule->info.summary);
  }
  return out + "\n";
}

/// The items of the schema's list.
std::string names() {
  std::string out;
  for (const rules::Rule* rule : rules::all())
    out += fmt::format("{}\n        \"{}\"", out.empty() ? "" : ",", rule->info.id);
  return out;
}

/// Checks that the file holds what `current` makes of it, or writes that where UPDATE is set.
template <typename Current>
void check_current(const fs::path& path, Current current) {
  const std::string before = slurp(path);
  std::string after = before;
  current(after);
  if (std::getenv("UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << after;
  CHECK_MESSAGE(before == after, path.string(), " is not current: run this test with UPDATE=1");
}

}  // namespace

TEST_CASE("the README's rule table and first screen are current") {
  const Report report = lint("examples/dead-tag/Dockerfile");
  check_current(root / "README.md", [&](std::string& text) {
    replace_between(text, "<!-- rules: begin (kept current by the tests) -->",
                    "<!-- rules: end -->", table());
    replace_between(text, "The first of the two prints:\n\n```\n", "```\n",
                    print::full({&report, 1}, {}));
  });
}

TEST_CASE("the schema of the configuration knows the rules") {
  check_current(root / "schema/config.schema.json", [](std::string& text) {
    replace_between(text, "\"rule\": {\n      \"enum\": [", "\n      ]", names());
  });
}

TEST_CASE("good examples are silent, the others are not") {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(root / "examples")) {
    if (!fs::exists(entry.path() / "Dockerfile")) continue;
    ++seen;
    const std::string name = entry.path().filename().string();
    INFO(name);
    const Report report = lint("examples/" + name + "/Dockerfile");
    CHECK(report.findings.empty() == name.starts_with("good-"));
  }
  CHECK(seen >= 4);
}
