#pragma once
// The two pipes to the client. A thread reads ahead, so that what is cancelled need not be done.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

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
  void read();
  void put(Incoming incoming);

  int in_, out_;
  int wake_[2] = {-1, -1};
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Incoming> queue_;
  std::set<Json> cancelled_;
  bool news_ = false;        ///< in cancelled_
  std::int64_t parent_ = 0;  ///< 0: not said
  std::thread reader_;
};

}  // namespace cudafit::lsp
