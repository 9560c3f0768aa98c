// Commands that may change files which others read later.

#include <algorithm>
#include <array>

#include "facts/pip_request.h"

namespace cudafit::facts {

namespace {

/// Commands that name files and leave them as they are.
bool only_reads(std::string_view name) {
  static constexpr std::array<std::string_view, 20> names{
      "cat",  "ls",   "head",  "tail",  "wc", "stat",  "test", "[",     "[[",  "grep",
      "diff", "file", "chmod", "chown", "cd", "mkdir", "echo", "egrep", "set", "sha256sum"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `*` and `?` as the shell has them; a set in brackets is taken for any one byte.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    const char c = p < pattern.size() ? pattern[p] : '\0';
    if (c == '*') {
      star = p++;
      resume = t;
    } else if (c == '[' && pattern.find(']', p) != std::string_view::npos) {
      p = pattern.find(']', p) + 1;
      ++t;
    } else if (p < pattern.size() && (c == '?' || c == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

void FileWrites::note_redirects(const Command& command, Position at) {
  for (std::size_t i = 0; i < command.redirects.size(); ++i) {
    if (command.syntax.redirects[i].op.find('>') != std::string::npos)
      note(command.redirects[i].value, at);
  }
}

void FileWrites::note(const Command& command, Position at) {
  note_redirects(command, at);
  if (command.words.empty() || only_reads(command.name())) return;
  const bool copies = command.name() == "cp" || command.name() == "ln";
  const std::size_t first = copies ? command.words.size() - 1 : command.arguments();
  for (std::size_t i = first; i < command.words.size(); ++i) note(command.words[i].value, at);
}

void FileWrites::note(std::string_view word, Position at) {
  // --output=file
  if (const std::size_t equals = word.rfind('='); equals != std::string_view::npos)
    word.remove_prefix(equals + 1);
  const std::string_view name = last_component(word);
  if (name.empty()) return;
  if (name.find_first_of("*?[") != std::string_view::npos) {
    patterns_.emplace_back(name, at);
    return;
  }
  std::vector<Position>& positions = names_[std::string(name)];
  if (positions.empty() || positions.back() != at) positions.push_back(at);
}

bool FileWrites::before(const Document& document, Position at, const std::string& name) const {
  const auto named = names_.find(name);
  while (true) {
    if (named != names_.end()) {
      const std::vector<Position>& all = named->second;
      const auto first = std::lower_bound(all.begin(), all.end(), start_of(at.stage));
      if (first != all.end() && *first < at) return true;
    }
    for (const auto& [pattern, place] : patterns_) {
      if (start_of(at.stage) <= place && place < at && matches(pattern, name)) return true;
    }
    const int parent = document.stages[static_cast<std::size_t>(at.stage)].parent;
    if (parent < 0) return false;
    at = end_of(parent);
  }
}

}  // namespace cudafit::facts
