#include "facts/conda_files.h"
#include "facts/downloads.h"
#include "facts/extract.h"
#include "facts/project_builds.h"
#include "facts/python_environment.h"

namespace cudafit::facts {

Link reached(const document::Variable& variable) {
  std::string words = variable.name;
  if (variable.origin == document::Origin::base) return {words + " is set by the image", {}};
  if (variable.from_command_line) {
    words += " = " + variable.value.value + " is given on the command line";
    return {std::move(words), {}};
  }
  if (variable.origin == document::Origin::predefined)
    return {words + " is set by the platform", {}};
  if (!variable.set) return {words + " has no default", variable.declared};
  return {words + " is set here", variable.value_span ? variable.value_span : variable.declared};
}

namespace {

/// Of the stage's own FROM, else of the one at the bottom of its chain, else of the whole build.
std::string platform_of(const Document& document, const Stage& stage) {
  for (const Stage* each : {&stage, &document.stages[stage.root]}) {
    // $BUILDPLATFORM is the builder's, which nobody knows.
    if (!each->platform.empty() || !each->platform.complete)
      return each->platform.complete ? each->platform.value : std::string();
  }
  const document::VariableRef target = document.lookup_global("TARGETPLATFORM");
  if (!target || !document.at(target).value.complete) return {};
  return document.at(target).value.value;
}

StageFact stage_fact(const Document& document, const Stage& stage) {
  StageFact fact{.label = stage.label(),
                 .base = stage.base.complete ? stage.base.value : std::string(),
                 .parent = stage.parent,
                 .root = stage.root,
                 .product = stage.product && stage.built,
                 .platform = platform_of(document, stage)};
  if (!stage.from->arguments.empty()) fact.from = stage.from->arguments[0].around();
  for (const Step& step : stage.steps) {
    for (const Command& command : step.commands)
      fact.compiles = fact.compiles || command.name() == "nvcc";
  }
  return fact;
}

}  // namespace

Facts gather(const Document& document, const document::Context& context) {
  Facts out;
  for (const Stage& stage : document.stages) out.stages.push_back(stage_fact(document, stage));
  images(document, out);
  variables(document, out);
  exports(document, out);
  substitutions(document, out);
  comments(document, out);
  powershell_variables(document, out);
  specifiers(document, out);
  apt_keys(document, out);
  settings(document, out);
  gpu_use(document, out);
  const PythonEnvironments environments(document, out);
  const Fetches fetches(document);
  const std::vector<CondaPip> sections =
      conda_installs(document, context, fetches, environments, out);
  pip_installs(document, context, environments, sections, out);
  system_installs(document, fetches, out);
  package_sources(document, out);
  windows_cuda(document, out);
  runfiles(document, fetches, out);
  fetched_programs(document, fetches, out);
  compiles(document, out);
  program_links(document, out);
  toolkit_paths(document, out);
  project_builds(document, context, out);
  programs(document, out);
  program_environments(document, environments, out);
  copies(document, out);
  loader_directories(document, out);
  container_uses(document, out);
  doubts(document, out);
  opaques(document, fetches, out);
  return out;
}

}  // namespace cudafit::facts
