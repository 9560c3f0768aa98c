#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/output.h"

namespace cudafit::cli {
namespace {

/// Shorter waits need no company.
constexpr std::chrono::milliseconds patience{300};
constexpr std::chrono::milliseconds pace{100};
constexpr std::size_t width = 24;
/// Starting a thread for fewer files costs more than it tells.
constexpr std::size_t fewest = 16;

bool shown() {
  const char* const term = std::getenv("TERM");
  if (term == nullptr || std::string_view(term) == "dumb") return false;
  return std::getenv("CI") == nullptr && is_terminal(STDERR_FILENO);
}

}  // namespace

Progress::Progress(std::size_t files) : files_(files) {
  if (files >= fewest && shown()) thread_ = std::thread([this] { draw(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  end_.notify_all();
  thread_.join();
}

void Progress::draw() {
  std::unique_lock lock(mutex_);
  const auto ended = [this] { return ended_; };
  if (end_.wait_for(lock, patience, ended)) return;
  do {
    const std::size_t done = done_;
    const std::size_t filled = width * done / files_;
    say_raw("\r\x1b[K[" + std::string(filled, '#') + std::string(width - filled, '.') + "] " +
            std::to_string(done) + "/" + std::to_string(files_) + " files");
  } while (!end_.wait_for(lock, pace, ended));
  say_raw("\r\x1b[K");
}

}  // namespace cudafit::cli
