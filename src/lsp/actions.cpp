#include "lsp/actions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lsp/diagnostics.h"
#include "lsp/edits.h"
#include "lsp/suppress.h"
#include "lsp/uri.h"
#include "print/escape.h"
#include "project/fix.h"
#include "project/workshop.h"
#include "recommend/split.h"

namespace cudafit::lsp {
namespace {

constexpr std::string_view quick_fix = "quickfix";
constexpr std::string_view suppress = "quickfix.suppress.cudafit";
constexpr std::string_view split_kind = "refactor.rewrite.cudafit";
constexpr std::string_view fix_all_kind = "source.fixAll.cudafit";

/// `kind` is `wanted` or a part of it.
bool is_of(std::string_view kind, std::string_view wanted) {
  return wanted.empty() || kind == wanted ||
         (kind.starts_with(wanted) && kind.substr(wanted.size()).starts_with('.'));
}

struct Request {
  Session& session;
  std::string path;
  Point start, end;
  Json only;
  Json actions = Json::array();

  bool wants(std::string_view kind) const {
    if (!only.is_array()) return true;
    return std::any_of(only.begin(), only.end(),
                       [&](const Json& each) { return is_of(kind, text(each)); });
  }
  /// What is done to the whole file is done when it is asked for, not offered everywhere.
  bool asks(std::string_view kind) const { return only.is_array() && wants(kind); }

  bool touches(Pages& pages, Span span) {
    const Lines& lines = pages.lines(span.file);
    return lines.point(span.begin) <= end && start <= lines.point(span.end);
  }
};

std::string title_of(const Fix& fix) {
  std::string title = print::escape(fix.title);
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
  if (fix.safety == Safety::suggested) title += " (suggested: it changes what is shipped)";
  if (fix.safety == Safety::shown) title += " (to be finished by hand)";
  return title;
}

void add_fixes(Request& request, Pages& pages, const Diagnostic& finding, const Json& shown) {
  bool preferred = false;
  for (const Fix& fix : finding.fixes) {
    Json action{
        {"title", title_of(fix)}, {"kind", quick_fix}, {"diagnostics", Json::array({shown})}};
    if (fix.safety == Safety::shown || fix.edits.empty()) {
      if (!request.session.client.disabled) continue;
      action["disabled"] = {{"reason", "a person has to finish it"}};
    } else {
      FileEdits edits;
      add(edits, pages, fix.edits);
      action["edit"] = workspace_edit(request.session, edits);
      if (fix.safety == Safety::safe && !preferred && request.session.client.preferred) {
        action["isPreferred"] = true;
        preferred = true;
      }
    }
    request.actions.push_back(std::move(action));
  }
}

void add_ignores(Request& request, Pages& pages, const Report& report, const Diagnostic& finding,
                 const Json& shown) {
  const FileId file = finding.span.file;
  const std::string_view bytes = (*report.sources)[file].bytes;
  const bool dockerfile = file == report.file && !report.shared;
  const std::array<std::pair<Reach, std::string>, 3> all = {{
      {Reach::instruction, dockerfile ? "for this instruction" : "for this line"},
      {Reach::stage, "for this stage"},
      {Reach::file, "for this file"},
  }};
  for (const auto& [reach, words] : all) {
    if (reach == Reach::stage && finding.stage.empty()) continue;
    const std::optional<Edit> edit =
        ignore_comment(pages.path(file), bytes, dockerfile, finding.span, finding.rule, reach);
    if (!edit) continue;
    FileEdits edits;
    add(edits, pages, {&*edit, 1});
    request.actions.push_back({{"title", "Ignore " + std::string(finding.rule) + " " + words},
                               {"kind", suppress},
                               {"diagnostics", Json::array({shown})},
                               {"edit", workspace_edit(request.session, edits)}});
  }
}

void add_quick_fixes(Request& request) {
  const View view = request.session.workspace.view(request.path);
  std::map<const Report*, Pages> pages;
  std::vector<std::pair<const View::Item*, Json>> touched;
  for (const View::Item& item : view.items) {
    if (!item.finding->span) continue;
    Pages& page =
        pages.try_emplace(item.report, request.session, *item.report, request.path).first->second;
    if (request.touches(page, item.finding->span))
      touched.emplace_back(&item, diagnostic(request.session, page, *item.report, *item.finding));
  }
  if (request.wants(quick_fix)) {
    for (const auto& [item, shown] : touched)
      add_fixes(request, pages.at(item->report), *item->finding, shown);
  }
  if (!request.wants(suppress)) return;
  for (const auto& [item, shown] : touched) {
    if (item->finding->rule != "unused-ignore" && item->finding->rule != "parse-error")
      add_ignores(request, pages.at(item->report), *item->report, *item->finding, shown);
  }
}

/// The safe fixes that edit this file and no other, until nothing changes. Editors ask for them
/// when they save it, and would leave other files changed and not saved.
FileEdits all_safe_fixes(Session& session, const std::string& path) {
  const std::vector<Analysed*> builds = session.workspace.about(path);
  std::vector<project::FileSettings> settings;
  std::vector<Report> reports;
  for (const Analysed* const build : builds) {
    settings.push_back(build->settings);
    reports.push_back(build->report);
  }
  const Files& files = session.workspace.files_for(path);
  OverlayFiles tried(files);
  const project::Fixes fixes =
      project::fix_all(tried, settings, reports, {.file = files.real(path)});
  FileEdits edits;
  for (const project::FixedFile& file : fixes.files)
    edits[path] = difference(file.before, file.after, session.client.encoding);
  return edits;
}

/// One action for each stage that the range touches; what it would do is worked out when it is
/// chosen, or, where the client cannot wait, now.
void add_split(Request& request) {
  Session& session = request.session;
  const std::vector<Analysed*> builds = session.workspace.about(request.path);
  if (builds.size() != 1 || builds.front()->path != request.path || builds.front()->report.shared)
    return;
  const Analysed& build = *builds.front();
  const Closely closely = session.workspace.closely(build);
  Pages pages(session, closely.report, request.path);
  const auto& stages = closely.graph.facts.stages;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (!stages[i].product || !stages[i].compiles || !stages[i].from ||
        stages[i].from.file != closely.report.file || !request.touches(pages, stages[i].from))
      continue;
    Json action{
        {"title", "Split stage " + stages[i].label + " into one that builds and one that runs"},
        {"kind", split_kind},
        {"data", {{"split", i}, {"uri", session.uri(request.path)}}}};
    if (!session.client.resolve_edit) {
      Answer resolved = resolve_action(session, action);
      if (!std::holds_alternative<Json>(resolved)) continue;
      action = std::move(std::get<Json>(resolved));
      if (!action.contains("edit")) continue;
    }
    request.actions.push_back(std::move(action));
  }
}

}  // namespace

