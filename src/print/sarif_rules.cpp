#include "print/sarif_rules.h"

#include <algorithm>

#include "print/escape.h"
#include "print/style.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

/// The first paragraph of a rule's page, which says what it finds.
std::string first_paragraph(std::string_view docs) {
  std::string out;
  for (std::size_t at = 0; at < docs.size();) {
    const std::size_t end = std::min(docs.find('\n', at), docs.size());
    const std::string_view line = docs.substr(at, end - at);
    at = end + 1;
    if (line.starts_with('#')) continue;
    if (line.empty()) {
      if (!out.empty()) break;
      continue;
    }
    out.append(out.empty() ? "" : " ").append(line);
  }
  return out;
}

Json describe(std::string_view id, const RuleInfo* info, const PrintOptions& options) {
  Json out = {{"id", id}};
  if (info == nullptr) return out;
  std::string_view docs = info->docs;
  while (docs.starts_with('\n')) docs.remove_prefix(1);
  const std::string what = first_paragraph(docs);
  out["shortDescription"] = {{"text", info->summary}};
  out["fullDescription"] = {{"text", what.empty() ? std::string(info->summary) : what}};
  out["help"] = {{"text", docs.empty() ? info->summary : docs},
                 {"markdown", docs.empty() ? info->summary : docs}};
  if (const std::string page = docs_page(options, id); !page.empty()) out["helpUri"] = page;
  out["defaultConfiguration"] = {{"level", sarif_level(info->severity)}};
  const char* const problem = info->severity == Severity::error     ? "error"
                              : info->severity == Severity::warning ? "warning"
                                                                    : "recommendation";
  out["properties"] = {{"tags", Json::array({"cuda", "docker", "gpu"})},
                       {"precision", "very-high"},
                       {"problem.severity", problem}};
  return out;
}

}  // namespace

std::string_view sarif_level(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string sarif_uri(std::string_view path) {
  return (path.starts_with('/') ? "file://" : "") + percent_encode(path);
}

std::string sarif_words(std::string_view words) {
  const std::string plain = escape(words);
  if (plain.find("](") == std::string::npos) return plain;
  std::string out;
  for (const char c : plain) {
    if (c == '[' || c == ']') out += '\\';
    out += c;
  }
  return out;
}

namespace {

/// An absolute address, which is all that SARIF takes for the one of a repository.
bool is_address(std::string_view name) {
  const std::size_t scheme = name.find("://");
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'()*+,;=%";
  return scheme != std::string_view::npos && scheme > 0 &&
         name.substr(0, scheme).find_first_not_of("abcdefghijklmnopqrstuvwxyz+") ==
             std::string_view::npos &&
         name.find_first_not_of(plain) == std::string_view::npos;
}

}  // namespace

void set_subject(nlohmann::ordered_json& run, const std::string& repository,
                 const std::vector<std::string>& hosts) {
  if (is_address(repository))
    run["versionControlProvenance"] = Json::array({{{"repositoryUri", repository}}});
  if (!repository.empty()) run["properties"]["repository"] = repository;
  if (!hosts.empty()) run["properties"]["hosts"] = hosts;
}

std::size_t SarifRules::index(std::string_view rule) {
  const auto [at, fresh] = indices_.try_emplace(rule, rules_.size());
  if (fresh)
    rules_.push_back(
        describe(rule, options_.rule == nullptr ? nullptr : options_.rule(rule), options_));
  return at->second;
}

nlohmann::ordered_json SarifRules::driver() const {
  Json out = {{"name", "cudafit"}};
  if (!options_.tool_version.empty()) {
    out["version"] = options_.tool_version;
    out["semanticVersion"] = options_.tool_version;
  }
  if (!options_.data_date.empty()) out["properties"] = {{"data", options_.data_date}};
  out["rules"] = rules_;
  return out;
}

}  // namespace cudafit::print
