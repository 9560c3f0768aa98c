#pragma once
// What cudafit says: findings, their reasons and their fixes. Plain data; rules fill it, printers
// read it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace cudafit {

enum class Severity : std::uint8_t { hint, warning, error };

/// How far a fix may be trusted. `safe`: the line as written cannot have worked, or the result is
/// provably the same, and there is one candidate. `suggested`: removes the finding but changes what
/// is shipped. `shown`: a person must finish it; never applied.
enum class Safety : std::uint8_t { safe, suggested, shown };

/// Replaces the bytes of `span` by `text`; an empty span inserts.
struct Edit {
  Span span;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

/// One way to remove a finding. Edits are sorted by place and never overlap.
struct Fix {
  std::string title;
  Safety safety = Safety::suggested;
  std::vector<Edit> edits;  ///< empty only for `shown` advice that no edit can express

  friend bool operator==(const Fix&, const Fix&) = default;
};

/// One link of the chain of reasons: a place in the user's files (`span`), or a fact of the world
/// (`source`), or both.
struct Note {
  std::string message;
  Span span;           ///< nowhere: the note is printed below the excerpt
  std::string source;  ///< who says so, as the matrix cites it; empty for places

  friend bool operator==(const Note&, const Note&) = default;
};

struct Diagnostic {
  std::string_view rule;  ///< the rule's id; static storage
  Severity severity = Severity::error;
  Span span;
  std::string message;  ///< one sentence: thing, relation, thing
  std::string label;    ///< a few words under the carets; may be empty
  std::vector<Note> notes;
  std::vector<Fix> fixes;  ///< alternatives, best first
  std::string stage;       ///< the stage's name or number; empty outside stages
  std::string host;        ///< the declared host it fails on; empty when it does not depend on one
  std::string build;       ///< which build of the file, when there are several and they differ

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// A rule's metadata: one entry of `cudafit rules`.
struct RuleInfo {
  std::string_view id;       ///< kebab-case; reads well after "ignore"
  std::string_view summary;  ///< one line, no full stop
  Severity severity = Severity::error;
  /// Markdown with the fixed headings "What it does", "Why it fails", "Bad", "Good", "How the fix
  /// works", "Sources".
  std::string_view docs;
};

constexpr std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::hint:
      return "hint";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

constexpr std::string_view name(Safety safety) {
  switch (safety) {
    case Safety::safe:
      return "safe";
    case Safety::suggested:
      return "suggested";
    case Safety::shown:
      return "shown";
  }
  return "shown";
}

}  // namespace cudafit
