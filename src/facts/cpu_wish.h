#pragma once
// What says that containers do without GPUs: names with "cpu", devices that are called so, GPUs
// that are switched off.

#include <string>
#include <string_view>
#include <utility>

#include "document/compose.h"

namespace cudafit::facts {

/// A name that ends in "cpu" and speaks of no GPU: `app-cpu`, `cpu`, `Dockerfile.cpu`. Counters and
/// the like have the word elsewhere.
bool named_for_cpu(std::string_view name);

/// Something in the service may say so: reason enough not to miss a GPU there.
bool may_be_for_cpu(const read::ComposeService& service);

/// What in the service certainly says so, and where; empty when nothing does. Defaults that whoever
/// calls Compose may replace say nothing.
std::pair<std::string, Span> cpu_wish(const read::ComposeService& service,
                                      const document::ComposeProject& project);

}  // namespace cudafit::facts
