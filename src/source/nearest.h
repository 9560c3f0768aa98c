#pragma once
// "Did you mean": the known name that is closest to what was written.

#include <span>
#include <string>
#include <string_view>

namespace cudafit {

/// The name the fewest letters away (inserted, removed, changed, swapped), case and `_`/`-` aside;
/// empty when all are too far to be meant. The first of equally near ones.
std::string_view nearest(std::string_view written, std::span<const std::string_view> names);

/// `; did you mean "x"?`, or nothing.
std::string did_you_mean(std::string_view written, std::span<const std::string_view> names);

}  // namespace cudafit
