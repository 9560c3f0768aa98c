// Every folder tests/rules/<rule>/<case>/ with a Dockerfile is a project: it is linted with the
// files beside the Dockerfile in the build context, and the carets in each of its files say what
// must be found there. Every fix is applied, in all files, and the result linted again; the files
// that the first fix changes are kept as `*.fixed`.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "expect.h"
#include "lint.h"
#include "source/apply.h"

namespace cudafit {
namespace {

namespace fs = std::filesystem;
using test::slurp;

/// Bytes by path, seen from the project.
using Project = std::map<std::string, std::string>;

Project read_project(const fs::path& folder) {
  Project out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".fixed") continue;
    out.emplace(fs::relative(entry.path(), folder).generic_string(), slurp(entry.path()));
  }
  return out;
}

Report lint(const Project& project) {
  MemoryFiles files;
  for (const auto& [first, bytes] : project) {
    const auto& path = first;
    files.add("/p/" + path, bytes);
  }
  Build build = test::build_of(project.at("Dockerfile"));
  build.dockerfile = "/p/Dockerfile";
  build.root = "/p";
  return analyze(files, build, {});
}

/// The file of the report; no_file when it was not read.
FileId file_of(const Report& report, const std::string& path) {
  for (FileId id = 0; id < report.sources->size(); ++id) {
    const std::string& shown = (*report.sources)[id].path;
    if (shown == "/p/" + path || shown == "p/" + path) return id;
  }
  return no_file;
}

Project applied(const Project& project, const Report& report, const Fix& fix) {
  Project out = project;
  for (auto& [path, bytes] : out) {
    const FileId file = file_of(report, path);
    if (file != no_file) bytes = apply(bytes, file, {&fix}).bytes;
  }
  return out;
}

/// Its finding must be gone, and nothing may have come.
void check_fix(const Project& fixed, const Report& report, const Diagnostic& finding,
               const Fix& fix) {
  const Report again = lint(fixed);
  std::multiset<std::string> left = test::ids(report);
  left.erase(left.find(std::string(finding.rule)));
  // What this finding stood for may be left.
  for (const Diagnostic& each : report.covered) left.insert(std::string(each.rule));
  const std::multiset<std::string> now = test::ids(again);
  INFO("fix: ", fix.title);
  for (const Diagnostic& each : again.findings) INFO(each.rule, ": ", each.message);
  CHECK(std::includes(left.begin(), left.end(), now.begin(), now.end()));
  CHECK(now.size() < report.findings.size() + report.covered.size());
}

void check_golden(const fs::path& folder, const Project& project, const Project& fixed) {
  for (const auto& [first, bytes] : fixed) {
    const auto& path = first;
    if (bytes == project.at(path)) continue;
    fs::path golden = folder / path;
    golden += ".fixed";
    if (std::getenv("UPDATE") != nullptr) std::ofstream(golden, std::ios::binary) << bytes;
    CHECK(bytes == slurp(golden));
  }
}

void check_project(const fs::path& folder) {
  const Project project = read_project(folder);
  const Report report = lint(project);
  std::size_t counted = 0;
  for (const auto& [first, bytes] : project) {
    const auto& path = first;
    INFO(path);
    const FileId file = file_of(report, path);
    const std::vector<test::Place> found =
        file == no_file ? std::vector<test::Place>() : test::actual(report, file);
    counted += found.size();
    const std::string difference = test::difference(test::expected(bytes), found);
    CHECK_MESSAGE(difference.empty(), difference);
  }
  CHECK(counted == report.findings.size());
  bool first = true;
  for (const Diagnostic& finding : report.findings) {
    for (const Fix& fix : finding.fixes) {
      if (fix.edits.empty()) continue;
      const Project fixed = applied(project, report, fix);
      check_fix(fixed, report, finding, fix);
      if (first) check_golden(folder, project, fixed);
      first = false;
    }
  }
}

TEST_CASE("each test project gives exactly what the carets in its files say, and its fixes work") {
  std::size_t projects = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "rules")) {
    if (entry.path().filename() != "Dockerfile") continue;
    const fs::path folder = entry.path().parent_path();
    INFO(folder.parent_path().filename().string(), "/", folder.filename().string());
    check_project(folder);
    ++projects;
  }
  CHECK(projects > 0);
}

}  // namespace
}  // namespace cudafit
