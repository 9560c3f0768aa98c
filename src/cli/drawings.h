#pragma once
// The graphs of what was checked, for a job's summary.

#include <span>
#include <string>

#include "project/settings.h"
#include "source/report.h"

namespace cudafit::cli {

/// Markdown: for each file with findings its graph, folded away. `reports` has one for each of
/// `settings`.
std::string drawings(const Files& files, std::span<const project::FileSettings> settings,
                     std::span<const Report> reports);

}  // namespace cudafit::cli
