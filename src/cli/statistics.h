#pragma once

#include <span>
#include <string>

#include "print/print.h"
#include "source/report.h"

namespace cudafit::cli {

/// How often each rule was found, most often first, and whether fixes exist: lines for people, or
/// JSON.
std::string statistics(std::span<const Report> reports, const print::PrintOptions& options,
                       bool json);

}  // namespace cudafit::cli
