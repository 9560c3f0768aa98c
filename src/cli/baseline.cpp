#include "cli/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "print/fingerprint.h"
#include "print/json_text.h"
#include "print/repository.h"

namespace cudafit::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found == entry.end() || !found->is_string() ? "" : found->get<std::string>();
}

/// Calls `take` with each finding and its fingerprint; what it returns true for is taken out.
template <typename Take>
void each(std::vector<Report>& reports, std::vector<Diagnostic> Report::*list,
          const print::PrintOptions& options, Take take) {
  print::Fingerprints fingerprints(options);
  for (Report& report : reports) {
    print::Places places(report);
    std::erase_if(report.*list, [&](const Diagnostic& finding) {
      return take(places, finding, fingerprints(places, finding));
    });
  }
}

}  // namespace

Result<Baseline> read_baseline(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (json.is_discarded()) return Failure{"it is not JSON"};
  if (!json.is_object() || json.value("schema", Json()) != 1 || !json.contains("findings") ||
      !json["findings"].is_array())
    return Failure{"it is no baseline: --write-baseline makes one"};
  Baseline baseline;
  for (const Json& entry : json["findings"]) {
    std::string fingerprint = entry.is_object() ? text_of(entry, "fingerprint") : "";
    if (fingerprint.empty()) return Failure{"an entry has no fingerprint"};
    baseline.entries[std::move(fingerprint)] = {text_of(entry, "path"), text_of(entry, "rule"),
                                                text_of(entry, "message")};
  }
  return baseline;
}

std::string baseline_text(const Baseline& baseline) {
  // By place, so that a change of one file changes the lines of one file.
  std::vector<std::pair<const std::string*, const BaselineEntry*>> rows;
  for (const auto& [fingerprint, entry] : baseline.entries) rows.emplace_back(&fingerprint, &entry);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    const auto key = [](const auto& row) {
      return std::tie(row.second->path, row.second->rule, row.second->message, *row.first);
    };
    return key(a) < key(b);
  });
  Json findings = Json::array();
  for (const auto& [fingerprint, entry] : rows) {
    findings.push_back({{"path", entry->path},
                        {"rule", entry->rule},
                        {"message", entry->message},
                        {"fingerprint", *fingerprint}});
  }
  return print::json_text({{"schema", 1}, {"findings", std::move(findings)}});
}

Baseline baseline_of(const std::vector<Report>& reports, const print::PrintOptions& options) {
  Baseline baseline;
  print::Fingerprints fingerprints(options);
  for (const Report& report : reports) {
    print::Places places(report);
    for (const Diagnostic& finding : report.findings) {
      baseline.entries[fingerprints(places, finding)] = {
          print::repository_path(options, places.where(finding).path), std::string(finding.rule),
          finding.message};
    }
  }
  return baseline;
}

std::size_t drop_known(Baseline& baseline, std::vector<Report>& reports,
                       const print::PrintOptions& options) {
  std::size_t dropped = 0;
  const auto known = [&](print::Places&, const Diagnostic&, const std::string& fingerprint) {
    if (!baseline.entries.contains(fingerprint)) return false;
    baseline.seen.insert(fingerprint);
    ++dropped;
    return true;
  };
  each(reports, &Report::findings, options, known);
  // Covered by something graver they are still there.
  each(reports, &Report::covered, options,
       [&](print::Places&, const Diagnostic&, const std::string& fingerprint) {
         baseline.seen.insert(fingerprint);
         return false;
       });
  return dropped;
}

std::size_t prune(Baseline& baseline,
                  const std::function<bool(const BaselineEntry&)>& could_occur) {
  return std::erase_if(baseline.entries, [&](const auto& entry) {
    return !baseline.seen.contains(entry.first) && could_occur(entry.second);
  });
}

}  // namespace cudafit::cli
