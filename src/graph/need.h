#pragma once
// A need: something in the user's files wants something else to be there, or to be of some version.
// Judged needs carry the whole chain of reasons, so that rules only have to word them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"
#include "terms/component.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::graph {

enum class Verdict : std::uint8_t { met, unmet, unknown };

/// What every judged need has; the kinds in drivers.h, toolchain.h, ... add what their rules word.
struct Need {
  std::string_view kind;  ///< static storage; for the graph's output: "nvcc to compile"
  Verdict verdict = Verdict::unknown;
  int stage = -1;
  std::string host;     ///< the declared host it is judged on; empty when it depends on none
  int on_host = -1;     ///< the same as an index into Facts::hosts: flags give a host no name
  std::string subject;  ///< who needs: "torch 2.0.1+cu118"
  std::string object;   ///< what: "driver >= 450.80.02"
  Span span;            ///< what to point at
  /// Why, in order: how the subject's version was reached (places), what the world says
  /// (citations), what was found instead.
  std::vector<Note> chain;
  bool weak = false;  ///< rests on an inferred fact: no error may come of it
};

}  // namespace cudafit::graph
