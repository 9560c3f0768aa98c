#pragma once
// Untrusted text in Markdown.

#include <string>
#include <string_view>

namespace cudafit::print {

/// Text that Markdown shows and never obeys: no markup, no links, no emoji, no mathematics.
std::string markdown(std::string_view text);

/// One backtick more than the longest run inside, at least three.
std::string fence(std::string_view text);

}  // namespace cudafit::print
