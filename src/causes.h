#pragma once
// One cause, one finding.

#include <functional>
#include <vector>

#include "source/diagnostic.h"

namespace cudafit {

/// Which findings another one stands for, by index. Two meet where their places overlap: their
/// spans, or what `place` says instead. Left out is what meets a finding of a rule that its own
/// rule is `behind`; a hint that meets an error or a warning; and of several hints that meet, all
/// but the one whose rule comes first in the docs.
std::vector<bool> covered(const std::vector<Diagnostic>& findings,
                          const std::function<Span(const Diagnostic&)>& place);

}  // namespace cudafit
