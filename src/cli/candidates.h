#pragma once
// Which files a check is about.

#include <set>
#include <string>
#include <vector>

#include "cli/flags.h"
#include "document/discover.h"
#include "project/settings.h"
#include "source/files.h"
#include "source/report.h"

namespace cudafit::cli {

/// A file to lint, and why.
struct Candidate {
  std::string path;
  bool named = false;  ///< given by name: failing to read it is an error
  bool asked = true;   ///< false: only if it turns out to read a dependency file given by name
};

struct Candidates {
  OverlayFiles& files;
  project::Settings& settings;
  const CheckFlags& flags;

  std::vector<Candidate> list{};
  std::vector<PathError> failures{};
  std::set<std::string> dependencies{};  ///< real paths of dependency files given by name
  std::set<std::string> walked{};        ///< real paths of directories given by name
  std::vector<std::string> skipped{};    ///< met when walking, as shown: not read
  std::set<std::string> whole{};         ///< and of others in which every build is looked at
  bool standard_input = false;
  std::string standard_input_name{"<stdin>"};

  /// Fills all of it from the paths of the command line, and says what there is to say.
  void find();

 private:
  document::Discovery discover(const std::vector<std::string>& paths);
  std::vector<std::string> without_dependencies(const std::vector<std::string>& paths);
  void add_readers();
};

}  // namespace cudafit::cli
