#pragma once
// What is worked out of the tables again and again is worked out once.

#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cudafit::matrix {

/// Answers of a lookup, by what was asked for. They stay valid as long as the program, since the
/// tables do not change while it runs. An answer that is empty() is not kept, so there are never
/// more of them than things the tables know, whatever people write. May be used by many threads.
template <typename Value>
class Remembered {
 public:
  /// The answer to `key`, which `make()` works out when it was not asked for before.
  template <typename Make>
  const Value& get(const std::string& key, Make make) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
    }
    Value made = make();
    if (made.empty()) return none_;
    const std::unique_lock lock(mutex_);
    return kept_.try_emplace(key, std::move(made)).first->second;  // its place never changes
  }

 private:
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Value> kept_;
  const Value none_{};
};

}  // namespace cudafit::matrix
