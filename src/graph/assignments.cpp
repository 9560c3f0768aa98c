#include "graph/assignments.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

/// What people set in their own base images for whatever is built on them.
bool for_all_builds(std::string_view name) {
  return name.find("ARCH") != name.npos || name.find("FORCE_CUDA") != name.npos ||
         name.starts_with("CMAKE_") || name.ends_with("FLAGS") || name == "CC" || name == "CXX" ||
         name == "MAX_JOBS";
}

/// As facts know it, and as the matrix does where the base image decides.
facts::VariableAnswer without_shell(const Graph& graph, facts::Position at, std::string_view name) {
  facts::VariableAnswer answer = graph.facts.variable(at, name);
  if (answer.set != Known::unknown || !answer.base_decides) return answer;
  const ImageNeed* const base = graph.base_image(at.stage);
  if (base == nullptr || !environment(base->asked)) return answer;
  const bool whole = base->asked.declared < 0 || base->asked.configuration != nullptr;
  return whole || !for_all_builds(name) ? facts::VariableAnswer{} : answer;
}

Known equals(const Graph& graph, facts::Position at, std::string_view name,
             std::string_view value) {
  const facts::VariableAnswer answer = build_variable(graph, at, name);
  if (answer.set != Known::yes) return answer.set;
  if (value == "*") return Known::yes;
  const Text* const text = answer.value();
  return text == nullptr ? Known::unknown : known(text->value == value);
}

}  // namespace

facts::VariableAnswer toolkit_variable(const Graph& graph, facts::Position at,
                                       std::string_view name) {
  const facts::VariableAnswer answer = graph.facts.variable(at, name);
  if (answer.set != Known::unknown || !answer.base_decides) return answer;
  const ImageNeed* const base = graph.base_image(at.stage);
  const bool like = base != nullptr && base->asked.declared >= 0 && environment(base->asked);
  return like ? facts::VariableAnswer{} : answer;
}

bool perhaps_set_by_shell(const Graph& graph, facts::Position at, std::string_view name) {
  const StepTrait* const step = graph.step(at);
  if (step == nullptr) return false;
  if (step->shell.find(name) != std::string::npos || step->lent.find(name) != std::string::npos)
    return true;
  if (step->shell.find("BASH_ENV") != std::string::npos) return true;
  const facts::VariableAnswer file = graph.facts.variable(at, "BASH_ENV");
  return file.setting != nullptr && file.set != Known::no;
}

facts::VariableAnswer build_variable(const Graph& graph, facts::Position at,
                                     std::string_view name) {
  facts::VariableAnswer out = without_shell(graph, at, name);
  if (out.set == Known::no && perhaps_set_by_shell(graph, at, name)) out.set = Known::unknown;
  return out;
}

bool boolean_word(std::string_view value) {
  static constexpr std::array<std::string_view, 6> words{"1", "t", "T", "TRUE", "true", "True"};
  return std::find(words.begin(), words.end(), value) != words.end();
}

Known truthy(const Graph& graph, facts::Position at, std::string_view name) {
  static constexpr std::array<std::string_view, 5> false_words{"", "0", "false", "no", "off"};
  const facts::VariableAnswer answer = build_variable(graph, at, name);
  if (answer.set != Known::yes) return answer.set;
  const Text* const text = answer.value();
  if (text == nullptr) return Known::unknown;
  return known(std::find(false_words.begin(), false_words.end(), ascii::lowered(text->value)) ==
               false_words.end());
}

Known assigned(const Graph& graph, facts::Position at, std::string_view assignment) {
  const std::size_t equal = assignment.find('=');
  if (equal == std::string_view::npos) return truthy(graph, at, assignment);
  const std::string_view name = assignment.substr(0, equal);
  const std::string_view value = assignment.substr(equal + 1);
  if (!name.ends_with('*')) return equals(graph, at, name, value);
  const std::string_view stem = name.substr(0, name.size() - 1);
  std::set<std::string_view> names;
  for (const facts::Setting& setting : graph.facts.settings) {
    if (setting.name.starts_with(stem)) names.insert(setting.name);
  }
  Known out = Known::no;
  for (const std::string_view each : names) out = either(out, equals(graph, at, each, value));
  // Which of them matter is not said.
  return out == Known::yes ? Known::unknown : out;
}

Known option_given(const Graph& graph, facts::Position at,
                   const std::vector<std::string_view>& options) {
  bool complete = true;
  const auto holds = [&](const std::string& text) {
    return std::any_of(options.begin(), options.end(), [&](std::string_view option) {
      return text.find(ascii::lowered(option)) != std::string::npos;
    });
  };
  for (const facts::ProgramUse& use : graph.facts.programs) {
    if (use.at != at || use.when != facts::RunWhen::build) continue;
    for (const Text& word : use.words) {
      complete = complete && word.complete;
      if (holds(ascii::lowered(word.value))) return Known::yes;
    }
  }
  const facts::VariableAnswer arguments = build_variable(graph, at, "CMAKE_ARGS");
  if (arguments.set == Known::unknown) complete = false;
  if (arguments.set == Known::yes) {
    complete = complete && arguments.setting->value.complete;
    if (holds(ascii::lowered(arguments.setting->value.value))) return Known::yes;
  }
  return complete ? Known::no : Known::unknown;
}

}  // namespace cudafit::graph
