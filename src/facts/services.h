#pragma once
// What the services of a Compose file ask of their hosts.

#include <vector>

#include "document/compose.h"
#include "facts/service.h"
#include "source/files.h"
#include "source/sources.h"

namespace cudafit::facts {

/// One for each of project.services, without their stages.
std::vector<Service> services(const document::ComposeProject& project, const Files& files,
                              const Sources& sources);

/// The defaults of variables that nothing known sets.
std::vector<ReplaceableDefault> replaceable_defaults(const document::ComposeProject& project);

/// Every `$` that Compose takes although it is meant for a shell, or refuses.
std::vector<ServiceDollar> service_dollars(const document::ComposeProject& project,
                                           const Sources& sources);

}  // namespace cudafit::facts
