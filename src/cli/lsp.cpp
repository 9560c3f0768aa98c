// `cudafit lsp`: a language server on standard input and output.

#include "lsp/server.h"

#include <unistd.h>

#include <cstdlib>

#include "cli/commands.h"
#include "cli/output.h"

namespace cudafit::cli {

namespace {

/// Set by what runs us as WebAssembly on Windows (packaging/npm/wasm/run.js).
constexpr const char* drive_letters = "CUDAFIT_DRIVE_LETTERS";

}  // namespace

int lsp(const LspFlags& /*flags*/) {
  const lsp::Ended ended = lsp::serve({.in = STDIN_FILENO,
                                       .out = STDOUT_FILENO,
                                       .version = CUDAFIT_VERSION,
                                       .docs_url = CUDAFIT_DOCS_URL,
                                       .drives = std::getenv(drive_letters) != nullptr});
  if (!ended.problem.empty()) say("lsp: " + ended.problem);
  return ended.status;
}

}  // namespace cudafit::cli
