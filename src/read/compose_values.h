#pragma once
// `$NAME` and `${NAME:-default}` in the values of a Compose file, as Compose reads them.

#include <map>
#include <string>
#include <vector>

#include "read/yaml.h"
#include "source/text.h"

namespace cudafit::read {

/// Values by name: of the file `.env` beside a project. What is not in it may be in the
/// environment of whoever calls Compose.
using ComposeVariables = std::map<std::string, Text, std::less<>>;

/// A `$` of a value.
struct ComposeUse {
  Span span;   ///< from the `$` on; nowhere in escaped or folded texts
  Span value;  ///< of the whole value that it is in
  std::string written;
  std::string name;           ///< empty: no name that Compose takes
  bool has_operator = false;  ///< `:-`, `?` and the like
  bool invalid = false;       ///< Compose refuses the file: "invalid interpolation format"
  /// It is in `command:`, `entrypoint:` or a health check, whose whole text this is; else empty.
  std::string script;
  /// The default that counts because nothing known sets the name; nowhere when none does.
  Span fallback = {};
};

/// `text` with the values put in. It is incomplete where one is not known, where Compose refuses
/// the text, and where an empty default is all there is, which waits for somebody's value; `uses`
/// gets every `$` that is no `$$`.
Text interpolate(const Text& text, const ComposeVariables& variables,
                 std::vector<ComposeUse>* uses = nullptr);

/// The same for every value below `tree`; keys stay as they are. `uses` gets those of all.
void interpolate(Yaml& tree, const ComposeVariables& variables, std::vector<ComposeUse>* uses);

/// The file `.env`, or one of `env_file:`: `NAME=value`, quotes, comments.
ComposeVariables read_dotenv(FileId file, std::string_view bytes);

}  // namespace cudafit::read
