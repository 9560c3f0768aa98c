// Any bytes as a Dockerfile: analyse, print in every format, apply the fixes that a run would
// apply, analyse again. The same bytes as the files of a project that a build runs.

#include <string>
#include <vector>

#include "analyze.h"
#include "places.h"
#include "print/print.h"
#include "source/apply.h"

namespace cudafit::fuzz {
namespace {

Report lint(const std::string& text) {
  MemoryFiles files;
  files.add("Dockerfile", text);
  return analyze(files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}}, {});
}

/// As a script that a RUN runs and reads in, and as what two build systems read.
void lint_project(const std::string& text) {
  MemoryFiles files;
  files.add("/p/Dockerfile",
            "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY . /p\nWORKDIR /p\n"
            "RUN ./a.sh 1 $X && . ./a.sh && cmake -DA=ON -B b && python3 setup.py install\n");
  for (const char* name : {"a.sh", "CMakeLists.txt", "setup.py"})
    files.add(std::string("/p/") + name, text);
  const Report report = analyze(
      files, {.name = {}, .dockerfile = "p/Dockerfile", .options = {}, .context = {}, .root = "/p"},
      {});
  print::full({&report, 1}, {});
  inside(report);
}

}  // namespace

void check(std::string_view bytes) {
  const std::string text(bytes);
  const Report report = lint(text);
  inside(report);
  print::full({&report, 1}, {});
  print::json({&report, 1}, {});
  print::github({&report, 1}, {});
  std::vector<const Fix*> fixes;
  for (const Diagnostic& finding : report.findings) {
    for (const Fix& fix : finding.fixes) {
      for (const Edit& edit : fix.edits)
        hold(edit.span.file == report.file, "an edit of another file");
    }
    if (const Fix* fix = applicable(finding, false)) fixes.push_back(fix);
  }
  if (!fixes.empty()) lint(apply(text, report.file, fixes).bytes);
  lint_project(text);
}

}  // namespace cudafit::fuzz
