#include "cli/watch.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>

#include "cli/output.h"

namespace cudafit::cli {
namespace {

/// Asking for the state of a file works on every file system, and costs a microsecond.
constexpr std::chrono::milliseconds pace{200};

/// What of a path changes when it does.
using Stamp = std::tuple<bool, dev_t, ino_t, off_t, mode_t, time_t, long>;

Stamp stamp(const std::string& path) {
  struct stat state {};
  if (stat(path.c_str(), &state) != 0) return {};
  return {true,          state.st_dev,         state.st_ino,         state.st_size,
          state.st_mode, state.st_mtim.tv_sec, state.st_mtim.tv_nsec};
}

/// Notes what is asked for, what is not there too: it may come.
class Watched : public Files {
 public:
  Result<std::string> read(const std::string& path) const override {
    note(contents_, path, stamp(path));
    return below_->read(path);
  }
  FileKind kind(const std::string& path) const override {
    note(kinds_, path, only_kind(path));
    return below_->kind(path);
  }
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override {
    note(contents_, path, stamp(path));
    return below_->list(path);
  }
  std::string real(const std::string& path) const override {
    note(kinds_, path, only_kind(path));
    return below_->real(path);
  }
  Result<bool> write(const std::string& path, std::string_view bytes) override {
    return below_->write(path, bytes);
  }

  /// How many files were read.
  std::size_t read_files() const {
    std::size_t number = 0;
    for (const auto& [path, then] : contents_) number += S_ISREG(std::get<4>(then)) ? 1 : 0;
    return number;
  }
  /// The first path that is not as it was; empty: none.
  std::string changed() const {
    for (const auto& [path, then] : contents_) {
      if (stamp(path) != then) return path;
    }
    for (const auto& [path, then] : kinds_) {
      if (only_kind(path) != then) return path;
    }
    return "";
  }

 private:
  using Stamps = std::map<std::string, Stamp>;

  /// Of what was only asked whether it is there: a directory may fill up.
  static Stamp only_kind(const std::string& path) {
    const Stamp now = stamp(path);
    return {std::get<0>(now), 0, 0, 0, std::get<4>(now) & S_IFMT, 0, 0};
  }
  /// As it was before it was read, so that no change is missed.
  void note(Stamps& into, const std::string& path, const Stamp& now) const {
    const std::lock_guard lock(mutex_);
    into.try_emplace(path, now);
  }

  std::unique_ptr<Files> below_ = real_files();
  mutable std::mutex mutex_;
  mutable Stamps contents_, kinds_;
};

/// Signals are waited for, never caught: one that comes at any moment is still there when it is
/// asked for.
void nothing(int) {}

/// The process that looks once and waits. It ends when there is something new to look at.
[[noreturn]] void look(const std::function<int(Files&)>& run, pid_t parent) {
  if (is_terminal(STDOUT_FILENO)) write_out("\x1b[H\x1b[2J");
  Watched files;
  run(files);
  const std::size_t number = files.read_files();
  say("watching " + std::to_string(number) + (number == 1 ? " file" : " files") +
      "; Ctrl-C ends it");
  std::string path;
  while (path.empty()) {
    std::this_thread::sleep_for(pace);
    if (getppid() != parent) _exit(1);
    path = files.changed();
  }
  // Editors write in several steps.
  std::this_thread::sleep_for(pace);
  say(path + " has changed");
  _exit(0);
}

}  // namespace

int watch(const std::function<int(Files&)>& run) {
  constexpr std::array signals{SIGINT, SIGTERM, SIGCHLD};
  std::array<struct sigaction, signals.size()> before{};
  struct sigaction keep {};
  keep.sa_handler = nothing;  // what is ignored might not be kept while it is blocked
  sigset_t waited, unblocked;
  sigemptyset(&waited);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    sigaddset(&waited, signals[i]);
    sigaction(signals[i], &keep, &before[i]);
  }
  pthread_sigmask(SIG_BLOCK, &waited, &unblocked);
  const pid_t parent = getpid();
  int status = clean;
  bool ended = false;
  while (!ended) {
    const pid_t child = fork();
    if (child < 0) {
      say("no further process can be started");
      return failure;
    }
    if (child == 0) {
      for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before[i], nullptr);
      pthread_sigmask(SIG_SETMASK, &unblocked, nullptr);
      look(run, parent);
    }
    int result = 0, signal = SIGCHLD;
    while (sigwait(&waited, &signal) == 0 && signal == SIGCHLD &&
           waitpid(child, &result, WNOHANG) == 0) {
    }
    if (signal != SIGCHLD) {
      ended = true;
      kill(child, SIGTERM);
      waitpid(child, &result, 0);
    } else if (WIFSIGNALED(result) && (WTERMSIG(result) == SIGINT || WTERMSIG(result) == SIGTERM)) {
      ended = true;  // Ctrl-C is for both, and came there first
    } else if (!(WIFEXITED(result) && WEXITSTATUS(result) == 0)) {
      say("the check did not come to an end");
      status = failure;
      break;
    }
  }
  if (is_terminal(STDERR_FILENO)) say_raw("\n");
  return status;
}

}  // namespace cudafit::cli
