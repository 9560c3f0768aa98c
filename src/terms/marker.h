#pragma once
// Environment markers of Python requirements (PEP 508): `python_version < "3.8" and sys_platform ==
// "linux"`.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terms/known.h"

namespace cudafit {

/// What is known of the Python that installs: "python_version" -> "3.10", "sys_platform" ->
/// "linux", "platform_machine", "implementation_name", ... A variable that is missing is unknown,
/// except `extra`, which is then empty.
struct MarkerEnvironment {
  std::map<std::string, std::string, std::less<>> values;
  /// All extras that are asked for at once: `extra == "x"` and `"x" in extras` hold for each of
  /// them. Nothing: `extra` is as above, `extras` is not known.
  std::optional<std::vector<std::string>> extras = {};
  /// The same for `"x" in dependency_groups`.
  std::optional<std::vector<std::string>> groups = {};
};

/// A marker, ready to be evaluated. The empty marker always holds.
struct Marker {
  /// One side of a comparison.
  struct Operand {
    bool variable = false;  ///< `text` is the name of a variable, in its one modern spelling
    std::string text;
    friend bool operator==(const Operand&, const Operand&) = default;
  };
  enum class Kind : std::uint8_t { compare, all_of, any_of };
  /// A node of the expression. Operands of `all_of` and `any_of` are the nodes that stand before.
  struct Node {
    Kind kind = Kind::compare;
    Operand left, right;  ///< compare
    std::string op;       ///< compare: "==", "in", "not in", ...
    std::uint32_t a = 0;  ///< all_of, any_of: indices of the two operands
    std::uint32_t b = 0;
    friend bool operator==(const Node&, const Node&) = default;
  };

  std::vector<Node> nodes;  ///< the last one is the whole expression

  /// Nothing when the text is not a marker (or nests absurdly deep).
  static std::optional<Marker> parse(std::string_view text);

  bool empty() const { return nodes.empty(); }
  /// Whether the requirement counts in this environment.
  Known evaluate(const MarkerEnvironment& environment) const;

  friend bool operator==(const Marker&, const Marker&) = default;
};

}  // namespace cudafit
