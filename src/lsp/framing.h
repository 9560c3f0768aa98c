#pragma once
// How messages follow each other on a pipe: a header with the length of the body, then the body.

#include <cstdint>
#include <string>
#include <string_view>

namespace cudafit::lsp {

inline constexpr std::size_t most_header = 4096;
inline constexpr std::size_t most_body = std::size_t{64} << 20;

struct Frame {
  enum class Kind : std::uint8_t {
    partial,  ///< more bytes have to come first
    message,
    broken,  ///< where the next message begins is not known any more
  };
  Kind kind = Kind::partial;
  std::string_view body;
  std::size_t size = 0;  ///< bytes of header and body, of a message
  std::string problem;   ///< of what is broken: one clause
};

/// The first message in `bytes`. Lines of the header may also end without a carriage return.
Frame take_frame(std::string_view bytes);

/// The body behind its header.
std::string framed(std::string_view body);

}  // namespace cudafit::lsp
