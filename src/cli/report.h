#pragma once
// Prints what a check found, in the format asked for.

#include <span>
#include <string>

#include "cli/flags.h"
#include "print/print.h"
#include "source/report.h"

namespace cudafit::cli {

/// What the terminal and the environment allow. `elapsed_ms` is said where a person looks on.
print::PrintOptions print_options(const CheckFlags& flags, const std::string& working,
                                  double elapsed_ms);

/// The format asked for, else full for a person and concise for a program.
Format settled_format(const CheckFlags& flags);

/// The report; with --statistics the counts.
std::string report_text(const CheckFlags& flags, std::span<const Report> reports,
                        const print::PrintOptions& options);

/// Whether a GitHub workflow takes a summary.
bool wants_github_summary();
/// Adds it to $GITHUB_STEP_SUMMARY, with `drawings` where there is room. False when that fails.
bool append_github_summary(std::span<const Report> reports, const print::PrintOptions& options,
                           const std::string& drawings);

}  // namespace cudafit::cli
