#include "cli/candidates.h"

#include "cli/output.h"
#include "cli/stdin.h"
#include "project/find.h"

namespace cudafit::cli {

document::Discovery Candidates::discover(const std::vector<std::string>& paths) {
  return project::find_builds(files, settings, paths, !flags.no_gitignore);
}

/// Takes the dependency files out of the paths: whoever reads them is linted.
std::vector<std::string> Candidates::without_dependencies(const std::vector<std::string>& paths) {
  std::vector<std::string> rest;
  for (const std::string& path : paths) {
    if (project::only_read(files, settings, path)) {
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
  for (const PathError& each : found.skipped) skipped.push_back(each.path);
  whole = walked;
  add_readers();
  if (flags.verbose) {
    for (const PathError& each : found.skipped) say("skipped " + each.path + ": " + each.message);
  }
  if (found.dockerfiles.empty() && !paths.empty() && failures.empty() &&
      settings.problems().empty()) {
    std::string places;
    for (const std::string& path : paths) places += (places.empty() ? "" : ", ") + path;
    say("no Dockerfile found in " + places);
  }
}

}  // namespace cudafit::cli
