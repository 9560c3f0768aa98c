#pragma once
// The version graph: facts meet the matrix. Every need is met, unmet or unknown, with its reasons.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "graph/apt_needs.h"
#include "graph/architectures.h"
#include "graph/asked_image.h"
#include "graph/base_needs.h"
#include "graph/conda.h"
#include "graph/conda_builds.h"
#include "graph/container.h"
#include "graph/cudnn.h"
#include "graph/drivers.h"
#include "graph/first_run.h"
#include "graph/hosts.h"
#include "graph/installed_drivers.h"
#include "graph/libraries.h"
#include "graph/linked.h"
#include "graph/lost_packages.h"
#include "graph/need.h"
#include "graph/package.h"
#include "graph/pairings.h"
#include "graph/presence.h"
#include "graph/python.h"
#include "graph/second_toolkit.h"
#include "graph/services.h"
#include "graph/steps.h"
#include "graph/toolchain.h"
#include "graph/torch_needs.h"
#include "graph/uses.h"
#include "graph/wheels.h"
#include "matrix/contents.h"
#include "matrix/matrix.h"

namespace cudafit::graph {

/// An image that a build asks a registry for, and what the matrix says of it.
struct ImageNeed {
  std::size_t fact = 0;    ///< index into Graph::facts.facts
  std::string repository;  ///< canonical
  std::string tag;         ///< "latest" where none is written
  /// As findings name it: repository and tag, or, of a declared image, as the user wrote it.
  std::string name;
  AskedImage asked;
  bool from_mirror =
      false;  ///< another registry that gets the same pushes, but not the same deletions
  bool unresolved = false;  ///< the repository is known, a part of the tag is not
  matrix::TagAnswer answer;
  /// Its registry's own word, which counts before that of the matrix.
  std::optional<facts::RegistryAnswer> registry = {};
  Verdict verdict = Verdict::unknown;
};

/// A stage that needs NVIDIA's apt repository to be signed by a key it has.
struct KeyNeed {
  std::size_t fact = 0;  ///< index into Graph::facts.facts
  std::string image;     ///< the base image that brings the old key
  matrix::OldKey key;
};

/// A stage that fetches the old key for a repository that has the new one.
struct FetchNeed {
  std::size_t fetch = 0;                 ///< index into Facts::old_key_fetches
  std::optional<matrix::AptKey> served;  ///< the key that this repository is known to serve
};

/// `apt-get update` with a repository in the lists whose key nothing brings.
struct KeylessNeed {
  std::size_t update = 0;  ///< index into Facts::keyless_updates
  matrix::AptKey key;
};

/// The image at the bottom of a stage's chain of FROMs.
struct Base {
  int image = -1;    ///< index into Graph::images; -1: scratch, or the reference is not known
  std::string name;  ///< "nvidia/cuda:11.8.0-base-ubuntu22.04"; empty when not known
  std::optional<matrix::ImageContents> contents;  ///< nothing when nobody describes it
  int declared = -1;  ///< index into Facts::declared_images; more may be in it than is declared
  std::vector<Note> because;  ///< why it is taken for another image; of declared ones
};

struct Graph {
  facts::Facts facts;
  StepTraits steps;
  std::vector<ImageNeed> images;  ///< every image whose repository the matrix lists
  std::vector<KeyNeed> keys;      ///< unmet ones only
  std::vector<FetchNeed> key_fetches;
  std::vector<KeylessNeed> keyless_updates;  ///< unmet ones only
  matrix::KeyRotation rotation;
  std::vector<Base> bases;  ///< by stage
  /// What is known of the packages of facts.system_installs, in their order.
  std::vector<std::vector<std::optional<matrix::SystemPackage>>> system_packages;
  Timeline timeline;
  std::vector<Package> packages;  ///< in the order of positions
  std::vector<LibraryNeed> libraries;
  std::vector<PythonNeed> pythons;
  std::vector<ManagedPython> managed_pythons;
  std::vector<CondaSolve> conda_solves;
  std::vector<CondaBuildNeed> conda_builds;  ///< unmet ones only
  std::vector<CondaFrozen> conda_frozen;
  std::vector<WheelChoice> wheels;  ///< of every requirement for torch and its companions
  std::vector<ExtensionBuild> extension_builds;
  std::vector<CompilerNeed> compiler_needs;
  std::vector<HiddenTorch> hidden_torches;
  std::vector<CudaMatch> cuda_matches;
  std::vector<GpuListNeed> gpu_lists;
  std::vector<RunCompilerNeed> run_compilers;
  std::vector<SpareCuda> spare_cuda;
  /// Toolkits that only what is started there may use, and nobody can tell from the files: no
  /// finding, but a person may know.
  std::vector<SpareCuda> perhaps_spare;
  std::vector<CudnnClash> cudnn_clashes;
  std::vector<CudnnLeft> cudnn_left;
  std::vector<LinkedNeed> linked;  ///< unmet ones only
  std::vector<SecondToolkit> second_toolkits;
  std::vector<LostPackage> lost_packages;
  std::vector<Machine> machines;   ///< the declared hosts
  std::vector<CudaUse> cuda_uses;  ///< of product stages
  std::vector<DriverNeed> driver_needs;
  // Of the needs below only unmet ones are kept.
  std::vector<GateNeed> gate_needs;
  std::vector<GpuNeed> gpu_needs;
  std::vector<TargetNeed> target_needs;
  std::vector<NativeTarget> native_targets;
  std::vector<InstalledDriver> installed_drivers;
  std::vector<ContainerNeed> container_needs;
  std::vector<HostRange> host_ranges;      ///< of product stages with GPU content, where no host is
                                           ///< declared
  std::vector<GpulessService> gpu_wishes;  ///< unmet ones only
  std::vector<SharedMemoryNeed> memory_needs;  ///< unmet ones only
  std::vector<IdleCuda> idle_cudas;
  TorchNeeds torch;
  AptNeeds apt;
  BaseNeeds base_needs;
  Pairings pairings;
  std::vector<BoundTarget> bound_targets;
  std::vector<EndedGpu> ended_gpus;
  /// By stage: what its containers start, as indices into facts.programs.
  std::vector<std::vector<std::size_t>> starts;
  mutable PackageIndex package_index;  ///< finds what `package` answers

