// Any bytes as the pyproject.toml and the setup.cfg of a project that pip and uv install: analyse,
// print, look at every edit.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "analyze.h"
#include "print/print.h"

namespace {

using Bytes = std::map<std::string, std::string>;  ///< by path

cudafit::Report lint(const Bytes& project) {
  cudafit::MemoryFiles files;
  for (const auto& [path, bytes] : project) files.add(path, bytes);
  return cudafit::analyze(
      files,
      {.name = {}, .dockerfile = "/p/Dockerfile", .options = {}, .context = {}, .root = "/p"}, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Bytes project{
      {"/p/Dockerfile",
       "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY . /app/\nWORKDIR /app\n"
       "RUN pip install .[gpu] && pip install --group dev\n"
       "RUN uv pip install --system -r pyproject.toml --all-extras\nRUN pip install ./old\n"},
      {"/p/pyproject.toml", text},
      {"/p/old/setup.cfg", text}};
  const cudafit::Report report = lint(project);
  cudafit::print::full({&report, 1}, {});
  cudafit::print::json({&report, 1}, {});
  for (const cudafit::Diagnostic& finding : report.findings) {
    for (const cudafit::Fix& fix : finding.fixes) {
      for (const cudafit::Edit& edit : fix.edits) {
        // An edit outside its file would corrupt it.
        if (edit.span.file >= report.sources->size() || edit.span.begin > edit.span.end ||
            edit.span.end > (*report.sources)[edit.span.file].bytes.size())
          std::abort();
      }
    }
  }
  return 0;
}
