#pragma once
// What `doctor` says of a machine: why each thing matters, what mends it, and which versions of the
// programs around containers something is wrong with.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct HostCheck {
  std::string_view check;             ///< "device-nodes"
  std::string_view problem;           ///< "no-uvm"; "any": whatever comes of the check
  std::string_view why;               ///< one sentence without a full stop
  std::vector<std::string_view> fix;  ///< commands, with {fields} that the machine fills
  Citation source;
  bool weak = false;
};
/// What is said of this problem; nothing where the table has no such row.
std::optional<HostCheck> host_check(std::string_view check, std::string_view problem);
/// All of them, sorted by check and problem.
std::vector<HostCheck> host_checks();

struct KnownBad {
  std::string_view subject;      ///< "container-toolkit"
  std::string_view below, from;  ///< as their makers write them; empty: all before `below`
  bool breaks = false;           ///< something does not work; else it should not be used
  std::string_view text;         ///< one sentence without a full stop
  Citation source;
  bool weak = false;
};
/// What is wrong with this version; empty: nothing that is known.
std::vector<KnownBad> known_bad(std::string_view subject, Version version);
/// All of them.
std::vector<KnownBad> known_bad();

}  // namespace cudafit::matrix
