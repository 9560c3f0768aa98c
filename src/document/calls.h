#pragma once
// What a command calls: the program behind `sudo` and the like, the script that a shell is given.
// Private to the document room.

#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

/// A shell of which the commands are read.
bool is_shell(std::string_view program);

/// Index of the word that names the program that really runs.
std::size_t find_program(const std::vector<Text>& words);

/// What the words behind a shell's name say.
struct ShellCall {
  read::ShellOptions options;
  bool takes_script = false;  ///< -c: the word is the script, not the name of a file
  bool plain = true;          ///< false: -n, -s or a long option decides what is run
  bool runs = true;           ///< false: -n: it only reads the commands
  std::size_t script = 0;     ///< index of that word; the number of words where there is none
};
ShellCall shell_call(const Command& command);

/// The shell that the first line of a file asks for, and its options; the default where it asks for
/// none. Nothing for other interpreters.
std::optional<read::ShellOptions> shebang_shell(std::string_view script);

}  // namespace cudafit::document
