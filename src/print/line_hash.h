#pragma once
// How GitHub's code scanning knows a line again when the lines above it have moved.

#include <string>
#include <string_view>
#include <vector>

namespace cudafit::print {

/// For each line `hash:occurrence`, as GitHub's upload action computes `primaryLocationLineHash`:
/// over the hundred characters that follow the start of the line, blanks left out. Who uploads
/// without that action has to bring it along, and where both are there they must agree.
std::vector<std::string> line_hashes(std::string_view bytes);

}  // namespace cudafit::print
