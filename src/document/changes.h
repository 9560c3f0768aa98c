#pragma once
// Whether a command may change, make or remove a file. Private to the document room.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"

namespace cudafit::document {

/// The text of a script at a place of the image, where it is known.
using ScriptText = std::function<std::optional<std::string_view>(const std::string& place)>;

/// False only when nothing suggests that the command touches the file at `path`: neither its words
/// nor its redirections name it or a directory above it in a way that writes, and neither does the
/// script it runs. Programs are taken to leave alone what they are not told of.
bool may_change(const Command& command, std::string_view path, const ScriptText& script);

}  // namespace cudafit::document
