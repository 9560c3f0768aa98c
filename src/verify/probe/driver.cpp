#include "driver.h"

#include <dlfcn.h>

namespace probe {

void* find_symbol(void* library, const char* name) { return dlsym(library, name); }

Driver load_driver() {
  Driver driver;
  void* const library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    driver.why = dlerror();
    return driver;
  }
  const bool whole = find(library, "cuInit", driver.init) &&
                     find(library, "cuDriverGetVersion", driver.version) &&
                     find(library, "cuDeviceGetCount", driver.count) &&
                     find(library, "cuDeviceGet", driver.device) &&
                     find(library, "cuDeviceGetName", driver.name) &&
                     find(library, "cuDeviceGetAttribute", driver.attribute) &&
                     find(library, "cuDeviceTotalMem_v2", driver.memory) &&
                     find(library, "cuDevicePrimaryCtxRetain", driver.retain) &&
                     find(library, "cuCtxSetCurrent", driver.current) &&
                     find(library, "cuModuleLoadData", driver.load) &&
                     find(library, "cuModuleUnload", driver.unload) &&
                     find(library, "cuModuleGetFunction", driver.function) &&
                     find(library, "cuMemAlloc_v2", driver.allocate) &&
                     find(library, "cuMemAllocManaged", driver.allocate_managed) &&
                     find(library, "cuMemFree_v2", driver.release) &&
                     find(library, "cuMemcpyHtoD_v2", driver.to_device) &&
                     find(library, "cuMemcpyDtoH_v2", driver.to_host) &&
                     find(library, "cuLaunchKernel", driver.launch) &&
                     find(library, "cuCtxSynchronize", driver.synchronize);
  if (!whole) {
    driver.why = dlerror();
    return driver;
  }
  find(library, "cuGetErrorName", driver.error_name);
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(driver.init), &info) != 0) driver.path = info.dli_fname;
  driver.library = library;
  return driver;
}

const char* name_of(const Driver& driver, Result error) {
  const char* name = nullptr;
  if (driver.error_name == nullptr || driver.error_name(error, &name) != 0) return nullptr;
  return name;
}

}  // namespace probe
