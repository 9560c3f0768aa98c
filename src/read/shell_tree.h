#pragma once
// The structure of a script between parsing and marking. Private to the shell reader.

#include <cstdint>
#include <vector>

#include "read/shell.h"

namespace cudafit::read {

/// The structure needed to know which failures matter; simple commands are indices into
/// Script::commands.
struct Node {
  enum class Kind : std::uint8_t {
    simple,
    pipeline,
    and_or,
    list,
    group,
    subshell,
    guarded,
    optional,
    function
  };
  Kind kind = Kind::list;
  std::vector<Node> kids = {};
  /// Behind each kid: '&' for && or a background `&`, '|' for ||, ';' otherwise.
  std::vector<char> ops = {};
  std::size_t command = 0;
  bool negated = false;
};

/// Walks the structure in the order of execution and sets what the commands know about their
/// failure.
void mark_failures(const Node& root, ShellOptions options, Script& script);

}  // namespace cudafit::read
