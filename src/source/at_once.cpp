#include "source/at_once.h"

#include <system_error>
#include <thread>
#include <vector>

namespace cudafit {

void at_once(std::size_t count, const std::function<void()>& work) {
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < count) others.emplace_back(work);
  } catch (const std::system_error&) {
    // The machine has a limit, or knows no threads.
  }
  work();
  for (std::thread& each : others) each.join();
}

}  // namespace cudafit
