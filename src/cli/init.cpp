// `cudafit init`: a Dockerfile and a Compose file where there are none.

#include <fmt/format.h>

#include <algorithm>

#include "cli/blueprint.h"
#include "cli/commands.h"
#include "cli/new_files.h"
#include "cli/output.h"
#include "source/files.h"

namespace cudafit::cli {

namespace {

/// What is not left beside the new files.
struct Other {
  std::string_view name, why;
};
constexpr Other others[] = {
    {"dockerfile", "a Dockerfile would hide it"},
    {"compose.yml", "a compose.yaml would hide it"},
    {"docker-compose.yaml", "a compose.yaml would hide it"},
    {"docker-compose.yml", "a compose.yaml would hide it"},
    {"compose.override.yml", "Compose would lay it over the new compose.yaml"},
    {"compose.override.yaml", "Compose would lay it over the new compose.yaml"},
    {"docker-compose.override.yml", "Compose would lay it over the new compose.yaml"},
    {"docker-compose.override.yaml", "Compose would lay it over the new compose.yaml"},
};

constexpr const char* ignore_file = ".dockerignore";
constexpr std::string_view ignored =
    "# What the image does not need: COPY . . leaves it out, and the build starts sooner.\n"
    ".git\n"
    ".venv\n"
    "venv\n"
    "**/__pycache__\n"
    "*.pyc\n"
    ".env\n"
    "Dockerfile\n"
    "compose.yaml\n"
    ".dockerignore\n";

}  // namespace

int init(const InitFlags& flags) {
  recommend::Blueprint blueprint;
  if (const int status = draw_up(flags.request, flags.directory, flags.choices, blueprint);
      status != clean)
    return status;
  for (const Other& other : others) {
    const std::string path = join_path(flags.directory, other.name);
    if (real_files()->kind(path) == FileKind::missing) continue;
    say(fmt::format("{} is there already, and {}; nothing was written", path, other.why));
    return failure;
  }
  std::vector<std::string> made;
  const std::string problem = make_files(flags.directory,
                                         {{"Dockerfile", blueprint.dockerfile},
                                          {"compose.yaml", blueprint.compose},
                                          {ignore_file, std::string(ignored), true}},
                                         made);
  if (!problem.empty()) {
    say(problem);
    return failure;
  }
  for (const std::string& path : made) say("wrote " + path);
  const std::string ignore = join_path(flags.directory, ignore_file);
  if (std::find(made.begin(), made.end(), ignore) == made.end())
    say(ignore +
        " was there already and is kept: see that it leaves out what the image does not need");
  say_reasons(blueprint, true);
  return clean;
}

}  // namespace cudafit::cli
