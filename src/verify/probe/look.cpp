#include "look.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <initializer_list>

#include "carried_code.h"
#include "driver.h"
#include "say.h"

namespace probe {
namespace {

/// The first line of a file, without its end; empty where it cannot be read.
struct Line {
  char text[512] = {};
  explicit Line(const char* path) {
    const int file = open(path, O_RDONLY);
    if (file < 0) return;
    const long size = read(file, text, sizeof text - 1);
    close(file);
    text[size < 0 ? 0 : size] = 0;
    if (char* const end = strchr(text, '\n')) *end = 0;
  }
};

bool there(const char* path) { return access(path, F_OK) == 0; }

void code(Member& member, const Driver& driver, Result error) {
  member.number("code", error);
  if (error != 0) member.text("name", name_of(driver, error));
}

/// The machine as it is seen from where the probe runs.
void surroundings() {
  step("surroundings");
  Member member("here");
  const Line module("/proc/driver/nvidia/version");
  if (module.text[0] != 0) member.text("kernel_module", module.text);
  member.truth("device_nodes", there("/dev/nvidiactl") || there("/dev/dxg") ||
                                   there("/dev/nvhost-ctrl-gpu") || there("/dev/nvgpu"));
  member.truth("wsl2", there("/dev/dxg"));
  for (const char* const name : {"NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES",
                                 "NVIDIA_REQUIRE_CUDA", "CUDA_VERSION", "LD_LIBRARY_PATH"})
    member.text(name, getenv(name));
  member.send();
}

/// True when there is a driver and it started.
bool start(const Driver& driver) {
  step("cuInit");
  Member member("driver");
  member.truth("loaded", driver.library != nullptr);
  if (driver.library == nullptr) {
    member.text("why", driver.why);
    member.send();
    return false;
  }
  member.text("path", driver.path);
  const Result started = driver.init(0);
  code(member, driver, started);
  int version = 0;
  if (driver.version(&version) == 0) member.number("cuda", version);
  member.send();
  return started == 0;
}

int devices(const Driver& driver) {
  step("devices");
  Member member("devices");
  int count = 0;
  code(member, driver, driver.count(&count));
  member.number("count", count);
  member.open("list", '[');
  for (int i = 0; i < count && i < 16; ++i) {
    int device = 0;
    char name[256] = {};
    if (driver.device(&device, i) != 0) continue;
    member.open(nullptr);
    if (driver.name(name, sizeof name - 1, device) == 0) member.text("name", name);
    const auto ask = [&](const char* key, Attribute attribute) {
      int value = 0;
      if (driver.attribute(&value, attribute, device) == 0) member.number(key, value);
    };
    ask("major", major_capability);
    ask("minor", minor_capability);
    ask("managed", managed_memory);
    ask("concurrent_managed", concurrent_managed_access);
    unsigned long bytes = 0;
    if (driver.memory(&bytes, device) == 0) member.number("memory", static_cast<long long>(bytes));
    member.shut();
  }
  member.shut(']');
  member.send();
  return count;
}

constexpr unsigned words = 1000;  // no multiple of a block: the last one has to stop in time
unsigned given[words], got[words];

bool right() {
  for (unsigned i = 0; i < words; ++i) {
    if (got[i] != given[i] * 2654435761u + i) return false;
  }
  return true;
}

/// One way to load the kernel, up to its result; the step at which it failed is in `at`.
struct Attempt {
  Result error = 0;
  const char* at = nullptr;
  bool correct = false;
};

Attempt launch(const Driver& driver, const void* image, bool managed) {
  Attempt attempt;
  void* module = nullptr;
  void* kernel = nullptr;
  unsigned long long in = 0, out = 0;
  unsigned count = words;
  const auto failed = [&](const char* at, Result error) {
    attempt.error = error;
    attempt.at = at;
    return error != 0;
  };
  const auto memory = [&](unsigned long long* into) {
    return managed ? driver.allocate_managed(into, sizeof given, 1)
                   : driver.allocate(into, sizeof given);
  };
  for (unsigned i = 0; i < words; ++i) given[i] = i * 7919u + 13u;
  memset(got, 0, sizeof got);
  if (failed("cuModuleLoadData", driver.load(&module, image))) return attempt;
  if (failed("cuModuleGetFunction", driver.function(&kernel, module, "cudafit_probe")))
    return attempt;
  if (failed(managed ? "cuMemAllocManaged" : "cuMemAlloc", memory(&in)) ||
      failed(managed ? "cuMemAllocManaged" : "cuMemAlloc", memory(&out)))
    return attempt;
  if (managed) {
    memcpy(reinterpret_cast<void*>(in), given, sizeof given);
  } else if (failed("cuMemcpyHtoD", driver.to_device(in, given, sizeof given))) {
    return attempt;
  }
  void* arguments[] = {&out, &in, &count};
  if (failed("cuLaunchKernel", driver.launch(kernel, (words + 255) / 256, 1, 1, 256, 1, 1, 0,
                                             nullptr, arguments, nullptr)) ||
      failed("cuCtxSynchronize", driver.synchronize()))
    return attempt;
  if (managed) {
    memcpy(got, reinterpret_cast<void*>(out), sizeof got);
  } else if (failed("cuMemcpyDtoH", driver.to_host(got, out, sizeof got))) {
    return attempt;
  }
  attempt.at = nullptr;
  attempt.correct = right();
  driver.release(in);
  driver.release(out);
  driver.unload(module);
  return attempt;
}

void tell(Member& member, const Driver& driver, const char* by, const Attempt& attempt) {
  member.open(nullptr);
  member.text("by", by);
  code(member, driver, attempt.error);
  if (attempt.at != nullptr) member.text("at", attempt.at);
  member.truth("correct", attempt.correct);
  member.shut();
}

/// A file as it is; null where it cannot be read.
void* contents(const char* path) {
  const int file = open(path, O_RDONLY);
  if (file < 0) return nullptr;
  const long size = lseek(file, 0, SEEK_END);
  char* const bytes =
      size > 0 ? static_cast<char*>(malloc(static_cast<unsigned long>(size) + 1)) : nullptr;
  long done = 0;
  if (bytes != nullptr) {
    done = pread(file, bytes, static_cast<unsigned long>(size), 0);
    bytes[done < 0 ? 0 : done] = 0;  // PTX ends in a zero
  }
  close(file);
  return done == size ? bytes : nullptr;
}

/// The kernel by each code there is, until one runs. False: none did.
bool kernel(const Driver& driver, const Wish& wish) {
  step("context");
  int device = 0;
  void* context = nullptr;
  Result error = driver.device(&device, 0);
  if (error == 0) error = driver.retain(&context, device);
  if (error == 0) error = driver.current(context);
  Member member("kernel");
  code(member, driver, error);
  member.open("tried", '[');
  bool runs = false;
  const void* loaded = nullptr;
  const auto attempt = [&](const char* by, const void* image) {
    step(by);
    const Attempt made = launch(driver, image, false);
    tell(member, driver, by, made);
    if (made.correct) loaded = image;
    runs = runs || made.correct;
    return made.correct;
  };
  if (error == 0) {
    const void* const given_code = wish.code != nullptr ? contents(wish.code) : nullptr;
    if (given_code != nullptr) attempt("compiled", given_code);
    // What is carried is tried as well: it tells the GPU's fault from the compiler's.
    bool carried = false;
    for (const unsigned char* const* code_of = carried_codes; *code_of != nullptr && !carried;
         ++code_of)
      carried = attempt("machine code", *code_of);
    if (!carried) attempt("PTX", carried_ptx);
  }
  member.shut(']');
  member.send();
  if (!runs) return false;
  step("managed memory");
  Member managed("managed");
  const Attempt made = launch(driver, loaded, true);
  code(managed, driver, made.error);
  if (made.at != nullptr) managed.text("at", made.at);
  managed.truth("correct", made.correct);
  managed.send();
  return true;
}

/// The image's own CUDA runtime: it alone says whether the driver is new enough for it.
void runtime(const Wish& wish) {
  step("CUDA runtime");
  Member member("runtime");
  for (const char* const name : wish.runtimes) {
    if (name == nullptr) break;
    void* const library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) continue;
    Result (*version)(int*) = nullptr;
    Result (*count)(int*) = nullptr;
    const char* (*error_name)(Result) = nullptr;
    member.text("library", name);
    int number = 0;
    if (find(library, "cudaRuntimeGetVersion", version) && version(&number) == 0)
      member.number("cuda", number);
    if (find(library, "cudaGetDeviceCount", count)) {
      int seen = 0;
      const Result error = count(&seen);
      member.number("code", error);
      if (error != 0 && find(library, "cudaGetErrorName", error_name))
        member.text("name", error_name(error));
    }
    break;
  }
  member.send();
}

bool starts_with(const char* text, const char* with) {
  return strncmp(text, with, strlen(with)) == 0;
}

/// What a library says of itself, and whether it starts on the GPU.
void ask(Member& member, void* library, const char* name, bool gpu) {
  int (*parts)(int, int*) = nullptr;
  unsigned long (*cudnn)() = nullptr;
  int (*nccl)(int*) = nullptr;
  int (*make)(void**) = nullptr;
  int (*end)(void*) = nullptr;
  if (starts_with(name, "libcublas.")) {
    int part[3] = {};
    if (find(library, "cublasGetProperty", parts) && parts(0, &part[0]) == 0 &&
        parts(1, &part[1]) == 0 && parts(2, &part[2]) == 0)
      member.number("version", part[0] * 10000 + part[1] * 100 + part[2]);
    find(library, "cublasCreate_v2", make);
    find(library, "cublasDestroy_v2", end);
  } else if (starts_with(name, "libcudnn.")) {
    if (find(library, "cudnnGetVersion", cudnn))
      member.number("version", static_cast<long long>(cudnn()));
    find(library, "cudnnCreate", make);
    find(library, "cudnnDestroy", end);
  } else if (starts_with(name, "libnccl.")) {
    int version = 0;
    if (find(library, "ncclGetVersion", nccl) && nccl(&version) == 0)
      member.number("version", version);
  }
  if (!gpu || make == nullptr) return;
  step(name);
  void* handle = nullptr;
  const int status = make(&handle);
  member.number("starts", status);
  if (status == 0 && end != nullptr) end(handle);
}

void libraries(const Wish& wish, bool gpu) {
  Member member("libraries");
  member.open("list", '[');
  for (const char* const name : wish.libraries) {
    if (name == nullptr) break;
    step(name);
    void* const library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    member.open(nullptr);
    member.text("library", name);
    member.truth("loaded", library != nullptr);
    if (library == nullptr) {
      member.text("why", dlerror());
    } else {
      ask(member, library, name, gpu);
    }
    member.shut();
  }
  member.shut(']');
  member.send();
}

}  // namespace

void look(const Wish& wish) {
  surroundings();
  const Driver driver = load_driver();
  const bool started = start(driver);
  const bool gpu = started && devices(driver) > 0 && kernel(driver, wish);
  runtime(wish);
  libraries(wish, gpu);
}

}  // namespace probe
