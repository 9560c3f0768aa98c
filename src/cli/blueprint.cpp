#include "cli/blueprint.h"

#include "cli/hosts.h"
#include "cli/output.h"
#include "cli/own_files.h"

namespace cudafit::cli {

namespace {

recommend::Request request_of(const BlueprintFlags& flags) {
  recommend::Request out;
  out.torch = flags.request.torch;
  out.tensorflow = flags.request.tensorflow;
  out.jax = flags.request.jax;
  out.cuda = flags.request.cuda;
  out.python = flags.request.python;
  out.compile = flags.request.compile;
  out.small = flags.request.size == "small";
  out.platform = flags.platform;
  out.host.driver = flags.host.driver;
  for (const std::string& gpu : flags.host.gpus) out.host.gpus.push_back({gpu, {}});
  out.host.wsl2 = flags.host.wsl2;
  out.host.platform = flags.platform;
  out.host.origin = "the command line";
  return out;
}

}  // namespace

int draw_up(const BlueprintFlags& flags, recommend::Blueprint& out) {
  MatrixFlags tables;
  tables.matrix = flags.matrix;
  if (!open_matrix(tables)) return usage;
  if (const std::string wrong = wrong_host(flags.host); !wrong.empty()) {
    say(wrong);
    return usage;
  }
  out = recommend::from_nothing(request_of(flags));
  if (out.problem.empty()) return clean;
  say(out.problem);
  return out.unmeant ? usage : found;
}

void say_reasons(const recommend::Blueprint& blueprint) {
  for (const std::string& reason : blueprint.reasons) say(reason);
}

}  // namespace cudafit::cli
