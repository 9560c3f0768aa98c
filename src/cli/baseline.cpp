#include "cli/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "print/fingerprint.h"
#include "print/json_text.h"
#include "print/repository.h"
#include "project/shared.h"
#include "source/files.h"

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
  const auto choices = json.find("choices");
  if (choices != json.end() && !choices->is_array()) return Failure{"its choices are no list"};
  if (choices != json.end()) {
    for (const Json& word : *choices) {
      if (!word.is_string()) return Failure{"its choices are no list of words"};
      baseline.choices.push_back(word.get<std::string>());
    }
  }
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
  Json text = {{"schema", 1}};
  if (!baseline.choices.empty()) text["choices"] = baseline.choices;
  text["findings"] = std::move(findings);
  return print::json_text(text);
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

std::set<const Diagnostic*> listed_findings(const Baseline& baseline,
                                            const std::vector<Report>& reports,
                                            const print::PrintOptions& options) {
  using Key = std::tuple<std::string, std::uint32_t, std::uint32_t, std::string, std::string>;
  const auto key = [](const Report& report, const Diagnostic& finding) {
    const std::string& path =
        finding.span ? (*report.sources)[finding.span.file].path : report.path;
    return Key(path, finding.span.begin, finding.span.end, finding.rule, finding.message);
  };
  // As they are printed, so that of several alike each is the same one as in the list.
  std::vector<Report> merged = reports;
  project::merge_shared(merged);
  std::set<Key> known;
  print::Fingerprints fingerprints(options);
  for (const Report& report : merged) {
    print::Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (baseline.entries.contains(fingerprints(places, finding)))
        known.insert(key(report, finding));
    }
  }
  std::set<const Diagnostic*> out;
  for (const Report& report : reports) {
    for (const Diagnostic& finding : report.findings) {
      if (known.contains(key(report, finding))) out.insert(&finding);
    }
  }
  return out;
}

namespace {

/// Another machine is another choice.
void add_found(const std::optional<facts::Host>& host, std::vector<std::string>& words) {
  words.emplace_back("--host auto");
  if (!host) return;
  for (const std::string& word : {host->driver, host->l4t, host->platform, host->toolkit}) {
    if (!word.empty()) words.push_back(word);
  }
  for (const facts::DeclaredGpu& gpu : host->gpus) words.push_back(gpu.written);
}

}  // namespace

std::vector<std::string> choices_of(const CheckFlags& flags, const print::PrintOptions& options) {
  std::vector<std::string> words;
  const auto file = [&](const std::string& path) { return print::repository_path(options, path); };
  const project::Choices& choices = flags.choices;
  if (choices.host.given) {
    if (!choices.host.driver.empty()) words.push_back("--driver " + choices.host.driver);
    for (const std::string& gpu : choices.host.gpus) words.push_back("--gpu " + gpu);
    if (choices.host.find)
      add_found(choices.host.find(), words);
    else
      words.emplace_back(choices.host.wsl2 ? "--host wsl2" : "--host linux");
  }
  const project::BuildChoices& build = choices.build;
  // Values of build arguments may be secrets, and baselines are committed.
  for (const auto& [name, value] : build.args) words.push_back("--build-arg " + name);
  if (build.target) words.push_back("--target " + *build.target);
  if (build.platform) words.push_back("--platform " + *build.platform);
  if (build.context) words.push_back("--context " + file(*build.context));
  if (choices.isolated) words.emplace_back("--isolated");
  if (!choices.config.empty()) words.push_back("--config " + file(choices.config));
  for (const std::string& path : choices.matrix) words.push_back("--matrix " + file(path));
  if (choices.preview) words.emplace_back("--preview");
  if (flags.no_gitignore) words.emplace_back("--no-gitignore");
  return words;
}

Searched::Searched(const std::vector<Report>& reports, const std::set<std::string>& walked,
                   const std::vector<std::string>& skipped, bool whole,
                   const print::PrintOptions& options)
    : walked_(walked), only_whole_(!whole) {
  for (const std::string& path : skipped) skipped_.push_back(print::repository_path(options, path));
  for (const Report& report : reports) {
    const auto broken = [](const Diagnostic& finding) { return finding.rule == "parse-error"; };
    const bool read = report.errors.empty() &&
                      std::none_of(report.findings.begin(), report.findings.end(), broken) &&
                      std::none_of(report.covered.begin(), report.covered.end(), broken);
    // A Dockerfile without a stage is none, also where nobody wants to hear of parse errors.
    if (!read || (!report.shared && report.stages.empty())) {
      only_whole_ = true;
    } else if (!report.shared) {
      whole_.insert(print::repository_path(options, report.path));
    }
  }
}

bool Searched::has(const BaselineEntry& entry, const std::string& root) const {
  if (only_whole_ && !whole_.contains(entry.path)) return false;
  const auto holds = [&](const std::string& skipped) {
    return entry.path == skipped || entry.path.starts_with(skipped + "/");
  };
  if (std::any_of(skipped_.begin(), skipped_.end(), holds)) return false;
  const std::string path = join_path(root, entry.path);
  return std::any_of(walked_.begin(), walked_.end(), [&](const std::string& directory) {
    return !path_within(directory, path).empty();
  });
}

std::size_t prune(Baseline& baseline,
                  const std::function<bool(const BaselineEntry&)>& could_occur) {
  return std::erase_if(baseline.entries, [&](const auto& entry) {
    return !baseline.seen.contains(entry.first) && could_occur(entry.second);
  });
}

}  // namespace cudafit::cli
