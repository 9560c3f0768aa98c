#pragma once
// Requests for what is to be said of all files. A client asks again as soon as it has an answer, so
// the first is answered at once and every other when there is something new to say.

#include <deque>
#include <functional>
#include <optional>

#include "lsp/channel.h"
#include "lsp/session.h"

namespace cudafit::lsp {

class Held {
 public:
  using Reply = std::function<void(const Json& id, Answer answer)>;

  void take(const Json& id, const Json& params) { requests_.push_back({id, params, {}}); }
  /// How long nothing needs to be done about them if nothing comes in, `quiet` after the last
  /// message; nothing: as long as nothing comes in.
  std::optional<Channel::Time> rest(const Session& session, Channel::Time quiet) const;
  /// Answers those that can be answered, unless something comes in first, which is served first.
  void work(Session& session, Channel& channel, Channel::Time quiet, const Reply& reply);
  /// Answers all of them: there is nothing new.
  void end(const Reply& reply);

 private:
  struct Request {
    Json id, params;
    std::optional<std::uint64_t> seen;  ///< the state of the workspace at the last look
  };
  /// Whether it has been answered.
  bool answered(Request& request, Session& session, Channel& channel, const Reply& reply);

  std::deque<Request> requests_;
  bool first_ = true;  ///< none was answered yet
};

}  // namespace cudafit::lsp
