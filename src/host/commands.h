#pragma once
// The commands of the tables, made those of one machine.

#include <string>
#include <string_view>

#include "host/chart.h"

namespace cudafit::host {

/// With `{install PACKAGE}`, `{restart docker}` and other {fields} filled.
/// Names in `fields` are words for a shell already.
std::string filled(std::string_view command, const Seen& seen, const Fields& fields);

/// In quotes where a shell would take it for anything but one word.
std::string shell_word(std::string_view text);

}  // namespace cudafit::host