  /// Every judged need, of all kinds.
  std::vector<const Need*> needs() const;
  const facts::Fact& fact_of(const ImageNeed& need) const { return facts.facts[need.fact]; }
  /// The stage's name for people; empty for -1.
  std::string stage_label(int stage) const;

  /// The instruction at `where`; null when nothing is known of it.
  const StepTrait* step(facts::Position where) const {
    const auto stage = static_cast<std::size_t>(where.stage);
    if (where.stage < 0 || stage >= steps.size() || where.step >= steps[stage].size())
      return nullptr;
    return &steps[stage][where.step];
  }
  const Presence& at(Thing thing, facts::Position where) const {
    return timeline.of(thing, where, facts);
  }
  const Presence& at(std::string_view program, facts::Position where) const {
    return timeline.of(program, where, facts);
  }
  /// The package that counts for a command at `where`: the last one installed before, in the stage
  /// or below it or carried into it. With `environment`, only where it may be that one.
  PackageAnswer package(std::string_view name, facts::Position where,
                        const facts::Environment* environment = nullptr) const;
  /// The image need of the stage's base; null when it has none.
  const ImageNeed* base_image(int stage) const;
  /// How the stage's base is declared; null when it is not one of people's own images.
  const facts::DeclaredImage* declared_base(int stage) const;
  /// Something after `where` (or in it) may have changed what is present: an opaque command of the
  /// stage, or of the ones below it, before `until`.
  const facts::Opaque* opaque_between(facts::Position where, facts::Position until,
                                      bool system) const;
};

/// Connects facts with the matrix and judges every need.
Graph connect(facts::Facts facts, StepTraits steps = {});

/// The version of Python that a command would use, as wheel tags spell it ("cp310"); empty when not
/// known.
std::string python_tag(const Graph& graph, const facts::PipInstall& install);
/// The platform of wheels for a stage: by its --platform or the build's.
Platform platform_of(const Graph& graph, int stage);

}  // namespace cudafit::graph
