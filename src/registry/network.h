#pragma once
// Who may be asked, how often, and what may be shown to whom. Everything that goes out passes here.

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "registry/credentials.h"
#include "registry/http.h"
#include "registry/settings.h"

namespace cudafit::registry {

using Clock = std::chrono::steady_clock;

/// What the outside sees of the network's work, and tests stand in for.
struct Surroundings {
  /// Told of each host before the first connection to it. From any thread, one at a time.
  std::function<void(const std::string& host)> announce;
  std::function<void(std::chrono::milliseconds)> sleep;
  std::function<Clock::time_point()> now;
  /// What the user has set up for connections to a host; may be missing. From any thread.
  std::function<TlsFiles(const Url&)> tls_files{};
};
Surroundings real_surroundings(std::function<void(const std::string& host)> announce);

class Network {
 public:
  Network(Http& http, const Settings& settings, const Logins& logins, Surroundings surroundings);

  /// The server of a registry by the host in an image's name: http only on this machine or where
  /// the user allows it. Nothing where the name is none.
  std::optional<Url> registry(std::string_view host) const;

  struct Question {
    Request::Method method = Request::Method::get;
    Url url;
    Headers headers{};
    std::string authorization{};  ///< shown to this server alone; empty: nothing is shown
    std::string form{};
    std::size_t most = 4u << 20;
  };
  /// Follows redirects, waits where it is told to and tries again where that may help, until
  /// `until`. `origin`: the server in whose name all of this is asked.
  Response ask(Question question, const Url& origin, Clock::time_point until);

 private:
  /// The user's own configuration names it as the place of copies.
  bool is_mirror(const Url& url) const;
  /// Why the server may not be asked, as a clause; empty: it may, as far as `reach`.
  std::string refusal(const Url& url, const Url& origin, Reach& reach) const;
  Response follow(const Question& question, const Url& origin, Clock::time_point until);
  Response once(const Question& question, const Url& origin, Clock::time_point until);
  void announce(const Url& url);

  Http& http_;
  const Settings& settings_;
  const Logins& logins_;
  Surroundings surroundings_;
  std::mutex mutex_;
  std::set<std::string> announced_;
  std::map<std::string, std::string> down_;  ///< servers that cannot be talked to, and why
};

}  // namespace cudafit::registry
