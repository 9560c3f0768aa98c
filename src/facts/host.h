#pragma once
// The machines an image must run on, as declared by flags or [[host]] tables.

#include <string>
#include <vector>

#include "source/span.h"
#include "terms/known.h"

namespace cudafit::facts {

struct DeclaredGpu {
  std::string written;  ///< "A100", "sm_80"
  Span span;            ///< nowhere for flags
};

struct Host {
  std::string name;    ///< of the table; empty for the one that flags describe
  std::string driver;  ///< as written: "535.104.05", a bare branch "535", Windows numbers with
                       ///< wsl2; empty: not declared
  Span driver_span;    ///< nowhere for flags
  std::vector<DeclaredGpu> gpus;
  bool wsl2 = false;
  Known cdi = Known::unknown;  ///< GPUs are injected by CDI, which checks no NVIDIA_REQUIRE_CUDA
  /// As written: "6.2" of JetPack, "36.4.3" of Jetson Linux; empty: not declared, or no Jetson.
  std::string jetpack, l4t;
  std::string platform;  ///< "linux/arm64"; empty: not declared
  std::string toolkit;   ///< NVIDIA Container Toolkit version; empty: not declared
  std::string origin;    ///< how it was declared: "--driver", ".cudafit.toml"
};

}  // namespace cudafit::facts
