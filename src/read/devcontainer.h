#pragma once
// devcontainer.json: which image a development container is of, and how it is started.
// https://containers.dev/implementors/json_reference/

#include <optional>
#include <string_view>
#include <vector>

#include "read/compose.h"
#include "read/docker_run.h"
#include "read/json.h"

namespace cudafit::read {

struct Devcontainer {
  std::optional<Text> image;
  /// Its Dockerfile and context are named from the folder of devcontainer.json.
  std::optional<ComposeBuild> build;
  std::vector<ComposePair> environment;  ///< containerEnv
  DockerRun run;                         ///< runArgs
  std::vector<Text> compose;  ///< dockerComposeFile: these say it all, each laid over those before
  std::optional<Text> service;  ///< of them: the one that people work in
  /// hostRequirements.gpu: it wants one (`true`, "optional", or what it must have).
  bool gpu = false;
  std::vector<Text> features;  ///< what is installed besides, by name
};

struct DevcontainerFile {
  std::optional<Devcontainer> container;
  std::optional<Span> error;  ///< where it is no JSON any more
};

/// Reads JSON with comments and trailing commas.
DevcontainerFile read_devcontainer(FileId file, std::string_view bytes);

}  // namespace cudafit::read
