#include "cli/statistics.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "source/apply.h"

namespace cudafit::cli {
namespace {

struct Count {
  std::size_t findings = 0;
  std::size_t fixable = 0;
};

}  // namespace

std::string statistics(std::span<const Report> reports, const print::PrintOptions& options,
                       bool json) {
  std::map<std::string_view, Count> counts;
  for (const Report& report : reports) {
    for (const Diagnostic& finding : report.findings) {
      if (options.quiet && finding.severity == Severity::hint) continue;
      Count& count = counts[finding.rule];
      ++count.findings;
      if (applicable(finding, options.unsafe_fixes) != nullptr) ++count.fixable;
    }
  }
  std::vector<std::pair<std::string_view, Count>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.findings > b.second.findings;
  });
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& [rule, count] : rows)
      list.push_back({{"rule", rule}, {"count", count.findings}, {"fixable", count.fixable}});
    return nlohmann::ordered_json{{"schema", 1}, {"statistics", list}}.dump(2) + "\n";
  }
  std::string text;
  for (const auto& [rule, count] : rows) {
    std::string number = std::to_string(count.findings);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    text += number + (count.fixable > 0 ? "  [*] " : "      ") + std::string(rule) + "\n";
  }
  return text + print::summary_line(reports, options) + "\n";
}

}  // namespace cudafit::cli
