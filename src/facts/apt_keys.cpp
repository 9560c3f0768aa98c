// NVIDIA's apt repositories changed their signing key on 2022-04-28 (the matrix cites it). Old
// images still hold the old key.

#include <algorithm>

#include "facts/apt_key_words.h"
#include "terms/text_marks.h"

namespace cudafit::facts {

namespace {

/// As Step::mentions, of any of them.
bool mentions(const Step& step, const PartList& parts) {
  const read::Instruction& instruction = *step.instruction;
  return parts.in(instruction.line.value) ||
         std::any_of(instruction.heredocs.begin(), instruction.heredocs.end(),
                     [&](const read::Heredoc& each) { return parts.in(each.content.value); }) ||
         std::any_of(step.scripts.begin(), step.scripts.end(),
                     [&](const document::ScriptFile& each) { return parts.in(each.text.value); });
}

/// The step may take NVIDIA's list away or bring a key in a way that is not followed.
bool may_mend(const Step& step) {
  static constexpr PartList parts =
      "sources.list cuda.list nvidia-ml.list trusted.gpg keyrings apt.conf Dir::Etc apt-key "
      "/etc/apt";
  return brings_new_key(step) || mentions(step, parts) || runs_unread_script(step);
}

/// `apt-get update`, or an install that needs its lists.
const Command* update(const Step& step) {
  for (const Command& command : step.commands) {
    const std::string_view name = command.name();
    if (name != "apt-get" && name != "apt") continue;
    for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
      if (command.words[i].value == "update" && command.syntax.failure == read::Failure::fatal)
        return &command;
    }
  }
  return nullptr;
}

bool becomes_user(const Step& step) {
  return step.instruction->keyword == read::Keyword::user &&
         step.instruction->line.value.find("root") == std::string::npos;
}

/// The first `apt-get update` of a stage in which nothing may have mended the lists or keys that
/// its base image brought; once per chain of stages.
void first_updates(const Document& document, Facts& out) {
  const bool anywhere =
      std::any_of(document.stages.begin(), document.stages.end(), [](const Stage& stage) {
        return std::any_of(stage.steps.begin(), stage.steps.end(),
                           [](const Step& step) { return update(step) != nullptr; });
      });
  if (!anywhere) return;
  std::vector<bool> settled(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    bool done = stage.parent >= 0 && settled[static_cast<std::size_t>(stage.parent)];
    bool user = false;
    for (const Step& step : stage.steps) {
      if (done) break;
      user = user || becomes_user(step);
      done = may_mend(step);
      if (done || step.instruction->keyword != read::Keyword::run) continue;
      const Command* command = update(step);
      if (command == nullptr) continue;
      Fact fact;
      fact.what = Component::apt_key;
      fact.role = Role::wants;
      fact.place = Place::apt;
      fact.stage = static_cast<int>(stage.index);
      fact.span = command->syntax.span;
      // Only root can remove the lists.
      if (!user) fact.line = step.instruction->span;
      out.facts.push_back(std::move(fact));
      done = true;
    }
    settled[stage.index] = done;
  }
}

}  // namespace

bool brings_new_key(const Step& step) {
  static constexpr PartList parts =
      "3BF863CC cuda-keyring cuda-archive-keyring trusted=yes allow-insecure AllowInsecure "
      "llow-unauthenticated AllowUnauthenticated";
  return step.mentions(new_apt_key) || mentions(step, parts);
}

bool runs_unread_script(const Step& step) {
  // It may do anything.
  return std::any_of(step.commands.begin(), step.commands.end(), [](const Command& command) {
    const std::string_view word = command.program < command.words.size()
                                      ? std::string_view(command.words[command.program].value)
                                      : std::string_view{};
    if (command.followed == document::Followed::whole) return false;
    return word.ends_with(".sh") || word.starts_with("./") || word == "source" || word == ".";
  });
}

void apt_keys(const Document& document, Facts& out) {
  old_key_fetches(document, out);
  keyless_updates(document, out);
  first_updates(document, out);
}

}  // namespace cudafit::facts
