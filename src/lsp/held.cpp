#include "lsp/held.h"

#include <algorithm>
#include <utility>

#include "lsp/diagnostics.h"

namespace cudafit::lsp {
namespace {

/// Whoever types goes on: between two letters nothing but what is asked about the file is done.
constexpr Channel::Time pause{300};

}  // namespace

std::optional<Channel::Time> Held::rest(const Session& session, Channel::Time quiet) const {
  std::optional<Channel::Time> least;
  for (const Request& request : requests_) {
    if (!request.seen) return Channel::Time(0);
    if (*request.seen != session.workspace.state())
      least = std::max(pause - quiet, Channel::Time(0));
  }
  return least;
}

bool Held::answered(Request& request, Session& session, Channel& channel, const Reply& reply) {
  const std::uint64_t state = session.workspace.state();
  try {
    std::optional<Everything> now =
        look_at_everything(session, request.params, [&] { return channel.pending(); });
    if (!now) return false;
    request.seen = state;
    if (!now->news && !first_) return false;
    first_ = false;
    reply(request.id, std::move(now->answer));
  } catch (const Json::exception& error) {
    reply(request.id, Refusal{code::internal_error, error.what()});
  }
  return true;
}

void Held::work(Session& session, Channel& channel, Channel::Time quiet, const Reply& reply) {
  for (auto request = requests_.begin(); request != requests_.end();) {
    bool done = channel.cancelled(request->id);
    if (done) {
      reply(request->id, Refusal{code::cancelled, "cancelled"});
    } else if (!channel.pending() &&
               (!request->seen ||
                (*request->seen != session.workspace.state() && quiet >= pause))) {
      done = answered(*request, session, channel, reply);
    }
    request = done ? requests_.erase(request) : std::next(request);
  }
}

void Held::end(const Reply& reply) {
  for (const Request& request : requests_) reply(request.id, Json{{"items", Json::array()}});
  requests_.clear();
}

}  // namespace cudafit::lsp
