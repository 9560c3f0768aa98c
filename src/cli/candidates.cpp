#include "cli/candidates.h"

#include <algorithm>

#include "cli/output.h"
#include "cli/stdin.h"
#include "document/compose.h"
#include "document/run_lines.h"
#include "project/dependencies.h"

namespace cudafit::cli {

/// Files of other names that the configuration calls Dockerfiles.
void Candidates::add_declared(const std::vector<std::string>& paths, document::Discovery& found) {
  std::set<std::string> known;
  for (const std::string& path : paths) {
    if (files.kind(path) != FileKind::directory) continue;
    const std::vector<std::string> declared = settings.declared_below(path);
    if (declared.empty()) continue;
    if (known.empty()) {
      for (const document::Found& file : found.dockerfiles) known.insert(files.real(file.path));
    }
    for (const std::string& real : declared) {
      const std::string below = path_within(files.real("."), real);
      if (known.insert(real).second)
        found.dockerfiles.push_back({below.empty() ? real : below, false});
    }
  }
}

/// What Compose lays over another file is read with that one; what Compose files have built is
/// linted, whatever it is called.
void Candidates::settle_compose(document::Discovery& found) {
  std::set<std::string> known;
  std::vector<std::string> built;
  std::erase_if(found.dockerfiles, [&](const document::Found& file) {
    if (!project::is_compose_file(files, file.path)) {
      known.insert(files.real(file.path));
      return false;
    }
    if (!document::compose_base(files, file.path).empty()) return !file.named;
    for (const std::string& each : settings.built_by(file.path)) built.push_back(each);
    return false;
  });
  for (const std::string& real : built) {
    if (!known.insert(files.real(real)).second) continue;
    const std::string below = path_within(files.real("."), real);
    if (!settings.excluded(real, false))
      found.dockerfiles.push_back({below.empty() ? real : below, false});
  }
}

document::Discovery Candidates::discover(const std::vector<std::string>& paths) {
  document::DiscoverOptions options;
  options.gitignore = !flags.no_gitignore;
  options.excluded = [this](const std::string& path, bool directory) {
    return settings.excluded(path, directory);
  };
  document::Discovery found = document::discover(files, paths, options);
  add_declared(paths, found);
  // Of scripts, Makefiles and workflows only those that start containers.
  std::erase_if(found.dockerfiles, [&](const document::Found& file) {
    const std::string real = files.real(file.path);
    return !file.named && document::run_file(real) != document::RunFile::none &&
           !document::starts_containers(files, real);
  });
  settle_compose(found);
  return found;
}

/// Takes the dependency files out of the paths: whoever reads them is linted.
std::vector<std::string> Candidates::without_dependencies(const std::vector<std::string>& paths) {
  std::vector<std::string> rest;
  for (const std::string& path : paths) {
    if (project::is_dependency_file(files, path) && !project::is_compose_file(files, path) &&
        !settings.declared(path)) {
      dependencies.insert(files.real(path));
    } else {
      rest.push_back(path);
    }
  }
  return rest;
}

/// The builds that may read the dependency files given by name: all of their repositories.
void Candidates::add_readers() {
  std::set<std::string> roots;
  for (const std::string& real : dependencies) roots.insert(settings.root_of(parent_path(real)));
  std::set<std::string> known;
  for (const Candidate& each : list) known.insert(files.real(each.path));
  for (const std::string& root : roots) {
    for (const document::Found& file : discover({root}).dockerfiles) {
      const std::string path = path_from(files.real("."), files.real(file.path));
      if (known.insert(files.real(path)).second) list.push_back({path, false, false});
    }
  }
  whole.merge(roots);
}

void Candidates::find() {
  if (flags.paths.front() == "-") {
    standard_input = true;
    std::string& name = standard_input_name;
    if (!flags.stdin_filename.empty()) name = tidy_path(flags.stdin_filename);
    const Result<std::string> bytes = read_standard_input();
    if (!bytes) return failures.push_back({name, bytes.error()});
    files.write(name, *bytes);
    list.push_back({name, true, true});
    return;
  }
  const std::vector<std::string> paths = without_dependencies(flags.paths);
  document::Discovery found = discover(paths);
  for (const document::Found& file : found.dockerfiles)
    list.push_back({file.path, file.named, true});
  failures = std::move(found.errors);
  for (const std::string& path : paths) {
    if (files.kind(path) == FileKind::directory) walked.insert(files.real(path));
  }
  whole = walked;
  add_readers();
  if (flags.verbose) {
    for (const PathError& skipped : found.skipped)
      say("skipped " + skipped.path + ": " + skipped.message);
  }
  if (found.dockerfiles.empty() && !paths.empty() && failures.empty() &&
      settings.problems().empty()) {
    std::string places;
    for (const std::string& path : paths) places += (places.empty() ? "" : ", ") + path;
    say("no Dockerfile found in " + places);
  }
}

}  // namespace cudafit::cli
