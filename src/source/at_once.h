#pragma once
// Work shared by threads.

#include <cstddef>
#include <functional>

namespace cudafit {

/// Runs `work` on `count` threads, of which this one is one, and waits for all. Where no more
/// threads can be started, fewer do it: `work` takes what is left to do until there is nothing.
void at_once(std::size_t count, const std::function<void()>& work);

}  // namespace cudafit
