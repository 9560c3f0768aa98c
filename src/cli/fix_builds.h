#pragma once
// Fixing, with the builds that come of it.

#include <memory>

#include "cli/batch.h"
#include "cli/flags.h"
#include "project/fix.h"
#include "project/settings.h"
#include "source/files.h"

namespace cudafit::cli {

/// As project::fix_all; where that has edited a file that says how images are built, again with the
/// builds as they are then: services that were built alike need not be any more. `again` keeps what
/// those builds refer to.
project::Fixes fix_builds(OverlayFiles& files, const CheckFlags& flags,
                          const project::FixOptions& options, Batch& batch,
                          std::unique_ptr<project::Settings>& again);

}  // namespace cudafit::cli
