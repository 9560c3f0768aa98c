#include "cli/output.h"
#include "cli/recommend.h"

namespace cudafit::cli {

int recommend_for_files(const RecommendFlags&) {
  say("not built yet");
  return failure;
}

}  // namespace cudafit::cli
