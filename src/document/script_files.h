#pragma once
// Shell scripts in files that a build copies and runs, or that its containers start.

#include <string>
#include <vector>

#include "document/context.h"
#include "document/document.h"

namespace cudafit::document {

/// Reads the scripts that the RUNs of stages which are built run or read in, and puts their
/// commands behind those that do, as far as `context` knows the files; then those that ENTRYPOINT
/// and CMD of shipped stages start. Missing ones, those that something may have changed, and those
/// of other interpreters are left alone. `context` must be one of `document`. `mounted`: paths at
/// which containers find other files than those of the image; an empty one may be any.
void follow_scripts(Document& document, const Context& context,
                    const std::vector<std::string>& mounted = {});

}  // namespace cudafit::document
