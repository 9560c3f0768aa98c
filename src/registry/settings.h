#pragma once
// What the user, and only the user, allows and wishes when registries are asked.

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cudafit::registry {

/// What Podman's registries.conf says of the images whose names begin so.
struct Route {
  struct Mirror {
    std::string at;  ///< an address, as in Settings::mirrors, which stands for the prefix
    bool tags = true, digests = true;  ///< what it is asked for
  };
  std::string prefix;             ///< "docker.io", "registry.corp/team", "*.corp"
  std::vector<Mirror> mirrors{};  ///< asked first
  std::string instead{};          ///< where they really are, an address; empty: where the name says
  bool blocked = false;           ///< nobody is asked for them
};

/// Hosts are written as in an image's name, with their port where that has one.
struct Settings {
  std::vector<std::string> insecure;  ///< hosts that may be asked without TLS, wherever they are
  std::vector<std::string> inside;    ///< hosts that may lie in a private network
  /// A registry and where copies of its images are, "https://mirror.example/prefix", asked first.
  std::vector<std::pair<std::string, std::string>> mirrors;
  std::vector<Route> routes;
  /// A registry and the host that may get its credentials to make tokens of them.
  std::vector<std::pair<std::string, std::string>> realms;
  std::chrono::milliseconds limit{15000};  ///< for one answer
};

/// The route of an image, "registry.corp/team/base": that with the longest prefix of its name.
/// Null: none. `rest` gets what stands behind the prefix.
const Route* route_of(const std::vector<Route>& routes, std::string_view image,
                      std::string_view& rest);

/// The same host, however its letters are written.
bool same_host(std::string_view a, std::string_view b);
bool names_host(const std::vector<std::string>& hosts, std::string_view host);

}  // namespace cudafit::registry
