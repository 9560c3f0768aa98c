#pragma once
// Names in messages: in quotes, and "did you mean": the known one that is closest to what was
// written.

#include <span>
#include <string>
#include <string_view>

namespace cudafit {

/// "x" with the quotes that messages use.
std::string in_quotes(std::string_view name);

/// The name the fewest letters away (inserted, removed, changed, swapped), case and `_`/`-` aside;
/// empty when all are too far to be meant. The first of equally near ones.
std::string_view nearest(std::string_view written, std::span<const std::string_view> names);

/// `; did you mean "x"?`, or nothing.
std::string did_you_mean(std::string_view written, std::span<const std::string_view> names);

}  // namespace cudafit
