#include "cli/changed.h"

#include <algorithm>

#include "cli/output.h"
#include "document/discover.h"
#include "project/dependencies.h"
#include "source/nearest.h"

namespace cudafit::cli {

ChangedFiles::ChangedFiles(const Files& files, project::Settings& settings,
                           const std::string& revision, const std::vector<std::string>& paths)
    : files_(files), settings_(settings), revision_(revision) {
  for (const std::string& path : paths) {
    const std::string real = files.real(path);
    if (real.empty()) continue;
    const bool directory = files.kind(real) == FileKind::directory;
    given_.insert(settings.root_of(directory ? real : parent_path(real)));
  }
}

std::string ChangedFiles::around(const std::string& root) {
  if (root == "/") return "";
  std::string outer = document::git_root(files_, parent_path(root));
  const bool counts =
      !outer.empty() && std::any_of(given_.begin(), given_.end(), [&](const std::string& given) {
        return !path_within(given, outer).empty();
      });
  return counts ? outer : "";
}

std::string ChangedFiles::outermost(std::string root) {
  for (std::string outer = around(root); !outer.empty(); outer = around(root)) root = outer;
  return root;
}

Result<ChangedFiles::Repository> ChangedFiles::look(const std::string& root) {
  const std::string outer = around(root);
  std::string revision = revision_;
  if (!outer.empty()) {
    const Result<Repository>& holder = repository(outer);
    if (!holder) return Failure{holder.error()};
    if (holder->all || holder->changes.files.contains(root)) return Repository{true, {}};
    // The commit is the one it was; files may still differ from it.
    if (holder->changes.submodules.contains(root)) revision = "HEAD";
  }
  Result<Changes> changes = changes_since(root, revision);
  if (changes) return Repository{false, std::move(*changes)};
  if (outer.empty()) return Failure{changes.error()};
  say_all_changed(root, changes.error());
  return Repository{true, {}};
}

void ChangedFiles::say_all_changed(const std::string& root, const std::string& why) {
  if (!said_.insert(root).second) return;
  say(path_from(files_.real("."), root) + ": " + why + ": its files count as changed since " +
      in_quotes(revision_));
}

const Result<ChangedFiles::Repository>& ChangedFiles::repository(const std::string& root) {
  const auto known = known_.find(root);
  if (known != known_.end()) return known->second;
  Result<Repository> looked = look(root);
  return known_.emplace(root, std::move(looked)).first->second;
}

bool ChangedFiles::changed(const std::string& real) {
  const std::string root = document::git_root(files_, parent_path(real));
  // What lies in no repository has no past.
  if (root.empty()) return false;
  const Result<Repository>& found = repository(root);
  // Of another repository, which the paths given are not about.
  if (!found) say_all_changed(root, found.error());
  return !found || found->all || found->changes.files.contains(real);
}

bool ChangedFiles::reached_anew(const std::string& path, const std::string& root) {
  const std::string whole = resolve_dots(join_path(files_.real("."), path));
  std::string real = "/";
  for (std::size_t at = 1; at <= whole.size();) {
    const std::size_t end = std::min(whole.find('/', at), whole.size());
    const std::string entry = join_path(real, std::string_view(whole).substr(at, end - at));
    at = end + 1;
    real = files_.real(entry);
    if (real.empty()) return false;
    if (path_within(root, entry).empty()) continue;
    if (end == whole.size() || real != entry) {
      if (changed(entry)) return true;
    }
    if (real == entry) continue;
    // A link may lead to the next one.
    const Result<Repository>& found = repository(root);
    if (!found) continue;
    const std::set<std::string>& links = found->changes.links;
    if (std::any_of(links.begin(), links.end(),
                    [&](const std::string& link) { return files_.real(link) == real; }))
      return true;
  }
  return changed(real);
}

bool ChangedFiles::lost(const std::string& root, const std::string& directory) {
  const Result<Repository>& found = repository(root);
  if (!found || found->all) return true;
  const auto within = [&](const std::string& path) {
    return !path_within(directory, path).empty();
  };
  if (std::any_of(found->changes.deleted.begin(), found->changes.deleted.end(), within))
    return true;
  const std::set<std::string>& submodules = found->changes.submodules;
  return std::any_of(submodules.begin(), submodules.end(), [&](const std::string& path) {
    const bool meets = within(path) || !path_within(path, directory).empty();
    return meets && document::is_git_root(files_, path) && lost(path, directory);
  });
}

Result<bool> ChangedFiles::touch(const project::FileSettings& file, const Report& report) {
  const std::string top = outermost(file.root);
  if (const Result<Repository>& base = repository(top); !base) return Failure{base.error()};
  std::set<std::string> read = project::paths_read(report);
  read.insert(file.config->files.begin(), file.config->files.end());
  read.insert(file.matrix.begin(), file.matrix.end());
  if (std::any_of(read.begin(), read.end(),
                  [&](const std::string& path) { return reached_anew(path, top); }))
    return true;
  return std::any_of(file.builds.begin(), file.builds.end(), [&](const Build& build) {
    const std::string& context =
        build.context.empty() ? parent_path(files_.real(file.path)) : build.context;
    return lost(top, files_.real(context));
  });
}

}  // namespace cudafit::cli
