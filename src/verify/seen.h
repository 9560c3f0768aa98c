#pragma once
// What the probe saw, read from the one JSON object it prints. An image can print what it likes:
// nothing here is trusted to be of any shape.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terms/version.h"

namespace cudafit::verify {

/// What a call of CUDA gave back: 0 is success.
struct Code {
  std::int64_t code = 0;
  std::string name{};  ///< "CUDA_ERROR_NO_DEVICE"; may be empty
};

struct SeenDevice {
  std::string name;
  Version cc;
  std::int64_t memory = 0;  ///< bytes; 0: not said
  std::optional<bool> managed, concurrent_managed;
};

/// The kernel, loaded from one code.
struct SeenAttempt {
  std::string by;  ///< "compiled", "machine code", "PTX"
  Code error;
  std::string at;  ///< the call that failed
  bool correct = false;
};

struct SeenLibrary {
  std::string name;  ///< "libcudnn.so.9"
  bool loaded = false;
  std::string why;                     ///< not loaded: what the loader says
  std::int64_t version = 0;            ///< as the library counts; 0: not said
  std::optional<std::int64_t> starts;  ///< its status; nothing: not tried
};

/// PyTorch, TensorFlow or JAX, as Python meets it.
struct SeenFramework {
  std::string name, version;
  std::string cuda;  ///< that it was built with; empty: none or not said
  bool imports = false;
  std::optional<bool> available, correct;
  std::string error;
  std::string device, capability;
  std::vector<std::string> architectures;  ///< that it has code for: "sm_80"
};

/// How a process of the probe ended.
struct SeenEnd {
  std::string end;  ///< "done", "crashed", "timed out"
  std::string at;   ///< the step it was in
  std::int64_t signal = 0;
};

struct Seen {
  std::string kernel_module;  ///< the line of /proc/driver/nvidia/version
  bool device_nodes = false;
  bool wsl2 = false;
  std::string visible_devices, capabilities, require_cuda, library_path;

  bool driver = false;  ///< libcuda.so.1 was loaded
  std::string driver_why, driver_path;
  Code init;
  std::int64_t driver_cuda = 0;  ///< 12040

  std::optional<Code> devices_error;
  std::vector<SeenDevice> devices;
  std::optional<Code> context;
  std::vector<SeenAttempt> attempts;
  std::optional<SeenAttempt> managed;

  std::string runtime_library;  ///< "libcudart.so.12"; empty: none was found
  std::int64_t runtime_cuda = 0;
  std::optional<Code> runtime_error;

  std::vector<SeenLibrary> libraries;
  SeenEnd end;

  std::string python;  ///< its version; empty: there is none, or it was not asked
  std::optional<SeenEnd> python_end;
  std::vector<SeenFramework> frameworks;

  bool ran() const;  ///< the kernel, with the right result
};

/// Nothing where `text` is not what the probe prints.
std::optional<Seen> read_seen(std::string_view text);

/// 12.4 of 12040.
Version cuda_version(std::int64_t number);
/// "535.104.05" of the line of the kernel module; empty when it is not there.
std::string driver_version(std::string_view kernel_module);

}  // namespace cudafit::verify
