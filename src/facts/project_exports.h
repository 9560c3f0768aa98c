#pragma once
// Lock files that are written as requirements and then read by pip: `poetry export -o
// requirements.txt`, `uv export | uv pip install -r -`. Private to the facts room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/pip_request.h"
#include "facts/project_command.h"

namespace cudafit::facts {

/// What one command has written.
struct Exported {
  Position at;
  Span step;         ///< the RUN
  std::string file;  ///< last component of its path; empty: the command that reads its output
  std::vector<Asked> requirements;
  std::vector<OptionValue> indexes;  ///< --extra-index-url lines in it
};

/// Where the command writes; nothing where that is not known.
std::optional<std::string> export_target(const Command& command, const ProjectCall& call);

class Exports {
 public:
  void add(Exported each) { all_.push_back(std::move(each)); }

  /// What the scene's command reads as `path`; `changed_by`: the RUN that may have written it. Null
  /// where no export has, or something else may have, too.
  const Exported* read(const PipScene& scene, std::string_view path, Span changed_by) const;

 private:
  std::vector<Exported> all_;
};

}  // namespace cudafit::facts
