#include "registry/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace cudafit::registry {
namespace {

constexpr std::size_t longest = 8192;  // signed addresses of blobs have 2,000 characters

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Programs take a name that ends in a number for an address, and not all for the same one:
/// 2130706433, 0x7f.1, 127.1.
bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.starts_with("0x")) return last.find_first_not_of("0123456789abcdef", 2) == last.npos;
  return !last.empty() && last.find_first_not_of("0123456789") == last.npos;
}

bool good_host(std::string_view host) {
  in_addr address{};
  if (ends_in_number(host) && inet_pton(AF_INET, std::string(host).c_str(), &address) != 1)
    return false;
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
  }
  return !host.empty() && host.size() <= 253 && letter_or_digit(host.front()) &&
         host.find("..") == std::string_view::npos &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return letter_or_digit(c) || c == '-' || c == '.' || c == '_'; });
}

bool good_target(std::string_view target) {
  return std::all_of(target.begin(), target.end(), [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

}  // namespace

std::string Url::authority() const {
  const std::uint16_t usual = tls ? 443 : 80;
  return port == usual ? host : host + ":" + std::to_string(port);
}

std::string Url::text() const { return (tls ? "https://" : "http://") + authority() + target; }

std::optional<Url> parse_url(std::string_view text) {
  if (text.size() > longest) return std::nullopt;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Url out;
  const std::string scheme = lowered(text.substr(0, colon));
  if (scheme != "https" && scheme != "http") return std::nullopt;
  out.tls = scheme == "https";
  text.remove_prefix(colon + 3);
  text = text.substr(0, text.find('#'));
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  const std::string authority = lowered(text.substr(0, end));
  out.target = text.substr(end);
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  if (!good_target(out.target)) return std::nullopt;
  const std::size_t bracket = authority.find(']');
  const std::size_t port = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  out.host = authority.substr(0, port);
  if (!good_host(out.host)) return std::nullopt;
  out.port = out.tls ? 443 : 80;
  if (port != std::string::npos) {
    const char* const first = authority.data() + port + 1;
    const char* const last = authority.data() + authority.size();
    const auto read = std::from_chars(first, last, out.port);
    if (first == last || read.ec != std::errc() || read.ptr != last || out.port == 0)
      return std::nullopt;
  }
  return out;
}

std::optional<Url> resolve(const Url& base, std::string_view location) {
  if (location.empty()) return std::nullopt;
  if (location.starts_with("//"))
    return parse_url((base.tls ? "https:" : "http:") + std::string(location));
  const std::size_t colon = location.find(':');
  if (colon < location.find_first_of("/?#")) return parse_url(location);
  Url front = base;
  front.target.clear();
  if (location.starts_with('/')) return parse_url(front.text() + std::string(location));
  const std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
  const std::string_view folder =
      location.starts_with('?') ? path : path.substr(0, path.rfind('/') + 1);
  return parse_url(front.text() + std::string(folder) + std::string(location));
}

std::optional<Url> server(std::string_view host, bool tls) {
  return parse_url((tls ? "https://" : "http://") + std::string(host) + "/");
}

std::string percent_encoded(std::string_view text) {
  constexpr std::array<char, 16> digits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                           '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  std::string out;
  for (const char c : text) {
    if (letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

bool names_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace cudafit::registry
