#include "facts/python_environment.h"

#include <algorithm>
#include <array>

#include "facts/setting_index.h"
#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::facts {

namespace {

constexpr int most_paths = 30;
constexpr std::size_t most_commands = 2000;  ///< to look back at

PythonPlace unknown_place() {
  PythonPlace out;
  out.environment.known = false;
  return out;
}

/// /usr and the like, whose Python is the system's.
bool system_prefix(std::string_view prefix) {
  return prefix.empty() || prefix == "/" || prefix == "/usr" || prefix == "/usr/local";
}

/// What stands before `$PATH` in a value as written; nothing when it is not in it.
std::optional<Text> before_path(const Text& raw) {
  const std::size_t at = std::min(raw.value.find("$PATH"), raw.value.find("${PATH"));
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = raw.value.starts_with('"') ? 1 : 0;
  return raw.slice(std::min(begin, at), at);
}

/// The value of a setting of PATH as it is written; nothing for what the base image brings.
std::optional<Text> written(const Document& document, const Setting& setting) {
  const Stage& stage = document.stages[static_cast<std::size_t>(setting.from.stage)];
  if (setting.kind == SettingKind::env || setting.kind == SettingKind::arg) {
    if (setting.from.step == 0 || setting.from.step > stage.steps.size()) return std::nullopt;
    const read::Instruction& line = *stage.steps[setting.from.step - 1].instruction;
    if (line.keyword != read::Keyword::env) return std::nullopt;
    for (std::size_t i = line.arguments.size(); i >= 2; i -= 2) {
      if (line.arguments[i - 2].value == setting.name) return line.arguments[i - 1];
    }
    return std::nullopt;
  }
  if (setting.kind == SettingKind::base || setting.from.step >= stage.steps.size())
    return std::nullopt;
  const std::vector<Command>& commands = stage.steps[setting.from.step].commands;
  const bool prefix = setting.kind == SettingKind::prefix;
  const std::size_t index = setting.from.command - (prefix ? 0 : 1);
  if (index >= commands.size()) return std::nullopt;
  const read::Command& syntax = commands[index].syntax;
  for (const read::Assignment& each : syntax.assignments) {
    if (each.name == setting.name) return each.value.raw;
  }
  for (const read::Word& each : syntax.words) {
    if (each.raw.value.starts_with(setting.name + "="))
      return each.raw.slice(setting.name.size() + 1, each.raw.size());
  }
  return std::nullopt;
}

}  // namespace

// ---- prefixes

bool PythonEnvironments::conda_prefix(std::string_view prefix) const {
  if (prefix.find("/envs/") != std::string_view::npos || roots_.contains(prefix)) return true;
  const std::string_view name = last_component(prefix);
  return name.starts_with("conda") || name.starts_with("miniconda") ||
         name.starts_with("anaconda") || name.starts_with("miniforge") ||
         name.starts_with("mambaforge") || name.starts_with("micromamba") ||
         name.starts_with(".conda");
}

bool PythonEnvironments::environment_prefix(std::string_view prefix) const {
  return made_at(prefix) != nullptr || conda_prefix(prefix) ||
         last_component(prefix).find("env") != std::string_view::npos;
}

PythonPlace PythonEnvironments::at_prefix(std::string prefix) const {
  PythonPlace out;
  if (system_prefix(prefix)) return out;
  if (!prefix.starts_with('/') || prefix.find("pyenv") != std::string::npos) return unknown_place();
  const Made* const made = made_at(prefix);
  if (made != nullptr) out.python = made->python;
  out.environment.conda = made != nullptr ? made->conda : conda_prefix(prefix);
  if (made == nullptr && out.environment.conda && prefix.find("/envs/") == std::string::npos)
    return out;  // conda's base
  out.environment.path = std::move(prefix);
  return out;
}

PythonPlace PythonEnvironments::at_path(Position at, const Text& path, bool program) const {
  if (!path.complete || path.value.starts_with('~')) return unknown_place();
  std::string whole = path.value;
  if (!whole.starts_with('/')) whole = join_path(command(at).directory.value, whole);
  if (!whole.starts_with('/')) return unknown_place();
  whole = resolve_dots(whole);
  if (!program) return at_prefix(without_end(whole, "/"));
  const std::string folder = parent_path(whole);
  if (last_component(folder) != "bin") return unknown_place();
  return at_prefix(parent_path(folder) == "/" ? std::string() : parent_path(folder));
}

