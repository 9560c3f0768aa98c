#include "host/nvml.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <string>

// A program that is linked statically is built without them: a library would bring another libc.
#pragma weak dlopen
#pragma weak dlsym

namespace cudafit::host {
namespace {

constexpr int success = 0;
constexpr std::size_t most_text = 96;

struct DeviceData;
using Device = DeviceData*;

struct Memory {
  unsigned long long total, free, used;
};

class Library {
 public:
  explicit Library(void* handle) : handle_(handle) {}

  /// Calls a function of the library; an error of our own where it is too old to have it.
  template <typename... Arguments>
  int call(const char* name, Arguments... arguments) const {
    constexpr int no_such_function = 13;  // as the library says it
    void* const found = dlsym(handle_, name);
    if (found == nullptr) return no_such_function;
    return reinterpret_cast<int (*)(Arguments...)>(found)(arguments...);
  }

  std::string text(const char* name) const {
    std::array<char, most_text> text{};
    return call(name, text.data(), static_cast<unsigned>(text.size())) == success ? text.data()
                                                                                  : "-";
  }

  std::string error(int status) const {
    void* const found = dlsym(handle_, "nvmlErrorString");
    if (found == nullptr) return "-";
    const char* const words = reinterpret_cast<const char* (*)(int)>(found)(status);
    return words == nullptr ? "-" : words;
  }

 private:
  void* handle_;
};

std::string gpu(const Library& library, unsigned index) {
  Device device = nullptr;
  if (const int status = library.call("nvmlDeviceGetHandleByIndex_v2", index, &device);
      status != success)
    return fmt::format("error\t{}\tGPU {}: {}\n", status, index, library.error(status));
  std::array<char, most_text> name{};
  if (library.call("nvmlDeviceGetName", device, name.data(), static_cast<unsigned>(name.size())) !=
      success)
    name = {'-'};
  int major = 0, minor = 0;
  const bool has_cc =
      library.call("nvmlDeviceGetCudaComputeCapability", device, &major, &minor) == success;
  Memory memory{};
  const bool has_memory = library.call("nvmlDeviceGetMemoryInfo", device, &memory) == success;
  unsigned mig = 0, pending = 0, most = 0, instances = 0, persistence = 0;
  const bool has_mig = library.call("nvmlDeviceGetMigMode", device, &mig, &pending) == success;
  if (has_mig && mig != 0) library.call("nvmlDeviceGetMaxMigDeviceCount", device, &most);
  for (unsigned i = 0; i < most; ++i) {
    Device instance = nullptr;
    if (library.call("nvmlDeviceGetMigDeviceHandleByIndex", device, i, &instance) == success)
      ++instances;
  }
  const bool has_persistence =
      library.call("nvmlDeviceGetPersistenceMode", device, &persistence) == success;
  const auto number = [](bool known, auto value) { return known ? std::to_string(value) : "-"; };
  return fmt::format("gpu\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", index, name.data(),
                     has_cc ? fmt::format("{}.{}", major, minor) : "-",
                     number(has_memory, memory.total >> 20), number(has_mig, mig),
                     number(has_mig, instances), number(has_persistence, persistence));
}

std::string said() {
  if (dlopen == nullptr || dlsym == nullptr) return "none\n";
  void* handle = dlopen(nvml_name.data(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) handle = dlopen("/usr/lib/wsl/lib/libnvidia-ml.so.1", RTLD_NOW);
  if (handle == nullptr) return "none\n";
  const Library library(handle);
  if (const int status = library.call("nvmlInit_v2"); status != success)
    return fmt::format("error\t{}\t{}\n", status, library.error(status));
  std::string out = "driver\t" + library.text("nvmlSystemGetDriverVersion") + "\n";
  out += "library\t" + library.text("nvmlSystemGetNVMLVersion") + "\n";
  int cuda = 0;
  if (library.call("nvmlSystemGetCudaDriverVersion_v2", &cuda) == success)
    out += fmt::format("cuda\t{}\n", cuda);
  unsigned count = 0;
  library.call("nvmlDeviceGetCount_v2", &count);
  for (unsigned i = 0; i < count; ++i) out += gpu(library, i);
  library.call("nvmlShutdown");
  return out;
}

}  // namespace

int ask_nvml() {
  std::string out = said();
  for (std::string_view left = out; !left.empty();) {
    const ssize_t size = ::write(STDOUT_FILENO, left.data(), left.size());
    if (size <= 0) return 1;
    left.remove_prefix(static_cast<std::size_t>(size));
  }
  return 0;
}

}  // namespace cudafit::host
