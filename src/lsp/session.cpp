#include "lsp/session.h"

#include <utility>

#include "lsp/uri.h"

namespace cudafit::lsp {

Client read_client(const Json& capabilities) {
  Client client;
  const Json& text_document = member(capabilities, "textDocument");
  const Json& workspace = member(capabilities, "workspace");
  const auto has = [](const Json& value, std::initializer_list<std::string_view> path) {
    return truth(at(value, path));
  };
  client.encoding = agreed_encoding(at(capabilities, {"general", "positionEncodings"}));
  const Json& pull = member(text_document, "diagnostic");
  client.pull = pull.is_object();
  client.related_documents = has(pull, {"relatedDocumentSupport"});
  client.refresh = has(workspace, {"diagnostics", "refreshSupport"});
  // What is sent and what is asked for look the same; some clients describe them in one place only.
  for (const Json* const each : {&member(text_document, "publishDiagnostics"), &pull}) {
    client.related_information |= has(*each, {"relatedInformation"});
    client.code_links |= has(*each, {"codeDescriptionSupport"});
    client.diagnostic_data |= has(*each, {"dataSupport"});
    const Json& tags = at(*each, {"tagSupport", "valueSet"});
    if (!tags.is_array()) continue;
    for (const Json& tag : tags) {
      if (const auto number = whole(tag)) client.tags.insert(*number);
    }
  }
  const Json& action = member(text_document, "codeAction");
  client.actions = member(action, "codeActionLiteralSupport").is_object();
  client.preferred = has(action, {"isPreferredSupport"});
  client.disabled = has(action, {"disabledSupport"});
  client.action_data = has(action, {"dataSupport"});
  client.resolve_edit =
      client.action_data && lists(at(action, {"resolveSupport", "properties"}), "edit");
  client.document_changes = has(workspace, {"workspaceEdit", "documentChanges"});
  const Json& formats = at(text_document, {"hover", "contentFormat"});
  client.markdown = lists(formats, "markdown");
  client.inlay_refresh = has(workspace, {"inlayHint", "refreshSupport"});
  client.asks_settings = has(workspace, {"configuration"});
  client.watches = has(workspace, {"didChangeWatchedFiles", "dynamicRegistration"});
  client.folders = has(workspace, {"workspaceFolders"});
  client.snippets = has(text_document, {"completion", "completionItem", "snippetSupport"});
  return client;
}

void Session::notify(std::string_view method, Json params) {
  send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Session::ask(std::string_view method, Json params,
                  std::function<void(const Json& result)> then) {
  const std::int64_t id = next_id++;
  waiting[id] = std::move(then);
  Json message{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  send(std::move(message));
}

void Session::show(int type, const std::string& message) {
  if (!said.insert(message).second) return;
  notify("window/showMessage", {{"type", type}, {"message", message}});
}

std::string Session::uri(const std::string& path) const {
  const OpenDocument* const open = workspace.documents().find(path);
  return open == nullptr ? addresses.uri(path) : open->uri;
}

std::string Session::path_in(const Json& params) const {
  return addresses.path(text(at(params, {"textDocument", "uri"})));
}

}  // namespace cudafit::lsp