PythonEnvironments::Answer PythonEnvironments::first_of(std::string_view entries,
                                                        bool whole) const {
  bool system = false;
  while (!entries.empty()) {
    const std::size_t colon = std::min(entries.find(':'), entries.size());
    const std::string_view entry = entries.substr(0, colon);
    entries.remove_prefix(std::min(colon + 1, entries.size()));
    const std::string prefix = without_end(entry, "/bin");
    if (entry.find("pyenv") != std::string_view::npos) return unknown_place();
    if (entry == "/usr/bin" || entry == "/usr/local/bin" || entry == "/bin") {
      system = true;
    } else if (prefix.size() < entry.size() && environment_prefix(prefix)) {
      // Behind the system's, either may have the program.
      return system ? unknown_place() : at_prefix(prefix);
    }
  }
  if (system || whole) return PythonPlace{};
  return std::nullopt;
}

// ---- which one counts

const Command& PythonEnvironments::command(Position at) const {
  return document_.stages[static_cast<std::size_t>(at.stage)].steps[at.step].commands[at.command];
}

const read::Instruction* PythonEnvironments::shell(Position at) const {
  for (int stage = at.stage; stage >= 0;
       stage = document_.stages[static_cast<std::size_t>(stage)].parent) {
    const auto& all = shells_[static_cast<std::size_t>(stage)];
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
      if (stage != at.stage || each->first < at.step) return each->second;
    }
  }
  return nullptr;
}

PythonPlace PythonEnvironments::conda_named(std::string_view name) const {
  PythonPlace out;
  out.environment.conda = true;
  if (name == "base") return out;
  out.environment.known = roots_.size() < 2;
  if (!out.environment.known) return out;
  const std::string path = "envs/" + std::string(name);
  if (const Made* made = made_at("/" + path); made != nullptr) out.python = made->python;
  out.environment.path = roots_.empty() ? path : join_path(*roots_.begin(), path);
  return out;
}

Environment PythonEnvironments::conda_at(Position at, const Text& path) const {
  Environment out = at_path(at, path, false).environment;
  out.conda = true;
  return out;
}

PythonEnvironments::Answer PythonEnvironments::conda_run(Position at,
                                                         const std::vector<Text>& words,
                                                         std::size_t end) const {
  for (std::size_t i = 0; i + 1 < end; ++i) {
    if (!is_conda(last_component(words[i].value)) || words[i + 1].value != "run") continue;
    for (std::size_t w = i + 2; w < end; ++w) {
      Text inlined;
      if (const Text* name = option_value(words, w, end, "-n", "--name", inlined);
          name != nullptr) {
        return name->complete ? conda_named(name->value) : unknown_place();
      }
      if (const Text* path = option_value(words, w, end, "-p", "--prefix", inlined);
          path != nullptr) {
        PythonPlace out = at_path(at, *path, false);
        out.environment.conda = true;
        return out;
      }
    }
    return conda_named("base");
  }
  return std::nullopt;
}

PythonEnvironments::Answer PythonEnvironments::wrapped(Position at) const {
  const Command& here = command(at);
  if (Answer run = conda_run(at, here.words, std::min(here.program, here.words.size()))) return run;
  const read::Instruction* const line = shell(at);
  if (line == nullptr) return std::nullopt;
  return conda_run(at, line->arguments, line->arguments.size());
}

/// Nothing when the command activates nothing.
PythonEnvironments::Answer PythonEnvironments::activation(Position at,
                                                          const Command& command) const {
  if (command.words.empty()) return std::nullopt;
  const std::string_view first = command.words.front().value;
  const auto conda = [&](const Text* name) {
    if (name != nullptr && !name->complete) return unknown_place();
    const std::string_view value = name == nullptr ? "base" : std::string_view(name->value);
    return value.find('/') != std::string_view::npos ? at_path(at, *name, false)
                                                     : conda_named(value);
  };
  if (is_conda(first) && command.words.size() > 1) {
    const std::string_view action = command.words[1].value;
    if (action == "deactivate") return unknown_place();
    if (action == "activate") return conda(command.words.size() > 2 ? &command.words[2] : nullptr);
  }
  if (first == "deactivate" || first == "workon" || first == "module" || first == "pyenv")
    return unknown_place();
  if (first == "eval")
    return reach_of(command) == Reach::conda ? Answer() : Answer(unknown_place());
  if (first != "." && first != "source") return std::nullopt;
  if (command.words.size() < 2 || command.followed == document::Followed::whole)
    return std::nullopt;
  const Text& script = command.words[1];
  const Text* const name = command.words.size() > 2 ? &command.words[2] : nullptr;
  if (script.value == "activate") return conda(name);
  if (script.value.ends_with("bin/activate")) {
    const std::size_t end = script.size() - std::string_view("bin/activate").size();
    Text prefix = script.slice(0, end > 0 ? end - 1 : 0);
    if (prefix.empty() && script.complete) prefix = Text(end > 0 ? "/" : ".", {});
    PythonPlace out = at_path(at, prefix, false);
    if (!out.environment.conda || name == nullptr) return out;
    if (!name->complete) return unknown_place();
    return at_path(at, Text(prefix.value + "/envs/" + name->value, {}), false);
  }
  const Reach reach = reach_of(command);
  const bool profile = script.value.ends_with("bashrc") || script.value.ends_with("profile");
  if (reach == Reach::everything || profile) return unknown_place();
  return std::nullopt;
}

