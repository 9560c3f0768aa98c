#pragma once
// What `cudafit recommend` prints, one function for each format.

#include <span>
#include <string>

#include "advise/recommendation.h"
#include "print/print.h"

namespace cudafit::print {

std::string recommendation_text(std::span<const advise::Recommendation> all,
                                const PrintOptions& options);
/// For programs; schema/recommend.schema.json describes it. ASCII only.
std::string recommendation_json(std::span<const advise::Recommendation> all,
                                const PrintOptions& options);
std::string recommendation_markdown(std::span<const advise::Recommendation> all,
                                    const PrintOptions& options);

}  // namespace cudafit::print
