#include "lsp/diagnostics.h"

#include <functional>
#include <utility>

#include "lsp/uri.h"
#include "print/escape.h"
#include "rules/rules.h"

namespace cudafit::lsp {
namespace {

constexpr int unnecessary = 1;
constexpr int deprecated = 2;

int number(Severity severity) {
  switch (severity) {
    case Severity::error:
      return 1;
    case Severity::warning:
      return 2;
    case Severity::hint:
      return 3;
  }
  return 3;
}

/// With what has no place of its own.
std::string message_of(const Diagnostic& finding) {
  std::string message = print::escape(finding.message);
  for (const Note& note : finding.notes) {
    if (note.span && note.source.empty()) continue;
    message += "\n" + print::escape(note.message);
    if (!note.source.empty()) message += " (" + print::escape(note.source) + ")";
  }
  if (!finding.build.empty()) message += "\nbuild: " + print::escape(finding.build);
  return message;
}

void add_tags(const Session& session, const Diagnostic& finding, Json& out) {
  const rules::Rule* const rule = rules::find(finding.rule);
  if (rule == nullptr || rule->look == rules::Look::plain) return;
  const int tag = rule->look == rules::Look::unnecessary ? unnecessary : deprecated;
  if (session.client.tags.contains(tag)) out["tags"] = Json::array({tag});
}

/// Tells two answers apart.
std::string result_id(const Json& items) {
  return std::to_string(std::hash<std::string>()(dump(items)));
}

Json full_report(Json items) {
  std::string id = result_id(items);
  return {{"kind", "full"}, {"resultId", std::move(id)}, {"items", std::move(items)}};
}

Json report_against(Json items, const std::string& before) {
  const std::string id = result_id(items);
  if (!before.empty() && before == id) return {{"kind", "unchanged"}, {"resultId", id}};
  return full_report(std::move(items));
}

/// Those that have a place; the others are shown.
std::vector<ConfigProblem> config_problems(Session& session) {
  std::vector<ConfigProblem> out = session.workspace.config_problems();
  std::erase_if(out, [&](const ConfigProblem& problem) {
    if (problem.path.empty()) session.show(1, "cudafit: " + problem.message);
    return problem.path.empty();
  });
  return out;
}

Json config_items(Session& session, const std::string& path) {
  Json items = Json::array();
  const Result<std::string> bytes = session.workspace.files_for(path).read(path);
  const Lines lines(bytes ? std::string_view(*bytes) : std::string_view(), session.client.encoding);
  for (const ConfigProblem& problem : config_problems(session)) {
    if (problem.path != path) continue;
    const std::uint32_t line = problem.place.line - 1;
    // Columns count characters.
    const std::string_view row = lines.line(line);
    const Lines characters(row, Encoding::utf32);
    const std::uint32_t column = characters.offset({0, problem.place.column - 1});
    const std::uint32_t begin = (line < lines.count() ? lines.begin(line) : 0) + column;
    const auto end = static_cast<std::uint32_t>(begin + row.size() - column);
    items.push_back({{"range", lines.range({0, begin, end})},
                     {"severity", 1},
                     {"source", "cudafit"},
                     {"code", "configuration"},
                     {"message", print::escape(problem.message)}});
  }
  return items;
}

/// The other files that builds of this one read and that something is, or was, said of.
std::set<std::string> beside(Session& session, const std::string& path) {
  std::set<std::string> out;
  for (const Analysed* const build : session.workspace.about(path)) {
    Pages pages(session, build->report, path);
    for (const Diagnostic& finding : build->report.findings) {
      if (finding.span) out.insert(pages.path(finding.span.file));
    }
  }
  for (const ConfigProblem& problem : config_problems(session)) out.insert(problem.path);
  std::set<std::string>& before = session.related[path];
  std::set<std::string> now = out;
  out.insert(before.begin(), before.end());
  out.erase(path);
  now.erase(path);
  before = std::move(now);
  return out;
}

/// The paths whose diagnostics have to do with this open file.
std::set<std::string> concerned(Session& session, const std::string& path) {
  std::set<std::string> out = beside(session, path);
  out.insert(path);
  return out;
}

/// The report on one of all files. Nothing is made again that the client has.
Json told(Session& session, const std::string& path, const std::string& before) {
  std::vector<std::uint64_t> mark = session.workspace.mark(path);
  Session::Told& known = session.told[path];
  if (!mark.empty() && mark == known.mark && !before.empty() && before == known.result)
    return {{"kind", "unchanged"}, {"resultId", before}};
  Json report = report_against(diagnostics_of(session, path), before);
  known = {std::move(mark), text(report["resultId"])};
  return report;
}

}  // namespace

Json diagnostic(const Session& session, Pages& pages, const Report& report,
                const Diagnostic& finding) {
  const Span span = finding.span ? finding.span : Span{report.file, 0, 0};
  Json out{{"range", pages.range(span)},
           {"severity", number(finding.severity)},
           {"code", finding.rule},
           {"source", "cudafit"},
           {"message", message_of(finding)}};
  if (!session.docs_url.empty() && session.client.code_links)
    out["codeDescription"] = {{"href", session.docs_url + "/" + std::string(finding.rule)}};
  add_tags(session, finding, out);
  if (session.client.related_information) {
    Json related = Json::array();
    for (const Note& note : finding.notes) {
      if (note.span)
        related.push_back(
            {{"location", pages.location(note.span)}, {"message", print::escape(note.message)}});
    }
    if (!related.empty()) out["relatedInformation"] = std::move(related);
  }
  if (session.client.diagnostic_data)
    out["data"] = {{"rule", finding.rule}, {"stage", finding.stage}};
  return out;
}

Json diagnostics_of(Session& session, const std::string& path) {
  if (session.tables_broken) return Json::array();
  if (file_name(path) == read::config_name) return config_items(session, path);
  Json items = Json::array();
  const View view = session.workspace.view(path);
  std::map<const Report*, Pages> pages;
  for (const View::Item& item : view.items) {
    Pages& page = pages.try_emplace(item.report, session, *item.report, path).first->second;
    items.push_back(diagnostic(session, page, *item.report, *item.finding));
  }
  return items;
}

/// Nobody asks about a configuration that is not open, and without it nothing can be said.
void show_config_problems(Session& session) {
  for (const ConfigProblem& problem : config_problems(session)) {
    if (session.workspace.documents().find(problem.path) != nullptr) continue;
    session.show(1, "cudafit: " + problem.path + ":" + std::to_string(problem.place.line) + ":" +
                        std::to_string(problem.place.column) + ": " + problem.message);
  }
}

Answer pull_document(Session& session, const Json& params) {
  const std::string path = session.path_in(params);
  if (path.empty() || session.tables_broken) return full_report(Json::array());
  if (file_name(path) == read::config_name) session.workspace.read_config(path);
  const std::set<std::string> others = beside(session, path);
  show_config_problems(session);
  Json report =
      report_against(diagnostics_of(session, path), text(member(params, "previousResultId")));
  if (session.client.related_documents) {
    Json related = Json::object();
    for (const std::string& other : others)
      related[session.uri(other)] = full_report(diagnostics_of(session, other));
    if (!related.empty()) report["relatedDocuments"] = std::move(related);
  }
  return report;
}

std::optional<Everything> look_at_everything(Session& session, const Json& params,
                                             const std::function<bool()>& stop) {
  std::map<std::string, std::string> before;  // result by path
  const Json& known = member(params, "previousResultIds");
  if (known.is_array()) {
    for (const Json& each : known) {
      const std::string path = session.addresses.path(text(member(each, "uri")));
      if (!path.empty()) before[path] = text(member(each, "value"));
    }
  }
  std::set<std::string> paths;
  const std::set<std::string> folders = session.workspace.folders();
  for (const std::string& folder : folders) {
    if (session.tables_broken) break;
    for (const std::string& build : session.workspace.builds_in(folder)) {
      if (stop()) return std::nullopt;
      const Analysed* const analysed = session.workspace.analysed(build);
      if (analysed == nullptr) continue;
      paths.insert(build);
      Pages pages(session, analysed->report, build);
      for (const Diagnostic& finding : analysed->report.findings) {
        if (finding.span) paths.insert(pages.path(finding.span.file));
      }
    }
  }
  for (const ConfigProblem& problem : config_problems(session)) paths.insert(problem.path);
  for (const auto& [path, id] : before) paths.insert(path);
  Everything out{.answer = {{"items", Json::array()}}};
  for (const std::string& path : paths) {
    if (stop()) return std::nullopt;
    Json report = told(session, path, before[path]);
    out.news |= report["kind"] == "full";
    report["uri"] = session.uri(path);
    const OpenDocument* const open = session.workspace.documents().find(path);
    report["version"] = open == nullptr ? Json() : Json(open->version);
    out.answer["items"].push_back(std::move(report));
  }
  return out;
}

void push(Session& session) {
  if (session.client.pull) return;
  std::set<std::string> paths;
  for (const auto& [path, document] : session.workspace.documents().all()) {
    if (file_name(path) == read::config_name) session.workspace.read_config(path);
    paths.merge(concerned(session, path));
  }
  const auto publish = [&](const std::string& path, Json items) {
    const OpenDocument* const open = session.workspace.documents().find(path);
    Json params{{"uri", session.uri(path)}, {"diagnostics", std::move(items)}};
    if (open != nullptr) params["version"] = open->version;
    session.notify("textDocument/publishDiagnostics", std::move(params));
  };
  for (auto known = session.published.begin(); known != session.published.end();) {
    if (paths.contains(known->first)) {
      ++known;
      continue;
    }
    publish(known->first, Json::array());
    known = session.published.erase(known);
  }
  for (const std::string& path : paths) {
    const OpenDocument* const open = session.workspace.documents().find(path);
    const bool config = file_name(path) == read::config_name;
    Json items = config ? diagnostics_of(session, path) : Json();
    std::vector<std::uint64_t> mark = session.workspace.mark(path);
    if (config) mark.push_back(std::hash<std::string>()(dump(items)));
    mark.push_back(open == nullptr ? 0 : static_cast<std::uint64_t>(open->version) + 1);
    std::vector<std::uint64_t>& known = session.published[path];
    if (known == mark) continue;
    known = std::move(mark);
    publish(path, config ? std::move(items) : diagnostics_of(session, path));
  }
}

void renew(Session& session) {
  if (session.client.pull) {
    if (session.client.refresh) session.ask("workspace/diagnostic/refresh", nullptr, {});
  } else {
    push(session);
  }
  if (session.client.inlay_refresh) session.ask("workspace/inlayHint/refresh", nullptr, {});
}

}  // namespace cudafit::lsp
