// What uv.lock keeps of the projects that it was made from.

#include <algorithm>

#include "read/lock_toml.h"
#include "read/uv_tables.h"
#include "read/wheel_name.h"

namespace cudafit::read {

namespace {

std::string string(const toml::table& table, std::string_view key) {
  return table[key].value_or(std::string());
}

/// A list of strings; nothing without one.
std::optional<std::vector<std::string>> strings(const toml::table& table, std::string_view key) {
  const toml::array* const list = table[key].as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> out;
  for (const toml::node& each : *list) out.push_back(each.value_or(std::string()));
  return out;
}

std::vector<std::string> normalized(std::vector<std::string> names) {
  for (std::string& name : names) name = normalized_name(name);
  return names;
}

/// `{ name = "torch", marker = "extra == 'gpu'", specifier = ">=2", index = "https://..." }`
RecordedRequirement requirement(const toml::node& node) {
  RecordedRequirement out;
  const toml::table* const table = node.as_table();
  if (table == nullptr) {
    out.known = false;
    return out;
  }
  out.clauses = Specifiers();
  for (const auto& [key, value] : *table) {
    const std::string_view name = key.str();
    if (name == "name") {
      out.name = normalized_name(value.value_or(std::string()));
    } else if (name == "extras") {
      out.extras = normalized(*strings(*table, name));
    } else if (name == "marker") {
      out.marker = lock_marker(value.value_or(std::string()));
    } else if (name == "specifier") {
      out.clauses = Specifiers::parse(value.value_or(std::string()));
    } else if (name == "index") {
      out.index = value.value_or(std::string());
    } else if (name == "conflict" && value.is_table()) {
      out.extra = string(*value.as_table(), "extra");
      out.group = string(*value.as_table(), "group");
    } else if (out.kind.empty() && value.is_string()) {
      out.kind = name;
      out.place = value.value_or(std::string());
    } else {
      out.known = false;
    }
  }
  return out;
}

std::vector<RecordedRequirement> requirements(const toml::table& table, std::string_view key) {
  std::vector<RecordedRequirement> out;
  if (const toml::array* const list = table[key].as_array())
    for (const toml::node& each : *list) out.push_back(requirement(each));
  return out;
}

/// Whether the table has keys besides these.
bool only(const toml::table& table, std::initializer_list<std::string_view> keys) {
  return std::all_of(table.begin(), table.end(), [&](const auto& each) {
    return std::find(keys.begin(), keys.end(), each.first.str()) != keys.end();
  });
}

}  // namespace

std::vector<std::vector<std::string>> uv_conflicts(const toml::table& table) {
  std::vector<std::vector<std::string>> out;
  const toml::array* const sets = table["conflicts"].as_array();
  if (sets == nullptr) return out;
  for (const toml::node& set : *sets) {
    std::vector<std::string>& one = out.emplace_back();
    if (!set.is_array()) continue;
    for (const toml::node& each : *set.as_array()) {
      const toml::table* const item = each.as_table();
      if (item == nullptr) continue;
      const std::string package = string(*item, "package");
      std::string words = package.empty() ? "*" : normalized_name(package);
      for (const std::string_view kind : {"extra", "group"}) {
        if (const std::string name = string(*item, kind); !name.empty())
          words += " " + std::string(kind) + " " + normalized_name(name);
      }
      one.push_back(std::move(words));
    }
    std::sort(one.begin(), one.end());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void read_lock_record(const toml::table& top, LockFile& out) {
  LockRecord& record = out.record;
  record.known = only(top, {"version", "revision", "requires-python", "resolution-markers",
                            "supported-markers", "conflicts", "options", "manifest", "package"});
  record.environments = strings(top, "supported-markers").value_or(std::vector<std::string>());
  record.conflicts = uv_conflicts(top);
  if (const toml::table* const options = top["options"].as_table()) {
    record.prerelease = string(*options, "prerelease-mode");
    record.known = record.known && only(*options, {"prerelease-mode"});
  }
  if (const toml::table* const manifest = top["manifest"].as_table()) {
    record.constraints = requirements(*manifest, "constraints");
    record.overrides = requirements(*manifest, "overrides");
    record.known = record.known && only(*manifest, {"members", "constraints", "overrides"});
  }
}

void read_project_record(const toml::table& package, LockedPackage& out) {
  RecordedProject& record = out.record;
  record.default_groups = strings(package, "default-groups");
  if (record.default_groups) record.default_groups = normalized(*record.default_groups);
  const toml::table* const metadata = package["metadata"].as_table();
  if (metadata == nullptr) return;
  record.requirements = requirements(*metadata, "requires-dist");
  record.extras = strings(*metadata, "provides-extras");
  if (record.extras) record.extras = normalized(*record.extras);
  const toml::table* const groups = (*metadata)["requires-dev"].as_table();
  if (groups == nullptr) return;
  for (const auto& [name, list] : *groups)
    record.groups.push_back({normalized_name(name.str()), requirements(*groups, name.str())});
}

}  // namespace cudafit::read
