#pragma once
// Asks registries about images, by the OCI's distribution protocol: manifests and configurations,
// never a layer.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/image_reference.h"
#include "registry/cache.h"
#include "registry/challenge.h"
#include "registry/documents.h"
#include "registry/network.h"

namespace cudafit::registry {

/// One image that is asked about.
struct Asked {
  facts::ImageReference image;
  std::string platform;   ///< "linux/amd64": whose manifest is read, of several
  bool contents = false;  ///< what is in it and its size, too, not only whether it is there
};

struct Answer {
  enum class State : std::uint8_t {
    unknown,  ///< `why` says why
    there,
    missing,  ///< the registry knows the repository, and has no such tag or digest in it
  };
  State state = State::unknown;
  std::string why;       ///< of what was not found out; a clause or two
  std::string registry;  ///< whose word it is: "registry.example"
  std::string digest;    ///< of what the tag leads to: a list's or the manifest's
  /// All platforms there is an image for; empty where it is not said: an image without a list is
  /// taken for any.
  std::vector<std::string> platforms;
  std::uint64_t compressed = 0;  ///< bytes of all layers, as a pull gets them; 0: not known
  std::optional<Configuration> configuration;
  std::vector<std::string> tags;  ///< of a missing tag: those that there are, as far as listed
};

/// May be asked from several threads.
class Client {
 public:
  /// All of them have to outlive it.
  Client(Network& network, Logins& logins, const Settings& settings, const Cache& cache,
         Surroundings surroundings);

  Answer look_up(const Asked& asked);

 private:
  /// Where a repository is asked for.
  struct Place {
    Url server;
    std::string path;   ///< "/v2/library/python"
    std::string login;  ///< the host in Docker's configuration
    std::string name;   ///< for people
    std::string scope;  ///< "repository:library/python:pull"
    bool mirror = false;
    Clock::time_point until;
    std::string denied;  ///< why nobody was logged in, where that may be the reason for a refusal
  };

  std::vector<Place> places(const facts::ImageReference& image) const;
  Answer ask(Place& place, const Asked& asked);
  bool in_cache(const Place& place, const Asked& asked, Answer& answer, std::string& body) const;
  bool only_there(Place& place, const Asked& asked, const std::string& target, Answer& answer);
  void missing(Place& place, const Asked& asked, const Response& response, Answer& answer);
  void read_manifest(Place& place, const Asked& asked, const std::string& body, Answer& answer);
  /// A document by its digest, from the cache or the registry; nothing where `answer.why` says why.
  std::optional<std::string> document(Place& place, const std::string& folder,
                                      const Descriptor& what, Answer& answer);
  /// With whatever the server wants to be shown.
  Response get(Place& place, Request::Method method, const std::string& target,
               std::string_view accept);
  /// The value of the header Authorization that these challenges want; empty without one.
  std::string authorize(Place& place, std::span<const Challenge> challenges);
  std::string bearer(Place& place, const Challenge& challenge);
  bool may_log_in(const Place& place, const Url& realm) const;
  static std::string refused(const Place& place, const Response& response);

  Network& network_;
  Logins& logins_;
  const Settings& settings_;
  const Cache& cache_;
  Surroundings surroundings_;
  std::mutex mutex_;
  std::map<std::string, std::string> shown_;  ///< by server and scope: what was accepted there
};

/// All of them at once, as far as that is polite; the answers in the order of the questions.
std::vector<Answer> look_up(Client& client, std::span<const Asked> asked);

}  // namespace cudafit::registry
