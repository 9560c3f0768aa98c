#include "lsp/server.h"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "lsp/actions.h"
#include "lsp/channel.h"
#include "lsp/completion.h"
#include "lsp/diagnostics.h"
#include "lsp/held.h"
#include "lsp/lifecycle.h"
#include "lsp/look_up.h"
#include "lsp/session.h"

namespace cudafit::lsp {
namespace {

struct Request {
  std::string_view method;
  Answer (*answer)(Session&, const Json& params);
};
constexpr auto requests = std::to_array<Request>({
    {"textDocument/diagnostic", pull_document},
    {"textDocument/codeAction", code_actions},
    {"codeAction/resolve", resolve_action},
    {"textDocument/hover", hover},
    {"textDocument/completion", complete},
    {"textDocument/definition", definition},
    {"textDocument/inlayHint", inlay_hints},
    {"textDocument/documentLink", document_links},
});

struct Notification {
  std::string_view method;
  void (*take)(Session&, const Json& params);
};
constexpr auto notifications = std::to_array<Notification>({
    {"textDocument/didOpen", did_open},
    {"textDocument/didChange", did_change},
    {"textDocument/didClose", did_close},
    {"textDocument/didSave", did_save},
    {"workspace/didChangeWatchedFiles", did_change_watched_files},
    {"workspace/didChangeConfiguration", did_change_configuration},
    {"workspace/didChangeWorkspaceFolders", did_change_folders},
});

enum class State : std::uint8_t { fresh, running, shut_down };

struct Server {
  Channel channel;
  Session session;
  Held held;
  Held::Reply to_held = [this](const Json& id, Answer answer) { reply(id, std::move(answer)); };
  State state = State::fresh;
  bool broken_pipe = false;

  explicit Server(const ServerOptions& options) : channel(options.in, options.out) {
    session.version = options.version;
    session.docs_url = options.docs_url;
    session.addresses.drives = options.drives;
    session.send = [this](const Json& message) { broken_pipe |= !channel.send(message); };
  }

  void reply(const Json& id, Answer answer) {
    Json message{{"jsonrpc", "2.0"}, {"id", id}};
    if (auto* const result = std::get_if<Json>(&answer)) {
      message["result"] = std::move(*result);
    } else {
      const Refusal& refusal = std::get<Refusal>(answer);
      message["error"] = {{"code", refusal.code}, {"message", refusal.message}};
    }
    session.send(std::move(message));
  }

  Answer answer(const std::string& method, const Json& id, const Json& params) {
    if (channel.cancelled(id)) return Refusal{code::cancelled, "cancelled"};
    if (method == "initialize") {
      if (state != State::fresh) return Refusal{code::invalid_request, "initialized already"};
      state = State::running;
      if (const auto parent = whole(member(params, "processId"))) channel.watch_parent(*parent);
      return initialize(session, params);
    }
    if (state == State::fresh) return Refusal{code::not_initialized, "initialize comes first"};
    if (state == State::shut_down) return Refusal{code::invalid_request, "the server is shut down"};
    if (method == "shutdown") {
      state = State::shut_down;
      held.end(to_held);
      return Json();
    }
    for (const Request& request : requests) {
      if (request.method != method) continue;
      try {
        return request.answer(session, params);
      } catch (const Json::exception& error) {
        return Refusal{code::internal_error, error.what()};
      }
    }
    return Refusal{code::method_not_found, "there is no method " + method};
  }

  void take(const std::string& method, const Json& params) {
    if (state != State::running) return;
    if (method == "initialized") return initialized(session);
    for (const Notification& notification : notifications) {
      if (notification.method != method) continue;
      try {
        notification.take(session, params);
      } catch (const Json::exception& error) {
        session.show(1, std::string("cudafit: ") + error.what());
      }
    }
  }

  void take_response(const Json& message) {
    const auto id = whole(member(message, "id"));
    const auto found = id ? session.waiting.find(*id) : session.waiting.end();
    if (found == session.waiting.end()) return;
    const auto then = std::move(found->second);
    session.waiting.erase(found);
    if (then && message.contains("result")) then(message["result"]);
  }

  /// Whether the client has left.
  bool take(const Json& message) {
    const std::string method = text(member(message, "method"));
    const Json& id = member(message, "id");
    const Json& params = member(message, "params");
    if (method.empty() && !message.contains("method")) {
      take_response(message);
    } else if (method == "workspace/diagnostic" && !id.is_null() && state == State::running) {
      held.take(id, params);
    } else if (!id.is_null()) {
      reply(id, answer(method, id, params));
    } else if (method == "exit") {
      return true;
    } else {
      take(method, params);
    }
    return false;
  }

  Ended run() {
    using Clock = std::chrono::steady_clock;
    bool news = false;
    Clock::time_point last = Clock::now();  // when something came
    const auto quiet = [&] {
      return std::chrono::duration_cast<Channel::Time>(Clock::now() - last);
    };
    while (!broken_pipe) {
      // Diagnostics are sent once all that has come in was taken, so that edits that follow each
      // other fast are looked at once.
      Incoming incoming = channel.next(news ? Channel::Time(0) : held.rest(session, quiet()));
      if (incoming.kind != Incoming::Kind::none) last = Clock::now();
      switch (incoming.kind) {
        case Incoming::Kind::none:
          if (news && state == State::running) push(session);
          news = false;
          held.work(session, channel, quiet(), to_held);
          break;
        case Incoming::Kind::message:
          if (take(incoming.message)) return {state == State::shut_down ? 0 : 1, {}};
          news = true;
          break;
        case Incoming::Kind::refused:
          reply(incoming.id, Refusal{incoming.code, incoming.problem});
          break;
        case Incoming::Kind::broken:
          reply(nullptr, Refusal{code::parse_error, incoming.problem});
          return {1, incoming.problem};
        case Incoming::Kind::end:
          return {state == State::shut_down ? 0 : 1, {}};
      }
    }
    return {1, {}};
  }
};

}  // namespace

Ended serve(const ServerOptions& options) { return Server(options).run(); }

}  // namespace cudafit::lsp
