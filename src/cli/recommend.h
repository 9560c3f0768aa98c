#pragma once
// The two ways to ask for a recommendation.

#include "cli/flags.h"

namespace cudafit::cli {

int recommend_from_nothing(const RecommendFlags& flags);
int recommend_for_files(const RecommendFlags& flags);

}  // namespace cudafit::cli
