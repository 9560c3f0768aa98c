// What apt holds, and steps that may change where apt takes packages from.

#include <algorithm>

#include "facts/runs.h"
#include "facts/words.h"
#include "terms/text_marks.h"

namespace cudafit::facts {

namespace {

/// Text that has to do with the sources of apt, or with which package of several it takes.
bool names_sources(std::string_view text) {
  static constexpr PartList parts =
      "/etc/apt sources.list .sources add-apt-repository apt-add-repo extrepo non-free apt.conf "
      "APT_CONFIG preferences.d Dir::Etc apt-key keyring";
  return parts.in(text);
}

bool changes_sources(const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  const bool lends = instruction.keyword == read::Keyword::copy ||
                     instruction.keyword == read::Keyword::add ||
                     instruction.keyword == read::Keyword::run;
  if (!lends) return false;
  if (names_sources(instruction.line.value)) return true;
  for (const read::Heredoc& heredoc : instruction.heredocs) {
    if (names_sources(heredoc.content.value)) return true;
  }
  for (const Text& argument : step.arguments) {
    if (names_sources(argument.value)) return true;
  }
  // Variables may hold what the line does not, and so may other files.
  for (const Command& command : step.commands) {
    const bool here =
        command.script < 0 && command.nesting == 0 && instruction.form != read::Form::json;
    for (std::size_t i = 0; i < command.words.size(); ++i) {
      const std::string& word = command.words[i].value;
      const bool as_written = here && word == command.syntax.words[i].raw.value;
      if (!as_written && names_sources(word)) return true;
    }
    // A package that adds a repository: its name says so, or nothing is known of it.
    const bool files = command.name() == "dpkg" || command.name() == "gdebi";
    for (const Text& word : command.words) {
      if (word.value.ends_with(".deb") || (files && listed("-i --install", word.value)))
        return true;
    }
  }
  return false;
}

bool refreshes(const Run& run) {
  const Call call = call_of(run.command);
  if (!listed("apt-get apt aptitude nala apt-fast", call.name)) return false;
  for (const Argument& word : arguments(run.command, call.arguments())) {
    const std::string_view value = word.value();
    if (!value.starts_with('-')) return value == "update";
  }
  return false;
}

void hold(const Run& run, Facts& out) {
  const Call call = call_of(run.command);
  if (!listed("dpkg apt-mark aptitude", call.name)) return;
  PackageHold found{.at = run.at, .certainty = run.certainty};
  const std::vector<Argument> words = arguments(run.command, call.arguments());
  if (call.name == "dpkg") {
    // The selections come from standard input.
    const bool selects = std::any_of(words.begin(), words.end(), [](const Argument& word) {
      return word.value() == "--set-selections" || word.value() == "--clear-selections";
    });
    if (!selects) return;
    found.holds = Known::unknown;
    found.complete = false;
    out.package_holds.push_back(std::move(found));
    return;
  }
  bool acts = false;
  for (const Argument& word : words) {
    const std::string_view value = word.value();
    if (value.starts_with('-')) continue;
    if (!acts) {
      acts = value == "hold" || value == "unhold";
      if (!acts) return;
      found.holds = value == "hold" ? Known::yes : Known::no;
      continue;
    }
    // apt-mark takes patterns, too.
    if (!word.known() || word.pattern || value.find_first_of("*?[") != std::string_view::npos) {
      found.complete = false;
    } else {
      found.names.emplace_back(value.substr(0, value.find(':')));
    }
  }
  found.complete = found.complete && !call.more;
  if (acts) out.package_holds.push_back(std::move(found));
}

}  // namespace

void package_sources(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const Position at = position(stage, step);
    if (changes_sources(step)) out.source_changes.push_back({.at = at});
    each_run(stage, step, [&](const Run& run) {
      if (run.certainty != Certainty::possible && refreshes(run))
        out.source_changes.push_back({.at = run.at, .refresh = true});
      hold(run, out);
    });
  });
}

}  // namespace cudafit::facts
