#pragma once
// Analyses many files at once; the results come in the order asked for.

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "project/settings.h"
#include "source/report.h"

namespace cudafit::project {

/// One report per file. Findings that all builds of a file have appear once; the others say which
/// build. `keep_texts`: also of files without findings, which no printer needs.
/// `done` is called after each file, from any thread; it may be empty. `last`: for each file what
/// the analysis before has read of it, so that this one reads only what was edited; empty: nothing
/// is kept.
std::vector<Report> analyze_all(const Files& files, std::span<const FileSettings> settings,
                                bool keep_texts, const std::function<void()>& done = {},
                                std::span<read::LastRead> last = {});

/// The report of one file, and the graph of the first of its builds.
Report analyze_one(const Files& files, const FileSettings& settings, graph::Graph& graph);

/// Analyses again what reads one of the changed files, by their real paths.
void refresh(const Files& files, std::span<const FileSettings> settings,
             std::vector<Report>& reports, const std::set<std::string>& changed);

}  // namespace cudafit::project
