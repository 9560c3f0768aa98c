#pragma once
// The last step of an analysis: what the user chose to hear, and in which order.

#include "analyze.h"
#include "read/dockerfile.h"
#include "rules/rules.h"

namespace cudafit {

/// Applies severities and choices of rules, ignore comments (adding unused-ignore), line endings of
/// edits; keeps one finding of each cause; removes repetitions and sorts.
void settle(const read::Dockerfile& dockerfile, const document::Document& document,
            const Wanted& wanted, Report& report);

/// Is this rule to be heard? Naming it in `select` is enough, whatever the rule set.
bool selected(const Wanted& wanted, const rules::Rule& rule);
bool selected(const Wanted& wanted, std::string_view rule);
/// And in this file, by its path as shown?
bool heard(const Wanted& wanted, std::string_view rule, const std::string& path);

}  // namespace cudafit
