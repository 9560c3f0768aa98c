#pragma once
// Edits of files, as the protocol has them.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/pages.h"
#include "lsp/session.h"
#include "source/diagnostic.h"

namespace cudafit::lsp {

/// TextEdits by the absolute path of their file.
using FileEdits = std::map<std::string, Json>;

void add(FileEdits& into, Pages& pages, std::span<const Edit> edits);
/// What turns one text into another: from the first line that differs to the last.
Json difference(std::string_view before, std::string_view after, Encoding encoding);
/// A WorkspaceEdit: with versions where the client can check them.
Json workspace_edit(const Session& session, const FileEdits& edits);

}  // namespace cudafit::lsp
