#pragma once
// The linter asked about what was written.

#include "recommend/from_nothing.h"

namespace cudafit::recommend {

/// Lints both files as one project, for the host and the platform.
Verdict lint(const Candidate& candidate, const std::vector<facts::Host>& hosts,
             const std::string& platform);

}  // namespace cudafit::recommend
