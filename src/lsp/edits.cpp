#include "lsp/edits.h"

#include <algorithm>

namespace cudafit::lsp {

void add(FileEdits& into, Pages& pages, std::span<const Edit> edits) {
  for (const Edit& edit : edits) {
    Json& list = into.try_emplace(pages.path(edit.span.file), Json::array()).first->second;
    list.push_back({{"range", pages.range(edit.span)}, {"newText", edit.text}});
  }
}

Json difference(std::string_view before, std::string_view after, Encoding encoding) {
  const std::size_t most = std::min(before.size(), after.size());
  std::size_t same = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(most),
                    after.begin())
          .first -
      before.begin());
  while (same > 0 && before[same - 1] != '\n') --same;
  std::size_t tail = 0;
  while (tail < most - same && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  // Whole lines, so that no character is cut.
  while (tail > 0 && before[before.size() - tail - 1] != '\n') --tail;
  const Span changed{0, static_cast<std::uint32_t>(same),
                     static_cast<std::uint32_t>(before.size() - tail)};
  return Json::array({{{"range", Lines(before, encoding).range(changed)},
                       {"newText", after.substr(same, after.size() - tail - same)}}});
}

Json workspace_edit(const Session& session, const FileEdits& edits) {
  if (!session.client.document_changes) {
    Json changes = Json::object();
    for (const auto& [path, list] : edits) changes[session.uri(path)] = list;
    return {{"changes", std::move(changes)}};
  }
  Json changes = Json::array();
  for (const auto& [path, list] : edits) {
    const OpenDocument* const open = session.workspace.documents().find(path);
    changes.push_back({{"textDocument",
                        {{"uri", session.uri(path)},
                         {"version", open == nullptr ? Json() : Json(open->version)}}},
                       {"edits", list}});
  }
  return {{"documentChanges", std::move(changes)}};
}

}  // namespace cudafit::lsp
