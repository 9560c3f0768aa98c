#pragma once
// Changes of one installation of torch, collected as edits. Private to the advise room.

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace cudafit::advise {

/// Collects the edits of one fix; `fine` turns false when a part has no place to be edited.
class TorchEdit {
 public:
  TorchEdit(const graph::Graph& graph, std::size_t install)
      : graph_(graph), install_(graph.facts.pip_installs[install]) {}

  /// Another directory of the index, and labels that name the old one.
  TorchEdit& directory(const graph::Index& index, std::string_view to);
  /// Another label, "" for none, of torch and the companions that have `from`.
  TorchEdit& label(std::string_view from, std::string_view to);
  /// Another release of torch, with the companions pinned beside it. Keeps labels.
  TorchEdit& release(std::size_t requirement, std::string_view to);
  /// Another version of one requirement. Keeps the label.
  TorchEdit& version(std::size_t requirement, std::string_view to);
  /// A pin where none is written, or in place of the clauses that are.
  TorchEdit& pin(std::size_t requirement, std::string_view version);
  /// --extra-index-url at the end of the command, or on a line above the requirement of a
  /// requirements file.
  TorchEdit& add_index(std::size_t requirement, std::string_view directory);

  /// The edits, sorted; empty when a part cannot be edited.
  std::vector<Edit> edits() const;

 private:
  void put(const Text& text, std::size_t begin, std::size_t end, std::string_view with);

  const graph::Graph& graph_;
  const facts::PipInstall& install_;
  std::vector<Edit> edits_;
  bool fine_ = true;
};

}  // namespace cudafit::advise
