// Every directory tests/projects/<case> is a repository: its Dockerfiles are linted with all rules
// on. expected.txt lists what must be found, `path:line:column-column severity rule: words`, a line
// each, behind an optional first line `# flags: ...`; nothing else may be found. Every fix is
// applied and the result linted again; `<file>.fixed` is the file after the first fix of each
// finding that edits it.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "analyze.h"
#include "document/discover.h"
#include "lint.h"
#include "source/apply.h"

namespace cudafit {
namespace {

namespace fs = std::filesystem;
using test::slurp;

struct Project {
  fs::path directory;
  std::map<std::string, std::string> texts;  ///< by path below the directory
  std::string expected;

  explicit Project(const fs::path& path) : directory(path), expected(slurp(path / "expected.txt")) {
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      const std::string name = fs::relative(entry.path(), path).string();
      if (entry.is_regular_file() && name != "expected.txt" && !name.ends_with(".fixed"))
        texts[name] = slurp(entry.path());
    }
  }

  std::vector<Report> lint() const {
    MemoryFiles files;
    for (const auto& [name, text] : texts) files.add(name, text);
    std::vector<Report> out;
    Wanted wanted;
    wanted.all_builds = true;
    for (const document::Found& found :
         document::discover(files, {"."}, {.excluded = {}, .gitignore = true}).dockerfiles) {
      Build build = test::build_of(expected);
      build.dockerfile = found.path;
      build.root = "/";
      out.push_back(analyze(files, build, wanted));
    }
    return out;
  }
};

std::string place(const Report& report, const Diagnostic& finding) {
  if (!finding.span) return report.path;
  const SourceFile& file = (*report.sources)[finding.span.file];
  const LineMap lines(file.bytes);
  const Position begin = lines.position(finding.span.begin);
  const Position end = lines.position(finding.span.end);
  return file.path + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column) + "-" +
         std::to_string(end.column);
}

std::vector<std::string> found(const std::vector<Report>& reports) {
  std::vector<std::string> out;
  for (const Report& report : reports) {
    for (const Diagnostic& finding : report.findings)
      out.push_back(place(report, finding) + " " + std::string(name(finding.severity)) + " " +
                    std::string(finding.rule) + ": " + finding.message);
  }
  return out;
}

/// The lines of expected.txt and what was found, where they differ. A line may be the beginning.
std::string difference(const std::string& expected, std::vector<std::string> actual) {
  std::string out;
  std::istringstream lines(expected);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto match = std::find_if(actual.begin(), actual.end(), [&](const std::string& each) {
      return each.starts_with(line);
    });
    if (match == actual.end()) {
      out += "\n  missing:    " + line;
    } else {
      actual.erase(match);
    }
  }
  for (const std::string& each : actual) out += "\n  unexpected: " + each;
  return out;
}

/// The project with one fix applied to all files that it edits.
Project fixed(Project project, const Report& report, const Fix& fix) {
  const Sources& sources = *report.sources;
  for (FileId file = 0; file < sources.size(); ++file)
    project.texts[sources[file].path] = apply(sources[file].bytes, file, {&fix}).bytes;
  return project;
}

TEST_CASE("each test repository gives exactly what is expected, and its fixes work") {
  const fs::path root = fs::path(CUDAFIT_TESTS_DIR) / "projects";
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (!entry.is_directory()) continue;
    ++count;
    CAPTURE(entry.path().filename().string());
    const Project project(entry.path());
    const std::vector<Report> reports = project.lint();
    CHECK(!reports.empty());
    const std::string differs = difference(project.expected, found(reports));
    CHECK_MESSAGE(differs.empty(), differs);
    std::map<std::string, std::string> goldens;
    for (const Report& report : reports) {
      for (const Diagnostic& finding : report.findings) {
        for (const Fix& fix : finding.fixes) {
          if (fix.edits.empty()) continue;
          const Project after = fixed(project, report, fix);
          CAPTURE(fix.title);
          CHECK(found(after.lint()).size() < found(reports).size());
          if (&fix != &finding.fixes.front()) continue;
          for (const auto& [first, text] : after.texts) {
            const auto& path = first;
            if (text != project.texts.at(path)) goldens.try_emplace(path, text);
          }
        }
      }
    }
    for (const auto& [first, text] : goldens) {
      const auto& path = first;
      const fs::path golden = project.directory / (path + ".fixed");
      if (std::getenv("UPDATE") != nullptr) std::ofstream(golden, std::ios::binary) << text;
      CAPTURE(path);
      CHECK(text == slurp(golden));
    }
  }
  CHECK(count > 0);
}

}  // namespace
}  // namespace cudafit
