#pragma once
// The door to what runs containers, or to this machine itself: prepare a place that holds the
// probe, start it there, take it away again.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "programs/program.h"
#include "source/result.h"
#include "terms/known.h"

namespace cudafit::verify {

/// One way of giving containers the GPUs.
struct GpuWay {
  std::string name;                ///< "--gpus all"; empty: without GPUs
  std::vector<std::string> words;  ///< of the command
};

/// What an engine says of itself.
struct Abilities {
  std::string version;             ///< "20.10.24"
  std::vector<GpuWay> gpu_ways{};  ///< to be tried in this order, then without
  bool limits = true;              ///< it can limit memory and processes
};

/// An image as the engine has it.
struct ImageState {
  bool present = false;
  std::string architecture{};  ///< "amd64"
  bool triggers = false;       ///< building on it would run commands that it brings (ONBUILD)
};

struct CarriedFile {
  std::string name;
  std::string bytes;
  bool program = false;
};

/// A place to prepare: an image with our files in it, or a directory with them.
struct Kit {
  std::string id;                    ///< of the run
  std::string name;                  ///< of what comes of it: "cudafit-verify:ID"
  std::string dockerfile;            ///< the generated one; says FROM which image
  std::vector<CarriedFile> files{};  ///< beside it
  /// Where no container is used: compile the kernel of `files` with the nvcc of this machine.
  bool compile_here = false;
};

/// The user's own build.
struct ProjectBuild {
  std::string id, name;
  std::string dockerfile, context, target, platform;  ///< empty: not given
  std::vector<std::string> args{};                    ///< "NAME=value"
};

struct Launch {
  std::string id;
  std::string image;                     ///< that Kit::name was prepared as
  std::vector<std::string> arguments{};  ///< of the probe
  GpuWay gpu{};
  bool limits = true;
  std::chrono::seconds limit{0};  ///< the probe ends itself before
};

/// Something with our label.
struct Leftover {
  enum class What { container, image, directory } what = What::container;
  std::string name;  ///< by which it is removed
  std::string run;   ///< the id on it
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// "docker", "local".
  virtual std::string name() const = 0;
  /// Empty: it uses no images.
  virtual Result<Abilities> abilities() = 0;
  virtual Result<ImageState> image(const std::string& name) = 0;
  virtual Result<bool> pull(const std::string& name) = 0;
  virtual Result<bool> build(const ProjectBuild& build) = 0;
  virtual Result<bool> prepare(const Kit& kit) = 0;
  virtual programs::Ended start(const Launch& launch) = 0;
  /// Takes away all that carries this id. Never given up because of Ctrl-C.
  virtual Result<bool> remove(const std::string& id) = 0;
  virtual Result<std::vector<Leftover>> leftovers() = 0;
  virtual bool remove(const Leftover& leftover) = 0;
};

/// How engines talk to the world.
struct World {
  programs::Run run = programs::run;
  const std::atomic<bool>* stop = nullptr;  ///< Ctrl-C
  /// Nothing is changed: each line is what would be done, a command or a comment.
  std::function<void(std::string_view)> dry{};
  std::function<void(std::string_view)> progress = [](std::string_view) {};
  std::chrono::seconds limit{1800};  ///< of a pull or a build
};

/// By its program's name: "docker", "podman", "nerdctl", "local".
std::unique_ptr<Engine> make_engine(std::string_view name, const World& world);
/// The first engine that is installed and answers; else the reason of each.
Result<std::unique_ptr<Engine>> find_engine(const World& world);

/// A command as a shell takes it.
std::string command_line(const programs::Command& command);

}  // namespace cudafit::verify
