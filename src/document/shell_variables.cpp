#include "document/shell_variables.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cudafit::document {

namespace {

/// Variables every shell, or the engine, sets by itself.
bool set_by_shell(std::string_view name) {
  static constexpr std::array<std::string_view, 27> names{
      "HOME",    "PATH",     "PWD",     "OLDPWD",   "HOSTNAME",  "UID",  "EUID",
      "GROUPS",  "RANDOM",   "SECONDS", "LINENO",   "SHLVL",     "PPID", "IFS",
      "OPTARG",  "OPTIND",   "PS1",     "PS4",      "SHELL",     "TERM", "USER",
      "LOGNAME", "MACHTYPE", "OSTYPE",  "HOSTTYPE", "SHELLOPTS", "_"};
  if (name.starts_with("BASH")) return true;
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  // Proxy arguments need no ARG.
  if (upper == "HTTP_PROXY" || upper == "HTTPS_PROXY" || upper == "FTP_PROXY" ||
      upper == "NO_PROXY" || upper == "ALL_PROXY") {
    return true;
  }
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Gives values that the words say.
bool declares(std::string_view builtin) {
  return one_of(builtin, {"export", "declare", "readonly", "typeset", "local"});
}

/// Gives values that the words do not say.
bool fills(std::string_view builtin) {
  return one_of(builtin, {"read", "for", "select", "getopts", "mapfile", "readarray", "printf",
                          "let", "unset"});
}

/// `shift`, `set -- a b`: changes $1 and the like.
bool changes_parameters(const read::Command& command) {
  if (command.words.empty()) return false;
  const std::string_view builtin = command.words.front().raw.value;
  if (builtin != "set") return builtin == "shift";
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string_view word = command.words[i].raw.value;
    if (word == "--" || word == "-") return true;
    if (word.starts_with('-') || word.starts_with('+')) {
      if (word.back() == 'o') ++i;  // set -euo pipefail
      continue;
    }
    return true;
  }
  return false;
}

/// The name in front of `=`, `+=` or `[`.
std::string_view name_in(std::string_view word) {
  return word.substr(0, word.find_first_of("=+["));
}

}  // namespace

ShellVariables::ShellVariables(const ShellVariables& outer, const Command& command)
    : scope_(outer.scope_), opaque_(outer.opaque_) {
  for (const auto& [name, value] : outer.values_) {
    if (outer.exported(name)) values_[name] = value;
  }
  for (const auto& [name, last] : outer.last_) {
    if (!outer.values_.contains(name)) last_.emplace(name, 0);
  }
  for (std::size_t i = 0; i < command.assigned.size(); ++i)
    values_[command.syntax.assignments[i].name] = command.assigned[i];
  for (std::size_t i = 0; i < command.program && i < command.words.size(); ++i) {
    const Text& word = command.words[i];  // of `env NAME=value`
    const std::size_t equals = word.value.find('=');
    if (equals != std::string::npos && equals > 0 && word.value.front() != '-')
      values_[word.value.substr(0, equals)] = word.slice(equals + 1, word.size());
  }
  for (const auto& [name, value] : values_) exported_.insert(name);
}

void ShellVariables::expect(const read::Script& script) {
  for (std::size_t i = 0; i < script.commands.size(); ++i) {
    const read::Command& command = script.commands[i];
    for (const read::Assignment& assignment : command.assignments) last_[assignment.name] = i;
    if (command.words.empty()) continue;
    if (changes_parameters(command)) parameters_last_ = i;
    const std::string_view builtin = command.words.front().raw.value;
    if (!declares(builtin) && !fills(builtin)) continue;
    for (std::size_t word = 1; word < command.words.size(); ++word)
      last_[std::string(name_in(command.words[word].raw.value))] = i;
  }
}

ShellVariables::Place ShellVariables::enter(const read::Script& other,
                                            const Parameters& arguments) {
  Place place{.last = last_, .now = now_, .parameters_last = parameters_last_, .parameters = {}};
  // What this script assigns further down, in a loop, is assigned behind everything in the other.
  for (auto& [name, last] : last_) last = conditional_ && last > now_ ? other.commands.size() : 0;
  parameters_last_ = conditional_ && parameters_last_ > now_ ? other.commands.size() : 0;
  if (arguments) place.parameters = std::exchange(parameters_, arguments);
  const std::map<std::string, std::size_t, std::less<>> outer = last_;
  expect(other);
  for (const auto& [name, last] : outer) {
    if (last > 0) last_[name] = last;
  }
  return place;
}

