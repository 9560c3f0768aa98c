#pragma once
// What cannot be meant of a command line, in words; empty where there is nothing. Private to
// reading it.

#include <string>

#include "cli/flags.h"
#include "cli/options.h"

namespace cudafit::cli {

/// How the image is built.
std::string wrong_build(const Words& words, const project::BuildChoices& build);
/// How images are tried out; the engine "auto" becomes none.
std::string wrong_trying(VerifyOptions& options);
/// Flags of `check` that exclude each other.
std::string wrong_together(const CheckFlags& flags, bool standard_input);
/// How registries are to be asked; the time goes to `flags`.
std::string settle_online(const Words& words, const CLI::App& app, OnlineFlags& flags);
/// What the report is said to be about.
std::string wrong_subject(const Words& words, const CheckFlags& flags);
/// How many rows a table of merged reports has; the number goes to `flags`.
std::string settle_top(const Words& words, MergeFlags& flags);

}  // namespace cudafit::cli
