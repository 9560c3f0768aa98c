#include "lsp/channel.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "lsp/framing.h"

namespace cudafit::lsp {
namespace {

constexpr int parse_error = -32700;
constexpr int invalid_request = -32600;
constexpr int full_interval = 2000;           ///< milliseconds between looks at a full pipe
constexpr std::size_t most_cancelled = 1000;  ///< of requests that never came

Incoming refused(int code, std::string problem, const Json& id = {}) {
  Incoming out;
  out.kind = Incoming::Kind::refused;
  out.code = code;
  out.problem = std::move(problem);
  if (id.is_string() || id.is_number_integer()) out.id = id;
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

bool write_message(int out, const Json& message) {
  const std::string bytes = framed(dump(message));
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t wrote = ::write(out, rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0 && errno == EAGAIN) {
      pollfd watched{out, POLLOUT, 0};
      ::poll(&watched, 1, full_interval);
      continue;
    }
    if (wrote < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

void Inbox::put(Incoming incoming) {
  if (incoming.kind != Incoming::Kind::message ||
      text(member(incoming.message, "method")) != "$/cancelRequest") {
    queue_.push_back(std::move(incoming));
    return;
  }
  const Json& id = at(incoming.message, {"params", "id"});
  if (cancelled_.size() >= most_cancelled) cancelled_.clear();
  if (!id.is_string() && !id.is_number_integer()) return;
  cancelled_.insert(id);
  news_ = true;
}

Incoming Inbox::take() {
  news_ = false;
  if (queue_.empty()) return {};
  Incoming incoming = std::move(queue_.front());
  queue_.pop_front();
  return incoming;
}

std::optional<Incoming> Unframer::next() {
  Frame frame = take_frame(std::string_view(bytes_).substr(done_));
  if (frame.kind == Frame::Kind::message) {
    Incoming out = read_message(frame.body);
    done_ += frame.size;
    return out;
  }
  if (frame.kind == Frame::Kind::broken) {
    Incoming out;
    out.kind = Incoming::Kind::broken;
    out.problem = std::move(frame.problem);
    return out;
  }
  bytes_.erase(0, done_);
  done_ = 0;
  if (bytes_.empty() && bytes_.capacity() > (std::size_t{1} << 20)) bytes_.shrink_to_fit();
  return std::nullopt;
}

}  // namespace cudafit::lsp
