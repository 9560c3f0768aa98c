#pragma once
// The driver's interface, found at run time: where it is missing is what the probe is to find out.

namespace probe {

/// Numbers of CUDA errors are the same in both interfaces of CUDA.
using Result = int;

struct Driver {
  void* library = nullptr;  ///< null: `why` says why not
  const char* why = nullptr;
  const char* path = nullptr;  ///< the file it came from

  Result (*init)(unsigned) = nullptr;
  Result (*version)(int*) = nullptr;
  Result (*count)(int*) = nullptr;
  Result (*device)(int*, int) = nullptr;
  Result (*name)(char*, int, int) = nullptr;
  Result (*attribute)(int*, int, int) = nullptr;
  Result (*memory)(unsigned long*, int) = nullptr;
  Result (*retain)(void**, int) = nullptr;
  Result (*current)(void*) = nullptr;
  Result (*load)(void**, const void*) = nullptr;
  Result (*unload)(void*) = nullptr;
  Result (*function)(void**, void*, const char*) = nullptr;
  Result (*allocate)(unsigned long long*, unsigned long) = nullptr;
  Result (*allocate_managed)(unsigned long long*, unsigned long, unsigned) = nullptr;
  Result (*release)(unsigned long long) = nullptr;
  Result (*to_device)(unsigned long long, const void*, unsigned long) = nullptr;
  Result (*to_host)(void*, unsigned long long, unsigned long) = nullptr;
  Result (*launch)(void*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
                   void*, void**, void**) = nullptr;
  Result (*synchronize)() = nullptr;
  Result (*error_name)(Result, const char**) = nullptr;
};

/// Attributes of devices by their numbers in cuda.h.
enum Attribute {
  major_capability = 75,
  minor_capability = 76,
  managed_memory = 83,
  concurrent_managed_access = 89,
};

/// Loads libcuda.so.1 as every program does.
Driver load_driver();

void* find_symbol(void* library, const char* name);

/// A function of a library; false where it has none of that name.
template <typename Function>
bool find(void* library, const char* name, Function*& into) {
  into = reinterpret_cast<Function*>(find_symbol(library, name));
  return into != nullptr;
}

/// "CUDA_ERROR_NO_DEVICE", or null.
const char* name_of(const Driver& driver, Result error);

}  // namespace probe
