// Pipes that JavaScript reads ahead: WebAssembly has no threads, but what runs it has.

#include <emscripten.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

#include "lsp/channel.h"

namespace cudafit::lsp {
namespace {

// Waits until there is something to read, or the end, for so many milliseconds at most; negative:
// for as long as it takes.
EM_JS(int, wait_for_input, (int milliseconds),
      { return Module.waitForInput(milliseconds) ? 1 : 0; });

// The end of the input comes when that process is gone, too.
EM_JS(void, watch_process, (double process), { Module.watchProcess(process); });

}  // namespace

struct Channel::Pipes {
  /// Reads what is there; false where nothing came in that time.
  bool read(int milliseconds) {
    if (ended || wait_for_input(milliseconds) == 0) return false;
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(in, buffer.data(), buffer.size());
    if (got > 0) {
      unframer.add(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
      while (!ended) {
        std::optional<Incoming> incoming = unframer.next();
        if (!incoming) break;
        ended = incoming->kind == Incoming::Kind::broken;
        inbox.put(std::move(*incoming));
      }
    } else {
      ended = true;
      Incoming last;
      last.kind = Incoming::Kind::end;
      inbox.put(std::move(last));
    }
    return true;
  }

  /// All that has come in by now.
  void catch_up() {
    while (read(0)) {
    }
  }

  int in, out;
  Unframer unframer{};
  Inbox inbox{};
  bool ended = false;  ///< nothing comes any more
};

Channel::Channel(int in, int out) : pipes_(new Pipes{.in = in, .out = out}) {}
Channel::~Channel() = default;

Incoming Channel::next(std::optional<Time> most) {
  pipes_->catch_up();
  const auto end = std::chrono::steady_clock::now() + most.value_or(Time(0));
  while (!pipes_->inbox.pending() && !pipes_->ended) {
    int left = -1;
    if (most) {
      const auto rest = std::chrono::ceil<Time>(end - std::chrono::steady_clock::now());
      if (rest <= Time(0)) break;
      left = static_cast<int>(rest.count());
    }
    pipes_->read(left);
  }
  return pipes_->inbox.take();
}

bool Channel::pending() {
  pipes_->catch_up();
  return pipes_->inbox.pending();
}

bool Channel::cancelled(const Json& id) {
  pipes_->catch_up();
  return pipes_->inbox.cancelled(id);
}

bool Channel::send(const Json& message) { return write_message(pipes_->out, message); }

void Channel::watch_parent(std::int64_t process) {
  if (process > 0) watch_process(static_cast<double>(process));
}

}  // namespace cudafit::lsp
