#include <algorithm>
#include <nlohmann/json.hpp>

#include "merge/write.h"
#include "print/json_text.h"

namespace cudafit::merge {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

/// A list with each element in one line.
class List {
 public:
  List(std::string& out, std::string_view indent, std::string_view name)
      : out_(out), indent_(indent) {
    out_.append(indent).append("\"").append(name).append("\": [");
  }

  void add(std::string_view element) {
    out_.append(first_ ? "\n" : ",\n").append(indent_).append("  ").append(element);
    first_ = false;
  }

  void end(std::string_view behind) {
    if (!first_) out_.append("\n").append(indent_);
    out_.append("]").append(behind).append("\n");
  }

 private:
  std::string& out_;
  std::string_view indent_;
  bool first_ = true;
};

/// The object in a line of JSON with one more member, the first.
std::string with(const Json& member, const std::string& object) {
  std::string out = print::json_line(member);
  if (object == "{}") return out;
  out.back() = ',';
  return out.append(object, 1);
}

void add_counts(Json& row, const Counts& counts) {
  row["errors"] = counts.errors;
  row["warnings"] = counts.warnings;
  row["hints"] = counts.hints;
}

std::string rule_row(const Row& row) {
  Json out = {{"rule", row.name}};
  add_counts(out, row.counts);
  out["repositories"] = row.affected;
  return print::json_line(out);
}

std::string repository_row(const Row& row) {
  Json out = {{"repository", row.name}, {"reports", row.reports}};
  add_counts(out, row.counts);
  out["unread"] = row.unread;
  return print::json_line(out);
}

std::string host_row(const Row& row) {
  Json out = {{"host", or_null(row.name)}};
  out["checked"] = row.name.empty() ? Json() : Json(row.checked);
  add_counts(out, row.counts);
  out["repositories"] = row.affected;
  return print::json_line(out);
}

void add_statistics(std::string& out, const Statistics& all) {
  Json counts = {
      {"reports", all.reports}, {"repositories", all.repositories}, {"affected", all.affected}};
  add_counts(counts, all.counts);
  counts["unread"] = all.unread;
  out += "  \"statistics\": {\n";
  for (const auto& [name, count] : counts.items())
    out += "    \"" + name + "\": " + count.dump() + ",\n";
  const auto list = [&](std::string_view name, const std::vector<Row>& rows, auto print,
                        std::string_view behind) {
    List rows_of(out, "    ", name);
    for (const Row& row : rows) rows_of.add(print(row));
    rows_of.end(behind);
  };
  list("by_rule", all.by_rule, rule_row, ",");
  list("by_host", all.by_host, host_row, ",");
  list("by_repository", all.by_repository, repository_row, "");
  out += "  }\n";
}

}  // namespace

std::string json(Merged& merged, const print::PrintOptions& options) {
  const Statistics counted = statistics(merged);
  const Json tool = {
      {"name", "cudafit"}, {"version", options.tool_version}, {"data", or_null(options.data_date)}};
  std::size_t size = 0;  // growing by doubling would take twice the memory
  for (const auto& [key, finding] : merged.findings)
    size += finding.text.size() + key.repository.size() + 32;
  for (const auto& [repository, stage] : merged.stages)
    size += repository.size() + stage.size() + 32;
  std::string out;
  out.reserve(size + merged.sources.size() * 400 + 4096);
  out += "{\n  \"schema\": 1,\n  \"tool\": " + print::json_line(tool) + ",\n";
  List reports(out, "  ", "reports");
  for (const auto& [key, source] : merged.sources) {
    reports.add(print::json_line({{"repository", key.first},
                                  {"id", key.second},
                                  {"version", source.version},
                                  {"data", or_null(source.data)},
                                  {"hosts", source.hosts}}));
  }
  reports.end(",");
  List findings(out, "  ", "findings");
  for (Entry* const entry : in_order(merged)) {
    const std::string text = std::move(entry->second.text);
    findings.add(with({{"repository", entry->first.repository}}, text));
  }
  findings.end(",");
  List stages(out, "  ", "stages");
  for (const auto& [repository, stage] : merged.stages)
    stages.add(with({{"repository", repository}}, stage));
  stages.end(",");
  List errors(out, "  ", "errors");
  for (const Unread& each : merged.unread) {
    errors.add(print::json_line({{"repository", or_null(each.repository)},
                                 {"path", each.path},
                                 {"message", each.message}}));
  }
  errors.end(",");
  add_statistics(out, counted);
  return out + "}\n";
}

}  // namespace cudafit::merge
