// A mistake of cudafit's own in one file costs that file alone.

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "project/run.h"
#include "project/settings.h"

using namespace cudafit;

namespace {

/// One file makes whoever reads it fail.
class Failing : public MemoryFiles {
 public:
  Result<std::string> read(const std::string& path) const override {
    if (path.find("bad") != std::string::npos) throw std::out_of_range("substr");
    return MemoryFiles::read(path);
  }
};

}  // namespace

TEST_CASE("what one file does to the linter is said of it, and the others are linted") {
  Failing files;
  std::vector<project::FileSettings> settings;
  for (int i = 0; i < 12; ++i) {
    const std::string path = (i % 3 == 1 ? "/bad/" : "/good/") + std::to_string(i) + "/Dockerfile";
    files.add(path, "FROM nvidia/cuda:latest\n");
    Build build;
    build.dockerfile = path;
    project::FileSettings one;
    one.path = path;
    one.builds = {build};
    settings.push_back(one);
  }
  const std::vector<Report> reports = project::analyze_all(files, settings, true);
  REQUIRE(reports.size() == settings.size());
  for (const Report& report : reports) {
    CAPTURE(report.path);
    if (report.path.find("bad") == std::string::npos) {
      CHECK(report.errors.empty());
      CHECK(report.findings.size() == 1);
      continue;
    }
    REQUIRE(report.errors.size() == 1);
    CHECK(report.errors.front().message.find("please report it (substr)") != std::string::npos);
    CHECK(report.file != no_file);  // walking does not pass over it in silence
  }
}
