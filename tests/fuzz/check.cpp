// Any bytes as a Dockerfile: analyse, print in every format, apply the fixes that a run would
// apply, analyse again. The same bytes as the files of a project that a build runs.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "analyze.h"
#include "print/print.h"
#include "source/apply.h"

namespace {

cudafit::Report lint(const std::string& text) {
  cudafit::MemoryFiles files;
  files.add("Dockerfile", text);
  return cudafit::analyze(
      files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}}, {});
}

/// As a script that a RUN runs and reads in, and as what two build systems read.
void lint_project(const std::string& text) {
  cudafit::MemoryFiles files;
  files.add("/p/Dockerfile",
            "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY . /p\nWORKDIR /p\n"
            "RUN ./a.sh 1 $X && . ./a.sh && cmake -DA=ON -B b && python3 setup.py install\n");
  for (const char* name : {"a.sh", "CMakeLists.txt", "setup.py"})
    files.add(std::string("/p/") + name, text);
  const cudafit::Report report = cudafit::analyze(
      files, {.name = {}, .dockerfile = "p/Dockerfile", .options = {}, .context = {}, .root = "/p"},
      {});
  cudafit::print::full({&report, 1}, {});
  for (const cudafit::Diagnostic& finding : report.findings) {
    for (const cudafit::Fix& fix : finding.fixes) {
      for (const cudafit::Edit& edit : fix.edits) {
        const std::size_t size = (*report.sources)[edit.span.file].bytes.size();
        if (edit.span.begin > edit.span.end || edit.span.end > size) std::abort();
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const cudafit::Report report = lint(text);
  cudafit::print::full({&report, 1}, {});
  cudafit::print::json({&report, 1}, {});
  cudafit::print::github({&report, 1}, {});
  std::vector<const cudafit::Fix*> fixes;
  for (const cudafit::Diagnostic& finding : report.findings) {
    for (const cudafit::Fix& fix : finding.fixes) {
      for (const cudafit::Edit& edit : fix.edits) {
        // An edit outside the file would corrupt it.
        if (edit.span.file != report.file || edit.span.begin > edit.span.end ||
            edit.span.end > size)
          std::abort();
      }
    }
    if (const cudafit::Fix* fix = cudafit::applicable(finding, false)) fixes.push_back(fix);
  }
  if (!fixes.empty()) lint(cudafit::apply(text, report.file, fixes).bytes);
  lint_project(text);
  return 0;
}
