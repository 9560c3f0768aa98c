// Any bytes as a lock file of each format: read it, choose from it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "facts/lock_selection.h"

using namespace cudafit;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const auto format : {read::LockFormat::uv, read::LockFormat::poetry, read::LockFormat::pdm,
                            read::LockFormat::pipfile, read::LockFormat::pylock}) {
    const read::LockFile lock = read::read_lock(format, 0, bytes);
    for (const read::LockedPackage& package : lock.packages) {
      // A place outside the file could not be shown.
      const Span span = package.version.around();
      if (span && (span.begin > span.end || span.end > size)) std::abort();
      if (lock.named(package.name).empty()) std::abort();
    }
    facts::LockQuery query;
    query.projects = {"."};
    query.all_extras = query.all_groups = true;
    query.environment.values = {{"python_version", "3.11"}, {"sys_platform", "linux"}};
    const facts::LockSelection chosen = facts::select(lock, query);
    for (const facts::LockSelection::Package& each : chosen.packages) {
      if (each.index >= lock.packages.size() || each.applies == Known::no) std::abort();
    }
  }
  return 0;
}
