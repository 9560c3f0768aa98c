#pragma once
// Where compilers and build systems leave what they make. Private to the recommend room.

#include <functional>
#include <string>
#include <string_view>

#include "recommend/split_command.h"
#include "recommend/split_steps.h"

namespace cudafit::recommend {

/// The program is a compiler or a build system of which that is known.
bool builds(std::string_view program);

struct BuildCommand {
  bool builds = false;  ///< false: it only says something
  std::string tree;     ///< the directory in which it compiles; may be empty
  std::string refusal;  ///< why its results cannot be told
};

/// Reads one such command, and adds what it leaves. `environment`: what a variable is for it, empty
/// where it is not set or not known.
BuildCommand read_build(const CommandWords& words, Made& made,
                        const std::function<std::string(std::string_view)>& environment);

}  // namespace cudafit::recommend
