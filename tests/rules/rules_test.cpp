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

/// `compose`: the text is a Compose file.
Report lint(const std::string& text, bool compose) {
  // With a root, files that the Dockerfile writes itself (COPY <<EOF) are read.
  Build build = test::build_of(text);
  build.root = "/project";
  build.dockerfile = compose ? "/project/compose.yaml" : "/project/Dockerfile";
  if (compose) build.compose = build.dockerfile;
  MemoryFiles files;
  files.add(build.dockerfile, text);
  return analyze(files, build, {});
}

bool is_compose(const fs::path& path) { return path.extension() == ".yaml"; }

std::vector<fs::path> test_files() {
  std::vector<fs::path> out;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "rules")) {
    const fs::path& path = entry.path();
    // Deeper ones are part of a project.
    const bool alone = path.parent_path().parent_path() == fs::path(CUDAFIT_TESTS_DIR) / "rules";
    if (path.extension() == ".Dockerfile" || (is_compose(path) && alone)) out.push_back(path);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Applies one fix and lints again: its finding must be gone, and nothing may have come.
void check_fix(const std::string& text, bool compose, const Report& report,
               const Diagnostic& finding, const Fix& fix) {
  const Applied applied = apply(text, report.file, {&fix});
  const Report again = lint(applied.bytes, compose);
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
    const Report report = lint(text, is_compose(path));
    const std::string difference =
        test::difference(test::expected(text), test::actual(report, report.file));
    CHECK_MESSAGE(difference.empty(), difference);
    ++(ids(report).contains(folder) ? positive : negative)[folder];
    const Fix* first = nullptr;
    for (const Diagnostic& finding : report.findings) {
      for (const Fix& fix : finding.fixes) {
        if (fix.edits.empty()) continue;
        check_fix(text, is_compose(path), report, finding, fix);
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

/// The fenced Dockerfile or Compose file under a heading of a rule's docs.
struct Example {
  std::string text;
  bool compose = false;
};
Example example(std::string_view docs, std::string_view heading) {
  const std::size_t at = docs.find(heading);
  const std::size_t fence = docs.find("```", at);
  const std::size_t begin = docs.find('\n', fence);
  const std::size_t end = docs.find("```", begin);
  if (at == docs.npos || fence == docs.npos || begin == docs.npos || end == docs.npos) return {};
  const std::string_view language = docs.substr(fence + 3, begin - fence - 3);
  if (language != "dockerfile" && language != "yaml") return {};
  return {std::string(docs.substr(begin + 1, end - begin - 1)), language == "yaml"};
}

TEST_CASE("the Bad example of every rule's docs fires, the Good one is silent") {
  for (const rules::Rule* rule : rules::all()) {
    INFO(rule->info.id);
    const Example bad = example(rule->info.docs, "## Bad");
    const Example good = example(rule->info.docs, "## Good");
    REQUIRE(!bad.text.empty());
    REQUIRE(!good.text.empty());
    CHECK(ids(lint(bad.text, bad.compose)).contains(std::string(rule->info.id)));
    const Report clean = lint(good.text, good.compose);
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
