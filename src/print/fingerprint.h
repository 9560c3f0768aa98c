#pragma once
// What makes a finding the same finding tomorrow, when lines above it have moved.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "print/places.h"
#include "print/print.h"

namespace cudafit::print {

/// Sixteen hexadecimal digits of FNV-1a over the rule, the path and the text of the finding's lines
/// (without blanks around them), and which of several such findings it is. One object per run,
/// asked in the order of printing.
class Fingerprints {
 public:
  /// Paths count from the root of the repository, so that it does not matter where the run began.
  explicit Fingerprints(const PrintOptions& options) : options_(&options) {}
  std::string operator()(Places& places, const Diagnostic& finding);

 private:
  const PrintOptions* options_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
  /// Hash of each line already read, by the file's bytes and the line's number: many findings share
  /// a long line.
  std::map<std::pair<const char*, std::uint32_t>, std::uint64_t> lines_;
};

}  // namespace cudafit::print
