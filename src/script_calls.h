#pragma once
// Findings in scripts that a build runs: where they are run.

#include <vector>

#include "document/document.h"
#include "source/diagnostic.h"

namespace cudafit {

/// The place in the Dockerfile itself that a place in a file is reached by: the command that runs
/// the script, or the one that runs the script which does. `stage`: the label of the one that is
/// meant; the first that runs the script where there is none. Other places stay as they are.
Span place_in_dockerfile(const document::Document& document, Span place, std::string_view stage);

/// Notes with each finding in a script where that is run, and keeps one of several that differ in
/// nothing else.
void note_script_calls(const document::Document& document, std::vector<Diagnostic>& findings);

}  // namespace cudafit
