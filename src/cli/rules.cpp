// `cudafit rules`: all rules, one line each.

#include "rules/rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rule_json.h"

namespace cudafit::cli {

namespace {

/// Where the rule pages are published; empty: nowhere.
std::string_view docs_folder() { return CUDAFIT_DOCS_URL; }

}  // namespace

nlohmann::ordered_json rule_json(const rules::Rule& rule) {
  const RuleInfo& info = rule.info;
  const std::string_view folder = docs_folder();
  nlohmann::ordered_json out = {
      {"id", info.id},       {"summary", info.summary}, {"severity", name(info.severity)},
      {"since", rule.since}, {"preview", rule.preview}, {"docs", info.docs}};
  out["url"] = folder.empty()
                   ? nlohmann::ordered_json()
                   : nlohmann::ordered_json(std::string(folder) + "/" + std::string(info.id));
  return out;
}

int rules(const RulesFlags& flags) {
  std::string text;
  if (flags.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const rules::Rule* const rule : rules::all()) list.push_back(rule_json(*rule));
    text = nlohmann::ordered_json{{"schema", 1}, {"rules", list}}.dump(2) + "\n";
    return write_out(text) ? clean : failure;
  }
  std::size_t width = 0;
  for (const rules::Rule* const rule : rules::all()) width = std::max(width, rule->info.id.size());
  for (const rules::Rule* const rule : rules::all()) {
    const RuleInfo& info = rule->info;
    std::string line(info.id);
    line.resize(width + 2, ' ');
    line += name(info.severity);
    line.resize(width + 11, ' ');
    (line += rule->since) += "  ";
    if (rule->preview) line += "preview: ";
    text += line + std::string(info.summary) + "\n";
  }
  text += "\n\"cudafit explain RULE\" says what a rule finds, why it fails and how to fix it.\n";
  return write_out(text) ? clean : failure;
}

}  // namespace cudafit::cli
