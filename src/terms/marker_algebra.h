#pragma once
// Markers put together and compared, as the tools do that write markers into lock files.

#include <optional>

#include "terms/marker.h"

namespace cudafit {

/// Holds where both hold.
Marker both(const Marker& a, const Marker& b);
/// Holds where the marker does not; nothing for the empty one, which always holds, and for what has
/// no opposite (`~=`).
std::optional<Marker> opposite(const Marker& marker);
/// `extra == "name"`, for a normalized name.
Marker of_extra(const std::string& name);

/// Certainly holds in the same environments, however it is written. False may mean only that this
/// cannot be told: that one comparison follows from another is not seen, nor is anything of markers
/// with very many comparisons.
bool same_meaning(const Marker& a, const Marker& b);
/// Certainly never holds; false as above.
bool never_holds(const Marker& marker);

}  // namespace cudafit
