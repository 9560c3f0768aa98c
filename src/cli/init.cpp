// `cudafit init`: a Dockerfile and a Compose file where there are none.

#include <algorithm>
#include <array>

#include "cli/blueprint.h"
#include "cli/commands.h"
#include "cli/new_files.h"
#include "cli/output.h"
#include "source/files.h"

namespace cudafit::cli {

namespace {

/// What Compose would read instead of, or beside, the one that is made.
constexpr std::array<std::string_view, 3> other_names = {"compose.yml", "docker-compose.yaml",
                                                         "docker-compose.yml"};

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
  if (const int status = draw_up(flags.request, flags.choices, blueprint); status != clean)
    return status;
  for (const std::string_view name : other_names) {
    const std::string path = join_path(flags.directory, name);
    if (real_files()->kind(path) == FileKind::missing) continue;
    say(path + " is there already, and a compose.yaml would hide it; nothing was written");
    return failure;
  }
  std::vector<std::string> made;
  const std::string problem = make_files(flags.directory,
                                         {{"Dockerfile", blueprint.dockerfile},
                                          {"compose.yaml", blueprint.compose},
                                          {".dockerignore", std::string(ignored), true}},
                                         made);
  if (!problem.empty()) {
    say(problem);
    return failure;
  }
  for (const std::string& path : made) say("wrote " + path);
  say_reasons(blueprint);
  return clean;
}

}  // namespace cudafit::cli
