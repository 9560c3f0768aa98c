// Any bytes as a lock file of each format: read it, choose from it.

#include "facts/lock_selection.h"
#include "places.h"

namespace cudafit::fuzz {

void lock(std::string_view bytes) {
  for (const auto format : {read::LockFormat::uv, read::LockFormat::poetry, read::LockFormat::pdm,
                            read::LockFormat::pipfile, read::LockFormat::pylock}) {
    const read::LockFile file = read::read_lock(format, 0, bytes);
    for (const read::LockedPackage& package : file.packages) {
      inside(package.version, bytes);
      hold(!file.named(package.name).empty(), "a package that is not found by its name");
    }
    facts::LockQuery query;
    query.projects = {"."};
    query.all_extras = query.all_groups = true;
    query.environment.values = {{"python_version", "3.11"}, {"sys_platform", "linux"}};
    const facts::LockSelection chosen = facts::select(file, query);
    for (const facts::LockSelection::Package& each : chosen.packages)
      hold(each.index < file.packages.size() && each.applies != Known::no,
           "chosen, and not there or not wanted");
  }
}

}  // namespace cudafit::fuzz
