#pragma once
// An answer that may be missing: unknown is not no.

#include <cstdint>

namespace cudafit {

/// Whether something holds, as far as anybody knows.
enum class Known : std::uint8_t { no, yes, unknown };

}  // namespace cudafit
