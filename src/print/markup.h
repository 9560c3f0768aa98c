#pragma once
// Untrusted text inside SVG and HTML, and how much of it fits.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::print {

/// What people see of `text`: as `escape` shows it, and without the two characters that XML cannot
/// hold. No markup yet: lines are cut and wrapped in this form.
std::string shown(std::string_view text);

/// Shown text as the content of an element or of a quoted attribute.
std::string entities(std::string_view shown);

/// Both: text from anywhere, ready to stand in the page.
std::string markup(std::string_view text);

/// Shown text cut to so many columns, with `…` where something is left out. Of marks that stack
/// onto one character only a few stay, so that no line reaches into its neighbours.
std::string cut(std::string_view shown, std::size_t columns);

/// Shown text in lines of so many columns, broken between words; the last of at most `lines` is
/// cut.
std::vector<std::string> wrap(std::string_view shown, std::size_t columns, std::size_t lines);

}  // namespace cudafit::print
