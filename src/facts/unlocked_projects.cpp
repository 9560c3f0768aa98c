#include "facts/unlocked_projects.h"

#include <algorithm>

#include "facts/lock_agreement.h"
#include "read/wheel_name.h"

namespace cudafit::facts {

namespace {

using read::Pyproject;
using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add(Names& out, const std::string& name) {
  if (!has(out, name)) out.push_back(name);
}

/// All groups that there are, by the tables that every tool reads.
Names groups_in(const Pyproject& manifest) {
  Names out;
  for (const read::DependencyGroup& each : manifest.groups) add(out, each.normalized);
  if (manifest.uv && !manifest.uv->dev.empty()) add(out, "dev");
  return out;
}

/// The groups that uv takes.
Names groups_of_uv(const PipScene& scene, const ProjectCall& call, const Pyproject& manifest) {
  const auto on = [&](std::string_view name) { return read_variable(scene, name).on(); };
  if (!call.only.empty()) return call.only;
  Names out = call.groups;
  const Names all = groups_in(manifest);
  if (call.dev) add(out, "dev");
  if (call.all_groups || (manifest.uv && manifest.uv->all_groups)) {
    for (const std::string& each : all) add(out, each);
  } else if (!call.no_default_groups && !on("UV_NO_DEFAULT_GROUPS")) {
    if (manifest.uv && manifest.uv->default_groups) {
      for (const Text& each : *manifest.uv->default_groups)
        add(out, read::normalized_name(each.value));
    } else if (has(all, "dev")) {
      add(out, "dev");
    }
  }
  Names without = call.without_groups;
  if (call.no_dev || on("UV_NO_DEV")) without.emplace_back("dev");
  std::erase_if(out, [&](const std::string& each) { return has(without, each); });
  return out;
}

/// The other tools have groups of their own, which are not read here; and what several tables say
/// is not put together.
bool other_groups(const ProjectCall& call, const Pyproject& manifest) {
  if (!call.groups.empty() || !call.only.empty() || call.no_main) return true;
  if (call.tool == Installer::poetry)
    return !manifest.groups.empty() || (manifest.poetry && !manifest.poetry->groups.empty());
  const bool dev = !manifest.groups.empty() || (manifest.pdm && !manifest.pdm->dev.empty());
  return dev && !call.no_dev;
}

/// Other places than PyPI, with rules of their own.
bool other_places(const ProjectCall& call, const Pyproject& manifest) {
  if (call.tool == Installer::poetry) return manifest.poetry && !manifest.poetry->sources.empty();
  return manifest.pdm && (!manifest.pdm->sources.empty() || !manifest.pdm->overrides.empty() ||
                          !manifest.pdm->excludes.empty());
}

}  // namespace

void read_unlocked(const PipScene& scene, const ProjectCall& call, const Project& project,
                   PipInstall& out, std::vector<BrokenFile>& broken) {
  if (project.manifest == nullptr || !call.known) return;
  if (call.tool == Installer::uv && tuned_elsewhere(scene, call, project)) return;
  const Pyproject& manifest = *project.manifest;
  const bool uv = call.tool == Installer::uv;
  // What its members ask for is resolved, too; which of it is installed is not told here.
  if (uv && (!call.packages.empty() || call.all_packages || !manifest.project)) return;

  PipCall empty;
  empty.tool = uv ? Installer::uv : Installer::pip;
  empty.action = PipAction::install;
  PipRequest request = pip_request(scene, empty, {});
  PipInstall& install = request.install;
  install.at = out.at;
  install.tool = out.tool;
  install.span = out.span;
  install.program = out.program;
  install.certainty = out.certainty;
  install.environment = out.environment;
  install.python = out.python;
  install.dry_run = out.dry_run;
  install.torch_backend.reset();
  install.complete = true;

  const bool main = call.only.empty() && !call.no_main;
  Names extras = call.extras;
  if (call.all_extras && manifest.project) {
    for (const read::DependencyGroup& each : manifest.project->extras)
      if (!has(call.without_extras, each.normalized)) add(extras, each.normalized);
  }
  if (main) {
    std::string self = ".";
    for (const std::string& each : extras) self += (self == "." ? "[" : ",") + each;
    if (!extras.empty()) self += "]";
    Asked own;
    own.requirement = read::read_requirement(Text(self, {}), true);
    own.span = out.span;
    install.requirements.push_back(std::move(own));
  }
  if (uv) {
    for (const std::string& each : groups_of_uv(scene, call, manifest))
      request.groups.push_back({.path = {}, .name = each, .span = out.span});
    configure_uv(scene, project.directory, install);
    if (manifest.uv && !manifest.uv->conflicts.empty()) install.complete = false;
  } else {
    if (other_groups(call, manifest)) install.complete = false;
    if (other_places(call, manifest)) install.options_known = false;
  }
  const MarkerEnvironment values = marker_environment(scene, install.python);
  read_pip_projects(scene, project.directory, values, request, broken);

  const bool package =
      !uv || (manifest.uv ? manifest.uv->package : std::nullopt).value_or(manifest.build_system);
  const bool self = main && !install.requirements.empty();
  if (self && !install.requirements.front().listed) install.complete = false;
  if (self && (call.no_project || !package))
    install.requirements.erase(install.requirements.begin());
  for (Asked& asked : install.requirements) {
    asked.applies = asked.requirement.marker.evaluate(values);
    if (has(call.not_packages, asked.requirement.name)) asked.applies = Known::no;
    // These take what suits every Python that the project allows, so not always the newest.
    if (!uv && !asked.listed && !asked.requirement.specifiers.pins())
      asked.requirement.known = false;
  }
  out = std::move(install);
}

}  // namespace cudafit::facts
