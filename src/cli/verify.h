#pragma once
// `--verify`: which images a file leads to, and what comes of trying them out.

#include <string>
#include <vector>

#include "advise/recommendation.h"
#include "cli/flags.h"
#include "project/settings.h"
#include "source/files.h"
#include "verify/verify.h"

namespace cudafit::cli {

/// What there is to try out for one file: for each shipped stage that has to do with CUDA the image
/// that is recommended first, else the one it has; where the Dockerfile is built, what comes of it.
std::vector<verify::Request> requests_for(const Files& files, const project::FileSettings& settings,
                                          const VerifyOptions& options);
/// The same, from a recommendation that was made already; `build` is the one it is about.
std::vector<verify::Request> requests_for(const Files& files, const project::FileSettings& settings,
                                          const Build& build,
                                          const advise::Recommendation& recommended);

struct Tried {
  int status = clean;
  std::vector<verify::Verification> all;
  bool dry = false;  ///< nothing was tried, and what would be run was printed
};

/// Tries them out with the engine that the options name. Says itself what keeps it from that. Ends
/// the process as it was asked to, once everything is taken away, where that is by Ctrl-C.
Tried try_out(std::vector<verify::Request> requests, const VerifyOptions& options);

}  // namespace cudafit::cli
