#pragma once
// Paths that hold in a stage and would not in the two it becomes. Private to the recommend room.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "recommend/split_parts.h"
#include "recommend/split_plan.h"

namespace cudafit::recommend {

/// The argument on which one of the paths depends, and the path: `COPY --from` would name the one
/// of a build that leaves the argument alone. Looked for up to the step `last`.
std::pair<std::string, std::string> argument_of_paths(const document::Stage& stage,
                                                      std::size_t last,
                                                      const std::vector<std::string>& paths,
                                                      const OtherValues& others);

/// What in the second stage asks for the system's Python or its packages by a path, where these
/// have moved into a virtual environment; empty: nothing does. A script that a container starts is
/// read through `file`, where it can be.
std::string asks_system_python(const document::Document& document, int stage,
                               const std::vector<Part>& parts,
                               const std::vector<std::string>& outputs, const ContextFile& file);

/// Of what is started with the right of others, by a timer or for a login, the variables of the
/// image do not hold, PATH among them: such a program of a command; empty: none.
std::string forgets_path(const std::vector<Part>& parts);

/// Where the programs come from that containers start by a path.
struct Started {
  std::string nowhere;  ///< a path that nothing in the second stage provides; may be empty
  std::vector<std::string> maybe;  ///< paths below a directory that COPY brings: it may have them
};
Started started_files(const document::Document& document, int stage, const std::vector<Part>& parts,
                      const std::vector<std::string>& outputs, const ContextFile& file);

/// The command that tells the loader of the libraries that the first stage made, as it stands
/// there: "ldconfig", "ldconfig /opt/lib"; empty: there is none.
std::string tells_loader(const std::vector<Part>& parts);

}  // namespace cudafit::recommend
