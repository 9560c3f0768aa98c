#include "registry/settings.h"

#include <algorithm>

namespace cudafit::registry {

bool same_host(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char one, char other) { return lower(one) == lower(other); });
}

bool names_host(const std::vector<std::string>& hosts, std::string_view host) {
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& each) { return same_host(each, host); });
}

namespace {

/// How much of the image's name the prefix is; nothing where the name does not begin so.
std::size_t covered(std::string_view prefix, std::string_view image) {
  std::size_t size = prefix.size();
  if (prefix.starts_with("*.")) {
    // All hosts below, whose names are longer.
    size = std::min(image.find('/'), image.size());
    const std::string_view host = image.substr(0, size);
    return host.size() >= prefix.size() && host.ends_with(prefix.substr(1)) ? size : 0;
  }
  if (!image.starts_with(prefix)) return 0;
  return size == image.size() || image[size] == '/' ? size : 0;
}

}  // namespace

const Route* route_of(const std::vector<Route>& routes, std::string_view image,
                      std::string_view& rest) {
  const Route* best = nullptr;
  std::size_t longest = 0;
  for (const Route& each : routes) {
    const std::size_t size = covered(each.prefix, image);
    // Of all hosts below and one of them the one says more.
    const bool nearer = best != nullptr && size == longest && best->prefix.starts_with("*.") &&
                        each.prefix.size() > best->prefix.size();
    if (size > longest || nearer) {
      best = &each;
      longest = size;
    }
  }
  rest = image.substr(longest);
  return best;
}

}  // namespace cudafit::registry
