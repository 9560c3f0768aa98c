#pragma once
// Which GPU code runs on which GPU: machine code within a major compute capability upwards, PTX on
// everything newer (CUDA C++ programming guide, "Compute capability").

#include <cstdint>
#include <span>
#include <string_view>

#include "matrix/gpu.h"

namespace cudafit::matrix {

/// How code runs on a GPU.
struct Coverage {
  enum class How : std::uint8_t {
    unknown,
    machine_code,
    compiled_by_driver,  ///< from PTX, when the driver knows that PTX
    none,
  };
  How how = How::unknown;
  std::string_view by;  ///< "sm_80", "compute_80"; lies in what was passed
};

/// Code that was made as the machine code `sass` ("sm_80", "sm_90a") and the PTX `ptx`
/// ("compute_90"). Unknown for Jetson and its like: whether code for other GPUs runs there, nobody
/// promises.
Coverage coverage(std::span<const std::string_view> sass, std::span<const std::string_view> ptx,
                  const Gpu& gpu);

}  // namespace cudafit::matrix
