#pragma once
// What merged reports come to: by rule, by repository, by host.

#include <cstddef>
#include <string>
#include <vector>

#include "merge/merged.h"

namespace cudafit::merge {

struct Counts {
  std::size_t errors = 0, warnings = 0, hints = 0;

  std::size_t all() const { return errors + warnings + hints; }
};

struct Row {
  std::string name;  ///< of hosts escaped; the empty one stands for findings that name no host
  Counts counts;
  std::size_t affected = 0;  ///< repositories with a finding of it
  std::size_t reports = 0;   ///< of a repository
  std::size_t checked = 0;   ///< repositories with a report that was made for this host
  std::size_t unread = 0;    ///< files of a repository that could not be linted
};

/// Rows with the gravest first, then by name; each list is whole.
struct Statistics {
  Counts counts;
  std::size_t reports = 0, repositories = 0;
  std::size_t affected = 0;  ///< repositories with a finding
  std::size_t unread = 0;    ///< files and reports that could not be read
  bool left_out = false;
  std::vector<Row> by_rule, by_repository, by_host;
};

Statistics statistics(const Merged& merged);

}  // namespace cudafit::merge
