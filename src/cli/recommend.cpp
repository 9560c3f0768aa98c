// `cudafit recommend`: which image fits, for files and from nothing.

#include "cli/recommend.h"
#include "cli/commands.h"

namespace cudafit::cli {

int recommend(const RecommendFlags& flags) {
  return flags.from_nothing ? recommend_from_nothing(flags) : recommend_for_files(flags);
}

}  // namespace cudafit::cli
