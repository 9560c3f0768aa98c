#pragma once
// Proof in place of tables: a program for CUDA is started in an image, and what it meets is judged.
// The order of things is in verify.cpp.

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verify/engine.h"
#include "verify/verdict.h"

namespace cudafit::verify {

struct Request {
  std::string image;                    ///< by its grammar; empty: this machine, or `build`
  std::string about{};                  ///< of what it is the image: "Dockerfile, stage runtime"
  std::optional<ProjectBuild> build{};  ///< the user's Dockerfile, to be built first
  std::vector<LibraryWish> wishes{};
  bool pull = false;                ///< an image that is not here may be fetched
  bool compile = false;             ///< the kernel is compiled with the image's toolkit
  bool host_driver = false;         ///< this machine has a driver of NVIDIA
  std::chrono::seconds limit{120};  ///< of the probe
};

struct Verification {
  std::string image, about;
  std::string engine;  ///< "docker 20.10.24, --gpus all"
  Judgement judgement;
  std::string probe;  ///< what the probe printed; empty: nothing
  bool interrupted = false;
  std::string left;  ///< what could not be taken away again, in words
};

/// Never leaves anything behind, unless `left` says so. In a dry run the verdict means nothing.
Verification verify(Engine& engine, const World& world, const Request& request);

/// The image that has the compiler for another one, by its grammar: itself where it has one, or
/// where nothing is known of it.
std::string compiler_image(const std::string& image);

/// The Dockerfile that puts the probe into an image; `compiler` empty: nothing is compiled.
std::string generated_dockerfile(const std::string& image, const std::string& compiler,
                                 const std::string& id);

/// What was done about things that killed processes have left.
struct Cleaned {
  std::vector<Leftover> removed, failed;
  std::vector<Leftover> kept;  ///< of processes that run, or of other machines
};
/// Of processes of this machine that are gone. `thorough`: of other machines as well, once they are
/// a day old.
Result<Cleaned> clean(Engine& engine, bool thorough);

bool this_machine_has_driver();

std::string text(std::span<const Verification> all);
/// schema/verify.schema.json
std::string json(std::span<const Verification> all, std::string_view tool_version);

}  // namespace cudafit::verify
