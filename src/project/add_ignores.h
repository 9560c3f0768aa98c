#pragma once
// Comments that ignore what is found today: for adopting the linter before everything is mended.

#include <span>
#include <string>
#include <vector>

#include "project/fix.h"
#include "project/settings.h"
#include "source/report.h"

namespace cudafit::project {

/// Writes `# cudafit: ignore=RULE reason` before the instruction or the line of each finding, in
/// `files`, and brings `reports`, one for each of `settings`, up to date. Where a comment would be
/// no comment, would not help or would break something, none stays, and `refused` says so. The
/// reason is one line: nothing in it that YAML, pip or an editor takes for the end of one.
/// `hints`: over hints, too.
Fixes add_ignores(OverlayFiles& files, std::span<const FileSettings> settings,
                  std::vector<Report>& reports, const std::string& reason, bool hints);

}  // namespace cudafit::project
