#include "cli/blueprint.h"

#include <memory>

#include "cli/hosts.h"
#include "cli/output.h"
#include "cli/own_files.h"
#include "cli/settings.h"
#include "source/files.h"

namespace cudafit::cli {

namespace {

recommend::Request request_of(const RequestFlags& flags, const CheckFlags& check) {
  const std::string platform = check.build.platform.value_or("");
  recommend::Request out;
  out.torch = flags.torch;
  out.tensorflow = flags.tensorflow;
  out.jax = flags.jax;
  out.cuda = flags.cuda;
  out.python = flags.python;
  out.compile = flags.compile;
  out.small = flags.size == "small";
  out.platform = platform;
  out.host.driver = check.host.driver;
  for (const std::string& gpu : check.host.gpus) out.host.gpus.push_back({gpu, {}});
  out.host.wsl2 = check.host.wsl2;
  out.host.platform = platform;
  out.host.origin = "the command line";
  return out;
}

}  // namespace

int draw_up(const RequestFlags& request, const CheckFlags& check, recommend::Blueprint& out) {
  const std::unique_ptr<Files> files = real_files();
  Settings settings(*files, check);
  const bool tables = open_matrix(*files, settings, {"."}, check.matrix);
  for (const std::string& problem : settings.problems()) say(problem);
  if (!tables || !settings.problems().empty()) return usage;
  if (const std::string wrong = wrong_host(check.host); !wrong.empty()) {
    say(wrong);
    return usage;
  }
  out = recommend::from_nothing(request_of(request, check));
  if (out.problem.empty()) return clean;
  say(out.problem);
  return out.unmeant ? usage : found;
}

void say_reasons(const recommend::Blueprint& blueprint) {
  for (const std::string& reason : blueprint.reasons) say(reason);
}

}  // namespace cudafit::cli
