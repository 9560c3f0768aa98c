#pragma once
// Edits of a part of a Text, made where that part is written.

#include <string_view>
#include <vector>

#include "source/diagnostic.h"
#include "source/text.h"

namespace cudafit::advise {

/// Replaces [begin, end) of the text by `with`, touching no more bytes than differ where those
/// bytes do not stand in one place. False, and no edit, when they still do not.
bool rewrite(const Text& text, std::size_t begin, std::size_t end, std::string_view with,
             std::vector<Edit>& edits);

}  // namespace cudafit::advise
