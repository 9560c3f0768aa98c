#pragma once
// A parsed Dockerfile as text: BuildKit's own notation, and JSON.

#include <functional>
#include <string>
#include <vector>

#include "read/dockerfile.h"

namespace cudafit::read {

/// Node.Dump() of BuildKit's tree, byte for byte; without a line ending at the end.
std::string dump_buildkit(const Dockerfile& file);

/// Other arguments to print in place of an instruction's own: evaluated ones. `index` counts the
/// file's instructions; not called for those under ONBUILD, which are not evaluated here.
using Arguments =
    std::function<std::vector<Text>(const Instruction& instruction, std::size_t index)>;

/// `{"schema":1,"instructions":[...],"errors":[...]}`. Bytes that are not UTF-8 become U+FFFD.
std::string dump_json(const Dockerfile& file, const Arguments& arguments = {},
                      const std::vector<SyntaxError>& more_errors = {});

}  // namespace cudafit::read
