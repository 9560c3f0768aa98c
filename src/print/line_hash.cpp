#include "print/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <unordered_map>

#include "source/utf8.h"

namespace cudafit::print {

namespace {

constexpr std::size_t block = 100;
constexpr std::uint64_t factor = 37;
constexpr std::uint64_t end_of_file = 65535;

constexpr std::uint64_t first_factor() {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < block; ++i) power *= factor;
  return power;
}

/// A hash that rolls over the last `block` characters.
class Roller {
 public:
  /// One UTF-16 code unit, which is what the action counts.
  void take(std::uint64_t unit) {
    if (unit == ' ' || unit == '\t' || (after_return_ && unit == '\n')) {
      after_return_ = false;
      return;
    }
    after_return_ = unit == '\r';
    if (unit == '\r') unit = '\n';
    settle();
    if (line_begins_) starts_[at_] = true;
    line_begins_ = unit == '\n';
    roll(unit);
  }

  std::vector<std::string> finish() {
    take(end_of_file);
    for (std::size_t i = 0; i < block; ++i) {
      settle();
      roll(0);
    }
    return std::move(hashes_);
  }

 private:
  /// The line that began a whole block ago is known now.
  void settle() {
    if (!starts_[at_]) return;
    starts_[at_] = false;
    hashes_.push_back(fmt::format("{:x}:{}", hash_, ++seen_[hash_]));
  }

  void roll(std::uint64_t unit) {
    hash_ = factor * hash_ + unit - first_factor() * window_[at_];
    window_[at_] = unit;
    at_ = (at_ + 1) % block;
  }

  std::array<std::uint64_t, block> window_{};
  std::array<bool, block> starts_{};  ///< of the window: a line begins with this character
  std::size_t at_ = 0;
  std::uint64_t hash_ = 0;
  bool line_begins_ = true;
  bool after_return_ = false;
  std::vector<std::string> hashes_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace

std::vector<std::string> line_hashes(std::string_view bytes) {
  Roller roller;
  for (std::size_t at = 0; at < bytes.size();) {
    const Character c = decode(bytes, at);
    at += c.size;
    if (!c.valid) {
      roller.take(0xFFFD);
    } else if (c.code > 0xFFFF) {
      roller.take(0xD800 + ((c.code - 0x10000) >> 10));
      roller.take(0xDC00 + ((c.code - 0x10000) & 0x3FF));
    } else {
      roller.take(c.code);
    }
  }
  return roller.finish();
}

}  // namespace cudafit::print
