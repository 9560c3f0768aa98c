#pragma once
// Where the shells of a script are: `cd`, `pushd`, `popd`. Private to the document room.

#include <cstdint>
#include <map>
#include <vector>

#include "document/document.h"

namespace cudafit::document {

class ShellDirectories {
 public:
  /// `start`: where the script begins. `parents`: of read::Script.
  ShellDirectories(Text start, std::vector<std::uint32_t> parents)
      : start_(std::move(start)), parents_(std::move(parents)) {}

  /// Where a command runs; to be asked in the order of the script.
  const Text& of(const read::Command& syntax) { return in(syntax.subshell).now; }

  /// Adds the subshells of a script that is read into the shell `into`: `parents` of read::Script.
  /// The first of them gets the number behind the one that is returned.
  std::uint32_t graft(const std::vector<std::uint32_t>& parents, std::uint32_t into);

  /// What the command changes for those behind it. `lookup`: the variables of the script.
  void follow(const Command& command, const read::Lookup& lookup);

 private:
  struct Place {
    Text now, before;  ///< `before`: for `cd -`
    std::vector<Text> pushed = {};
  };

  Place& in(std::uint32_t subshell);

  Text start_;
  std::vector<std::uint32_t> parents_;
  std::map<std::uint32_t, Place> places_;
};

}  // namespace cudafit::document
