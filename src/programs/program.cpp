#include "programs/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace cudafit::programs {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds grace{2000};
constexpr milliseconds look_again{50};  ///< at `stop`, which wakes nobody

/// Closed when it goes.
class Handle {
 public:
  Handle() = default;
  explicit Handle(int number) : number_(number) {}
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { shut(); }
  int get() const { return number_; }
  bool open() const { return number_ >= 0; }
  void shut() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Handle reads, writes;
};

bool make(Pipe& made) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  made.reads = Handle(ends[0]);
  made.writes = Handle(ends[1]);
  return true;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

/// One program that runs.
class Running {
 public:
  explicit Running(const Command& command) : command_(command) {}

  Ended to_its_end() {
    if (!start()) return std::move(ended_);
    talk();
    reap();
    return std::move(ended_);
  }

 private:
  bool fail(std::string why) {
    ended_.error = std::move(why);
    return false;
  }

  bool start() {
    const bool named = command_.instead || command_.program.starts_with('/');
    const std::string path = named ? command_.program : find(command_.program);
    if (path.empty()) return fail(command_.program + " is not installed");
    std::vector<std::string> words = command_.words;
    words.insert(words.begin(), path);
    std::vector<std::string> variables = command_.environment.value_or(std::vector<std::string>{});
    const std::vector<char*> argv = pointers(words);
    const std::vector<char*> given = pointers(variables);
    char* const* const envp = command_.environment ? given.data() : environ;
    Pipe in, out, error, failed;
    if (!make(in) || !make(out) || !make(error) || !make(failed))
      return fail(std::string("no pipe for it: ") + std::strerror(errno));
    child_ = fork();
    if (child_ < 0) return fail(std::string("it cannot be started: ") + std::strerror(errno));
    if (child_ == 0) {
      if (command_.own_group) setpgid(0, 0);
      // What we ignore or hold back it should not.
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      std::signal(SIGPIPE, SIG_DFL);
      if (dup2(in.reads.get(), STDIN_FILENO) >= 0 && dup2(out.writes.get(), STDOUT_FILENO) >= 0 &&
          dup2(error.writes.get(), STDERR_FILENO) >= 0) {
        if (command_.instead) {
          failed.writes.shut();  // what starting a program does by itself
          _exit(command_.instead());
        }
        execve(path.c_str(), argv.data(), envp);
      }
      const int why = errno;
      if (::write(failed.writes.get(), &why, sizeof why) < 0) _exit(126);
      _exit(127);
    }
    if (command_.own_group) setpgid(child_, child_);  // whoever comes first
    in.reads.shut();
    out.writes.shut();
    error.writes.shut();
    failed.writes.shut();
    int why = 0;
    ssize_t size = 0;
    do size = ::read(failed.reads.get(), &why, sizeof why);
    while (size < 0 && errno == EINTR);
    if (size > 0) {
      reap();
      return fail(path + " cannot be started: " + std::strerror(why));
    }
    ended_.started = true;
    in_ = std::move(in.writes);
    out_ = std::move(out.reads);
    error_ = std::move(error.reads);
    fcntl(in_.get(), F_SETFL, O_NONBLOCK);
    return true;
  }

  /// Until both streams are at their end, which is when nobody holds them any more.
  void talk() {
    while ((out_.open() || error_.open()) && !killed_) exchange(look_at_time());
  }

  /// Ends what has run too long; says how long nobody has to look again, negative: for ever.
  milliseconds look_at_time() {
    const Clock::time_point now = Clock::now();
    const milliseconds left = std::chrono::ceil<milliseconds>(began_ + command_.limit - now);
    if (!asked_ && command_.limit.count() > 0 && left.count() <= 0) {
      ended_.timed_out = true;
      ask_to_end();
    }
    if (!asked_ && command_.stop != nullptr && *command_.stop) {
      ended_.stopped = true;
      ask_to_end();
    }
    if (asked_) {
      const milliseconds patience = std::chrono::ceil<milliseconds>(asked_at_ + grace - now);
      // Who took over its streams and left its group keeps nobody waiting.
      if (patience.count() <= 0 && !killed_) {
        send(SIGKILL);
        killed_ = true;
      }
      return std::max(patience, milliseconds{0});
    }
    if (command_.limit.count() <= 0)
      return command_.stop == nullptr ? milliseconds{-1} : look_again;
    return command_.stop == nullptr ? left : std::min(left, look_again);
  }

