// Every Dockerfile under tests/rules/<rule>/ is linted with all rules on; what its carets say must
// be found, and nothing else. Every fix is applied and the result linted again.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "expect.h"
#include "lint.h"
#include "rules/rules.h"
#include "source/apply.h"

namespace cudafit {
namespace {

namespace fs = std::filesystem;
using test::ids;
using test::slurp;

Report lint(const std::string& text) {
  // With a root, files that the Dockerfile writes itself (COPY <<EOF) are read.
  Build build = test::build_of(text);
  build.root = "/project";
  build.dockerfile = "/project/Dockerfile";
  MemoryFiles files;
  files.add(build.dockerfile, text);
  return analyze(files, build, {});
}

std::vector<fs::path> test_files() {
  std::vector<fs::path> out;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "rules")) {
    if (entry.path().extension() == ".Dockerfile") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Applies one fix and lints again: its finding must be gone, and nothing may have come.
void check_fix(const std::string& text, const Report& report, const Diagnostic& finding,
               const Fix& fix) {
  const Applied applied = apply(text, report.file, {&fix});
  const Report again = lint(applied.bytes);
  std::multiset<std::string> left = ids(report);
  left.erase(left.find(std::string(finding.rule)));
  // What this finding stood for may be left.
  for (const Diagnostic& each : report.covered) left.insert(std::string(each.rule));
  std::multiset<std::string> now = ids(again);
  // The nearest image that is there at all may be out of support, which is a hint.
  if (finding.rule != "image-eol") now.erase("image-eol");
  INFO("fix: ", fix.title, "\n", applied.bytes);
  // Fewer is fine: one fix may remove several findings.
  CHECK(std::includes(left.begin(), left.end(), now.begin(), now.end()));
  CHECK(now.size() < report.findings.size() + report.covered.size());
}

TEST_CASE("each test Dockerfile gives exactly what its carets say, and its fixes work") {
  // The rule whose folder alone is looked at, as tests/suites/rules-deleted wants it.
  const char* const only = std::getenv("CUDAFIT_RULE");
  std::map<std::string, int> positive;
  std::map<std::string, int> negative;
  for (const fs::path& path : test_files()) {
    const std::string text = slurp(path);
    const std::string folder = path.parent_path().filename().string();
    if (only != nullptr && folder != only) continue;
    INFO(folder, "/", path.filename().string());
    const Report report = lint(text);
    const std::string difference =
        test::difference(test::expected(text), test::actual(report, report.file));
    CHECK_MESSAGE(difference.empty(), difference);
    ++(ids(report).contains(folder) ? positive : negative)[folder];
    const Fix* first = nullptr;
    for (const Diagnostic& finding : report.findings) {
      for (const Fix& fix : finding.fixes) {
        if (fix.edits.empty()) continue;
        check_fix(text, report, finding, fix);
        if (first == nullptr && finding.rule == folder) first = &fix;
      }
    }
    fs::path golden = path;
    golden += ".fixed";
    if (first == nullptr) continue;
    const std::string fixed = apply(text, report.file, {first}).bytes;
    if (std::getenv("UPDATE") != nullptr) std::ofstream(golden, std::ios::binary) << fixed;
    CHECK(fixed == slurp(golden));
  }
  for (const rules::Rule* rule : rules::all()) {
    const std::string id(rule->info.id);
    if (only != nullptr && id != only) continue;
    INFO(id);
    CHECK(positive[id] > 0);
    CHECK(negative[id] > 0);
  }
}

/// The fenced Dockerfile under a heading of a rule's docs.
std::string example(std::string_view docs, std::string_view heading) {
  const std::size_t at = docs.find(heading);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = docs.find("```dockerfile\n", at);
  const std::size_t end = docs.find("```", begin + 14);
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  return std::string(docs.substr(begin + 14, end - begin - 14));
}

TEST_CASE("the Bad example of every rule's docs fires, the Good one is silent") {
  for (const rules::Rule* rule : rules::all()) {
    INFO(rule->info.id);
    const std::string bad = example(rule->info.docs, "## Bad");
    const std::string good = example(rule->info.docs, "## Good");
    REQUIRE(!bad.empty());
    REQUIRE(!good.empty());
    CHECK(ids(lint(bad)).contains(std::string(rule->info.id)));
    const Report clean = lint(good);
    for (const Diagnostic& finding : clean.findings) CHECK(finding.message == "nothing");
    std::size_t at = 0;
    for (const std::string_view heading : {"## What it does", "## Why it fails", "## Bad",
                                           "## Good", "## How the fix works", "## Sources"}) {
      const std::size_t found = rule->info.docs.find(heading, at);
      CHECK_MESSAGE(found != std::string_view::npos, heading);
      at = found == std::string_view::npos ? at : found;
    }
  }
}

}  // namespace
}  // namespace cudafit
