#pragma once
// `docker run` in scripts, Makefiles and workflows of the repository: how people start the images.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "read/docker_run.h"
#include "read/shell.h"
#include "source/files.h"

namespace cudafit::document {

/// Which of them a file is, by its name and place.
enum class RunFile : std::uint8_t { none, script, makefile, workflow };

/// `path` seen from the repository. Scripts end in `.sh`, workflows are in `.github/workflows`.
RunFile run_file(std::string_view path);

/// `docker run`, `podman run`; any call of `nvidia-docker`.
struct RunLine {
  Text program;  ///< docker, podman, nvidia-docker, ... as written
  read::DockerRun run;
  Span span;  ///< of the command
};

/// What `words` start a container with, from the program on; nothing when they start none.
std::optional<RunLine> run_line(std::span<const Text> words, Span span);

/// The command asks whether the host has `program`, an nvidia-docker: `command -v nvidia-docker`.
bool looks_for(const read::Command& command, std::string_view program);

/// Every `docker run` (`create`, `container run`) that is understood, in the order of the file.
std::vector<RunLine> run_lines(RunFile kind, FileId file, std::string_view bytes);

/// Whether the file at `path` (real) is one of them and has such commands.
bool starts_containers(const Files& files, const std::string& path);

}  // namespace cudafit::document
