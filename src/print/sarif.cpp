#include <algorithm>
#include <map>
#include <unordered_map>
#include <vector>

#include "print/escape.h"
#include "print/fingerprint.h"
#include "print/json_text.h"
#include "print/line_hash.h"
#include "print/places.h"
#include "print/print.h"
#include "print/repository.h"
#include "print/sarif_rules.h"
#include "print/style.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

/// GitHub refuses an upload with more.
constexpr std::size_t max_results = 25'000;

Json text(std::string words) { return {{"text", std::move(words)}}; }

/// The text of a link: a bracket in it would end it.
std::string link_text(std::string_view words) {
  std::string out;
  for (const char c : escape(words)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// What is printed of one report, with what is the same for all of them.
class Writer {
 public:
  Writer(const Report& report, const PrintOptions& options, SarifRules& rules,
         Fingerprints& fingerprints)
      : places_(report), options_(options), rules_(rules), fingerprints_(fingerprints) {}

  Json result(const Diagnostic& finding) {
    const Places::Where where = places_.where(finding);
    Json out = {{"ruleId", finding.rule},
                {"ruleIndex", rules_.index(finding.rule)},
                {"level", sarif_level(finding.severity)},
                {"message", text(message(finding))},
                {"locations", Json::array({location(where)})}};
    add_chain(out, finding, where);
    // First what GitHub knows an alert by, then what we know it by.
    Json prints = Json::object();
    if (const std::string hash = line_hash(where); !hash.empty())
      prints["primaryLocationLineHash"] = hash;
    prints["cudafit/v1"] = fingerprints_(places_, finding);
    out["partialFingerprints"] = std::move(prints);
    if (Json all = fixes(finding); !all.empty()) out["fixes"] = std::move(all);
    Json more = Json::object();
    for (const auto& [key, value] :
         {std::pair("stage", &finding.stage), std::pair("host", &finding.host),
          std::pair("build", &finding.build)}) {
      if (!value->empty()) more[key] = escape(*value);
    }
    if (!more.empty()) out["properties"] = std::move(more);
    return out;
  }

 private:
  /// One sentence, which is all that some views show, then the reasons, each linked to its place,
  /// and what can be done.
  std::string message(const Diagnostic& finding) {
    std::string out = sarif_words(finding.message);
    if (finding.notes.empty() && finding.fixes.empty()) return out;
    if (!out.ends_with('.')) out += '.';
    std::size_t link = 0;
    for (const Note& note : finding.notes) {
      out += "\n- ";
      if (places_.clamp(note.span)) {
        out += "[" + link_text(note.message) + "](" + std::to_string(++link) + ")";
      } else {
        out += sarif_words(note.message);
      }
      if (!note.source.empty()) out += " (" + sarif_words(note.source) + ")";
    }
    for (const Fix& fix : finding.fixes) {
      out += "\n- help (" + std::string(name(fix.safety)) + "): " + sarif_words(fix.title);
    }
    return out;
  }

  Json artifact(std::string_view path) {
    return {{"uri", sarif_uri(repository_path(options_, path))}};
  }

  static Json region(const Range& range) {
    return {{"startLine", range.start.line},
            {"startColumn", range.start.column},
            {"endLine", range.end.line},
            {"endColumn", range.end.column}};
  }

  Json location(const Places::Where& where) {
    return {{"physicalLocation",
             {{"artifactLocation", artifact(where.path)}, {"region", region(where.range)}}}};
  }

  /// The places of the reasons: linked from the message, and drawn as a path that ends in the
  /// finding.
  void add_chain(Json& out, const Diagnostic& finding, const Places::Where& where) {
    Json related = Json::array();
    Json steps = Json::array();
    for (const Note& note : finding.notes) {
      const Span span = places_.clamp(note.span);
      if (!span) continue;
      Json at = location({places_.path(span.file), span, places_.range(span)});
      at["message"] = text(sarif_words(note.message));
      steps.push_back({{"location", at}});
      Json numbered = {{"id", related.size() + 1}};
      numbered.update(at);
      related.push_back(std::move(numbered));
    }
    if (related.empty()) return;
    Json end = location(where);
    end["message"] = text(sarif_words(finding.message));
    steps.push_back({{"location", std::move(end)}});
    out["relatedLocations"] = std::move(related);
    out["codeFlows"] =
        Json::array({{{"threadFlows", Json::array({{{"locations", std::move(steps)}}})}}});
  }

  /// What a program may apply: the fixes that a person must finish are words in the message.
  Json fixes(const Diagnostic& finding) {
    Json out = Json::array();
    for (const Fix& fix : finding.fixes) {
      if (fix.safety == Safety::shown) continue;
      std::map<FileId, Json> files;
      for (const Edit& edit : fix.edits) {
        const Span span = places_.clamp(edit.span);
        if (!span) continue;
        files.try_emplace(span.file, Json::array())
            .first->second.push_back({{"deletedRegion", region(places_.range(span))},
                                      {"insertedContent", text(edit.text)}});
      }
      if (files.empty()) continue;
      Json changes = Json::array();
      for (auto& [file, edits] : files) {
        changes.push_back({{"artifactLocation", artifact(places_.path(file))},
                           {"replacements", std::move(edits)}});
      }
      const std::string title = sarif_words(fix.title) + " (" + std::string(name(fix.safety)) + ")";
      out.push_back({{"description", text(title)}, {"artifactChanges", std::move(changes)}});
    }
    return out;
  }

  std::string line_hash(const Places::Where& where) {
    if (!where.span) return {};
    const auto [at, fresh] = hashes_.try_emplace(where.span.file);
    if (fresh) at->second = line_hashes(places_.bytes(where.span.file));
    const std::size_t line = where.range.start.line;
    return line <= at->second.size() ? at->second[line - 1] : std::string();
  }

  Places places_;
  const PrintOptions& options_;
  SarifRules& rules_;
  Fingerprints& fingerprints_;
  std::unordered_map<FileId, std::vector<std::string>> hashes_;  ///< of each file's lines
};

/// What could not be linted.
Json notification(const PathError& error, const PrintOptions& options) {
  const Json artifact = {{"uri", sarif_uri(repository_path(options, error.path))}};
  return {{"level", "error"},
          {"message", text(sarif_words(error.path + ": " + error.message))},
          {"locations", Json::array({{{"physicalLocation", {{"artifactLocation", artifact}}}}})}};
}

}  // namespace

std::string sarif(std::span<const Report> reports, const PrintOptions& options) {
  SarifRules rules(options);
  Fingerprints fingerprints(options);
  std::vector<std::pair<Severity, Json>> results;
  Json notifications = Json::array();
  for (const Report& report : reports) {
    Writer writer(report, options, rules, fingerprints);
    for (const Diagnostic& finding : report.findings) {
      if (visible(finding, options)) results.emplace_back(finding.severity, writer.result(finding));
    }
    for (const PathError& error : report.errors)
      notifications.push_back(notification(error, options));
  }
  const bool whole = notifications.empty();
  if (results.size() > max_results) {
    std::stable_sort(results.begin(), results.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    const std::size_t left = results.size() - max_results;
    results.erase(results.begin() + max_results, results.end());
    notifications.push_back({{"level", "warning"},
                             {"message", text(std::to_string(left) +
                                              " more results are left out: GitHub takes at most " +
                                              std::to_string(max_results) + " of one run.")}});
  }
  Json list = Json::array();
  for (auto& [severity, result] : results) list.push_back(std::move(result));
  Json invocation = {{"executionSuccessful", whole}};
  if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
  Json run = {{"tool", {{"driver", rules.driver()}}}};
  // GitHub replaces earlier results of the same category, which is what stands before the last "/".
  if (!options.run.empty()) run["automationDetails"] = {{"id", options.run}};
  set_subject(run, options.repository, options.hosts);
  run["columnKind"] = "unicodeCodePoints";
  run["invocations"] = Json::array({std::move(invocation)});
  run["results"] = std::move(list);
  return json_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({std::move(run)})}});
}

}  // namespace cudafit::print
