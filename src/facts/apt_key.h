#pragma once
// The signing keys of NVIDIA's apt repositories: what fetches the one that the CUDA repository had,
// and what still needs it.

#include <string>
#include <vector>

#include "source/diagnostic.h"
#include "source/span.h"

namespace cudafit::facts {

/// The old key is fetched for the CUDA repository in a stage that never gets the new one.
struct OldKeyFetch {
  int stage = -1;
  Span span;           ///< the URL
  std::string system;  ///< whose repository it is: "ubuntu2004"; empty: not known
  /// The build uses the old key for more: the machine-learning repository is still signed with it,
  /// and a key that is named may be looked at.
  bool needed = false;
  bool checked = false;       ///< what is fetched is compared with a checksum or a fingerprint
  std::vector<Edit> replace;  ///< fetches the new key instead; empty when it cannot be written
  std::vector<Edit> add;      ///< fetches the new key, then the old one; empty likewise
};

/// `apt-get update` where the machine-learning repository is listed, and the key it is signed with,
/// which is the old one, is brought by nothing.
struct KeylessUpdate {
  int stage = -1;
  Span update;  ///< the command
  Span list;    ///< the command that lists the repository
};

}  // namespace cudafit::facts
