#pragma once
// Other programs: found by PATH, started without a shell, given so much time and no more.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::programs {

struct Command {
  std::string program{};             ///< a name, looked up in PATH, or an absolute path
  std::vector<std::string> words{};  ///< what stands behind the program
  /// "NAME=value"; without it the program gets what we have.
  std::optional<std::vector<std::string>> environment{};
  /// What the new process does instead of starting the program, which is then a name only; gives
  /// the exit status. For libraries that may hang or crash. Only before other threads are started.
  std::function<int()> instead{};
  std::string input{};      ///< what its standard input gives
  bool hold_input = false;  ///< standard input stays open until the program has ended
  bool own_group = false;   ///< Ctrl-C does not reach it; what it started is ended with it
  /// How long it may take; zero: as long as it wants.
  std::chrono::milliseconds limit{0};
  std::size_t most_output = 16u << 20;      ///< of each stream, in bytes; what is more is dropped
  const std::atomic<bool>* stop = nullptr;  ///< set: end it
  /// Told of the output as it comes, in pieces of any size.
  std::function<void(std::string_view)> hear_out{}, hear_error{};
};

struct Ended {
  int status = -1;         ///< its exit status; -1: it did not end by itself
  bool started = false;    ///< false: `error` says why not
  bool timed_out = false;  ///< it took longer than the limit and was ended
  bool stopped = false;    ///< it was ended because of `stop`
  int signal = 0;          ///< the signal that ended it, when one did
  std::string out, error;
};

/// The absolute path of a program by PATH, but never one that lies where we happen to be. Empty:
/// there is none.
std::string find(std::string_view name);

/// Runs it to its end. Its group, where it has its own, is asked to end (SIGTERM) and two seconds
/// later made to (SIGKILL).
Ended run(const Command& command);

/// The door to programs, for what tests answer themselves.
using Run = std::function<Ended(const Command&)>;

}  // namespace cudafit::programs
