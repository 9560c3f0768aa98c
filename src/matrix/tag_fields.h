#pragma once
// Patterns with named fields, of tags, package and file names: text with fields in braces, and `*`
// for any text.
//   {cuda}-cudnn{x}-devel-ubuntu{system}
// The whole text has to fit. What a field takes depends on its name:
//   {cuda} {driver} {python} {torch} {release} {date}   digits and dots, from a digit to a digit
//   {X} {Y} {N} {x} {y}                                 digits
//   {cudnn}                                             "cudnn", then digits and dots if any
//   {os}                                                a letter, then letters, digits and dots
//   {rest}                                              anything but nothing
//   any other                                           letters, digits, dots and underscores

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cudafit::matrix {

/// Name and text of each field; the texts lie in what was matched.
using TagFields = std::vector<std::pair<std::string_view, std::string_view>>;

std::optional<TagFields> match_fields(std::string_view pattern, std::string_view text);
/// How much of a pattern is fixed text, twice its length, and one more without `*`: of two that
/// fit, the one with more is meant.
std::size_t fixed_length(std::string_view pattern);
/// `pattern` with its fields put in; a field that is not there leaves nothing.
std::string fill_fields(std::string_view pattern, const TagFields& fields);

}  // namespace cudafit::matrix
