#pragma once
// `docker run` in scripts, Makefiles and workflows of the repository: how people start the images.

#include <string_view>
#include <vector>

#include "read/docker_run.h"
#include "source/span.h"

namespace cudafit::document {

/// Which of them a file is, by its name and place.
enum class RunFile : std::uint8_t { none, script, makefile, workflow };

/// `path` seen from the repository. Scripts end in `.sh`, workflows are in `.github/workflows`.
RunFile run_file(std::string_view path);

struct RunLine {
  Text program;  ///< docker, podman, nvidia-docker, ... as written
  read::DockerRun run;
  Span span;  ///< of the command
};

/// Every `docker run` (`create`, `container run`) that is understood, in the order of the file.
std::vector<RunLine> run_lines(RunFile kind, FileId file, std::string_view bytes);

}  // namespace cudafit::document
