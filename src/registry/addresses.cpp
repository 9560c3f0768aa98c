#include "registry/addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace cudafit::registry {
namespace {

struct Range {
  std::uint32_t network;
  unsigned bits;
};
/// IANA's registry of special addresses, without 127.0.0.0/8.
constexpr std::array<Range, 15> inside_v4{{
    {0x00000000, 8},   // this network; the kernel takes 0.0.0.0 for this machine
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by a provider's customers
    {0xA9FE0000, 16},  // link-local; clouds answer here about the machine
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocols
    {0xC0000200, 24},  // examples
    {0xC0586300, 24},  // relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // examples
    {0xCB007100, 24},  // examples
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
    {0xA83F8110, 32},  // 168.63.129.16: Azure's host
}};

Address kind_v4(std::uint32_t address) {
  if (address >> 24 == 127) return Address::loopback;
  const bool inside = std::any_of(inside_v4.begin(), inside_v4.end(), [&](const Range& range) {
    return (address ^ range.network) >> (32 - range.bits) == 0;
  });
  return inside ? Address::inside : Address::everywhere;
}

Address kind_v6(const std::array<std::uint8_t, 16>& bytes) {
  const auto v4_at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(bytes[i]) << 24 |
           static_cast<std::uint32_t>(bytes[i + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[i + 2]) << 8 | bytes[i + 3];
  };
  const auto zero = [&](std::size_t from, std::size_t to) {
    return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                       bytes.begin() + static_cast<std::ptrdiff_t>(to),
                       [](std::uint8_t byte) { return byte == 0; });
  };
  if (zero(0, 15) && bytes[15] == 1) return Address::loopback;
  if (zero(0, 10) && bytes[10] == 0xFF && bytes[11] == 0xFF) return kind_v4(v4_at(12));
  // 64:ff9b::/96: a gateway makes IPv4 of it.
  if (bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xFF && bytes[3] == 0x9B && zero(4, 12))
    return kind_v4(v4_at(12));
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return kind_v4(v4_at(2));  // 6to4
  if (bytes[0] >> 5 != 1) return Address::inside;  // only 2000::/3 is of the internet
  const bool examples =
      bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;
  const bool protocols = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 2;
  return examples || protocols ? Address::inside : Address::everywhere;
}

}  // namespace

Address address_kind(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return kind_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return kind_v6(bytes);
  }
  return Address::inside;
}

std::optional<Address> literal_address(std::string_view host) {
  sockaddr_storage storage{};
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string text(host);
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    std::memcpy(&storage, &v4, sizeof v4);
  } else if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    std::memcpy(&storage, &v6, sizeof v6);
  } else {
    return std::nullopt;
  }
  return address_kind(reinterpret_cast<const sockaddr&>(storage));
}

bool reachable(Address address, Reach reach) {
  switch (reach) {
    case Reach::internet:
      return address == Address::everywhere;
    case Reach::machine:
      return address != Address::inside;
    case Reach::anywhere:
      return true;
  }
  return false;
}

}  // namespace cudafit::registry
