#pragma once
// Whether a command may change, make or remove a file. Private to the document room.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"

namespace cudafit::document {

/// The text of a program at a place of the image, where it is known.
using ProgramText = std::function<std::optional<std::string>(const std::string& place)>;

/// False only when nothing suggests that command `index` of the step touches the file at `path`:
/// neither its words nor its redirections name it or a directory above it in a way that writes, and
/// neither does the program it runs. Programs whose text is not known are taken to leave alone what
/// they are not told of.
bool may_change(const Step& step, std::size_t index, std::string_view path,
                const ProgramText& program);

}  // namespace cudafit::document
