#pragma once
// Lines and versions in what programs and files say. None of it is trusted.

#include <string>
#include <string_view>
#include <vector>

#include "terms/version.h"

namespace cudafit::host {

/// Without blanks around it.
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> lines(std::string_view text);
/// The parts between separators, trimmed.
std::vector<std::string_view> split(std::string_view text, char separator);
/// The first line that says something.
std::string_view first_line(std::string_view text);
/// The first version of two parts at least in `text`, as written: "1.17.8" of "CLI version
/// 1.17.8-1". Empty: there is none.
std::string_view version_in(std::string_view text);
/// The same, to compare with: no more than the parts that count, no parts where there is none.
Version version_of(std::string_view text);
/// What stands behind `key` in the first line that starts with it, trimmed.
std::string_view behind(std::string_view text, std::string_view key);
/// No longer than a line should be.
std::string shortened(std::string_view text);

}  // namespace cudafit::host
