// The program of one target (CUDAFIT_TARGET).

#include <cstddef>
#include <cstdint>

#include "../targets/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cudafit::fuzz::CUDAFIT_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
