#pragma once
// The door to the network: one question, one answer. Where it may go and what is made of the
// answer, others decide.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "programs/program.h"
#include "registry/addresses.h"
#include "registry/proxy.h"
#include "registry/url.h"
#include "source/result.h"

namespace cudafit::registry {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Files for the connection to a host that the user has set up; empty: as usual.
struct TlsFiles {
  std::string authorities;       ///< certificates to trust, instead of the system's
  std::string certificate, key;  ///< what is shown to the server

  bool operator==(const TlsFiles&) const = default;
};

struct Request {
  enum class Method : std::uint8_t { get, head, post };
  Method method = Method::get;
  Url url;
  Headers headers{};
  std::string body{};           ///< of a post: a form
  std::size_t most = 4u << 20;  ///< bytes of the answer; more of them is a failure
  Reach reach = Reach::internet;
  std::chrono::milliseconds limit{15000};  ///< for all of it
  TlsFiles files{};
};

struct Response {
  int status = 0;     ///< 0: there was no answer, or not all of it; `error` says why
  Headers headers{};  ///< names in small letters
  std::string body{};
  std::string error{};   ///< a clause: "it did not answer in 15 s"
  bool passing = false;  ///< of an error: asking once more may help

  /// The last of that name, in small letters; empty without one.
  std::string_view header(std::string_view name) const;
};

/// Follows no redirect and remembers nothing. May be asked from several threads.
struct Http {
  virtual ~Http() = default;
  virtual Response send(const Request& request) = 0;
};

/// By libcurl, which is loaded now. Fails, in a clause for the user, where there is none.
Result<std::unique_ptr<Http>> library_http();
/// By the program curl, which is started for each request, and asked now whether it is there; it is
/// given addresses alone: names are looked up by getent, and what they lead to is checked before.
Result<std::unique_ptr<Http>> program_http(programs::Run run, Environment environment);
/// The first of both that there is.
Result<std::unique_ptr<Http>> real_http(const programs::Run& run, const Environment& environment);

}  // namespace cudafit::registry
