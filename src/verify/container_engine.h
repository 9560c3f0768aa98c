#pragma once
// docker, podman, nerdctl. Private to the verify room and its tests.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verify/engine.h"

namespace cudafit::verify {

/// What an engine's `info` says, as JSON: its version, and how it hands out GPUs.
Result<Abilities> read_abilities(std::string_view program, std::string_view info);

/// What `image inspect` says, as JSON.
Result<ImageState> read_image(std::string_view program, std::string_view inspected);

class ContainerEngine : public Engine {
 public:
  ContainerEngine(std::string program, World world)
      : program_(std::move(program)), world_(std::move(world)) {}

  std::string name() const override { return program_; }
  Result<Abilities> abilities() override;
  Result<ImageState> image(const std::string& name) override;
  Result<bool> pull(const std::string& name) override;
  Result<bool> build(const ProjectBuild& build) override;
  Result<bool> prepare(const Kit& kit) override;
  programs::Ended start(const Launch& launch) override;
  Result<bool> remove(const std::string& id) override;
  Result<std::vector<Leftover>> leftovers() override;
  bool remove(const Leftover& leftover) override;

 private:
  programs::Command to_run(std::vector<std::string> words, std::chrono::seconds limit) const;
  /// A question: asked in a dry run as well.
  programs::Ended ask(std::vector<std::string> words);
  programs::Ended change(std::vector<std::string> words, std::chrono::seconds limit,
                         bool stoppable = true);
  programs::Ended perform(const programs::Command& command);
  Result<bool> done(const programs::Ended& ended) const;
  Result<std::vector<Leftover>> labelled(const std::string& filter);

  std::string program_;
  std::optional<Abilities> said_{};  ///< it is asked once
  World world_;
};

}  // namespace cudafit::verify
