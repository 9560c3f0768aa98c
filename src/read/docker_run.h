#pragma once
// The arguments of `docker run`, as the options of its kind are read: which take a value is
// Docker's knowledge, what they mean is not known here.
// https://docs.docker.com/reference/cli/docker/container/run/

#include <optional>
#include <string_view>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

struct DockerOption {
  Text name;   ///< with its dashes: "--gpus", "-v"; of "-itv" each letter is one
  Text value;  ///< empty for those that take none
  Span span;   ///< from the name to the value
};

struct DockerRun {
  std::vector<DockerOption> options;
  std::optional<Text> image;  ///< nothing: the words end before it
  std::vector<Text> command;  ///< behind the image

  /// The values of an option, by any of its spellings, in order.
  std::vector<const DockerOption*> all(std::string_view long_name,
                                       std::string_view short_name = {}) const;
  /// The last of them; null without one.
  const DockerOption* find(std::string_view long_name, std::string_view short_name = {}) const;
};

/// `words` behind `docker run`. `with_image` false: they are options alone (a devcontainer's
/// runArgs).
DockerRun read_docker_run(const std::vector<Text>& words, bool with_image = true);

}  // namespace cudafit::read
