#include "cli/blueprint.h"

#include <memory>

#include "cli/output.h"
#include "cli/tables.h"
#include "project/settings.h"
#include "source/files.h"

namespace cudafit::cli {

namespace {

recommend::Request request_of(const RequestFlags& flags, const project::Choices& choices) {
  const std::string platform = choices.build.platform.value_or("");
  recommend::Request out;
  out.torch = flags.torch;
  out.tensorflow = flags.tensorflow;
  out.jax = flags.jax;
  out.cuda = flags.cuda;
  out.python = flags.python;
  out.compile = flags.compile;
  out.small = flags.size == "small";
  out.platform = platform;
  out.host.driver = choices.host.driver;
  for (const std::string& gpu : choices.host.gpus) out.host.gpus.push_back({gpu, {}});
  out.host.wsl2 = choices.host.wsl2;
  out.host.platform = platform;
  out.host.origin = "the command line";
  return out;
}

}  // namespace

int draw_up(const RequestFlags& request, const project::Choices& choices,
            recommend::Blueprint& out) {
  if (!open_tables(choices)) return usage;
  out = recommend::from_nothing(request_of(request, choices));
  if (out.problem.empty()) return clean;
  say(out.problem);
  return out.unmeant ? usage : found;
}

void say_reasons(const recommend::Blueprint& blueprint) {
  for (const std::string& reason : blueprint.reasons) say(reason);
}

}  // namespace cudafit::cli
