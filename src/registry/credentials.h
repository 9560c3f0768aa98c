#pragma once
// What the user has logged in with, from Docker's own configuration and from Podman's: in the file
// itself, or with the helper program that it names.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  /// Reads what Docker has written ($DOCKER_CONFIG/config.json, else ~/.docker/config.json) and
  /// then what Podman has ($REGISTRY_AUTH_FILE, else $XDG_RUNTIME_DIR/containers/auth.json and
  /// ~/.config/containers/auth.json). One that cannot be read has none, and `problems` says why.
  Logins(const Files& files, const Environment& environment, programs::Run run);
  Logins(const Logins&) = delete;
  Logins& operator=(const Logins&) = delete;

  /// The user has logged in there, or says how to: a host of theirs.
  bool names(std::string_view host) const;
  /// Asks a helper where one is named, once for each host. `path`: of the repository, "/v2/team/x":
  /// Podman's logins may be for a part of a registry. `problem` gets why there is none, when that
  /// is not as it should be.
  std::optional<Login> find(std::string_view host, std::string_view path, std::string& problem);

  const std::vector<std::string>& problems() const { return problems_; }

 private:
  /// One file.
  struct Store {
    bool parts = false;  ///< what stands behind a host in a key counts
    std::string helper;  ///< for all hosts that none of their own is named for
    std::map<std::string, std::optional<Login>> written{};  ///< by host; nothing: kept elsewhere
    std::map<std::string, std::string> helpers{};           ///< by host
  };

  void read(const Files& files, const std::string& path, bool of_podman);
  std::optional<Login> ask_once(const std::string& helper, const std::string& host,
                                std::string& problem);
  std::optional<Login> ask(const std::string& helper, std::string_view host, std::string& problem);

  programs::Run run_;
  std::vector<std::string> problems_;
  std::vector<Store> stores_;  ///< the first that knows a host counts
  std::mutex mutex_;
  std::map<std::string, std::optional<Login>> asked_;  ///< by helper and host
};

}  // namespace cudafit::registry
