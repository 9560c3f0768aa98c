#include "registry/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace cudafit::registry {
namespace {

std::optional<std::uint32_t> v4(std::string_view text) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

/// "10.0.0.0/8" of an IPv4 address.
bool in_network(std::string_view entry, std::string_view host) {
  const std::size_t slash = entry.find('/');
  unsigned bits = 0;
  const char* const last = entry.data() + entry.size();
  const auto read = std::from_chars(entry.data() + slash + 1, last, bits);
  if (read.ec != std::errc() || read.ptr != last || bits > 32) return false;
  const auto network = v4(entry.substr(0, slash)), address = v4(host);
  if (!network || !address) return false;
  return bits == 0 || (*network ^ *address) >> (32 - bits) == 0;
}

bool names(std::string_view entry, const Url& url) {
  if (entry == "*") return true;
  if (entry.find('/') != std::string_view::npos) return in_network(entry, url.host);
  std::string_view host = url.host;
  if (host.starts_with('[') && !entry.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (entry == host || entry == url.host + ":" + std::to_string(url.port)) return true;
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || v4(host)) return entry == host;
  return host == entry || (host.size() > entry.size() && host.ends_with(entry) &&
                           host[host.size() - entry.size() - 1] == '.');
}

}  // namespace

Environment process_environment() {
  return [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
}

std::string configuration_folder(const Environment& environment) {
  std::string out = environment("XDG_CONFIG_HOME");
  if (out.starts_with('/')) return out;
  out = environment("HOME");
  return out.starts_with('/') ? out + "/.config" : std::string();
}

bool in_no_proxy(std::string_view list, const Url& url) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(", \t"), list.size());
    std::string entry(list.substr(0, end));
    std::transform(entry.begin(), entry.end(), entry.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!entry.empty() && names(entry, url)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::string proxy_for(const Url& url, const Environment& environment) {
  const auto first = [&](std::initializer_list<const char*> variables) {
    for (const char* const variable : variables) {
      if (std::string value = environment(variable); !value.empty()) return value;
    }
    return std::string();
  };
  if (names_loopback(url.host) || in_no_proxy(first({"no_proxy", "NO_PROXY"}), url)) return {};
  std::string out = url.tls ? first({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
                            : first({"http_proxy", "all_proxy", "ALL_PROXY"});
  return out;
}

}  // namespace cudafit::registry
