#pragma once
// One requirement of a Python package, as pip takes it on a command line and in a requirements
// file.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/wheel_name.h"
#include "source/text.h"
#include "terms/marker.h"
#include "terms/pep440.h"

namespace cudafit::read {

/// `torch[opt-einsum]>=2,<2.2 ; sys_platform == "linux"`, `name @ https://...`, `git+https://...`,
/// `./wheels/x.whl`, `.`
struct Requirement {
  enum class Kind : std::uint8_t {
    named,                  ///< a name, found in an index
    url,                    ///< an archive or wheel on a server
    vcs,                    ///< a repository: git+https://host/path@ref
    archive_or_wheel_path,  ///< a file in the image, also as file: URL
    directory,              ///< a source tree in the image, also as file: URL
    unknown,                ///< could not be read; see `error`
  };

  Text text;  ///< the whole requirement as given
  Kind kind = Kind::unknown;
  std::string name;  ///< normalized (PEP 503); from a wheel's file name or `#egg=` where the
                     ///< requirement is a place; empty when nothing says it
  std::string written_name;         ///< as written: "Torch_Vision"
  Span name_span;                   ///< its place; nowhere when it straddles places or is derived
  std::vector<std::string> extras;  ///< normalized
  Specifiers specifiers;            ///< `named`: the clauses; a wheel: `==` its version
  Text specifier_text;       ///< the clauses as written, without parentheses around; their offsets
                             ///< (Specifier::at) count from here. Empty when none are written
  Text url;                  ///< a URL or path as written, without markers and extras behind a path
  std::string vcs_ref;       ///< what follows `@` in a repository's URL: a branch, tag or commit
  std::string subdirectory;  ///< `#subdirectory=`
  std::optional<WheelName> wheel;  ///< what the file name of a wheel says
  Marker marker;
  bool editable = false;
  /// False when a part of the text is not known, or a pattern stands for files: nothing may be
  /// concluded, and the other fields are a guess at what the known parts say.
  bool known = true;
  /// Why pip (24.1 and later) refuses it, as one sentence without a full stop; empty when it does
  /// not, or when the text is not known. Older pips accepted some specifiers that are refused now.
  std::string error;
  Span error_span;  ///< the part that is wrong; the whole requirement when that is not one place
};

/// Reads one argument of `pip install`, or the requirement of one line of a requirements file.
/// `editable`: it stood behind -e.
Requirement read_requirement(const Text& text, bool editable = false);

}  // namespace cudafit::read
