#pragma once
// What the user has set up for TLS with a registry: Docker's and Podman's certs.d/HOST[:PORT], with
// authorities (*.crt) and certificates to show (*.cert, *.key).

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "registry/http.h"
#include "source/files.h"

namespace cudafit::registry {

class Certificates {
 public:
  using Tell = std::function<void(const std::string&)>;
  /// `files` has to outlive it. `tell` hears what is wrong with the files of a host, once.
  Certificates(const Files& files, Environment environment, Tell tell);
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  ~Certificates();

  /// From any thread. The paths hold as long as this does.
  TlsFiles of(const Url& url);

 private:
  TlsFiles look(const std::string& authority);
  std::string in_memory(const std::string& bytes);

  const Files& files_;
  Environment environment_;
  Tell tell_;
  std::vector<std::string> folders_;  ///< of all hosts; the first that has a host counts
  std::mutex mutex_;
  std::map<std::string, TlsFiles> known_;  ///< by host and port
  std::vector<int> open_;                  ///< what the paths lead to
};

}  // namespace cudafit::registry
