// The README tells the truth: its table of rules and its screenful of output are what the program
// says today. UPDATE=1 rewrites them.

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
    out += fmt::format("| `{}` | {} | {} |\n", rule->info.id, name(rule->info.severity),
                       rule->info.summary);
  }
  return out + "\n";
}

}  // namespace

TEST_CASE("the README's rule table and first screen are current") {
  const std::string before = slurp(root / "README.md");
  std::string after = before;
  replace_between(after, "<!-- rules: begin (kept current by the tests) -->", "<!-- rules: end -->",
                  table());
  const Report report = lint("examples/dead-tag/Dockerfile");
  replace_between(after, "The first of the two prints:\n\n```\n", "```\n",
                  print::full({&report, 1}, {}));
  if (std::getenv("UPDATE") != nullptr)
    std::ofstream(root / "README.md", std::ios::binary) << after;
  CHECK(before == after);
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
