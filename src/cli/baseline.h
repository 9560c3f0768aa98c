#pragma once
// Findings that are known and not reported again: `--baseline`, `--write-baseline`.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flags.h"
#include "print/print.h"
#include "source/report.h"
#include "source/result.h"

namespace cudafit::cli {

struct BaselineEntry {
  std::string path;  ///< from the root of the repository
  std::string rule, message;
};

/// By fingerprint, which survives moved lines.
struct Baseline {
  /// What was asked for where it was written that decides what is found: other words, other
  /// findings.
  std::vector<std::string> choices;
  std::map<std::string, BaselineEntry> entries;
  std::set<std::string> seen;  ///< fingerprints of what occurred in this run
};

/// Of the file's bytes; fails with words for the user.
Result<Baseline> read_baseline(std::string_view bytes);

/// schema/baseline.schema.json describes it.
std::string baseline_text(const Baseline& baseline);

/// All that the reports have.
Baseline baseline_of(const std::vector<Report>& reports, const print::PrintOptions& options);

/// Takes what the baseline lists out of the reports and says how many that are.
std::size_t drop_known(Baseline& baseline, std::vector<Report>& reports,
                       const print::PrintOptions& options);

/// The findings of these reports that the baseline lists. Builds of a shared file say the same of
/// it here, and it is listed once.
std::set<const Diagnostic*> listed_findings(const Baseline& baseline,
                                            const std::vector<Report>& reports,
                                            const print::PrintOptions& options);

/// Which of the flags decide what is found, in words.
std::vector<std::string> choices_of(const CheckFlags& flags, const print::PrintOptions& options);

/// Where this run would have found everything again that was known.
class Searched {
 public:
  /// `walked`: real paths of directories. `skipped`: paths that were not entered; `whole`: whether
  /// each file that was met has a report.
  Searched(const std::vector<Report>& reports, const std::set<std::string>& walked,
           const std::vector<std::string>& skipped, bool whole, const print::PrintOptions& options);
  /// `root`: of the repository that the entry's path is from.
  bool has(const BaselineEntry& entry, const std::string& root) const;

 private:
  const std::set<std::string>& walked_;
  /// Something was not understood, and what it leads to is not known: only the files that were read
  /// in full are searched.
  bool only_whole_ = false;
  std::set<std::string> whole_{};       ///< from the root of the repository, as
  std::vector<std::string> skipped_{};  ///< these are
};

/// Takes out the entries that did not occur and `could_occur` in this run; says how many.
std::size_t prune(Baseline& baseline, const std::function<bool(const BaselineEntry&)>& could_occur);

}  // namespace cudafit::cli
