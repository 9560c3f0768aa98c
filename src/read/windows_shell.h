#pragma once
// Scripts for the shells of Windows, as far as the words of their commands. What these do with
// variables and blocks is not followed: such words are not known, such commands not certain.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::read {

enum class WindowsShell : std::uint8_t { cmd, powershell };

struct WindowsWord {
  std::string value;               ///< without quotes and escapes
  std::size_t begin = 0, end = 0;  ///< where it is written, in the script
  bool known = true;               ///< false: a variable or an expression is in it
};

struct WindowsCommand {
  std::vector<WindowsWord> words;  ///< at least one
  /// Inside a block, a condition or a loop, or behind `||`.
  bool conditional = false;
};

/// The commands in order; comments, redirections and separators are left out. A script that the
/// shell would refuse gives some words, never an error.
std::vector<WindowsCommand> windows_commands(std::string_view script, WindowsShell shell);

}  // namespace cudafit::read
