#pragma once
// What several builds say about the dependency files that they share.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "source/report.h"

namespace cudafit::project {

/// The reports that read each file, by its path as shown.
std::map<std::string, std::set<std::size_t>> readers(const std::vector<Report>& reports);

/// An ignore comment in a dependency file that one build has no use for may serve another: such
/// findings stay only where every report that reads the file has them.
void drop_needed_ignores(std::vector<Report>& reports);

/// A finding in a dependency file is said once, by the first report that has it; when others read
/// the file and do not have it, it says which builds do. Nothing can be fixed afterwards.
void merge_shared(std::vector<Report>& reports);

}  // namespace cudafit::project
