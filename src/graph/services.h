#pragma once
// Services of Compose files: what runs in them, and whether it gets the GPUs that it is made for.

#include <cstddef>
#include <optional>

#include "graph/need.h"

namespace cudafit::graph {

struct Graph;

/// A service without GPUs whose image is made for them.
struct GpulessService {
  Need need;                ///< of the service's stage; points at the service
  std::size_t service = 0;  ///< index into Facts::services
};

/// A service that has Docker's 64 MB of shared memory although what it starts takes more.
struct SharedMemoryNeed {
  Need need;
  std::size_t service = 0;
};

/// A CUDA build of torch where no GPU is ever used.
struct IdleCuda {
  Need need;               ///< points at the requirement
  std::size_t choice = 0;  ///< index into Graph::wheels
};

}  // namespace cudafit::graph
