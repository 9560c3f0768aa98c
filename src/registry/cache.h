#pragma once
// What was looked up, kept on disk: documents by their digests for long, where tags lead for
// minutes. Every failure of it is as if nothing were there.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "registry/proxy.h"

namespace cudafit::registry {

class Cache {
 public:
  /// Keeps nothing and has nothing.
  Cache() = default;
  /// In $XDG_CACHE_HOME/cudafit/registry, else ~/.cache/cudafit/registry. `now`: seconds since
  /// 1970.
  Cache(const Environment& environment, std::function<std::int64_t()> now);

  /// Of these bytes exactly: what does not fit its digest is not there.
  std::optional<std::string> document(std::string_view digest) const;
  void keep_document(std::string_view digest, std::string_view bytes) const;
  /// The digest that a tag led to a short time ago. `name`: server, repository and tag.
  std::optional<std::string> tag(std::string_view name) const;
  void keep_tag(std::string_view name, std::string_view digest) const;
  /// Removes the oldest where all together are too much, and what a killed program left.
  void tidy() const;

 private:
  std::string folder_;  ///< empty: none
  std::function<std::int64_t()> now_;
};

}  // namespace cudafit::registry
