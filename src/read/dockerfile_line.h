#pragma once
// One logical line of a Dockerfile, taken apart as BuildKit's line parsers do, and one part of a
// file. Inside of the reader of Dockerfiles; not for others.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "read/dockerfile.h"

namespace cudafit::read {

/// Bytes [begin, end) of a line's value.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
};

/// What was read of a file, or of a part of it.
struct ReadPart {
  Dockerfile file;
  bool closed = true;  ///< what stands behind the part is read as if the part were not there
  /// LastRead::bound
  bool bound = false;
};
ReadPart read_whole(FileId file, std::string_view bytes);
/// Bytes that follow a line which ends an instruction, a comment or blank lines, up to the
/// beginning of another line or the end of the file.
ReadPart read_part(FileId file, std::string_view bytes, Range part, char escape);

/// Fills keyword, flags, arguments, form, nested from `range` of `line`; what BuildKit refuses goes
/// to `errors`.
Instruction parse_line(const Text& line, Range range, char escape,
                       std::vector<SyntaxError>& errors);

/// `[ "a", "b" ]` as Go decodes it.
struct JsonArray {
  enum class Kind : std::uint8_t { none, strings, other };
  Kind kind = Kind::none;  ///< other: a JSON array that holds something else than strings
  std::vector<Text> strings;
};
JsonArray parse_json_array(const Text& line, Range range);

/// `name = value` of a directive, from what follows the comment mark.
struct DirectiveParts {
  std::string name;  ///< lower case; escape, syntax or check
  Range value;
};
std::optional<DirectiveParts> match_directive(std::string_view text);

/// The frontend a file asks for, in any of the three notations; empty when it asks for none.
std::string detect_syntax(std::string_view bytes);

/// A place to point at for `range` of `line`, also where it straddles a continuation.
Span around(const Text& line, Range range);

}  // namespace cudafit::read
