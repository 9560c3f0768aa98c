#include "cli/changed.h"

#include <algorithm>
#include <set>

#include "project/dependencies.h"

namespace cudafit::cli {

const Result<Changes>& ChangedFiles::changes(const std::string& root) {
  const auto known = known_.find(root);
  if (known != known_.end()) return known->second;
  return known_.emplace(root, changes_since(root, revision_)).first->second;
}

Result<bool> ChangedFiles::touch(const project::FileSettings& file, const Report& report) {
  const Result<Changes>& changes = this->changes(file.root);
  if (!changes) return Failure{changes.error()};
  std::set<std::string> read = project::files_read(files_, report);
  for (const std::string& path : file.config->files) read.insert(files_.real(path));
  for (const std::string& path : file.matrix) read.insert(files_.real(path));
  if (std::any_of(read.begin(), read.end(),
                  [&](const std::string& real) { return changes->files.contains(real); }))
    return true;
  for (const Build& build : file.builds) {
    const std::string& context =
        build.context.empty() ? parent_path(files_.real(file.path)) : build.context;
    const std::string real = files_.real(context);
    for (const std::string& path : changes->deleted) {
      if (!path_within(real, path).empty()) return true;
    }
  }
  return false;
}

}  // namespace cudafit::cli