Json action_kinds() { return {quick_fix, suppress, split_kind, fix_all_kind}; }

Answer code_actions(Session& session, const Json& params) {
  const std::string path = session.path_in(params);
  const std::optional<Point> start = read_point(at(params, {"range", "start"}));
  const std::optional<Point> end = read_point(at(params, {"range", "end"}));
  if (!start || !end) return Refusal{code::invalid_params, "codeAction needs a range"};
  if (path.empty() || session.tables_broken || !session.client.actions) return Json::array();
  Request request{session, path, std::min(*start, *end), std::max(*start, *end),
                  at(params, {"context", "only"})};
  session.workspace.about(path);
  if (request.wants(quick_fix) || request.wants(suppress)) add_quick_fixes(request);
  if (request.asks(fix_all_kind)) {
    FileEdits edits = all_safe_fixes(session, path);
    if (!edits.empty()) {
      request.actions.push_back({{"title", "Apply all safe fixes of cudafit"},
                                 {"kind", fix_all_kind},
                                 {"edit", workspace_edit(session, edits)}});
    }
  }
  if (request.wants(split_kind)) add_split(request);
  return std::move(request.actions);
}

Answer resolve_action(Session& session, const Json& params) {
  Json action = params;
  const std::string path = session.addresses.path(text(at(params, {"data", "uri"})));
  const std::optional<std::int64_t> stage = whole(at(params, {"data", "split"}));
  if (path.empty() || !stage || *stage < 0) return action;
  const Analysed* const build = session.workspace.analysed(path);
  if (build == nullptr) return action;
  const Files& files = session.workspace.files_for(path);
  project::Workbench bench(files, build->settings);
  const recommend::Workshop workshop = bench.workshop();
  const recommend::Trial now = workshop.look();
  const auto number = static_cast<std::size_t>(*stage);
  if (number >= now.graph.facts.stages.size()) return action;
  const std::optional<advise::Split> split = recommend::split(workshop, now, number);
  if (!split || !split->why_none.empty()) {
    const std::string why = split ? split->why_none : "nothing in it compiles";
    action["disabled"] = {{"reason", why}};
    session.show(3, "cudafit: the stage is not split: " + why);
    return action;
  }
  FileEdits edits;
  for (const advise::Rewritten& file : split->files) {
    const std::string place = resolve_dots(join_path(session.workspace.folder_of(path), file.path));
    edits[place] = difference(file.before, file.after, session.client.encoding);
  }
  action["edit"] = workspace_edit(session, edits);
  std::string check;
  for (const std::string& each : split->check) check += "\n- " + each;
  session.show(3, "cudafit: the stage was split; check that" + check);
  return action;
}

}  // namespace cudafit::lsp
