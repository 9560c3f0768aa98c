#include "lsp/lifecycle.h"

#include <array>
#include <utility>

#include "lsp/actions.h"
#include "lsp/client_settings.h"
#include "lsp/completion.h"
#include "lsp/diagnostics.h"
#include "lsp/uri.h"
#include "matrix/matrix.h"
#include "project/hosts.h"
#include "project/own_files.h"

namespace cudafit::lsp {
namespace {

/// What decides about diagnostics besides the texts that are open.
constexpr auto watched = std::to_array<std::string_view>(
    {"**/.cudafit.toml", "**/*{Dockerfile,dockerfile,Containerfile,containerfile}*",
     "**/*requirements*.{txt,in}", "**/*constraints*.txt", "**/pyproject.toml", "**/setup.{cfg,py}",
     "**/*.lock", "**/Pipfile", "**/pylock*.toml", "**/*environment*.{yml,yaml}",
     "**/*compose*.{yml,yaml}", "**/*bake*.{hcl,json}", "**/devcontainer.json",
     "**/.devcontainer.json", "**/.env", "**/.dockerignore", "**/*.sh"});

Json capabilities(const Session& session) {
  Json out{
      {"positionEncoding", name(session.client.encoding)},
      {"textDocumentSync",
       {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
      {"codeActionProvider", {{"codeActionKinds", action_kinds()}, {"resolveProvider", true}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"inlayHintProvider", true},
      {"completionProvider",
       {{"triggerCharacters", completion_triggers()}, {"resolveProvider", false}}},
      {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}},
  };
  if (!session.docs_url.empty()) out["documentLinkProvider"] = {{"resolveProvider", false}};
  if (session.client.pull) {
    out["diagnosticProvider"] = {
        {"identifier", "cudafit"}, {"interFileDependencies", true}, {"workspaceDiagnostics", true}};
  }
  return out;
}

void add_folder(Session& session, const std::string& path) {
  // Some clients say so where no folder is open; nobody wants to wait for the whole disk.
  if (path == "/")
    return session.show(2,
                        "cudafit: the folder is the whole disk and is not looked through; open "
                        "the folder of a project");
  if (!path.empty()) session.workspace.add_folder(path);
}

void add_folder(Session& session, const Json& folder) {
  add_folder(session, session.addresses.path(text(member(folder, "uri"))));
}

/// Choices are put over the configuration; what is wrong with them is shown.
void choose(Session& session, const Json& settings) {
  ClientSettings read = read_settings(settings);
  if (const std::string wrong = project::wrong_host(read.choices.host); !wrong.empty()) {
    read.problems.push_back("cudafit: " + wrong);
    read.choices.host = {};
  }
  std::optional<std::string>& platform = read.choices.build.platform;
  if (const std::string wrong = platform ? project::wrong_platform(*platform) : "";
      !wrong.empty()) {
    read.problems.push_back("cudafit: the setting \"platform\" " + wrong);
    platform.reset();
  }
  for (const std::string& problem : read.problems) session.show(2, problem);
  // The tables were made when the server started.
  read.choices.matrix = session.workspace.choices().matrix;
  session.workspace.choose(std::move(read.choices));
}

/// The tables are one for the process, so what is to be in them has to be said in the beginning.
void open_tables(Session& session, const Json& settings) {
  project::Choices choices;
  choices.matrix = read_settings(settings).choices.matrix;
  session.workspace.choose(choices);
  const std::set<std::string> folders = session.workspace.folders();
  const std::string first = folders.empty() ? "/" : *folders.begin();
  const std::string place = join_path(first, "Dockerfile");
  std::vector<std::string> paths;
  if (!folders.empty()) paths.push_back(place);
  const std::vector<std::string> problems =
      project::open_matrix(session.workspace.files_for(place),
                           session.workspace.settings_for(place), paths, choices.matrix);
  for (const std::string& problem : problems) session.show(1, "cudafit: " + problem);
  session.tables_broken = !problems.empty();
}

/// The settings of a client that says them when asked.
void ask_settings(Session& session) {
  session.ask("workspace/configuration", {{"items", Json::array({{{"section", "cudafit"}}})}},
              [&session](const Json& result) {
                if (!result.is_array() || result.empty() || !result.front().is_object()) return;
                choose(session, result.front());
                renew(session);
              });
}

}  // namespace

Json initialize(Session& session, const Json& params) {
  session.client = read_client(member(params, "capabilities"));
  const Json& folders = member(params, "workspaceFolders");
  if (folders.is_array() && !folders.empty()) {
    for (const Json& folder : folders) add_folder(session, folder);
  } else {
    add_folder(session, session.addresses.path(text(member(params, "rootUri"))));
  }
  const Json& settings = member(params, "initializationOptions");
  open_tables(session, settings);
  choose(session, settings);
  return {{"capabilities", capabilities(session)},
          {"serverInfo", {{"name", "cudafit"}, {"version", session.version}}}};
}

void initialized(Session& session) {
  Json registrations = Json::array();
  if (session.client.watches) {
    Json watchers = Json::array();
    for (const std::string_view glob : watched) watchers.push_back({{"globPattern", glob}});
    registrations.push_back({{"id", "cudafit-files"},
                             {"method", "workspace/didChangeWatchedFiles"},
                             {"registerOptions", {{"watchers", std::move(watchers)}}}});
  }
  if (!registrations.empty())
    session.ask("client/registerCapability", {{"registrations", std::move(registrations)}}, {});
  if (session.client.asks_settings) ask_settings(session);
}

void did_open(Session& session, const Json& params) {
  const Json& document = member(params, "textDocument");
  const std::string path = session.path_in(params);
  if (path.empty() || !member(document, "text").is_string()) return;
  session.workspace.open(
      {text(member(document, "uri")), path, path, text(member(document, "languageId")),
       whole(member(document, "version")).value_or(0), text(member(document, "text"))});
}

void did_change(Session& session, const Json& params) {
  const std::string path = session.path_in(params);
  const OpenDocument* const open = session.workspace.documents().find(path);
  if (open == nullptr) return;
  std::optional<std::string> now =
      changed(open->text, member(params, "contentChanges"), session.client.encoding);
  if (!now) return session.show(2, "cudafit: an edit could not be understood");
  const std::int64_t version =
      whole(at(params, {"textDocument", "version"})).value_or(open->version);
  session.workspace.change(path, std::move(*now), version);
}

void did_close(Session& session, const Json& params) {
  session.workspace.close(session.path_in(params));
}

void did_save(Session& session, const Json& params) {
  // A client that watches tells of what came into being; others do not.
  if (!session.client.watches && !session.path_in(params).empty()) session.workspace.reset();
}

void did_change_watched_files(Session& session, const Json& params) {
  const Json& changes = member(params, "changes");
  if (!changes.is_array()) return;
  constexpr int only_changed = 2;
  for (const Json& change : changes) {
    const std::string path = session.addresses.path(text(member(change, "uri")));
    if (path.empty()) continue;
    if (whole(member(change, "type")) != only_changed) {
      session.workspace.reset();
    } else if (session.workspace.documents().find(path) == nullptr) {
      session.workspace.touch(path);
    }
  }
  renew(session);
}

void did_change_configuration(Session& session, const Json& params) {
  if (session.client.asks_settings) return ask_settings(session);
  const Json& settings = member(params, "settings");
  const Json& ours = member(settings, "cudafit");
  if (ours.is_object()) {
    choose(session, ours);
    renew(session);
  }
}

void did_change_folders(Session& session, const Json& params) {
  const Json& removed = at(params, {"event", "removed"});
  if (removed.is_array()) {
    for (const Json& folder : removed)
      session.workspace.remove_folder(session.addresses.path(text(member(folder, "uri"))));
  }
  const Json& added = at(params, {"event", "added"});
  if (added.is_array()) {
    for (const Json& folder : added) add_folder(session, folder);
  }
  renew(session);
}

}  // namespace cudafit::lsp
