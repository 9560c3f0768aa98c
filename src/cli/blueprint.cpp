#include "cli/blueprint.h"

#include <fmt/format.h>

#include <memory>

#include "cli/output.h"
#include "cli/tables.h"
#include "project/settings.h"
#include "source/files.h"
#include "source/nearest.h"

namespace cudafit::cli {

namespace {

recommend::Request request_of(const RequestFlags& flags, const std::string& platform) {
  recommend::Request out;
  out.torch = flags.torch;
  out.tensorflow = flags.tensorflow;
  out.jax = flags.jax;
  out.cuda = flags.cuda;
  out.python = flags.python;
  out.compile = flags.compile;
  out.small = flags.size == "small";
  out.platform = platform;
  return out;
}

/// What flags describe, else the hosts of the configuration that holds in the directory.
bool find_hosts(const std::string& directory, const project::Choices& choices,
                std::vector<facts::Host>& out) {
  const std::unique_ptr<Files> files = real_files();
  project::Settings settings(*files, choices);
  const auto settled = settings.settle(join_path(directory, "Dockerfile"));
  for (const std::string& problem : settings.problems()) say(problem);
  if (!settled || !settings.problems().empty()) return false;
  out = settled->builds.front().hosts;
  if (choices.host.given) return true;
  for (const facts::Host& host : out) {
    say(fmt::format("for the host {}of {}", host.name.empty() ? "" : in_quotes(host.name) + " ",
                    host.origin));
  }
  return true;
}

}  // namespace

int draw_up(const RequestFlags& flags, const std::string& directory,
            const project::Choices& choices, recommend::Blueprint& out) {
  if (!open_tables(choices)) return usage;
  recommend::Request request = request_of(flags, choices.build.platform.value_or(""));
  if (!find_hosts(directory, choices, request.hosts)) return usage;
  out = recommend::from_nothing(request);
  if (out.problem.empty()) return clean;
  say(out.problem);
  return out.unmeant ? usage : found;
}

void say_reasons(const recommend::Blueprint& blueprint, bool compose) {
  for (const std::string& reason : blueprint.reasons) say(reason);
  if (!compose) return;
  for (const std::string& reason : blueprint.compose_reasons) say(reason);
}

}  // namespace cudafit::cli
