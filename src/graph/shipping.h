#pragma once
// What a stage ships, what its containers start, and whether everything that was done to it is
// known. Private to the graph room.

#include <optional>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "terms/pep440.h"

namespace cudafit::graph {

/// The stage and those below it, itself first.
std::vector<int> chain_of(const Graph& graph, int stage);
bool among(const std::vector<int>& chain, int stage);

/// What Graph::package answers for each name that there is, in the order of Graph::packages.
std::vector<const Package*> present(const Graph& graph, facts::Position where,
                                    const facts::Environment* environment = nullptr);
/// The packages that are in the stage when it is shipped, each once.
std::vector<const Package*> shipped(const Graph& graph, int stage);

/// The first row that holds for the package; nothing where its version is not known and rows
/// differ in what they say.
template <typename Row>
std::optional<Row> row_of(const std::vector<Row>& rows, const Package& package) {
  const auto version = PyVersion::parse(package.version);
  for (const Row& row : rows) {
    if (row.range.empty()) return row;
    const auto range = Specifiers::parse(row.range);
    if (!version || package.version.empty()) {
      if (rows.size() == 1 || !range) return std::nullopt;
      continue;
    }
    if (range && range->contains(*version, true)) return row;
  }
  return std::nullopt;
}

/// The command that a container of the stage runs. An ENTRYPOINT drops a CMD of the stages below.
struct StartCommand {
  // Of a script: the last that it certainly starts, else its first command.
  const facts::ProgramUse* entrypoint = nullptr;
  const facts::ProgramUse* cmd = nullptr;
  /// Everything that the two start, in their order.
  std::vector<const facts::ProgramUse*> all;

  /// What is started first, behind programs that only look after others (tini); null when nothing
  /// is known.
  const facts::ProgramUse* first() const;
};
StartCommand start_command(const Graph& graph, int stage);
/// A command of a start script beside what the script is there for: it starts nothing of its own.
bool only_prepares(const facts::ProgramUse& use);
/// Something of unknown content is run before, by what starts `use`, or puts files in place: any
/// program may be there then.
bool unknown_before(const StartCommand& command, const facts::ProgramUse& use);

/// The module of `python -m module`; empty for other programs.
std::string_view started_module(const facts::ProgramUse& use);
/// The stage's name says that others are made from it, whatever it starts.
bool made_to_build_on(const Graph& graph, int stage);
/// ONBUILD: what builds on the image does more.
bool builds_later(const Graph& graph, const std::vector<int>& chain);

/// Everything that is installed in the chain is known, also what it carries from other stages.
bool followed(const Graph& graph, const std::vector<int>& chain);
/// A command in the chain compiles, or may: what it leaves behind may want the toolkit. Packages
/// that compile when they are installed are not looked at: Graph::extension_builds has them.
bool runs_compilers(const Graph& graph, const std::vector<int>& chain);
/// Sources for nvcc, tools of developers, or a call of a compiler when the container runs.
bool shows_toolkit_use(const Graph& graph, const std::vector<int>& chain);

}  // namespace cudafit::graph
