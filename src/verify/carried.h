#pragma once
// What is carried in the binary to be run elsewhere.

#include <string_view>

namespace cudafit::verify {

namespace bytes {
extern const unsigned char program[], python[], kernel[];
extern const unsigned long program_size, python_size, kernel_size;
}  // namespace bytes

inline std::string_view carried(const unsigned char* bytes, unsigned long size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// The probe, an executable file; empty where this build has none.
inline std::string_view carried_program() { return carried(bytes::program, bytes::program_size); }
/// The probe that does what users of Python do.
inline std::string_view carried_python() { return carried(bytes::python, bytes::python_size); }
/// The kernel in CUDA C++, for `--compile`.
inline std::string_view carried_kernel() { return carried(bytes::kernel, bytes::kernel_size); }

}  // namespace cudafit::verify
