#pragma once
// The two pipes to the client. They are read ahead, so that what is cancelled need not be done.

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lsp/json.h"

namespace cudafit::lsp {

/// What the client sent next.
struct Incoming {
  enum class Kind : std::uint8_t {
    message,  ///< a request, a notification or a response
    refused,  ///< it gets `code` as an answer
    end,      ///< nothing comes any more
    broken,   ///< nothing can be read any more: `problem`
    none,     ///< nothing there yet, or a request was cancelled
  };
  Kind kind = Kind::none;
  Json message;
  Json id;  ///< of what is refused; null where it has none
  int code = 0;
  std::string problem;
};

/// What bytes of a body are: a message, or why not. An array of messages is refused, as the
/// protocol has none.
Incoming read_message(std::string_view body);

/// Writes a message with its header, all of it; false where nobody reads any more.
bool write_message(int out, const Json& message);

/// What has come in and was not taken yet.
class Inbox {
 public:
  void put(Incoming incoming);
  /// Whether there is something, or a request was cancelled since the last `take`.
  bool pending() const { return !queue_.empty() || news_; }
  /// The next one; kind `none` where there is none.
  Incoming take();
  /// Whether the client has cancelled that request, which is then done with.
  bool cancelled(const Json& id) { return cancelled_.erase(id) > 0; }

 private:
  std::deque<Incoming> queue_;
  std::set<Json> cancelled_;
  bool news_ = false;  ///< in cancelled_
};

/// The messages in bytes that come bit by bit.
class Unframer {
 public:
  /// The next message, or that nothing can be read any more; nothing: more bytes have to come.
  std::optional<Incoming> next();
  void add(std::string_view bytes) { bytes_ += bytes; }

 private:
  std::string bytes_;
  std::size_t done_ = 0;
};

class Channel {
 public:
  /// Descriptors; they stay open.
  Channel(int in, int out);
  Channel(const Channel&) = delete;
  ~Channel();

  using Time = std::chrono::milliseconds;
  /// The next one; kind `none` where there is none after `most`, or something was cancelled.
  /// Without `most` it waits for as long as it takes.
  Incoming next(std::optional<Time> most);
  /// Whether more has come in, or something was cancelled since the last `next`.
  bool pending();
  /// Whether the client has cancelled that request, which is then done with.
  bool cancelled(const Json& id);
  /// False where nobody reads any more.
  bool send(const Json& message);
  /// The end comes when this process is gone, too.
  void watch_parent(std::int64_t process);

 private:
  struct Pipes;  ///< who reads ahead: a thread of ours, or what runs WebAssembly
  std::unique_ptr<Pipes> pipes_;
};

}  // namespace cudafit::lsp
