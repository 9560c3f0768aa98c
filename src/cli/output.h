#pragma once
// Where words go: standard output, standard error, a file; and what the terminal can do.

#include <string>
#include <string_view>

#include "cli/flags.h"

namespace cudafit::cli {

/// Everything, or false.
bool write_out(std::string_view bytes);
/// A line on standard error, after "cudafit: ". Untrusted parts are made printable.
void say(std::string_view line);
/// As it is, on standard error.
void say_raw(std::string_view bytes);

bool is_terminal(int descriptor);
bool wants_color(When when, bool terminal);

/// Adds to the end of a file, making it when it is not there. False when that fails.
bool append_file(const std::string& path, std::string_view bytes);
/// Makes or replaces a file. False when that fails.
bool replace_file(const std::string& path, std::string_view bytes);

}  // namespace cudafit::cli
