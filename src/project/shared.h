#pragma once
// What several builds say about the dependency files that they share.

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "source/report.h"

namespace cudafit::project {

/// How many reports read a file, by its path as shown.
using ReaderCounts = std::map<std::string, std::size_t, std::less<>>;

/// Counts the files that this report has read and that others may have read, too.
void count_shared(const Report& report, ReaderCounts& counts);

/// An ignore comment in a dependency file that one build has no use for may serve another: such
/// findings stay only where every report that reads the file has them. `others`: the readers of
/// which there are no reports any more, because nothing was found.
void drop_needed_ignores(std::vector<Report>& reports, const ReaderCounts& others = {});

/// A finding in a dependency file is said once, by the first report that has it; when others read
/// the file and do not have it, it says which builds do. Nothing can be fixed afterwards.
void merge_shared(std::vector<Report>& reports, const ReaderCounts& others = {});

}  // namespace cudafit::project
