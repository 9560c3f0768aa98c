#pragma once
// What the user has logged in with, from Docker's own configuration: in the file itself, or with
// the helper program that it names.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "programs/program.h"
#include "registry/proxy.h"
#include "source/files.h"

namespace cudafit::registry {

struct Login {
  std::string user, secret;
  /// Instead of both: what a token is made of. Empty: none.
  std::string identity_token;
};

/// The registry's name in Docker's configuration: its host, whatever was written around it. Docker
/// Hub's is "docker.io".
std::string login_host(std::string_view written);

class Logins {
 public:
  /// Reads $DOCKER_CONFIG/config.json, else ~/.docker/config.json. One that cannot be read has
  /// none, and `problem` says why.
  Logins(const Files& files, const Environment& environment, programs::Run run);
  Logins(const Logins&) = delete;
  Logins& operator=(const Logins&) = delete;

  /// The user has logged in there, or says how to: a host of theirs.
  bool names(std::string_view host) const;
  /// Asks a helper where one is named, once for each host. `problem` gets why there is none, when
  /// that is not as it should be.
  std::optional<Login> find(std::string_view host, std::string& problem);

  const std::string& problem() const { return problem_; }

 private:
  std::optional<Login> ask(const std::string& helper, std::string_view host, std::string& problem);

  programs::Run run_;
  std::string problem_, store_;
  std::map<std::string, std::optional<Login>> written_;  ///< by host; nothing: kept elsewhere
  std::map<std::string, std::string> helpers_;           ///< by host
  std::mutex mutex_;
  std::map<std::string, std::optional<Login>> asked_;  ///< by host
};

}  // namespace cudafit::registry
