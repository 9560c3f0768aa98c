#pragma once
// What the probe looks at, in this order. Each step says what it saw.

namespace probe {

struct Wish {
  const char* code = nullptr;  ///< a file of compiled kernels, tried before those that are carried
  const char* runtimes[16] = {};   ///< libcudart by its names, the first that loads counts
  const char* libraries[16] = {};  ///< each is loaded and asked to start
};

void look(const Wish& wish);

}  // namespace probe
