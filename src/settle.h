#pragma once
// The last step of an analysis: what the user chose to hear, and in which order.

#include "analyze.h"
#include "read/dockerfile.h"

namespace cudafit {

/// Applies severities and choices of rules, ignore comments (adding unused-ignore), line endings of
/// edits; removes repetitions and sorts.
void settle(const read::Dockerfile& dockerfile, const document::Document& document,
            const Wanted& wanted, Report& report);

/// A copy of `wanted` is asked: is this rule to be heard?
bool selected(const Wanted& wanted, std::string_view rule);

}  // namespace cudafit
