#pragma once
// One rule for programs: `explain` and `rules` print the same object.

#include <nlohmann/json_fwd.hpp>

#include "source/diagnostic.h"

namespace cudafit::cli {

nlohmann::ordered_json rule_json(const RuleInfo& info);

}  // namespace cudafit::cli
