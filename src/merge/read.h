#pragma once
// A report of `check --format json` or `--format sarif`, or one that was merged, taken into others.

#include <string>
#include <string_view>
#include <variant>

#include "merge/merged.h"
#include "source/result.h"

namespace cudafit::merge {

/// Which repository a report is about, where it does not say so itself.
struct Origin {
  std::string name;      ///< as whoever merges says; empty: not said
  std::string fallback;  ///< what it is known by otherwise: its path
};

struct Taken {
  Kind kind = Kind::json;
  bool unnamed = false;  ///< something in it is known by the fallback
};

/// Takes the report in as a whole, or says in words for the user why it cannot be one, and takes
/// nothing. Never throws, whatever the bytes are. `stranger`: it is whole, and no report of ours.
struct NotTaken {
  std::string why;
  bool stranger = false;
};
std::variant<Taken, NotTaken> read_report(std::string_view bytes, const Origin& origin,
                                          Merged& into);

}  // namespace cudafit::merge
