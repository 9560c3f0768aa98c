// Every folder tests/projects/<case>/ is a build context: its Dockerfile is linted with all rules
// on. What expected.txt says must be found, and nothing else; every fix is applied to the file it
// changes and the project linted again.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "analyze.h"
#include "source/apply.h"

namespace cudafit {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;  // by path inside the project

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Files files_of(const fs::path& project) {
  Files out;
  for (const auto& entry : fs::recursive_directory_iterator(project)) {
    const std::string name = fs::relative(entry.path(), project).generic_string();
    if (entry.is_regular_file() && name != "expected.txt") out[name] = slurp(entry.path());
  }
  return out;
}

Report lint(const Files& project) {
  MemoryFiles files;
  for (const auto& [name, bytes] : project) files.add("/p/" + name, bytes);
  return analyze(
      files,
      {.name = {}, .dockerfile = "/p/Dockerfile", .options = {}, .context = {}, .root = "/p"}, {});
}

std::string inside(const std::string& path) {
  return path.starts_with("/p/") ? path.substr(3) : path;
}

/// "environment.yml:7:5-20 error conda-wrong-channel: ..."
std::string line_of(const Report& report, const Diagnostic& finding) {
  const SourceFile& file = (*report.sources)[finding.span.file];
  const LineMap map(file.bytes);
  const cudafit::Position begin = map.position(finding.span.begin);
  const cudafit::Position end = map.position(finding.span.end);
  std::string out = inside(file.path) + ":" + std::to_string(begin.line) + ":" +
                    std::to_string(begin.column) + "-" + std::to_string(end.column) + " ";
  out.append(name(finding.severity)).append(" ").append(finding.rule);
  return out + ": " + finding.message + "\n";
}

std::multiset<std::string> ids(const Report& report) {
  std::multiset<std::string> out;
  for (const Diagnostic& finding : report.findings) out.insert(std::string(finding.rule));
  return out;
}

/// The project with a fix applied, all of whose edits are in one file.
Files fixed(Files project, const Report& report, const Fix& fix) {
  const FileId file = fix.edits.front().span.file;
  std::string& bytes = project[inside((*report.sources)[file].path)];
  bytes = apply(bytes, file, {&fix}).bytes;
  return project;
}

TEST_CASE("each project gives exactly what its expected.txt says, and its fixes work") {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CUDAFIT_TESTS_DIR) / "projects")) {
    if (!fs::exists(entry.path() / "Dockerfile")) continue;
    ++seen;
    INFO(entry.path().filename().string());
    const Files project = files_of(entry.path());
    const Report report = lint(project);
    std::string found;
    for (const Diagnostic& finding : report.findings) found += line_of(report, finding);
    if (std::getenv("UPDATE") != nullptr)
      std::ofstream(entry.path() / "expected.txt", std::ios::binary) << found;
    CHECK(found == slurp(entry.path() / "expected.txt"));
    for (const Diagnostic& finding : report.findings) {
      for (const Fix& fix : finding.fixes) {
        if (fix.edits.empty()) continue;
        INFO("fix: ", fix.title);
        const Report again = lint(fixed(project, report, fix));
        std::multiset<std::string> left = ids(report);
        left.erase(left.find(std::string(finding.rule)));
        const std::multiset<std::string> now = ids(again);
        CHECK(std::includes(left.begin(), left.end(), now.begin(), now.end()));
      }
    }
  }
  CHECK(seen > 0);
}

}  // namespace
}  // namespace cudafit
