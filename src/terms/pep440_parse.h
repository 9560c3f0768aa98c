#pragma once
// Inside PEP 440: a version at the start of a text. Not for other rooms.

#include <string_view>

#include "terms/pep440.h"

namespace cudafit::pep440 {

/// Reads the longest version at the start of `text` (no blanks before it) and says how many bytes
/// it took; 0 when there is none. `local`: a local label may follow.
std::size_t parse_prefix(std::string_view text, bool local, PyVersion& out);

/// The order of two versions without their local labels.
std::strong_ordering compare_public(const PyVersion& a, const PyVersion& b);

/// Epoch and release numbers only.
std::strong_ordering compare_release(const PyVersion& a, const PyVersion& b);

std::string_view trimmed(std::string_view text);

}  // namespace cudafit::pep440
