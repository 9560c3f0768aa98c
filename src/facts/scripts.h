#pragma once
// Shell scripts of the build context that commands run, read as if they stood in the Dockerfile.
// Private to the facts room.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/extract.h"

namespace cudafit::facts {

/// Names of the functions that a shell text defines.
std::set<std::string, std::less<>> functions_in(std::string_view text);

class Scripts {
 public:
  /// What one command of a RUN runs, with the scripts that those run, in the order they run.
  struct Followed {
    std::vector<Command> commands;
    std::vector<bool> calls;  ///< of each command: the script it runs is read, and follows it here
    bool understood = true;   ///< everything above is all there is
    std::set<std::string, std::less<>> functions;
  };

  Scripts(const Document& document, const document::Context& context);

  /// What the command at `at` runs; null when it is no script, or one that cannot be read.
  const Followed* of(Position at) const;

 private:
  std::map<Position, Followed> followed_;
};

}  // namespace cudafit::facts