/// What `activation` looks at, and settings of PATH.
bool PythonEnvironments::may_switch(const Command& command) {
  if (command.words.empty()) {
    return !command.syntax.assignments.empty() && command.syntax.assignments.front().name == "PATH";
  }
  const std::string_view first = command.words.front().value;
  return is_conda(first) || listed(". source eval export deactivate workon module pyenv", first);
}

PythonEnvironments::Answer PythonEnvironments::activated(Position at) const {
  const std::vector<Command>& commands =
      document_.stages[static_cast<std::size_t>(at.stage)].steps[at.step].commands;
  if (at.command >= commands.size()) return std::nullopt;
  const std::size_t first = first_switch_[static_cast<std::size_t>(at.stage)][at.step];
  if (at.command <= first) return std::nullopt;
  if (at.command - first > most_commands) return unknown_place();
  const Command& here = commands[at.command];
  int nesting = here.nesting;
  std::uint32_t lowest = here.syntax.depth;  // of the commands between, in one script
  for (std::size_t i = at.command; i-- > first;) {
    const Command& each = commands[i];
    if (each.nesting > nesting) continue;
    if (each.nesting < nesting) lowest = each.syntax.depth;
    nesting = each.nesting;
    // A subshell that has ended since.
    const bool ended = each.syntax.subshell != 0 && lowest < each.syntax.depth;
    lowest = std::min(lowest, each.syntax.depth);
    if (ended) continue;
    const auto sets_path = [](const auto& word) { return word.starts_with("PATH="); };
    const bool exports = each.words.size() > 1 && each.words.front().value == "export" &&
                         sets_path(each.words[1].value);
    const bool assigns = each.words.empty() && !each.syntax.assignments.empty() &&
                         each.syntax.assignments.front().name == "PATH";
    if (exports || assigns) return std::nullopt;
    Answer found = activation({at.stage, at.step, i}, each);
    if (!found) continue;
    const bool maybe = each.syntax.conditional && !here.syntax.conditional;
    const bool other_shell =
        each.syntax.subshell != 0 && each.syntax.subshell != here.syntax.subshell;
    return maybe || other_shell ? unknown_place() : found;
  }
  return std::nullopt;
}

PythonPlace PythonEnvironments::found(Position at, int depth) const {
  if (depth > most_paths) return unknown_place();
  if (Answer active = activated(at)) return *active;
  const VariableAnswer path = facts_.variable(at, "PATH");
  const bool from_base = path.setting == nullptr ||
                         (path.setting->kind == SettingKind::base && !path.setting->value.complete);
  if (from_base) {
    // What an unknown image puts on PATH is one environment, unless it is one that is named here.
    PythonPlace out;
    const bool known_image =
        path.setting == nullptr && document_.base_known(static_cast<std::size_t>(at.stage));
    out.environment.known = known_image || (made_.empty() && roots_.empty() && !conda_);
    return out;
  }
  if (path.set != Known::yes) return unknown_place();
  if (path.setting->value.complete) return *first_of(path.setting->value.value, true);
  const std::optional<Text> raw = written(document_, *path.setting);
  const std::optional<Text> before = raw ? before_path(*raw) : std::nullopt;
  if (!before) return unknown_place();
  // Where it was set, PATH was what it had been before.
  const Setting& setting = *path.setting;
  Position then = setting.from;
  if (setting.kind == SettingKind::env || setting.kind == SettingKind::arg) {
    --then.step;
  } else if (setting.kind == SettingKind::exported) {
    --then.command;
  }
  const read::Lookup lookup = [&](std::string_view name) -> std::optional<Text> {
    const VariableAnswer answer = facts_.variable(then, name);
    if (answer.set == Known::no) return std::nullopt;
    if (answer.set == Known::yes) return answer.setting->value;
    Text unknown;
    unknown.complete = false;
    return unknown;
  };
  const Text entries = setting.kind == SettingKind::env
                           ? read::expand_word(*before, document_.escape, lookup).text
                           : read::expand_shell({*before}, lookup).text;
  if (!entries.complete || setting.kind == SettingKind::prefix) return unknown_place();
  if (Answer first = first_of(entries.value, false)) return *first;
  return found(then, depth + 1);
}

