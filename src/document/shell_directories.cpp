#include "document/shell_directories.h"

#include "document/paths.h"

namespace cudafit::document {

namespace {

/// How many directories `pushd` remembers here.
constexpr std::size_t most_pushed = 64;

/// The built-in that the command calls: index of its word, or of the end.
std::size_t builtin_word(const Command& command) {
  std::size_t at = 0;
  while (at < command.words.size() &&
         (command.words[at].value == "builtin" || command.words[at].value == "command"))
    ++at;
  return at;
}

Text nowhere() { return place_text(std::string()); }

std::string home(const read::Lookup& lookup) {
  const std::optional<Text> value = lookup("HOME");
  return value && value->complete ? place_in("", value->value) : "";
}

/// Where `cd word` leads from `now`.
Text target(const Text& now, const Text& word, const read::Lookup& lookup) {
  if (!word.complete || word.empty()) return nowhere();
  const std::string& path = word.value;
  // Which of several the shell picks depends on what is there.
  if (path.find_first_of("*?[{") != std::string::npos) return nowhere();
  if (path.front() != '~') return place_text(now.value, word);
  if (path.size() > 1 && path[1] != '/') return nowhere();
  const std::string_view rest = std::string_view(path).substr(1);
  return place_text(place_in(home(lookup), rest.empty() ? "." : rest.substr(1)));
}

}  // namespace

ShellDirectories::Place& ShellDirectories::in(std::uint32_t subshell) {
  const auto known = places_.find(subshell);
  if (known != places_.end()) return known->second;
  Place place{start_, nowhere()};
  if (subshell > 0 && subshell < parents_.size() && parents_[subshell] < subshell)
    place = in(parents_[subshell]);
  return places_.emplace(subshell, std::move(place)).first->second;
}

std::uint32_t ShellDirectories::graft(const std::vector<std::uint32_t>& parents,
                                      std::uint32_t into) {
  const auto first = static_cast<std::uint32_t>(parents_.size()) - 1;
  for (std::size_t i = 1; i < parents.size(); ++i)
    parents_.push_back(parents[i] == 0 ? into : parents[i] + first);
  return first;
}

void ShellDirectories::follow(const Command& command, const read::Lookup& lookup) {
  std::size_t at = builtin_word(command);
  if (at >= command.words.size()) return;
  const std::string& name = command.words[at].value;
  const bool returns = name == "popd";
  const bool pushes = name == "pushd";
  if (name != "cd" && name != "chdir" && !returns && !pushes) return;
  if (command.syntax.background) return;
  Place& place = in(command.syntax.subshell);
  ++at;
  while (at < command.words.size() && command.words[at].value.size() > 1 &&
         command.words[at].value.front() == '-')
    ++at;
  const Text now = place.now;
  const bool given = at < command.words.size();
  if (command.syntax.conditional || at + 1 < command.words.size()) {
    place.now = nowhere();
    place.pushed.clear();
  } else if (returns) {
    place.now = given || place.pushed.empty() ? nowhere() : place.pushed.back();
    if (!place.pushed.empty()) place.pushed.pop_back();
  } else if (pushes) {
    place.now = given ? target(now, command.words[at], lookup) : nowhere();
    if (place.pushed.size() < most_pushed) place.pushed.push_back(now);
  } else if (!given) {
    place.now = place_text(home(lookup));
  } else {
    place.now =
        command.words[at].value == "-" ? place.before : target(now, command.words[at], lookup);
  }
  place.before = now;
}

}  // namespace cudafit::document
