// Any bytes as the pyproject.toml and the setup.cfg of a project that pip and uv install: analyse,
// print, look at every edit.

#include <map>
#include <string>

#include "analyze.h"
#include "places.h"
#include "print/print.h"

namespace cudafit::fuzz {
namespace {

using Bytes = std::map<std::string, std::string>;  ///< by path

Report lint(const Bytes& project) {
  MemoryFiles files;
  for (const auto& [path, bytes] : project) files.add(path, bytes);
  return analyze(
      files,
      {.name = {}, .dockerfile = "/p/Dockerfile", .options = {}, .context = {}, .root = "/p"}, {});
}

}  // namespace

void project(std::string_view bytes) {
  const std::string text(bytes);
  const Bytes project{
      {"/p/Dockerfile",
       "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY . /app/\nWORKDIR /app\n"
       "RUN pip install .[gpu] && pip install --group dev\n"
       "RUN uv pip install --system -r pyproject.toml --all-extras\nRUN pip install ./old\n"},
      {"/p/pyproject.toml", text},
      {"/p/old/setup.cfg", text}};
  const Report report = lint(project);
  print::full({&report, 1}, {});
  print::json({&report, 1}, {});
  inside(report);
}

}  // namespace cudafit::fuzz
