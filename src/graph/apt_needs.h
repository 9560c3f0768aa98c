#pragma once
// What apt is asked for and cannot do, or does for another CUDA.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "graph/need.h"
#include "source/text.h"

namespace cudafit::graph {

/// A command that changes packages which the base image holds; unmet ones only.
struct HeldChange {
  Need need;
  std::vector<std::string> packages;  ///< the held ones it would change
  Span action;                        ///< the word behind which options may stand
  bool removes = false;
  bool lowers = false;  ///< some would get an older version, which needs an option too
};

/// cuDNN without a version, and the newest is built for another CUDA than the image's; unmet ones
/// only.
struct CudnnChoice {
  Need need;
  std::string package;  ///< "libcudnn8"
  std::string image_cuda;
  std::string newest;  ///< "8.9.6.50-1+cuda12.2"
  std::string pin;     ///< a version for the image's CUDA; empty when none is known
  Text text;           ///< of the name
};

/// `apt-get upgrade` moves libraries that were installed for the image's CUDA to the builds for
/// another one; unmet ones only.
struct UpgradeMove {
  struct Library {
    std::string package;  ///< "libnccl2"
    std::string pinned;   ///< "2.18.3-1+cuda11.8"
    std::string newest;   ///< "2.28.3-1+cuda13.0"
  };
  Need need;
  std::vector<Library> libraries;  ///< by the commands that installed them, the last one first
  /// What has to stand in front of a command that wants root's rights there: nothing, or "sudo ";
  /// nothing at all where it is not known whether the step has them.
  std::optional<std::string> rights;
};

/// A package of a part of the archive that the image does not list; unmet ones only.
struct AbsentPackage {
  Need need;
  std::string section;                ///< "non-free"
  std::string enable;                 ///< the command that lists it
  Span line;                          ///< the instruction, for an edit that adds a line before it
  std::optional<std::string> rights;  ///< as of UpgradeMove
};

struct AptNeeds {
  std::vector<HeldChange> held;
  std::vector<CudnnChoice> cudnn;
  std::vector<UpgradeMove> upgrades;
  std::vector<AbsentPackage> absent;
};

}  // namespace cudafit::graph
