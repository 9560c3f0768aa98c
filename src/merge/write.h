#pragma once
// Merged reports as bytes: the same ones whatever the order they were merged in.

#include <cstddef>
#include <string>

#include "merge/merged.h"
#include "merge/statistics.h"
#include "print/print.h"

namespace cudafit::merge {

/// For programs; schema/merge.schema.json describes it. ASCII, with each finding in a line of its
/// own. What is written is taken out of `merged`.
std::string json(Merged& merged, const print::PrintOptions& options);

/// SARIF 2.1.0 with one run, as GitHub takes it: of more than `most` results the gravest.
std::string sarif(Merged& merged, const print::PrintOptions& options,
                  std::size_t most = max_results);

/// Tables for people with at most `top` rows each.
std::string text(const Statistics& statistics, std::size_t top);
/// The same for a job's summary.
std::string markdown(const Statistics& statistics, std::size_t top);

}  // namespace cudafit::merge
