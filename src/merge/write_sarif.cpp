#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "merge/write.h"
#include "print/json_text.h"
#include "print/sarif_rules.h"

namespace cudafit::merge {

namespace {

using Json = nlohmann::ordered_json;

/// The gravest stay. They are the same ones whether all are looked at together or in parts.
void leave_out(Merged& merged, std::size_t most) {
  if (merged.findings.size() <= most) return;
  std::vector<Entry*> all = in_order(merged);
  std::stable_sort(all.begin(), all.end(), [](const Entry* a, const Entry* b) {
    return a->second.severity > b->second.severity;
  });
  std::vector<Key> gone;
  for (std::size_t i = most; i < all.size(); ++i) gone.push_back(all[i]->first);
  for (const Key& key : gone) merged.findings.erase(key);
  merged.left_out = true;
}

/// The rules that findings name: as this program describes them, else as reports do.
Json driver(const Merged& merged, const print::PrintOptions& options,
            const std::set<std::string>& names) {
  print::SarifRules rules(options);
  for (const std::string& name : names) rules.index(name);
  Json out = rules.driver();
  for (Json& rule : out["rules"]) {
    if (rule.size() > 1) continue;  // more than its name
    const auto told = merged.rules.find(rule["id"].get<std::string>());
    if (told != merged.rules.end()) rule = Json::parse(told->second);
  }
  return out;
}

Json notifications(const Merged& merged, std::size_t most) {
  Json out = Json::array();
  for (const Unread& each : merged.unread) {
    Json one = {
        {"level", "error"},
        {"message", {{"text", each.message}}},
        {"locations",
         Json::array({{{"physicalLocation", {{"artifactLocation", {{"uri", each.path}}}}}}})}};
    if (!each.repository.empty()) one["properties"] = {{"repository", each.repository}};
    out.push_back(std::move(one));
  }
  if (merged.left_out) {
    out.push_back({{"level", "warning"},
                   {"message",
                    {{"text",
                      "More results are left out, none graver than these: GitHub takes at "
                      "most " +
                          std::to_string(most) + " of one run."}}}});
  }
  return out;
}

/// A result as it was read, with the number of its rule and the repository it is about.
std::string result(const Key& key, const Finding& finding, std::size_t rule) {
  std::string properties = print::json_line({{"repository", key.repository}});
  if (!finding.properties.empty()) {
    properties.back() = ',';
    properties.append(finding.properties, 1);
  }
  std::string out = "{\"ruleIndex\":" + std::to_string(rule) + ",";
  out.append(finding.text, 1, finding.text.size() - 2);
  return out + ",\"properties\":" + properties + "}";
}

}  // namespace

std::string sarif(Merged& merged, const print::PrintOptions& options, std::size_t most) {
  leave_out(merged, most);
  std::set<std::string> names;
  std::size_t size = 0;
  for (const auto& [key, finding] : merged.findings) {
    names.insert(key.rule);
    size += finding.text.size() + finding.properties.size() + key.repository.size() + 64;
  }
  Json run = {{"tool", {{"driver", driver(merged, options, names)}}}};
  if (merged.category && !merged.category->empty())
    run["automationDetails"] = {{"id", *merged.category}};
  std::set<std::string> hosts;
  Json origins = Json::array();
  Json reports = Json::array();
  const std::string* last = nullptr;
  for (const auto& [key, source] : merged.sources) {
    hosts.insert(source.hosts.begin(), source.hosts.end());
    reports.push_back({{"repository", key.first},
                       {"id", key.second},
                       {"version", source.version},
                       {"data", source.data},
                       {"hosts", source.hosts}});
    Json about;
    print::set_subject(about, key.first, {});
    if (about.contains("versionControlProvenance") && (last == nullptr || *last != key.first))
      origins.push_back(about["versionControlProvenance"].front());
    last = &key.first;
  }
  if (!origins.empty()) run["versionControlProvenance"] = std::move(origins);
  run["columnKind"] = "unicodeCodePoints";
  Json invocation = {{"executionSuccessful", merged.unread.empty()}};
  if (Json all = notifications(merged, most); !all.empty())
    invocation["toolExecutionNotifications"] = std::move(all);
  run["invocations"] = Json::array({std::move(invocation)});
  run["properties"] = {{"hosts", hosts}, {"reports", std::move(reports)}};
  std::string out =
      "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": "
      "\"2.1.0\",\n\"runs\": [\n";
  std::string head = print::json_text(run);
  head.resize(head.rfind('}'));
  while (head.ends_with('\n')) head.pop_back();
  out.reserve(head.size() + size + 256);
  out += head + ",\n\"results\": [";
  bool first = true;
  for (Entry* const entry : in_order(merged)) {
    const Finding finding = std::move(entry->second);
    const auto rule = std::distance(names.begin(), names.find(entry->first.rule));
    out += (first ? "\n" : ",\n") + result(entry->first, finding, static_cast<std::size_t>(rule));
    first = false;
  }
  return out + "\n]}\n]}\n";
}

}  // namespace cudafit::merge
