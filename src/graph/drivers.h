#pragma once
// Whether the drivers of the declared hosts run what the stages load, and let their containers
// start.

#include <cstdint>
#include <optional>
#include <string>

#include "graph/hosts.h"
#include "graph/need.h"
#include "matrix/driver.h"
#include "matrix/gate.h"
#include "source/span.h"

namespace cudafit::graph {

struct Graph;

/// A host's driver has to be new enough for the CUDA that is loaded.
struct DriverNeed {
  Need need;
  std::size_t use = 0;      ///< index into Graph::cuda_uses
  std::size_t machine = 0;  ///< index into Graph::machines
  matrix::DriverFloor floor;
  /// What asks for the driver is CUDA in WSL2 itself, whatever CUDA is loaded.
  bool of_wsl = false;
  /// Not met unless forward compatibility holds, which the declared facts do not decide.
  bool unless_forward_compatible = false;

  bool fails() const { return need.verdict == Verdict::unmet || unless_forward_compatible; }
};

/// NVIDIA_REQUIRE_CUDA of a stage has to let the host's driver through. Only unmet needs are kept.
struct GateNeed {
  Need need;
  std::size_t machine = 0;  ///< index into Graph::machines
  std::string brand;        ///< of the GPU that is refused, as NVML names it
  std::string gpu;          ///< for people
  matrix::Gate gate;
  bool from_image = false;  ///< the base image's own; else `need.span` is what sets it
};

/// The stage is not what the host runs: it is for another architecture, beside a stage for the
/// host's. Where no platform is declared, hosts are taken for amd64.
bool other_platform(const Graph& graph, int stage, const Machine& machine);
/// The first GPU of the host that certainly does not pass the gate; null when none is.
const HostGpu* refused_gpu(const matrix::Gate& gate, const Machine& machine);
/// The driver that NVIDIA_REQUIRE_CUDA of a stage asks for.
struct GateFloor {
  Version driver;               ///< from which on all are let through whatever GPU it is
  std::vector<unsigned> older;  ///< branches below it that are, too
  std::string title;            ///< "NVIDIA_REQUIRE_CUDA of nvidia/cuda:13.0.1-runtime-ubuntu22.04"
  Span span;
};
/// Of drivers from `floor` on; nothing where the stage asks for nothing or it is not known.
std::optional<GateFloor> gate_floor(const Graph& graph, int stage, Version floor);
/// NVIDIA_REQUIRE_CUDA of the stage refuses the host.
bool gate_refuses(const Graph& graph, int stage, const Machine& machine);

}  // namespace cudafit::graph
