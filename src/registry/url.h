#pragma once
// Addresses of the web, read strictly: what a server names in a redirect or a realm is not trusted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cudafit::registry {

struct Url {
  bool tls = true;         ///< https; else http
  std::string host;        ///< in small letters; an IPv6 address in its brackets
  std::uint16_t port = 0;  ///< never 0
  std::string target;      ///< path and query: "/v2/a/manifests/1?x=y"

  /// "registry.example", or with its port where it is not the scheme's own.
  std::string authority() const;
  std::string text() const;
  bool same_server(const Url& other) const {
    return tls == other.tls && host == other.host && port == other.port;
  }
};

/// http or https with a host; nothing with a user, with blanks,
/// control characters, or anything else that two programs could read in two ways.
std::optional<Url> parse_url(std::string_view text);
/// What a Location header means at `base`.
std::optional<Url> resolve(const Url& base, std::string_view location);
/// The server of "host[:port]", as an image's name has it.
std::optional<Url> server(std::string_view host, bool tls);
/// For a value in a query.
std::string percent_encoded(std::string_view text);
/// localhost, 127.0.0.0/8 or ::1, as written.
bool names_loopback(std::string_view host);

}  // namespace cudafit::registry
