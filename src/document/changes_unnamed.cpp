// Commands that change files which only variables, loops and pipes name.

#include "document/change.h"
#include "document/changing_programs.h"
#include "document/find_call.h"
#include "read/dockerignore.h"
#include "terms/ascii.h"

namespace cudafit::document {

namespace {

/// Words that are the value of a variable: its name in `$name`, `"${name}"`.
std::string_view variable_alone(std::string_view raw) {
  if (raw.starts_with('"') && raw.ends_with('"') && raw.size() > 1)
    raw = raw.substr(1, raw.size() - 2);
  if (!raw.starts_with('$')) return {};
  raw.remove_prefix(1);
  if (raw.starts_with('{') && raw.ends_with('}')) raw = raw.substr(1, raw.size() - 2);
  return raw.find_first_of("$/.{}()%#:-+`\"") == std::string_view::npos ? raw : std::string_view();
}

}  // namespace

bool Change::edits() const {
  return one_of(name_, {"tee", "sponge", "dos2unix", "ed", "ex"}) ||
         (one_of(unversioned(name_), {"sed", "gsed", "perl", "awk", "gawk"}) && in_place());
}

bool Change::edits_unknown() const {
  if (!edits()) return false;
  const bool perl = name_ == "perl";
  bool script = !one_of(name_, {"tee", "sponge", "dos2unix"});
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string_view word = words_[i].value;
    if (!is_option(word)) {
      if (!script && may_be_it(words_[i])) return true;
      script = false;
      continue;
    }
    const bool takes = one_of(word, {"--expression", "--file", "-v", "inplace"}) ||
                       (!word.starts_with("--") && (word.ends_with('e') || word.ends_with('f')) &&
                        (perl || word.find('i') == std::string_view::npos));
    if (takes) script = false;
    if (takes || (word == "-i" && name_.ends_with("awk"))) ++i;
  }
  return false;
}

bool Change::may_be_it(const Text& word) const {
  if (word.complete) return false;
  const std::string_view raw = written(word);
  if (raw.find("$(") != std::string_view::npos || raw.find('`') != std::string_view::npos)
    return substitution_may_name(raw, file_);
  if (const std::string_view variable = variable_alone(raw); !variable.empty()) {
    if (const std::optional<bool> listed = in_loop(variable)) return *listed;
  }
  return read::path_match(name_pattern(raw), file_);
}

std::optional<bool> Change::in_loop(std::string_view variable) const {
  // Loops over what another loop gives are not followed.
  if (depth_ > 0) return true;
  for (std::size_t i = index_; i-- > 0;) {
    const std::vector<Text>& words = commands_[i].words;
    if (words.size() < 2) continue;
    if (words[0].value == "for" && words[1].value == variable)
      return words.size() < 4 || of(i).any_listed(2);
    if (words[0].value == "read" && words.back().value == variable) return of(i).reads_name();
  }
  return std::nullopt;
}

Change Change::of(std::size_t index) const {
  return {commands_, index, path_, program_, depth_ + 1};
}

bool Change::any_listed(std::size_t first) const {
  return std::any_of(words_.begin() + static_cast<long>(std::min(first, words_.size())),
                     words_.end(),
                     [this](const Text& word) { return covers(word) || may_be_it(word); });
}

bool Change::reads_name() const {
  std::size_t first = index_;
  while (first > 0 && commands_[first - 1].syntax.piped_into_next) --first;
  return first == index_ ? above(directory()) : of(first).lists();
}

bool Change::lists() const {
  if (name_ == "find") return finds();
  if (one_of(name_, {"ls", "echo", "printf"})) {
    const bool any = std::any_of(words_.begin(), words_.end(),
                                 [](const Text& word) { return !is_option(word.value); });
    return any ? any_listed(0) || any_names() : above(directory());
  }
  return above(directory());
}

bool Change::finds() const {
  const FindCall call = find_call(command_);
  const bool here =
      call.starts.empty()
          ? above(directory())
          : std::any_of(call.starts.begin(), call.starts.end(), [this](const Text* start) {
              return above(place(*start)) || covers(*start);
            });
  return here && finds_name(call, file_);
}

bool Change::edits_what_it_reads() const {
  return has({"sed", "rm", "mv", "perl", "sh", "bash", "tee", "sponge"}) && reads_name();
}

bool Change::looped(const Text& word) const {
  const std::string_view variable = variable_alone(written(word));
  if (word.complete || variable.empty()) return false;
  if (ascii::digit(variable[0]) || variable == "@") return command_.syntax.in_function;
  return in_loop(variable).value_or(false);
}

}  // namespace cudafit::document
