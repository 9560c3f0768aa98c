#include "recommend/split_command.h"

#include <algorithm>

#include "source/files.h"

namespace cudafit::recommend {

std::string_view last_component(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

std::string_view CommandWords::word(std::size_t i) const {
  return i < command->words.size() ? std::string_view(command->words[i].value) : std::string_view();
}

std::string CommandWords::directory() const {
  const Text& text = command->directory;
  return text.complete && text.value.starts_with('/') ? text.value : std::string();
}

std::optional<std::string> CommandWords::absolute(const Text& path) const {
  if (!path.complete || path.empty()) return std::nullopt;
  if (path.value.find_first_of("*?[~") != std::string::npos) return std::nullopt;
  if (path.value.starts_with('/')) return resolve_dots(path.value);
  const std::string base = directory();
  if (base.empty()) return std::nullopt;
  return resolve_dots(join_path(base, path.value));
}

std::optional<Text> CommandWords::option(std::string_view longer) const {
  for (std::size_t i = first(); i < command->words.size(); ++i) {
    if (word(i) == longer && i + 1 < command->words.size()) return command->words[i + 1];
    const bool joined = word(i).starts_with(longer) && word(i).size() > longer.size();
    if (!joined) continue;
    const std::size_t skip = longer.size() + (word(i)[longer.size()] == '=' ? 1 : 0);
    if (longer.starts_with("--") && skip == longer.size()) continue;
    Text value = command->words[i];
    value.value = value.value.substr(skip);
    return value;
  }
  return std::nullopt;
}

bool CommandWords::says(std::string_view target) const {
  for (std::size_t i = first(); i < command->words.size(); ++i) {
    if (word(i) == target) return true;
  }
  return false;
}

bool CommandWords::says_short(char letter) const {
  for (std::size_t i = first(); i < command->words.size(); ++i) {
    const std::string_view each = word(i);
    if (each.size() > 1 && each[0] == '-' && each[1] != '-' &&
        each.find(letter) != std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace cudafit::recommend
