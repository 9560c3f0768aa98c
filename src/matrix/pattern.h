#pragma once
// Tag patterns: a tag as text with fields in braces and optional parts in brackets, for example
//   {cuda}[-{cudnn}]-{flavor}-{os}
// The whole tag has to fit. Fields: {cuda} digits and dots; {cudnn} "cudnn", then digits and dots
// if any; {flavor} base, runtime or devel; {os} a letter, then letters, digits and dots; {version}
// a digit, then letters, digits, dots and underscores; {word} letters, digits, dots and
// underscores.

#include <optional>
#include <string_view>

#include "matrix/matrix.h"

namespace cudafit::matrix {

std::optional<TagParts> match_pattern(std::string_view pattern, std::string_view tag);
/// `glob` holds `*` for any run of characters and nothing else special.
bool match_glob(std::string_view glob, std::string_view text);

}  // namespace cudafit::matrix
