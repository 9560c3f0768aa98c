#include "facts/project_files.h"

#include <algorithm>

#include "source/files.h"

namespace cudafit::facts {

namespace {

/// Nobody's project lies deeper.
constexpr int most_parents = 30;

struct Names {
  std::string_view manifest;
  std::string lock;
};

Names names_of(const ProjectCall& call) {
  switch (call.tool) {
    case Installer::poetry:
      return {"pyproject.toml", "poetry.lock"};
    case Installer::pdm:
      return {"pyproject.toml", call.lock ? call.lock->value : "pdm.lock"};
    case Installer::pipenv:
      return {"Pipfile", "Pipfile.lock"};
    default:
      return {"pyproject.toml", "uv.lock"};
  }
}

/// Whether it is there is not known. Images bring no project of their own: where nothing in the
/// build mentions it, it is not.
bool perhaps(const FoundFile& found) {
  return found.present == Known::unknown && !found.unmentioned;
}

/// The directory above; empty where it is not known.
std::string above(const std::string& directory) {
  if (directory == "/" || directory == "." || directory.empty()) return {};
  return parent_path(directory);
}

/// The last part of `path` put before what is below it: "b" and "c" make "b/c".
std::string below(const std::string& path, const std::string& rest) {
  const std::string_view name = last_component(path);
  return rest == "." ? std::string(name) : std::string(name) + "/" + rest;
}

}  // namespace

bool Read::on() const { return value && value->complete && truth(value->value).value_or(false); }

Read read_variable(const PipScene& scene, std::string_view name) {
  const VariableAnswer answer = scene.facts.variable(scene.at, name);
  // Images that set what project managers read are not known to exist.
  if (answer.set == Known::no || (answer.set == Known::unknown && answer.base_decides)) return {};
  Read out{.set = answer.set, .value = {}};
  if (answer.value() != nullptr) out.value = *answer.value();
  if (out.value && out.value->empty()) return {};
  return out;
}

std::shared_ptr<const read::Pyproject> ProjectFiles::manifest(const PipScene& scene,
                                                              const std::string& directory) {
  const FoundFile found = find_file(scene, directory, "pyproject.toml");
  if (found.present != Known::yes) return nullptr;
  std::shared_ptr<const read::Pyproject>& out = manifests_[{found.file, found.bytes.size()}];
  if (out == nullptr)
    out = std::make_shared<const read::Pyproject>(read::read_pyproject(found.file, found.bytes));
  return out->error ? nullptr : out;
}

std::shared_ptr<const read::LockFile> ProjectFiles::lock(read::LockFormat format,
                                                         const FoundFile& file) {
  std::shared_ptr<const read::LockFile>& out = locks_[{file.file, file.bytes.size()}];
  if (out == nullptr)
    out = std::make_shared<const read::LockFile>(read::read_lock(format, file.file, file.bytes));
  return out;
}

std::string ProjectFiles::first_line(const PipScene& scene, const std::string& directory,
                                     std::string_view name) {
  const FoundFile found = find_file(scene, directory, name);
  if (found.present != Known::yes) return {};
  std::string_view bytes = found.bytes;
  bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  return std::string(bytes.substr(0, bytes.find_first_of("\r\n")));
}

std::optional<Project> ProjectFiles::find(const PipScene& scene, const ProjectCall& call,
                                          bool& known) {
  const auto unknown = [&]() -> std::optional<Project> {
    known = false;
    return std::nullopt;
  };
  std::string at = scene.command.directory.value;
  std::optional<Text> project = call.project;
  if (!project && call.tool == Installer::uv) {
    const Read variable = read_variable(scene, "UV_PROJECT");
    if (variable.set != Known::no && !variable.value) return unknown();
    project = variable.value;
  }
  for (const std::optional<Text>& each : {call.directory, project}) {
    if (!each) continue;
    if (!each->complete) return unknown();
    at = join_path(at, each->value);
  }
  if (at.empty()) return unknown();
  if (at.starts_with('/')) at = resolve_dots(at);
  while (at.size() > 1 && at.ends_with('/')) at.pop_back();

  const Names names = names_of(call);
  const std::optional<read::LockFormat> format =
      read::lock_format(call.tool == Installer::pdm ? "pdm.lock" : std::string_view(names.lock));
  std::optional<Project> out;
  std::string member = ".";
  for (int i = 0; i < most_parents && !at.empty(); ++i, at = above(at)) {
    const FoundFile lock = find_file(scene, at, names.lock);
    const FoundFile here = find_file(scene, at, names.manifest);
    // A lock without a manifest beside it is of no use to anybody: then that is there, too.
    const bool manifest = here.present == Known::yes || lock.present == Known::yes;
    if (!out && manifest) {
      out = Project{.directory = at,
                    .root = at,
                    .member = ".",
                    .manifest = names.manifest == "Pipfile" ? nullptr : this->manifest(scene, at),
                    .lock = nullptr,
                    .lock_name = names.lock};
    }
    if (lock.present == Known::yes) {
      out->root = at;
      out->member = member;
      out->lock = this->lock(*format, lock);
      return out;
    }
    if (perhaps(lock) || (!out && perhaps(here))) return unknown();
    // Only uv's workspaces have one lock for projects below.
    if (out && call.tool != Installer::uv) break;
    if (out) member = below(at, member);
  }
  return out;
}

}  // namespace cudafit::facts
