#include "facts/project_files.h"

#include "source/files.h"

namespace cudafit::facts {

namespace {

/// Nobody's project lies deeper.
constexpr int most_parents = 30;

struct Found {
  Known present = Known::unknown;
  std::optional<document::OpenedFile> file;
};

Found look(const PipScene& scene, const std::string& directory, std::string_view name) {
  const document::FileAnswer answer = scene.context.at(
      scene.document, scene.stage.index, scene.at.step, directory, name, scene.at.command);
  Found out{.present = answer.present, .file = {}};
  if (answer.present != Known::yes) return out;
  if (!answer.text) out.file = scene.context.open(answer.path);
  if (!out.file) out.present = Known::unknown;
  return out;
}

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
  const Found found = look(scene, directory, "pyproject.toml");
  if (!found.file) return nullptr;
  std::shared_ptr<const read::Pyproject>& out = manifests_[found.file->file];
  if (out == nullptr)
    out = std::make_shared<const read::Pyproject>(
        read::read_pyproject(found.file->file, found.file->bytes));
  return out->error ? nullptr : out;
}

std::shared_ptr<const read::LockFile> ProjectFiles::lock(read::LockFormat format,
                                                         const document::OpenedFile& file) {
  std::shared_ptr<const read::LockFile>& out = locks_[file.file];
  if (out == nullptr)
    out = std::make_shared<const read::LockFile>(read::read_lock(format, file.file, file.bytes));
  return out;
}

std::string ProjectFiles::first_line(const PipScene& scene, const std::string& directory,
                                     std::string_view name) {
  const Found found = look(scene, directory, name);
  if (!found.file) return {};
  const std::string_view bytes = found.file->bytes;
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
    const Found lock = look(scene, at, names.lock);
    const Found here = look(scene, at, names.manifest);
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
      out->lock = this->lock(*format, *lock.file);
      return out;
    }
    if (lock.present == Known::unknown || (!out && here.present == Known::unknown))
      return unknown();
    // Only uv's workspaces have one lock for projects below.
    if (out && call.tool != Installer::uv) break;
    if (out) member = below(at, member);
  }
  return out;
}

}  // namespace cudafit::facts
