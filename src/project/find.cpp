#include "project/find.h"

#include <algorithm>
#include <set>

#include "document/compose.h"
#include "document/run_lines.h"
#include "project/compose.h"
#include "project/dependencies.h"

namespace cudafit::project {
namespace {

/// As shown: from the working directory where it lies below that.
std::string shown(const Files& files, const std::string& real) {
  const std::string below = path_within(files.real("."), real);
  return below.empty() ? real : below;
}

/// Files of other names that the configuration calls Dockerfiles.
void add_declared(const Files& files, Settings& settings, const std::vector<std::string>& paths,
                  document::Discovery& found) {
  std::set<std::string> known;
  for (const std::string& path : paths) {
    if (files.kind(path) != FileKind::directory) continue;
    const std::vector<std::string> declared = settings.declared_below(path);
    if (declared.empty()) continue;
    if (known.empty()) {
      for (const document::Found& file : found.dockerfiles) known.insert(files.real(file.path));
    }
    for (const std::string& real : declared) {
      if (known.insert(real).second) found.dockerfiles.push_back({shown(files, real), false});
    }
  }
}

/// What Compose lays over another file is read with that one; what Compose files have built is
/// linted, whatever it is called.
void settle_compose(const Files& files, Settings& settings, document::Discovery& found) {
  std::set<std::string> known;
  std::vector<std::string> built;
  std::erase_if(found.dockerfiles, [&](const document::Found& file) {
    if (!is_compose_file(files, file.path)) {
      known.insert(files.real(file.path));
      return false;
    }
    if (!document::compose_base(files, file.path).empty()) return !file.named;
    for (const std::string& each : settings.built_by(file.path)) built.push_back(each);
    return false;
  });
  for (const std::string& real : built) {
    if (!known.insert(files.real(real)).second) continue;
    if (!settings.excluded(real, false)) found.dockerfiles.push_back({shown(files, real), false});
  }
}

}  // namespace

document::Discovery find_builds(const Files& files, Settings& settings,
                                const std::vector<std::string>& paths, bool gitignore) {
  document::DiscoverOptions options;
  options.gitignore = gitignore;
  options.excluded = [&](const std::string& path, bool directory) {
    return settings.excluded(path, directory);
  };
  document::Discovery found = document::discover(files, paths, options);
  add_declared(files, settings, paths, found);
  std::erase_if(found.dockerfiles, [&](const document::Found& file) {
    const std::string real = files.real(file.path);
    return !file.named && document::run_file(real) != document::RunFile::none &&
           !document::starts_containers(files, real);
  });
  settle_compose(files, settings, found);
  return found;
}

bool only_read(const Files& files, Settings& settings, const std::string& path) {
  return is_dependency_file(files, path) && !is_compose_file(files, path) &&
         !settings.declared(path);
}

}  // namespace cudafit::project
