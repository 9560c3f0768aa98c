#include "terms/marker_algebra.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "terms/pep440.h"

namespace cudafit {

namespace {

using Node = Marker::Node;
using Kind = Marker::Kind;

/// Markers with more comparisons are not compared: each doubles the cases.
constexpr std::size_t most_atoms = 14;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> opposites{{
    {"==", "!="},
    {"!=", "=="},
    {"<", ">="},
    {">=", "<"},
    {">", "<="},
    {"<=", ">"},
    {"in", "not in"},
    {"not in", "in"},
}};

std::string_view opposite_of(std::string_view op) {
  const auto* const found = std::find_if(opposites.begin(), opposites.end(),
                                         [&](const auto& each) { return each.first == op; });
  return found == opposites.end() ? std::string_view() : found->second;
}

/// `"3.8" <= python_version` as `python_version >= "3.8"`.
std::string_view turned_around(std::string_view op) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> turns{
      {{"==", "=="}, {"!=", "!="}, {"<", ">"}, {">", "<"}, {"<=", ">="}, {">=", "<="}}};
  const auto* const found =
      std::find_if(turns.begin(), turns.end(), [&](const auto& each) { return each.first == op; });
  return found == turns.end() ? std::string_view() : found->second;
}

/// A comparison as one or two statements that are true or false: the first less the second.
/// `python_version == "3.11"` is: below 3.12, and not below 3.11.
struct Statement {
  std::string holds;        ///< "python < 3.12"; empty: always
  std::string not_holds{};  ///< "python < 3.11"; empty: nothing is taken away
  bool negated = false;     ///< the opposite of all that
};

std::string line_of(std::uint64_t major, std::uint64_t minor) {
  return "python < " + std::to_string(major) + "." + std::to_string(minor);
}

/// A comparison with a line of Python, 3.11: that of python_version, and that of
/// python_full_version where it means the same. Nothing for others.
std::optional<Statement> of_python(const std::string& variable, std::string_view op,
                                   std::string_view text) {
  const bool full = variable == "python_full_version";
  if (!full && variable != "python_version") return std::nullopt;
  const bool wildcard = text.ends_with(".*");
  if (wildcard) text.remove_suffix(2);
  if (wildcard && op != "==" && op != "!=") return std::nullopt;
  const std::optional<PyVersion> version = PyVersion::parse(text);
  if (!version || version->parts < 2 || version->is_prerelease() || version->post ||
      version->epoch != 0 || !version->local.empty())
    return std::nullopt;
  for (std::size_t i = 2; i < version->parts; ++i)
    if (version->release[i] != 0 || !full) return std::nullopt;
  const std::string below = line_of(version->major(), version->minor());
  const std::string above = line_of(version->major(), version->minor() + 1);
  if (op == "<") return Statement{.holds = below};
  if (op == ">=") return Statement{.holds = below, .negated = true};
  // "3.11" is the whole line for the one, 3.11.0 for the other.
  if (full != wildcard) return std::nullopt;
  if (op == "<=") return Statement{.holds = above};
  if (op == ">") return Statement{.holds = above, .negated = true};
  if (op == "==") return Statement{.holds = above, .not_holds = below};
  if (op == "!=") return Statement{.holds = above, .not_holds = below, .negated = true};
  return std::nullopt;
}

Statement statement(const Node& node) {
  const bool turned = !node.left.variable && node.right.variable;
  const std::string_view turned_op = turned ? turned_around(node.op) : std::string_view();
  const bool turn = !turned_op.empty();
  const Marker::Operand& left = turn ? node.right : node.left;
  const Marker::Operand& right = turn ? node.left : node.right;
  std::string op(turn ? turned_op : std::string_view(node.op));
  if (left.variable && !right.variable) {
    if (const std::optional<Statement> python = of_python(left.text, op, right.text))
      return *python;
  }
  Statement out;
  if (op == "!=" || op == ">=" || op == ">" || op == "not in") {
    op = opposite_of(op);
    out.negated = true;
  }
  const auto side = [](const Marker::Operand& each) {
    return each.variable ? each.text : "'" + each.text + "'";
  };
  out.holds = side(left) + " " + op + " " + side(right);
  return out;
}

/// What each comparison of some markers states, as bits of one number.
class Atoms {
 public:
  /// False where there are too many.
  bool add(const Marker& marker) {
    for (const Node& node : marker.nodes) {
      if (node.kind != Kind::compare) continue;
      const Statement each = statement(node);
      for (const std::string& atom : {each.holds, each.not_holds})
        if (!atom.empty() && std::find(all_.begin(), all_.end(), atom) == all_.end())
          all_.push_back(atom);
    }
    return all_.size() <= most_atoms;
  }
  std::uint32_t cases() const { return 1U << all_.size(); }

  bool holds(const Marker& marker, std::uint32_t these) const {
    if (marker.empty()) return true;
    std::vector<bool> out;
    for (const Node& node : marker.nodes) {
      switch (node.kind) {
        case Kind::all_of:
          out.push_back(out[node.a] && out[node.b]);
          break;
        case Kind::any_of:
          out.push_back(out[node.a] || out[node.b]);
          break;
        case Kind::compare: {
          const Statement each = statement(node);
          const bool is =
              bit(each.holds, these) && (each.not_holds.empty() || !bit(each.not_holds, these));
          out.push_back(is != each.negated);
          break;
        }
      }
    }
    return out.back();
  }

 private:
  bool bit(const std::string& atom, std::uint32_t these) const {
    const auto at = std::find(all_.begin(), all_.end(), atom) - all_.begin();
    return ((these >> at) & 1U) != 0;
  }

  std::vector<std::string> all_;
};

}  // namespace

Marker both(const Marker& a, const Marker& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Marker out = a;
  const auto start = static_cast<std::uint32_t>(a.nodes.size());
  for (Node node : b.nodes) {
    if (node.kind != Kind::compare) {
      node.a += start;
      node.b += start;
    }
    out.nodes.push_back(std::move(node));
  }
  Node both_of;
  both_of.kind = Kind::all_of;
  both_of.a = start - 1;
  both_of.b = static_cast<std::uint32_t>(out.nodes.size() - 1);
  out.nodes.push_back(std::move(both_of));
  return out;
}

std::optional<Marker> opposite(const Marker& marker) {
  if (marker.empty()) return std::nullopt;
  Marker out = marker;
  for (Node& node : out.nodes) {
    switch (node.kind) {
      case Kind::all_of:
        node.kind = Kind::any_of;
        break;
      case Kind::any_of:
        node.kind = Kind::all_of;
        break;
      case Kind::compare: {
        const std::string_view op = opposite_of(node.op);
        if (op.empty()) return std::nullopt;
        node.op = op;
        break;
      }
    }
  }
  return out;
}

Marker of_extra(const std::string& name) {
  Node node;
  node.left = {.variable = true, .text = "extra"};
  node.op = "==";
  node.right = {.variable = false, .text = name};
  Marker out;
  out.nodes.push_back(std::move(node));
  return out;
}

bool same_meaning(const Marker& a, const Marker& b) {
  if (a == b) return true;
  Atoms atoms;
  if (!atoms.add(a) || !atoms.add(b)) return false;
  for (std::uint32_t these = 0; these < atoms.cases(); ++these)
    if (atoms.holds(a, these) != atoms.holds(b, these)) return false;
  return true;
}

bool never_holds(const Marker& marker) {
  Atoms atoms;
  if (!atoms.add(marker)) return false;
  for (std::uint32_t these = 0; these < atoms.cases(); ++these)
    if (atoms.holds(marker, these)) return false;
  return true;
}

}  // namespace cudafit
