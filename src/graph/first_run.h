#pragma once
// What a stage needs of its host, for people who have not declared one.

#include <string>
#include <vector>

#include "source/span.h"
#include "terms/version.h"

namespace cudafit::graph {

struct HostRange {
  int stage = -1;
  Version driver;               ///< from which on all run what the stage loads
  std::vector<unsigned> older;  ///< branches below it that the container runtime lets through
  Version oldest, newest;       ///< compute capabilities there is code for; no parts: not known
  /// PTX lets any such driver compile for GPUs newer than `newest`.
  bool newer_too = false;
  std::string decided_by;  ///< "torch 2.4.1+cu124"
  Span span;               ///< its place
  /// "driver >= 525.60.13, GPUs sm_50 to sm_90 (torch 2.4.1+cu124)"; ">= 535 (or 470, 525)"
  std::string words;
};

}  // namespace cudafit::graph