  void exchange(milliseconds wait) {
    const bool says = in_.open() && said_ < command_.input.size();
    if (in_.open() && !says && !command_.hold_input) in_.shut();
    std::array<pollfd, 3> waiting{pollfd{out_.get(), POLLIN, 0}, pollfd{error_.get(), POLLIN, 0},
                                  pollfd{says ? in_.get() : -1, POLLOUT, 0}};
    if (poll(waiting.data(), waiting.size(), static_cast<int>(wait.count())) <= 0) return;
    if (waiting[0].revents != 0) take(out_, ended_.out, command_.hear_out);
    if (waiting[1].revents != 0) take(error_, ended_.error, command_.hear_error);
    if (waiting[2].revents != 0) say();
  }

  void say() {
    // Who does not read on must not end us.
    sigset_t broken, before;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    const ssize_t size =
        ::write(in_.get(), command_.input.data() + said_, command_.input.size() - said_);
    const int why = errno;
    if (size < 0 && why == EPIPE) {
      const timespec now{};
      sigtimedwait(&broken, nullptr, &now);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (size > 0) said_ += static_cast<std::size_t>(size);
    if (size < 0 && why != EAGAIN && why != EINTR) in_.shut();
  }

  void take(Handle& from, std::string& to, const std::function<void(std::string_view)>& hear) {
    std::array<char, 65536> buffer;
    const ssize_t size = ::read(from.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) return;
    if (size <= 0) {
      from.shut();
      return;
    }
    const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
    if (hear) hear(text);
    to += text.substr(0, command_.most_output - std::min(command_.most_output, to.size()));
  }

  void ask_to_end() {
    asked_ = true;
    asked_at_ = Clock::now();
    send(SIGTERM);
  }

  void send(int signal) const { kill(command_.own_group ? -child_ : child_, signal); }

  void reap() {
    if (!command_.hold_input) in_.shut();
    int status = 0;
    while (true) {
      // It may have closed its streams and gone on: its time runs all the same.
      const bool timed =
          ended_.started && !killed_ && (command_.limit.count() > 0 || command_.stop != nullptr);
      const pid_t gone = waitpid(child_, &status, timed ? WNOHANG : 0);
      if (gone == child_) break;
      if (gone < 0 && errno != EINTR) return;
      if (gone == 0) {
        look_at_time();
        poll(nullptr, 0, 5);
      }
    }
    in_.shut();
    if (WIFEXITED(status)) ended_.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended_.signal = WTERMSIG(status);
    if (ended_.timed_out || ended_.stopped) ended_.status = -1;
  }

  const Command& command_;
  Ended ended_{};
  pid_t child_ = -1;
  Handle in_{}, out_{}, error_{};
  std::size_t said_ = 0;  ///< bytes of the input that were written
  const Clock::time_point began_ = Clock::now();
  bool asked_ = false;  ///< to end
  Clock::time_point asked_at_{};
  bool killed_ = false;
};

}  // namespace

std::string find(std::string_view name) {
  const char* const variable = std::getenv("PATH");
  std::string_view path = variable == nullptr ? "/usr/bin:/bin" : variable;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const std::string candidate = std::string(path.substr(0, end)) + "/" + std::string(name);
    if (candidate.starts_with('/') && access(candidate.c_str(), X_OK) == 0) return candidate;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return "";
}

Ended run(const Command& command) { return Running(command).to_its_end(); }

}  // namespace cudafit::programs
