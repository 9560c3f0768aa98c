#include "lsp/uri.h"

#include <algorithm>
#include <array>

#include "source/files.h"
#include "terms/ascii.h"

namespace cudafit::lsp {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

int value_of(char digit) {
  const std::size_t at =
      digits.find(digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 32) : digit);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// What may stand in the path of an address as it is. A colon may, too, but not all clients agree.
bool plain(char c) {
  return ascii::alnum(c) || std::string_view("-._~/!$&'()*+,;=@").find(c) != std::string_view::npos;
}

}  // namespace

std::string Addresses::path(std::string_view uri) const {
  constexpr std::string_view scheme = "file:";
  const auto begins = [&](std::string_view text) {
    return uri.size() >= text.size() &&
           std::equal(text.begin(), text.end(), uri.begin(),
                      [](char a, char b) { return a == ascii::lower(b); });
  };
  if (!begins(scheme)) return "";
  uri.remove_prefix(scheme.size());
  if (uri.starts_with("//")) {
    uri.remove_prefix(2);
    const std::size_t slash = std::min(uri.find('/'), uri.size());
    const std::string_view host = uri.substr(0, slash);
    if (!host.empty() && host != "localhost") return "";
    uri.remove_prefix(slash);
  }
  uri = uri.substr(0, uri.find_first_of("?#"));
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && value_of(uri[i + 1]) >= 0 &&
        value_of(uri[i + 2]) >= 0) {
      path += static_cast<char>(value_of(uri[i + 1]) * 16 + value_of(uri[i + 2]));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  if (!path.starts_with('/') || path.find('\0') != std::string::npos) return "";
  path = resolve_dots(path);
  const bool drive = path.size() > 2 && ascii::letter(path[1]) && path[2] == ':' &&
                     (path.size() == 3 || path[3] == '/');
  if (drives && drive) {
    path[1] = ascii::lower(path[1]);
    path.erase(2, 1);
  }
  return path;
}

std::string Addresses::uri(std::string_view path) const {
  std::string uri = "file://";
  const bool drive =
      path.size() > 1 && path[1] >= 'a' && path[1] <= 'z' && (path.size() == 2 || path[2] == '/');
  if (drives && drive) {
    uri += path.substr(0, 2);
    uri += "%3A";
    path.remove_prefix(2);
    if (path.empty()) path = "/";
  }
  for (const char c : path) {
    if (plain(c)) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += digits[byte >> 4U];
      uri += digits[byte & 15U];
    }
  }
  return uri;
}

}  // namespace cudafit::lsp
