// Pipes that a thread reads ahead.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "lsp/channel.h"

namespace cudafit::lsp {
namespace {

constexpr int parent_interval = 2000;  ///< milliseconds between looks

Incoming end() {
  Incoming out;
  out.kind = Incoming::Kind::end;
  return out;
}

}  // namespace

struct Channel::Pipes {
  Pipes(int from, int to) : in(from), out(to) {
    ::signal(SIGPIPE, SIG_IGN);
    if (::pipe2(wake, O_CLOEXEC) != 0) wake[0] = wake[1] = -1;
    reader = std::thread([this] { read(); });
  }

  ~Pipes() {
    const char byte = 0;
    const ssize_t woken = ::write(wake[1], &byte, 1);
    static_cast<void>(woken);
    reader.join();
    for (const int each : wake) {
      if (each >= 0) ::close(each);
    }
  }

  void put(Incoming incoming) {
    const std::lock_guard lock(mutex);
    inbox.put(std::move(incoming));
    arrived.notify_one();
  }

  bool parent_is_gone() {
    const std::lock_guard lock(mutex);
    return parent > 0 && ::kill(static_cast<pid_t>(parent), 0) != 0 && errno == ESRCH;
  }

  void read() {
    Unframer unframer;
    std::array<char, 65536> buffer{};
    while (true) {
      if (std::optional<Incoming> incoming = unframer.next()) {
        const bool broken = incoming->kind == Incoming::Kind::broken;
        put(std::move(*incoming));
        if (broken) return;
        continue;
      }
      std::array<pollfd, 2> watched = {pollfd{in, POLLIN, 0}, pollfd{wake[0], POLLIN, 0}};
      const int ready = ::poll(watched.data(), watched.size(), parent_interval);
      if (watched[1].revents != 0) return;
      if (ready == 0 && parent_is_gone()) return put(end());
      if (ready < 0 && errno != EINTR) return put(end());
      if (ready <= 0) continue;
      const ssize_t got = ::read(in, buffer.data(), buffer.size());
      if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (got <= 0) return put(end());
      unframer.add(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    }
  }

  int in, out;
  int wake[2] = {-1, -1};
  std::mutex mutex;
  std::condition_variable arrived;
  Inbox inbox;
  std::int64_t parent = 0;  ///< 0: not said
  std::thread reader;
};

Channel::Channel(int in, int out) : pipes_(std::make_unique<Pipes>(in, out)) {}
Channel::~Channel() = default;

Incoming Channel::next(std::optional<Time> most) {
  std::unique_lock lock(pipes_->mutex);
  const auto arrived = [this] { return pipes_->inbox.pending(); };
  if (most) {
    pipes_->arrived.wait_for(lock, *most, arrived);
  } else {
    pipes_->arrived.wait(lock, arrived);
  }
  return pipes_->inbox.take();
}

bool Channel::pending() {
  const std::lock_guard lock(pipes_->mutex);
  return pipes_->inbox.pending();
}

bool Channel::cancelled(const Json& id) {
  const std::lock_guard lock(pipes_->mutex);
  return pipes_->inbox.cancelled(id);
}

bool Channel::send(const Json& message) { return write_message(pipes_->out, message); }

void Channel::watch_parent(std::int64_t process) {
  const std::lock_guard lock(pipes_->mutex);
  if (process <= INT_MAX) pipes_->parent = process;
}

}  // namespace cudafit::lsp
