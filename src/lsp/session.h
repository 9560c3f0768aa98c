#pragma once
// One client: what it can do, what it wants, and the answers to its requests.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "lsp/json.h"
#include "lsp/positions.h"
#include "lsp/uri.h"
#include "lsp/workspace.h"

namespace cudafit::lsp {

/// Codes of errors, as the protocol has them.
namespace code {
inline constexpr int parse_error = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;
inline constexpr int internal_error = -32603;
inline constexpr int not_initialized = -32002;
inline constexpr int cancelled = -32800;
}  // namespace code

struct Refusal {
  int code = code::invalid_params;
  std::string message;
};
/// The result of a request, or why there is none.
using Answer = std::variant<Json, Refusal>;

/// What the client understands.
struct Client {
  Encoding encoding = Encoding::utf16;
  bool pull = false;               ///< it asks for diagnostics; else they are sent
  bool related_documents = false;  ///< in an answer about one file those of others may be
  bool refresh = false;            ///< it can be told to ask again
  bool related_information = false;
  bool code_links = false;
  bool diagnostic_data = false;
  std::set<std::int64_t> tags;
  bool actions = false;  ///< code actions rather than commands
  bool preferred = false, disabled = false, resolve_edit = false, action_data = false;
  bool document_changes = false;
  bool markdown = false;
  bool inlay_refresh = false;
  bool asks_settings = false;  ///< it answers workspace/configuration
  bool watches = false;        ///< watched files can be registered
  bool folders = false;
  bool snippets = false;
};
Client read_client(const Json& capabilities);

struct Session {
  std::function<void(Json)> send;      ///< to the client
  std::string version, docs_url = {};  ///< the folder of the rule pages; empty: none
  std::string data_date = {};
  Client client = {};
  Workspace workspace = {};
  Addresses addresses = {};
  bool tables_broken = false;  ///< nothing may be looked up

  /// Files for which diagnostics were sent, with what they were made of.
  std::map<std::string, std::vector<std::uint64_t>> published = {};
  /// By file, the last answer about it in those about all, and what it was made of.
  struct Told {
    std::vector<std::uint64_t> mark;
    std::string result;
  };
  std::map<std::string, Told> told = {};
  /// Files of which more than nothing was said in the answer about another.
  std::map<std::string, std::set<std::string>> related = {};
  std::set<std::string> said = {};  ///< messages that are shown once
  std::int64_t next_id = 1;
  std::map<std::int64_t, std::function<void(const Json& result)>> waiting = {};

  void notify(std::string_view method, Json params);
  void ask(std::string_view method, Json params, std::function<void(const Json& result)> then);
  /// window/showMessage, each text once. `type`: 1 error, 2 warning, 3 information.
  void show(int type, const std::string& message);
  /// The address of a file as the client spells it.
  std::string uri(const std::string& path) const;
  /// The path that a request is about, from `textDocument.uri`; empty where it is no file.
  std::string path_in(const Json& params) const;
};

}  // namespace cudafit::lsp
