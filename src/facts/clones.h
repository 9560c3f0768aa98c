#pragma once
// Repositories that a build clones, by the directory they land in. Private to the facts room.

#include <map>
#include <string>
#include <string_view>

#include "facts/extract.h"

namespace cudafit::facts {

/// Follows `git clone`, `cd` and WORKDIR. Directories are told apart by their last component.
class Clones {
 public:
  void enter(const Step& step);
  void follow(const Command& command);

  /// The address of the repository that `path` is in or names ("." is the current directory); empty
  /// when it was not cloned here.
  std::string_view address(std::string_view path) const;

 private:
  std::map<std::string, std::string, std::less<>> clones_;
  std::string workdir_;  ///< of the steps
  std::string now_;      ///< where the commands of a step are
};

}  // namespace cudafit::facts
