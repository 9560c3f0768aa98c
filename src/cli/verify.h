#pragma once
// `--verify`: which images a file leads to, and what comes of trying them out.

#include <memory>
#include <string>
#include <vector>

#include "cli/flags.h"
#include "project/settings.h"
#include "source/files.h"
#include "verify/verify.h"

namespace cudafit::cli {

/// What there is to try out for one file: for each shipped stage that has to do with CUDA the image
/// that is recommended first, else the one it has; where the Dockerfile is built, what comes of it.
std::vector<verify::Request> requests_for(const Files& files, const project::FileSettings& settings,
                                          const VerifyOptions& options);
struct Tried {
  int status = clean;
  std::vector<verify::Verification> all;
  bool dry = false;  ///< nothing was tried, and what would be run was printed
};

/// Tries them out with the engine that the options name. Says itself what keeps it from that. Ends
/// the process as it was asked to, once everything is taken away, where that is by Ctrl-C.
Tried try_out(std::vector<verify::Request> requests, const VerifyOptions& options);

/// The engine that the options name, else the first that answers; null, which was said, without
/// one.
std::unique_ptr<verify::Engine> engine_for(const VerifyOptions& options,
                                           const verify::World& world);

/// For commands that print something of their own first: tries them out and prints what came of it,
/// on standard output where people read that, else beside it. The status.
int try_out_and_say(std::vector<verify::Request> requests, const VerifyOptions& options,
                    bool for_people);

}  // namespace cudafit::cli
