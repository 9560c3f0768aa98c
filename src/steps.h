#pragma once
// What the graph is told of instructions besides the facts.

#include "document/document.h"
#include "graph/steps.h"

namespace cudafit {

/// By stage and step, as positions count them.
graph::StepTraits step_traits(const document::Document& document);

}  // namespace cudafit
