#pragma once
// `cudafit lsp`: a language server on two pipes.

#include <string>

namespace cudafit::lsp {

struct ServerOptions {
  int in = 0, out = 1;  ///< descriptors
  std::string version;
  std::string docs_url;  ///< the folder of the rule pages; empty: no links
  bool drives = false;   ///< the client's files have drive letters: see Addresses
};

struct Ended {
  int status = 0;       ///< 0: as the protocol wants it
  std::string problem;  ///< why it ended otherwise, a clause; may be empty
};

/// Serves one client until it leaves.
Ended serve(const ServerOptions& options);

}  // namespace cudafit::lsp
