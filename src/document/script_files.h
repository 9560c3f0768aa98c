#pragma once
// Shell scripts in files that a build copies and runs.

#include "document/context.h"
#include "document/document.h"

namespace cudafit::document {

/// Reads the scripts that the RUNs of stages which are built run or read in, and puts their
/// commands behind those that do, as far as `context` knows the files. Missing ones, those that
/// something may have changed, and those of other interpreters are left alone. `context` must be
/// one of `document`.
void follow_scripts(Document& document, const Context& context);

}  // namespace cudafit::document
