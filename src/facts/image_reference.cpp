#include "facts/image_reference.h"

#include <algorithm>

#include "document/reference.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view docker_hub = "docker.io";
constexpr std::string_view docker_hub_index = "index.docker.io";  // an older name of it

/// The grammar takes any digits; nobody listens at these.
bool impossible_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return false;
  std::string_view port = host.substr(colon + 1);
  port.remove_prefix(std::min(port.find_first_not_of('0'), port.size()));
  if (port.empty() || port.size() > 5) return true;
  unsigned number = 0;
  for (const char c : port) number = number * 10 + static_cast<unsigned>(c - '0');
  return number > 65535;
}

}  // namespace

std::string ImageReference::text() const {
  std::string out = repository();
  if (!tag.empty()) out += ":" + tag;
  if (!digest.empty()) out += "@" + digest;
  return out;
}

Result<ImageReference> image_reference(std::string_view written) {
  if (std::string wrong = document::reference_error(written); !wrong.empty())
    return Failure{std::move(wrong)};
  ImageReference out;
  const std::size_t front = document::host_size(written);
  if (front > 0) out.host = written.substr(0, front - 1);
  if (impossible_port(out.host)) return Failure{out.host + " names no port that there can be"};
  std::string_view rest = written.substr(front);
  const std::size_t at = std::min(rest.find('@'), rest.size());
  if (at < rest.size()) out.digest = rest.substr(at + 1);
  rest = rest.substr(0, at);
  const std::size_t colon = std::min(rest.find(':'), rest.size());
  if (colon < rest.size()) out.tag = rest.substr(colon + 1);
  out.path = rest.substr(0, colon);
  if (out.host.empty() || out.host == docker_hub_index) out.host = docker_hub;
  if (out.host == docker_hub && out.path.find('/') == std::string::npos)
    out.path.insert(0, "library/");
  if (out.tag.empty() && out.digest.empty()) out.tag = "latest";
  return out;
}

}  // namespace cudafit::facts
