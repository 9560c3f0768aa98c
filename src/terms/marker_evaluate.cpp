#include <algorithm>
#include <optional>

#include "terms/ascii.h"
#include "terms/marker.h"
#include "terms/pep440.h"

namespace cudafit {

namespace {

using Op = Specifier::Op;

bool compares_versions(std::string_view variable) {
  return variable == "python_version" || variable == "python_full_version" ||
         variable == "implementation_version" || variable == "platform_release";
}

/// Names of extras compare as names of packages do.
std::string folded(std::string_view extra) {
  std::string out;
  for (const char c : extra) {
    const bool dash = c == '-' || c == '_' || c == '.';
    if (!dash) {
      out += ascii::lower(c);
    } else if (!out.ends_with('-')) {
      out += '-';
    }
  }
  return out;
}

std::optional<std::string> value_of(std::string_view variable, const MarkerEnvironment& env) {
  const auto found = env.values.find(variable);
  if (found != env.values.end()) return found->second;
  if (variable == "extra") return std::string();
  if (variable == "python_version") {
    const auto full = env.values.find("python_full_version");
    if (full == env.values.end()) return std::nullopt;
    const auto version = PyVersion::parse(full->second);
    if (!version || version->parts < 2) return std::nullopt;
    return std::to_string(version->major()) + '.' + std::to_string(version->minor());
  }
  return std::nullopt;
}

/// The one clause that `op` and `version` make.
std::optional<Specifier> clause_of(std::string_view op, std::string_view version) {
  if (version.find(',') != std::string_view::npos) return std::nullopt;
  auto parsed = Specifiers::parse(std::string(op).append(version));
  if (!parsed || parsed->all.size() != 1) return std::nullopt;
  return parsed->all.front();
}

/// Texts that are not versions. Orders of texts are left open: pip's older and newer versions
/// disagree about them.
Known compare_texts(const std::string& left, std::string_view op, const std::string& right) {
  if (op == "in") return known(right.find(left) != std::string::npos);
  if (op == "not in") return known(right.find(left) == std::string::npos);
  if (op == "==") return known(left == right);
  if (op == "!=") return known(left != right);
  const bool or_equal = op == "<=" || op == ">=";
  const bool older = op == "<"    ? left < right
                     : op == "<=" ? left <= right
                     : op == ">"  ? left > right
                     : op == ">=" ? left >= right
                                  : false;
  const bool newer = or_equal && left == right;
  const bool defined = or_equal || op == "<" || op == ">";
  return defined && older == newer ? known(newer) : Known::unknown;
}

/// python_full_version when only python_version is known: the answer that all of its patch releases
/// share.
Known compare_any_patch(const PyVersion& line, const Specifier& clause) {
  PyVersion first = line;
  first.parts = 3;
  PyVersion last = first;
  last.release[2] = 9999;
  const bool within = clause.version.parts > 2 && clause.version.epoch == 0 &&
                      clause.version.major() == line.major() &&
                      clause.version.minor() == line.minor();
  const bool equality = clause.op == Op::equal || clause.op == Op::not_equal;
  if (clause.op == Op::arbitrary || (equality && within)) return Known::unknown;
  const bool answer = clause.contains(first);
  return answer == clause.contains(last) ? known(answer) : Known::unknown;
}

bool lists(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& each) { return folded(each) == folded(name); });
}

/// `"x" in extras`, `"x" not in dependency_groups`
Known compare_list(const std::optional<std::vector<std::string>>& names, std::string_view op,
                   std::string_view literal, bool literal_left) {
  if (!names || !literal_left || !op.ends_with("in")) return Known::unknown;
  return known(lists(*names, literal) == (op == "in"));
}

/// `literal_left`: the literal stands on the left of the variable.
Known compare(const std::string& variable, const std::string& literal, std::string_view op,
              bool literal_left, const MarkerEnvironment& env) {
  if (variable.empty()) return Known::unknown;
  if (variable == "extras") return compare_list(env.extras, op, literal, literal_left);
  if (variable == "dependency_groups") return compare_list(env.groups, op, literal, literal_left);
  const std::optional<std::string> value = value_of(variable, env);
  if (!value) {
    const auto line = variable == "python_full_version" && !literal_left
                          ? value_of("python_version", env)
                          : std::nullopt;
    const auto version = line ? PyVersion::parse(*line) : std::nullopt;
    const auto clause = clause_of(op, literal);
    return version && version->parts == 2 && clause ? compare_any_patch(*version, *clause)
                                                    : Known::unknown;
  }
  if (variable == "extra") {
    if (op != "==" && op != "!=") return Known::unknown;
    if (env.extras) return known(lists(*env.extras, literal) == (op == "=="));
    return known((folded(*value) == folded(literal)) == (op == "=="));
  }
  const std::string& left = literal_left ? literal : *value;
  const std::string& right = literal_left ? *value : literal;
  const auto clause = op.ends_with("in") ? std::nullopt : clause_of(op, right);
  const auto version = clause ? PyVersion::parse(left) : std::nullopt;
  if (clause && compares_versions(variable)) {
    return version ? known(clause->contains(*version)) : Known::unknown;
  }
  const Known answer = compare_texts(left, op, right);
  // Older versions of pip compare as versions whatever looks like one.
  if (version && known(clause->contains(*version)) != answer) return Known::unknown;
  return answer;
}

Known compare(const Marker::Node& node, const MarkerEnvironment& env) {
  if (node.left.variable == node.right.variable) return Known::unknown;
  if (node.left.variable) return compare(node.left.text, node.right.text, node.op, false, env);
  return compare(node.right.text, node.left.text, node.op, true, env);
}

}  // namespace

Known Marker::evaluate(const MarkerEnvironment& environment) const {
  if (nodes.empty()) return Known::yes;
  std::vector<Known> answers(nodes.size(), Known::unknown);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    answers[i] = node.kind == Kind::compare  ? compare(node, environment)
                 : node.kind == Kind::all_of ? both(answers[node.a], answers[node.b])
                                             : either(answers[node.a], answers[node.b]);
  }
  return answers.back();
}

}  // namespace cudafit
