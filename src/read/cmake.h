#pragma once
// CMakeLists.txt and *.cmake as a list of commands. Nothing is evaluated here.

#include <string>
#include <string_view>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

struct CMakeCommand {
  std::string name;  ///< lower case
  /// In order, quotes and brackets removed; incomplete where a variable or an expression is in it.
  /// Parentheses are arguments of their own.
  std::vector<Text> arguments;
  Span span;  ///< from the name to the closing parenthesis
};

struct CMakeFile {
  std::vector<CMakeCommand> commands;
  bool understood = true;  ///< false: it ends at something that is no command
};

/// Commands up to the first thing that is not understood.
CMakeFile parse_cmake(FileId file, std::string_view bytes);

}  // namespace cudafit::read
