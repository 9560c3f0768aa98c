// Any bytes as a Dockerfile: analyse, print in every format, apply the fixes that a run would
// apply, analyse again.

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
  return 0;
}
