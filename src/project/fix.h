#pragma once
// Applies fixes until nothing changes. First in memory; what comes out is then written, or printed
// as a diff.

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "project/settings.h"
#include "source/report.h"

namespace cudafit::project {

struct FixedFile {
  std::string path;  ///< as shown
  std::string real;  ///< where the bytes are, symbolic links resolved
  std::string before, after;
  std::size_t problems = 0;  ///< findings whose fix touched it
};

struct Fixes {
  std::vector<FixedFile> files;      ///< by real path; only those that changed
  std::size_t problems = 0;          ///< findings whose fix was applied
  std::vector<std::string> refused;  ///< what was not done, and why, for the user
};

struct FixOptions {
  bool unsafe = false;    ///< suggested fixes too
  bool anywhere = false;  ///< files need not lie under the repository root: nothing will be written
  /// Only findings of which it holds; all, where it is empty.
  std::function<bool(const Diagnostic&)> only = {};
  /// Of the reports as they are now, the findings that are left as they are; none, where it is
  /// empty.
  std::function<std::set<const Diagnostic*>(const std::vector<Report>&)> spared = {};
  /// The real path of a file: only fixes that edit it and nothing else. Any, where it is empty.
  std::string file = {};
};

/// Changes `files` and brings `reports`, one for each of `settings`, up to date.
Fixes fix_all(OverlayFiles& files, std::span<const FileSettings> settings,
              std::vector<Report>& reports, FixOptions options);

/// Writes the files that are still what was read. What could not be written goes from `files` to
/// `refused`, and false is returned.
bool write_fixes(Files& disk, Fixes& fixes);

}  // namespace cudafit::project
