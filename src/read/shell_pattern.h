#pragma once
// The patterns of ${x#p}, ${x%p} and ${x/p/r}: `*`, `?`, and `\` before those two, itself, `}` or
// `/`.

#include <optional>
#include <string_view>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

/// The value without its prefix or suffix that matches; the longest one when `greedy`, else the
/// shortest. Nothing when the pattern is not valid. What stays keeps its places.
std::optional<Text> cut_prefix(const Text& value, std::string_view pattern, bool greedy);
std::optional<Text> cut_suffix(const Text& value, std::string_view pattern, bool greedy);

/// The value with its first match replaced, or every match. In the latter case, as in BuildKit,
/// `$0` in the replacement stands for the match, other `$name` for nothing and `$$` for `$`.
std::optional<Text> replace_pattern(const Text& value, std::string_view pattern,
                                    const Text& replacement, bool all);

/// No result of an expansion grows beyond this many bytes; it becomes incomplete instead.
inline constexpr std::size_t most_expanded = 1u << 20;

}  // namespace cudafit::read
