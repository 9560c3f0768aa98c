#include "project/compose.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "document/build_files.h"
#include "source/inside_files.h"

namespace cudafit::project {
namespace {

/// What two services must have in common to be one build.
struct Alike {
  std::string context, target, platform, args;
  friend std::strong_ordering operator<=>(const Alike&, const Alike&) = default;
};

Alike alike(const std::string& context, const document::BuildOptions& options) {
  Alike out{context, options.target, options.platform, {}};
  for (const auto& [name, value] : options.written_args) {
    out.args += name + "=" + value.value + (value.complete ? "\n" : "?\n");
  }
  return out;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

bool is_compose_file(const Files& files, const std::string& path) {
  const std::string_view name = file_name(path);
  if (document::is_bake_name(name) || document::is_devcontainer_name(name))
    return files.kind(path) == FileKind::regular;
  if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return false;
  if (files.kind(path) != FileKind::regular) return false;
  if (document::is_compose_name(name)) return true;
  const Result<std::string> bytes = files.read(path);
  return bytes && (bytes->starts_with("services:") || bytes->find("\nservices:") != bytes->npos);
}

void ComposeBuilds::add(const std::string& path, const std::string& root) {
  const std::string real = files_.real(path);
  if (real.empty() || !read_.insert(real).second) return;
  const InsideFiles files(files_, root);
  Result<std::string> bytes = files.read(path);
  if (!bytes || !document::may_build(files, path, *bytes)) return;
  Sources sources;
  const FileId file = sources.add(path, std::move(*bytes));
  const document::ComposeProject project = document::read_compose(files, sources, file, root);
  std::map<std::pair<std::string, Alike>, std::size_t> known;
  for (const read::ComposeService& service : project.services) {
    const document::ComposeTarget target = document::compose_target(files, sources, service, root);
    const auto shown = [&](const std::string& directory) {
      const std::string within = path_within(working_, directory);
      return within.empty() ? directory : within;
    };
    if (service.build && service.build->inline_text && !target.context.empty()) {
      Build build{service.name.value, path, {}, shown(target.context), {}};
      build.compose = path;
      build.services = {service.name.value};
      build.inline_of = service.name.value;
      inline_[real].push_back(std::move(build));
      continue;
    }
    if (target.dockerfile.empty()) continue;
    Build build{"", {}, {}, {}, {}};
    document::set_options(service, project, build.options);
    std::vector<Build>& builds = builds_[target.dockerfile];
    const auto [at, added] = known.try_emplace(
        std::pair(target.dockerfile, alike(target.context, build.options)), builds.size());
    if (!added) {
      builds[at->second].services.push_back(service.name.value);
      continue;
    }
    // What is said of the Compose file itself is read again with the build.
    build.options.written_args.clear();
    build.context = shown(target.context);
    build.compose = path;
    build.services = {service.name.value};
    builds.push_back(std::move(build));
    dockerfiles_[real].push_back(target.dockerfile);
  }
}

std::vector<std::string> ComposeBuilds::dockerfiles(const std::string& path) const {
  const auto found = dockerfiles_.find(files_.real(path));
  return found == dockerfiles_.end() ? std::vector<std::string>() : found->second;
}

std::vector<Build> ComposeBuilds::inline_builds(const std::string& path) const {
  const auto found = inline_.find(files_.real(path));
  return found == inline_.end() ? std::vector<Build>() : found->second;
}

void ComposeBuilds::look_above(std::string directory, const std::string& root) {
  while (!path_within(root, directory).empty() && directories_.insert(directory).second) {
    const Result<std::vector<DirectoryEntry>> entries = files_.list(directory);
    bool development_container = false;
    for (std::size_t i = 0; entries && i < entries->size(); ++i) {
      const DirectoryEntry& entry = (*entries)[i];
      development_container = development_container || entry.name == ".devcontainer";
      if (entry.kind != FileKind::regular || !document::is_project_name(entry.name)) continue;
      const std::string real = join_path(directory, entry.name);
      const std::string within = path_within(working_, real);
      const std::string shown = within.empty() ? real : within;
      if (document::compose_base(files_, shown).empty()) add(shown, root);
    }
    const std::string development = join_path(directory, ".devcontainer/devcontainer.json");
    if (development_container && files_.kind(development) == FileKind::regular) {
      const std::string within = path_within(working_, development);
      add(within.empty() ? development : within, root);
    }
    if (directory == "/") return;
    directory = parent_path(directory);
  }
}

std::vector<Build> ComposeBuilds::builds(const std::string& real, const std::string& shown,
                                         const std::string& root) {
  look_above(parent_path(real), root);
  std::vector<Build> out;
  const auto found = builds_.find(real);
  if (found == builds_.end()) return out;
  bool targets = true;
  for (const Build& build : found->second) {
    out.push_back(build);
    out.back().dockerfile = shown;
    out.back().name = listed(build.services) + " of " + build.compose;
    targets = targets && !build.options.target.empty();
    out.back().options.target.clear();  // the analysis reads it with its place
    out.back().options.platform.clear();
  }
  std::sort(out.begin(), out.end(), [](const Build& a, const Build& b) {
    return std::tie(a.compose, a.services) < std::tie(b.compose, b.services);
  });
  if (targets) {
    Build rest = out.front();
    rest.name = "other stages";
    rest.other_stages = true;
    out.push_back(std::move(rest));
  }
  return out;
}

}  // namespace cudafit::project
