#pragma once
// Programs whose text is at hand: whether they may write a file. Private to the document room.

#include <string>
#include <string_view>
#include <vector>

namespace cudafit::document {

/// The `name` of a file stands in `text` and is not a part of a longer one.
bool names_file(std::string_view text, std::string_view name);

/// Whether a program with this text may write a file called `name`: the name is in it, or is put
/// together or found by a pattern there, and not only to read it. `given`: names that are not known
/// are handed to the program.
bool program_may_write(std::string_view text, std::string_view name, bool given);

/// The name of a file, as a pattern in which expansions of the shell are `*`: "*.txt" of
/// `"$dir/${name%.in}.txt"`.
std::string name_pattern(std::string_view raw);

/// Whether what a substitution prints may be called `name`: `ls *.txt`. False where other names
/// stand in it.
bool substitution_may_name(std::string_view script, std::string_view name);

/// The command lines that `make` runs for `targets`, the first one of the file where there are
/// none; variables of the file are replaced, functions of make become an unknown variable.
std::vector<std::string> make_commands(std::string_view makefile,
                                       const std::vector<std::string_view>& targets);

}  // namespace cudafit::document
