#include "lsp/channel.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

#include "lsp/framing.h"

namespace cudafit::lsp {
namespace {

constexpr int parse_error = -32700;
constexpr int invalid_request = -32600;
constexpr int parent_interval = 2000;         ///< milliseconds between looks
constexpr std::size_t most_cancelled = 1000;  ///< of requests that never came

Incoming refused(int code, std::string problem, const Json& id = {}) {
  Incoming out;
  out.kind = Incoming::Kind::refused;
  out.code = code;
  out.problem = std::move(problem);
  if (id.is_string() || id.is_number_integer()) out.id = id;
  return out;
}

Incoming last(Incoming::Kind kind, std::string problem = {}) {
  Incoming out;
  out.kind = kind;
  out.problem = std::move(problem);
  return out;
}

}  // namespace

Incoming read_message(std::string_view body) {
  std::optional<Json> message = parse(body);
  if (!message) return refused(parse_error, "the message is no JSON");
  if (!message->is_object()) return refused(invalid_request, "a message is one object");
  const Json& id = member(*message, "id");
  if (text(member(*message, "jsonrpc")) != "2.0")
    return refused(invalid_request, "a message says jsonrpc 2.0", id);
  const bool method = message->contains("method");
  if (method && !member(*message, "method").is_string())
    return refused(invalid_request, "the method has no name", id);
  if (!method && !message->contains("result") && !message->contains("error"))
    return refused(invalid_request, "the message has neither a method nor a result", id);
  if (message->contains("id") && !id.is_string() && !id.is_number_integer() &&
      !(id.is_null() && !method))
    return refused(invalid_request, "an id is a number or a text");
  Incoming out;
  out.kind = Incoming::Kind::message;
  out.message = std::move(*message);
  return out;
}

Channel::Channel(int in, int out) : in_(in), out_(out) {
  ::signal(SIGPIPE, SIG_IGN);
  if (::pipe2(wake_, O_CLOEXEC) != 0) wake_[0] = wake_[1] = -1;
  reader_ = std::thread([this] { read(); });
}

Channel::~Channel() {
  const char byte = 0;
  const ssize_t woken = ::write(wake_[1], &byte, 1);
  static_cast<void>(woken);
  reader_.join();
  for (const int each : wake_) {
    if (each >= 0) ::close(each);
  }
}

void Channel::put(Incoming incoming) {
  const std::lock_guard lock(mutex_);
  if (incoming.kind == Incoming::Kind::message &&
      text(member(incoming.message, "method")) == "$/cancelRequest") {
    const Json& id = at(incoming.message, {"params", "id"});
    if (cancelled_.size() >= most_cancelled) cancelled_.clear();
    if (id.is_string() || id.is_number_integer()) {
      cancelled_.insert(id);
      news_ = true;
      arrived_.notify_one();
    }
    return;
  }
  queue_.push_back(std::move(incoming));
  arrived_.notify_one();
}

void Channel::read() {
  std::string bytes;
  std::size_t done = 0;
  std::array<char, 65536> buffer{};
  while (true) {
    Frame frame = take_frame(std::string_view(bytes).substr(done));
    if (frame.kind == Frame::Kind::broken)
      return put(last(Incoming::Kind::broken, std::move(frame.problem)));
    if (frame.kind == Frame::Kind::message) {
      put(read_message(frame.body));
      done += frame.size;
      continue;
    }
    bytes.erase(0, done);
    done = 0;
    if (bytes.empty() && bytes.capacity() > (std::size_t{1} << 20)) bytes.shrink_to_fit();
    std::array<pollfd, 2> watched = {pollfd{in_, POLLIN, 0}, pollfd{wake_[0], POLLIN, 0}};
    const int ready = ::poll(watched.data(), watched.size(), parent_interval);
    if (watched[1].revents != 0) return;
    if (ready == 0) {
      const std::lock_guard lock(mutex_);
      if (parent_ <= 0 || ::kill(static_cast<pid_t>(parent_), 0) == 0 || errno != ESRCH) continue;
      queue_.push_back(last(Incoming::Kind::end));
      arrived_.notify_one();
      return;
    }
    if (ready < 0 && errno != EINTR) return put(last(Incoming::Kind::end));
    if (ready <= 0) continue;
    const ssize_t got = ::read(in_, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return put(last(Incoming::Kind::end));
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

Incoming Channel::next(std::optional<Time> most) {
  std::unique_lock lock(mutex_);
  const auto arrived = [this] { return !queue_.empty() || news_; };
  if (most) {
    arrived_.wait_for(lock, *most, arrived);
  } else {
    arrived_.wait(lock, arrived);
  }
  news_ = false;
  if (queue_.empty()) return {};
  Incoming incoming = std::move(queue_.front());
  queue_.pop_front();
  return incoming;
}

bool Channel::pending() {
  const std::lock_guard lock(mutex_);
  return !queue_.empty() || news_;
}

bool Channel::cancelled(const Json& id) {
  const std::lock_guard lock(mutex_);
  return cancelled_.erase(id) > 0;
}

bool Channel::send(const Json& message) {
  const std::string bytes = framed(dump(message));
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t wrote = ::write(out_, rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0 && errno == EAGAIN) {
      pollfd watched{out_, POLLOUT, 0};
      ::poll(&watched, 1, parent_interval);
      continue;
    }
    if (wrote < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

void Channel::watch_parent(std::int64_t process) {
  const std::lock_guard lock(mutex_);
  if (process <= INT_MAX) parent_ = process;
}

}  // namespace cudafit::lsp
