#pragma once
// `# cudafit: ignore=RULE reason`, in Dockerfiles and in the dependency files that they read.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyze.h"
#include "read/dockerfile.h"

namespace cudafit {

/// One rule named in an ignore comment.
struct IgnoredRule {
  std::string id;
  Span span;
  bool known = false;
  bool used = false;
};

/// How much a comment applies to.
enum class Reach : std::uint8_t { nothing, line, instruction, stage, file };

/// `# cudafit: ignore=a,b reason`
struct Ignore {
  Span comment;
  Reach reach = Reach::nothing;
  Span range;         ///< findings that start here; nowhere for a stage or the file
  std::string stage;  ///< the stage's label
  std::vector<IgnoredRule> names;
  std::string mistake;  ///< what could not be understood
};

/// Those of the Dockerfile.
std::vector<Ignore> read_ignores(const read::Dockerfile& dockerfile,
                                 const document::Document& document, std::string_view text);
/// Those of another file in which `#` begins a comment: each applies to the line below.
std::vector<Ignore> read_ignores(FileId file, std::string_view text);

/// Removes what the comments of `file` silence, and notes which of their names did; called again,
/// for another list, it notes more.
/// With `document`, the one of `file`, findings in scripts count where the Dockerfile runs them.
void silence(std::vector<Ignore>& ignores, FileId file, std::vector<Diagnostic>& findings,
             const document::Document* document = nullptr);

/// Appends to `out` a finding of unused-ignore for each comment of `file`, one of the report's,
/// that silences nothing.
void report_unused(const std::vector<Ignore>& ignores, const Wanted& wanted, FileId file,
                   const Report& report, std::vector<Diagnostic>& out);

}  // namespace cudafit
