#pragma once
// Which addresses of the network a name may lead to.

#include <cstdint>
#include <optional>
#include <string_view>

struct sockaddr;

namespace cudafit::registry {

enum class Address : std::uint8_t {
  everywhere,  ///< one of the internet
  loopback,    ///< this machine
  inside,      ///< a private network, a link, or another range that is nobody's on the internet
};

/// How far a request may go.
enum class Reach : std::uint8_t {
  internet,  ///< nowhere else
  machine,   ///< also to this machine
  anywhere,  ///< the user has named the host
};

/// Of anything that is no internet address: inside.
Address address_kind(const sockaddr& address);
/// Of a host that is written as an address, IPv6 with or without brackets; nothing of a name.
std::optional<Address> literal_address(std::string_view host);
bool reachable(Address address, Reach reach);

}  // namespace cudafit::registry
