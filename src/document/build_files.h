#pragma once
// Files of Docker Bake and of development containers, in the form of a Compose project: a target of
// Bake is a service that runs nowhere, a development container is a service.

#include <string>
#include <string_view>

#include "document/compose.h"

namespace cudafit::document {

/// `docker-bake.hcl`, `docker-bake.json`, `docker-bake.release.hcl`, `bake.hcl`, ...
bool is_bake_name(std::string_view name);
/// `devcontainer.json`, `.devcontainer.json`.
bool is_devcontainer_name(std::string_view name);
/// One of these, or a Compose file.
bool is_project_name(std::string_view name);

/// A file of Bake with the one that Bake lays over it. Bake's contexts are seen from where it is
/// called: from that directory from the file's up to `root` where the Dockerfile is. A target with
/// none or with several has no build.
ComposeProject read_bake_project(const Files& files, Sources& sources, FileId file,
                                 const std::string& root);

/// Where Compose files say it all, they are said themselves; several of them are one project, each
/// laid over those before it.
ComposeProject read_devcontainer_project(const Files& files, Sources& sources, FileId file,
                                         const std::string& root);

/// The Compose files that a development container in or beside `directory` lays over each other, in
/// that order; empty when there are less than two.
std::vector<std::string> devcontainer_layers(const Files& files, const std::string& directory);

}  // namespace cudafit::document
