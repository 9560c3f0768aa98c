// Any bytes as a Dockerfile in which every fix is made until nothing changes: that ends, what comes
// of it reads as well as before, and another run has nothing left to do.

#include <string>

#include "places.h"
#include "project/fix.h"
#include "project/run.h"
#include "read/dockerfile.h"

namespace cudafit::fuzz {
namespace {

std::string read_back(const Files& files) { return *files.read("/Dockerfile"); }

}  // namespace

void fix(std::string_view bytes) {
  MemoryFiles disk;
  disk.add("/.git/HEAD", "");
  disk.add("/Dockerfile", std::string(bytes));
  const project::Choices choices;
  project::Settings settings(disk, choices);
  const auto settled = settings.settle("Dockerfile");
  hold(settled.has_value(), "no configuration, and yet it is broken");
  for (const bool unsafe : {false, true}) {
    OverlayFiles files(disk);
    std::vector<Report> reports = project::analyze_all(files, {&*settled, 1}, true);
    for (const Report& report : reports) inside(report);
    const project::Fixes first =
        project::fix_all(files, {&*settled, 1}, reports, {.unsafe = unsafe});
    for (const Report& report : reports) inside(report);
    const std::string after = read_back(files);
    if (first.files.empty()) {
      hold(after == bytes, "changed without a word");
      continue;
    }
    hold(read::parse_dockerfile(0, after).errors.size() <=
             read::parse_dockerfile(0, bytes).errors.size(),
         "a fix broke the file");
    hold(first.refused.empty() ? true : !first.refused.front().empty(), "refused without a word");
    const project::Fixes second =
        project::fix_all(files, {&*settled, 1}, reports, {.unsafe = unsafe});
    hold(second.files.empty() || !first.refused.empty(), "a second run has more to do");
  }
}

}  // namespace cudafit::fuzz
