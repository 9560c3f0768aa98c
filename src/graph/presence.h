#pragma once
// What is present in a stage at a point of its build: the toolkit's compiler, libraries, cuDNN, a C
// compiler, Python. Absent only where it is proven: an image whose contents are known, and nothing
// after it that may have brought the thing.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "source/diagnostic.h"
#include "terms/component.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::graph {

enum class Thing : std::uint8_t {
  nvcc,            ///< the CUDA compiler; version: the toolkit's
  cuda_headers,    ///< version: the toolkit's
  cuda_runtime,    ///< libcudart of the system; version: CUDA's
  cuda_libraries,  ///< cuBLAS, cuFFT, ... of the system; version: CUDA's
  cudnn,           ///< of the system; version: cuDNN's, its major at least
  nccl,            ///< of the system
  cuda_compat,     ///< the forward compatibility package; version: CUDA's
  c_compiler,      ///< gcc, g++, clang with headers
  driver,          ///< driver libraries installed into the image
  conda,           ///< conda, mamba or micromamba
};
inline constexpr std::size_t thing_count = 10;

/// What is known of one thing at one position.
struct Presence {
  Known present = Known::unknown;
  Version version = {};  ///< no parts: not known
  Place place = Place::image;
  facts::Environment environment = {};  ///< place conda: where it is
  facts::Position since = {};      ///< stage -1: the base image of the chain's bottom brings it
  Span span = {};                  ///< what brought it, or what makes it unknown
  std::vector<Note> because = {};  ///< in order; places and citations
  bool weak = false;
};

/// A change of what is present.
struct Change {
  facts::Position at;
  Presence now;
};

/// The name under which Timeline keeps what holds of every program it has no entry for.
inline constexpr std::string_view any_program = "*";

/// Of each stage: what its base image brings, and what its own commands change, in order.
class Timeline {
 public:
  void resize(std::size_t stages) { stages_.resize(stages); }
  void start(int stage, Thing thing, Presence presence);
  void start(int stage, std::string_view program, Presence presence);
  /// Changes of one thing come in the order of their positions.
  void add(int stage, Thing thing, Change change);
  void add(int stage, std::string_view program, Change change);

  /// What is known of the thing just before `at`: the last change of the stage before it, else the
  /// end of its parent, else what the base image brings.
  const Presence& of(Thing thing, facts::Position at, const facts::Facts& facts) const;
  /// Of a program on PATH: "python", "python3", "pip", "pip3", "uv". version: Python's.
  const Presence& of(std::string_view program, facts::Position at, const facts::Facts& facts) const;

 private:
  struct Stage {
    Presence initial[thing_count];
    std::map<std::string, Presence, std::less<>> initial_programs;
    std::vector<Change> things[thing_count];
    std::map<std::string, std::vector<Change>, std::less<>> programs;
  };
  /// The entry of that very name; null when there is none.
  const Presence* exact(std::string_view program, facts::Position at,
                        const facts::Facts& facts) const;

  std::vector<Stage> stages_;
};

}  // namespace cudafit::graph
