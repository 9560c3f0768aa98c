#pragma once
// Findings by the file they are in, for formats that are lists of files. A file may have several
// reports, and a report may have findings in several files.

#include <span>
#include <string_view>
#include <vector>

#include "print/places.h"
#include "print/print.h"

namespace cudafit::print {

struct FindingsOfFile {
  struct Item {
    Places* places;
    const Diagnostic* finding;
  };
  std::string_view path;
  std::vector<Item> items;                 ///< in the order of the reports
  std::vector<std::string_view> failures;  ///< why it could not be linted
};

/// In the order in which the files are first met; those that were linted without a finding, too.
/// `places` has one for each report.
std::vector<FindingsOfFile> by_file(std::span<const Report> reports, std::vector<Places>& places,
                                    const PrintOptions& options);

}  // namespace cudafit::print
