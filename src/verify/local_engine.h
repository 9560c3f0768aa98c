#pragma once
// Private to the verify room and its tests.

#include <string>
#include <utility>
#include <vector>

#include "verify/engine.h"

namespace cudafit::verify {

class LocalEngine : public Engine {
 public:
  explicit LocalEngine(World world) : world_(std::move(world)) {}

  std::string name() const override { return "local"; }
  Result<Abilities> abilities() override { return Abilities{}; }
  Result<ImageState> image(const std::string&) override { return ImageState{.present = true}; }
  Result<bool> pull(const std::string&) override { return true; }
  Result<bool> build(const ProjectBuild&) override {
    return Failure{"without a container engine nothing is built"};
  }
  Result<bool> prepare(const Kit& kit) override;
  programs::Ended start(const Launch& launch) override;
  Result<bool> remove(const std::string& id) override;
  Result<std::vector<Leftover>> leftovers() override;
  bool remove(const Leftover& leftover) override;

 private:
  World world_;
};

}  // namespace cudafit::verify
