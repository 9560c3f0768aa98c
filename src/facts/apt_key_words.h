#pragma once
// What tells of NVIDIA's apt keys in the text of a step. Private to the facts room.

#include <string_view>

#include "facts/extract.h"

namespace cudafit::facts {

/// As the files are named.
inline constexpr std::string_view old_apt_key = "7fa2af80";
inline constexpr std::string_view new_apt_key = "3bf863cc";

/// What fetches the old key, where the new one never comes.
void old_key_fetches(const Document& document, Facts& out);
/// What reads a list whose key, the old one, never comes.
void keyless_updates(const Document& document, Facts& out);

/// The step brings the new key (as a file, by its long id, or in NVIDIA's package), or checks no
/// signatures.
bool brings_new_key(const Step& step);
/// A command of the step runs a script that is not followed.
bool runs_unread_script(const Step& step);

}  // namespace cudafit::facts
