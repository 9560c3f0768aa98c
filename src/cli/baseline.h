#pragma once
// Findings that are known and not reported again: `--baseline`, `--write-baseline`.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

/// Takes out the entries that did not occur and `could_occur` in this run; says how many.
std::size_t prune(Baseline& baseline, const std::function<bool(const BaselineEntry&)>& could_occur);

}  // namespace cudafit::cli
