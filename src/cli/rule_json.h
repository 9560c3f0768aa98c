#pragma once
// One rule for programs: `explain` and `rules` print the same object.

#include <nlohmann/json_fwd.hpp>

#include "rules/rules.h"

namespace cudafit::cli {

nlohmann::ordered_json rule_json(const rules::Rule& rule);

}  // namespace cudafit::cli
