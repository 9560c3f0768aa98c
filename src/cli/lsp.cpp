// `cudafit lsp`: a language server on standard input and output.

#include "lsp/server.h"

#include <unistd.h>

#include "cli/commands.h"
#include "cli/output.h"

namespace cudafit::cli {

int lsp(const LspFlags& /*flags*/) {
  const lsp::Ended ended = lsp::serve({.in = STDIN_FILENO,
                                       .out = STDOUT_FILENO,
                                       .version = CUDAFIT_VERSION,
                                       .docs_url = CUDAFIT_DOCS_URL});
  if (!ended.problem.empty()) say("lsp: " + ended.problem);
  return ended.status;
}

}  // namespace cudafit::cli
