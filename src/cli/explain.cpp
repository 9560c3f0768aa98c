// `cudafit explain RULE`: the rule's page.

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rule_json.h"
#include "project/settings.h"
#include "rules/rules.h"
#include "source/nearest.h"

namespace cudafit::cli {

int explain(const ExplainFlags& flags) {
  const rules::Rule* const rule = rules::find(flags.rule);
  if (rule == nullptr) {
    say("unknown rule " + in_quotes(flags.rule) + did_you_mean(flags.rule, project::rule_names()));
    say_raw("\"cudafit rules\" lists them all.\n");
    return usage;
  }
  const RuleInfo& info = rule->info;
  std::string text;
  if (flags.json) {
    text = nlohmann::ordered_json{{"schema", 1}, {"rule", rule_json(*rule)}}.dump(2) + "\n";
  } else {
    text = "# " + std::string(info.id) + " (" + std::string(name(info.severity)) +
           (rule->preview ? ", preview" : "") + ")\n\n" + std::string(info.summary) + "\n\n";
    const std::size_t first = info.docs.find_first_not_of('\n');
    text += first == std::string_view::npos ? "" : info.docs.substr(first);
    if (!text.ends_with('\n')) text += '\n';
  }
  return write_out(text) ? clean : failure;
}

}  // namespace cudafit::cli
