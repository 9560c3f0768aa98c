#include "cli/output.h"
#include "cli/recommend.h"
#include "recommend/from_nothing.h"

namespace cudafit::cli {

int recommend_from_nothing(const RecommendFlags&) {
  say("not built yet");
  return failure;
}

}  // namespace cudafit::cli