void ShellVariables::leave(Place place) {
  // Its names are assigned where it is read in.
  for (const auto& [name, last] : last_) {
    std::size_t& here = place.last.try_emplace(name, place.now).first->second;
    here = std::max(here, place.now);
  }
  last_ = std::move(place.last);
  parameters_last_ = place.parameters_last;
  now_ = place.now;
  if (place.parameters) parameters_ = std::move(*place.parameters);
}

ShellVariables::Value ShellVariables::parameter(std::string_view name) const {
  if (!parameters_known() || name.size() != 1 || name == "0") return unknown_text();
  const auto index = static_cast<std::size_t>(name[0] - '1');
  if (index >= parameters_->size()) return std::nullopt;
  return scope_.growth.copy((*parameters_)[index]);
}

std::optional<Text> ShellVariables::value(std::string_view name) const {
  if (!name.empty() && name[0] >= '0' && name[0] <= '9') return parameter(name);
  const auto last = last_.find(name);
  // A loop or a function may come here again after the assignment further down.
  if (conditional_ && last != last_.end() && last->second > now_) return unknown_text();
  const auto known = values_.find(name);
  if (known != values_.end())
    return known->second ? Value(scope_.growth.copy(*known->second)) : std::nullopt;
  const bool unsure = opaque_ || last != last_.end() || set_by_shell(name);
  if (unsure && !scope_.document.lookup(scope_.stage, name, scope_.count)) return unknown_text();
  return value_in_stage(scope_, name);
}

bool ShellVariables::maybe_set(std::string_view name) const {
  return opaque_ || values_.contains(name) || last_.contains(name) || set_by_shell(name);
}

bool ShellVariables::exported(std::string_view name) const {
  return all_exported_ || exported_.contains(name) ||
         scope_.document.lookup(scope_.stage, name, scope_.count);
}

void ShellVariables::follow(const Command& command) {
  const read::Command& syntax = command.syntax;
  // Certain assignments give a value; anything else makes the name unsure.
  const bool certain = !syntax.conditional && syntax.subshell == 0 && !syntax.background;
  if (command.words.empty()) {
    for (std::size_t i = 0; i < command.assigned.size(); ++i)
      values_[syntax.assignments[i].name] = certain ? command.assigned[i] : unknown_text();
    return;
  }
  const std::string_view builtin = command.words.front().value;
  if (one_of(builtin, {".", "source", "eval"}) && command.followed != Followed::whole)
    opaque_ = true;
  if (changes_parameters(syntax)) {
    const bool shifts = builtin == "shift" && command.words.size() == 1 && certain;
    if (!shifts) {
      parameters_.reset();
    } else if (parameters_ && !parameters_->empty()) {
      parameters_->erase(parameters_->begin());
    }
  }
  if (builtin == "set") {
    for (const Text& word : command.words) {
      const std::string_view option = word.value;
      all_exported_ = all_exported_ || option == "allexport" ||
                      (option.starts_with('-') && option.find('a') != std::string_view::npos);
    }
  }
  if (declares(builtin)) {
    declare(command, certain);
  } else if (fills(builtin)) {
    if (builtin == "printf" && (command.words.size() < 2 || command.words[1].value != "-v")) return;
    const std::size_t end = one_of(builtin, {"for", "select"})
                                ? std::min<std::size_t>(2, command.words.size())
                                : command.words.size();
    for (std::size_t i = 1; i < end; ++i) {
      const std::string name(name_in(command.words[i].value));
      if (name.empty() || name.front() == '-') continue;
      values_[name] = certain && builtin == "unset" ? Value() : Value(unknown_text());
    }
  }
}

void ShellVariables::declare(const Command& command, bool certain) {
  const std::string_view builtin = command.words.front().value;
  bool exports = builtin == "export";
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const Text& word = command.words[i];
    if (word.value.starts_with('-')) {
      exports = exports || word.value.find('x') != std::string::npos;
      continue;
    }
    // `export $(cat .env)`
    const std::string_view raw = command.syntax.words[i].raw.value;
    if (raw.substr(0, raw.find('=')).find_first_of("$`") != std::string_view::npos) {
      opaque_ = true;
      continue;
    }
    const std::size_t equals = word.value.find('=');
    const std::string name(name_in(word.value));
    if (name.empty()) continue;
    if (exports) exported_.insert(name);
    if (equals == std::string::npos) continue;
    const bool replaces = equals == name.size();  // neither NAME+=value nor NAME[0]=value
    values_[name] = certain && replaces && builtin != "local" ? word.slice(equals + 1, word.size())
                                                              : unknown_text();
  }
}

}  // namespace cudafit::document
