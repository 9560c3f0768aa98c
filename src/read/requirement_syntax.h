#pragma once
// The grammar of PEP 508 without markers: name, extras, and either clauses or `@ URL`.

#include <string>
#include <string_view>
#include <vector>

#include "terms/pep440.h"

namespace cudafit::read {

/// Bytes [begin, end) of the text that was parsed.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin == end; }
};

struct RequirementSyntax {
  Part name;
  std::vector<std::string> extras;  ///< normalized
  Specifiers specifiers;
  Part clauses;  ///< what stands between the parentheses, or where they might stand
  Part url;
  std::string error;  ///< empty when the whole text was read
  Part wrong;         ///< where the error is
  /// The text is beyond what is held here, though pip may well take it: no error, nothing known.
  bool beyond = false;
};

/// What could be read stays in the result, also when there is an error.
RequirementSyntax parse_requirement(std::string_view text);

/// Extras between brackets, `[a, b]`; false where the grammar has no such list.
bool parse_extras(std::string_view text, std::vector<std::string>& out);

/// The text in quotes for a message, cut when it is long.
std::string quoted(std::string_view text);

}  // namespace cudafit::read
