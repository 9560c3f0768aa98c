#pragma once
// The files of a check, some at a time.

#include <cstddef>
#include <vector>

#include "cli/candidates.h"
#include "project/settings.h"
#include "source/report.h"

namespace cudafit::cli {

/// Files as they go through a run, side by side.
struct Batch {
  std::vector<Candidate> from{};  ///< those with settings that can be used
  std::vector<project::FileSettings> wanted{};
  std::vector<Report> reports{};

  std::size_t size() const { return from.size(); }
  void drop(std::size_t index) {
    const auto at = static_cast<std::ptrdiff_t>(index);
    reports.erase(reports.begin() + at);
    wanted.erase(wanted.begin() + at);
    from.erase(from.begin() + at);
  }
};

/// How many files are analysed before what is not needed of them is forgotten.
constexpr std::size_t batch_size = 4096;

}  // namespace cudafit::cli
