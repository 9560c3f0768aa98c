// `cudafit init`: a Dockerfile and a Compose file where there are none.

#include "cli/commands.h"
#include "cli/output.h"

namespace cudafit::cli {

int init(const InitFlags&) {
  say("not built yet");
  return failure;
}

}  // namespace cudafit::cli