PythonPlace PythonEnvironments::of_program(Position at, const CallWord& program) const {
  const std::string_view word = program.value();
  const std::string version = version_in_name(last_component(word));
  if (word.find('/') != std::string_view::npos) {
    PythonPlace out = at_path(at, program.text, true);
    if (!version.empty()) out.python = version;
    return out;
  }
  if (!program.text.complete) return unknown_place();
  const Answer run = wrapped(at);
  PythonPlace out = run ? *run : found(at, 0);
  if (version.empty() || out.python == version) return out;
  if (!out.environment.path.empty()) {
    // The environment need not have a program of that name; the system's is found then.
    const bool differs = !out.python.empty();
    out.environment = {};
    out.environment.known = differs;
  }
  out.python = version;
  return out;
}

PythonEnvironments::Answer PythonEnvironments::interpreter(Position at, const Text& named,
                                                           std::string& python) const {
  if (!named.complete) {
    python.clear();
    return unknown_place();
  }
  std::string_view value = last_component(named.value);
  if (const std::string version = version_in_name(value); !version.empty()) python = version;
  for (const std::string_view prefix : {"cpython@", "cpython-", "python@", "=="}) {
    if (value.starts_with(prefix)) value.remove_prefix(prefix.size());
  }
  const std::size_t dot = value.find('.');
  if (!value.empty() && value[0] >= '0' && value[0] <= '9' && dot != std::string_view::npos) {
    const std::size_t end = value.find_first_not_of("0123456789", dot + 1);
    python = value.substr(0, end);
  }
  if (named.value.find('/') == std::string::npos) return std::nullopt;
  if (at.stage < 0) return std::nullopt;
  const bool program = versioned_name(last_component(named.value), "python");
  return at_path(at, named, program);
}

std::optional<PythonPlace> PythonEnvironments::active(Position at) const {
  if (Answer run = wrapped(at)) return run;
  if (Answer active = activated(at)) return active;
  for (const std::string_view name : {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
    const VariableAnswer answer = facts_.variable(at, name);
    if (answer.setting == nullptr) continue;
    if (answer.value() == nullptr) return unknown_place();
    if (answer.value()->empty()) continue;
    return at_path(at, *answer.value(), false);
  }
  return std::nullopt;
}

PythonPlace PythonEnvironments::of_python(Position at) const {
  const Answer run = wrapped(at);
  return run ? *run : found(at, 0);
}

PythonPlace PythonEnvironments::of_uv(Position at, const PipRequest& request) const {
  std::string python;
  if (request.interpreter) {
    if (Answer place = interpreter(at, request.interpreter->value, python)) {
      if (!python.empty()) place->python = python;
      return *place;
    }
  }
  const auto with_version = [&](PythonPlace place) {
    if (!python.empty()) place.python = python;
    return place;
  };
  if (request.system) {
    const PythonPlace place = found(at, 0);
    if (place.environment.conda || !place.environment.known) return with_version(place);
    return with_version({});
  }
  if (Answer now = active(at)) return with_version(*now);
  std::string directory = request.directory
                              ? join_path(command(at).directory.value, request.directory->value)
                              : command(at).directory.value;
  if (!directory.starts_with('/')) return with_version(unknown_place());
  for (;; directory = parent_path(directory)) {
    const std::string path = resolve_dots(join_path(directory, ".venv"));
    if (made_at(path) != nullptr) return with_version(at_prefix(path));
    if (directory == "/") break;
  }
  // Last of all a virtual environment on PATH.
  const PythonPlace place = found(at, 0);
  const bool is_virtual = !place.environment.conda && !place.environment.path.empty();
  return with_version(is_virtual ? place : unknown_place());
}

}  // namespace cudafit::facts
