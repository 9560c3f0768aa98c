#pragma once
// A report as Markdown: what a job summary and a comment on a pull request have in common.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "print/print.h"

namespace cudafit::print {

/// Counts, a table of findings, what each stage needs, then reasons and fixes folded away. No
/// longer than `max_bytes`; what does not fit is counted at the end. `drawings` is Markdown that
/// stands behind the tables if it fits.
std::string report_markdown(std::span<const Report> reports, const PrintOptions& options,
                            std::size_t max_bytes, std::string_view drawings = {});

}  // namespace cudafit::print
