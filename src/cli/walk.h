#pragma once
// The files a command is about that only reads them, and what holds for them.

#include <memory>
#include <string>
#include <vector>

#include "cli/flags.h"
#include "document/discover.h"
#include "project/settings.h"
#include "source/files.h"

namespace cudafit::cli {

struct Walk {
  /// Looks for the files, or reads standard input where the path is "-". `flags` have to outlive
  /// it.
  explicit Walk(const CheckFlags& flags);

  const CheckFlags& flags;
  std::unique_ptr<Files> disk = real_files();
  /// What is read; standard input is a file of it under its name.
  std::unique_ptr<OverlayFiles> files = std::make_unique<OverlayFiles>(*disk);
  project::Settings settings{*files, flags.choices, flags.paths};
  document::Discovery found;

  /// The tables and the machine are right; what is not has been said. Before anything is analysed.
  bool open(const std::vector<std::string>& paths);
  /// Says what could not be read of a report. The status that comes of it.
  int say_errors(const std::vector<PathError>& errors) const;
  /// Says what else went wrong; `status` or a graver one.
  int finish(int status) const;
  /// Writes to standard output, or to the file that the flags name. False, which has been said,
  /// when that fails.
  bool put(const std::string& text) const;
};

}  // namespace cudafit::cli
