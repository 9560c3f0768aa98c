#pragma once
// How far a long run has come, for the person who waits for it.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace cudafit::cli {

/// A line on standard error that is drawn over until this ends, and is gone then. Only on a
/// terminal, not in CI, and not before 300 ms have passed.
class Progress {
 public:
  explicit Progress(std::size_t files);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more file is done. From any thread.
  void step() { ++done_; }

 private:
  void draw();

  const std::size_t files_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex mutex_;
  std::condition_variable end_;
  bool ended_ = false;
  std::thread thread_;  ///< none where nothing is shown
};

}  // namespace cudafit::cli
