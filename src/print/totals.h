#pragma once
// What the summary line and the JSON summary count.

#include <cstddef>
#include <span>

#include "print/print.h"

namespace cudafit::print {

struct Totals {
  std::size_t files = 0;   ///< distinct Dockerfiles that were read, however many builds each has
  std::size_t unread = 0;  ///< paths that could not be linted
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t hints = 0;
  std::size_t fixable = 0;         ///< by a run with these options and --fix
  std::size_t unsafe_fixable = 0;  ///< more of them with --unsafe-fixes
};

Totals totals(std::span<const Report> reports, const PrintOptions& options);

inline bool visible(const Diagnostic& finding, const PrintOptions& options) {
  return !options.quiet || finding.severity != Severity::hint;
}

}  // namespace cudafit::print
