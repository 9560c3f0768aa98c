// NVIDIA's apt repositories changed their signing key on 2022-04-28 (the matrix cites it). Old
// images still hold the old key, and old instructions still fetch it.

#include <algorithm>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view old_key = "7fa2af80";
constexpr std::string_view new_key = "3bf863cc";

bool mentions(const Step& step, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return step.mentions(word); });
}

/// The step brings the new key (as a file, by its long id, or in NVIDIA's package), or checks no
/// signatures.
bool brings_key(const Step& step) {
  return mentions(
      step, {new_key, "3BF863CC", "cuda-keyring", "cuda-archive-keyring", "trusted=yes",
             "allow-insecure", "AllowInsecure", "llow-unauthenticated", "AllowUnauthenticated"});
}

/// The step may take NVIDIA's list away or bring a key in a way that is not followed.
bool may_mend(const Step& step) {
  if (brings_key(step)) return true;
  if (mentions(step, {"sources.list", "cuda.list", "nvidia-ml.list", "trusted.gpg", "keyrings",
                      "apt.conf", "Dir::Etc", "apt-key", "/etc/apt"})) {
    return true;
  }
  // A script from the context may do anything.
  return std::any_of(step.commands.begin(), step.commands.end(), [](const Command& command) {
    const std::string_view word = command.program < command.words.size()
                                      ? std::string_view(command.words[command.program].value)
                                      : std::string_view{};
    if (command.followed == document::Followed::whole) return false;
    return word.ends_with(".sh") || word.starts_with("./") || word == "source" || word == ".";
  });
}

/// Programs that fetch or take a key.
bool fetches(const Command& command) {
  const std::string_view name = command.name();
  return !command.syntax.conditional && (name == "curl" || name == "wget" || name == "apt-key" ||
                                         name == "gpg" || name == "aria2c");
}

/// Offset of the key's file name in a URL of the CUDA repository for Debian and Ubuntu; npos for
/// anything else. The machine-learning repository still uses this key.
std::size_t old_key_in_url(std::string_view word) {
  const std::size_t repository = word.find("/compute/cuda/repos/");
  if (repository == std::string_view::npos) return repository;
  const std::string_view os = word.substr(repository + 20);
  if (!os.starts_with("ubuntu") && !os.starts_with("debian") && !os.starts_with("wsl") &&
      !os.starts_with("$")) {
    return std::string_view::npos;
  }
  return word.find("/7fa2af80.pub", repository) == std::string_view::npos
             ? std::string_view::npos
             : word.find("7fa2af80.pub", repository);
}

void note_fetch(const Text& word, Span written, int stage, Facts& out) {
  const std::size_t at = old_key_in_url(word.value);
  if (at == std::string_view::npos) return;
  Slip slip{
      .kind = SlipKind::old_key_fetch, .stage = stage, .span = written, .subject = "7fa2af80.pub"};
  if (const Span name = word.span(at, at + old_key.size()); name)
    slip.edits.push_back({name, std::string(new_key)});
  out.slips.push_back(std::move(slip));
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

void fetches_in(const Step& step, int stage, Facts& out) {
  if (step.instruction->keyword == read::Keyword::add) {
    for (std::size_t w = 0; w < step.arguments.size(); ++w) {
      note_fetch(step.arguments[w], step.instruction->arguments[w].around(), stage, out);
    }
  }
  for (const Command& command : step.commands) {
    if (!fetches(command)) continue;
    for (std::size_t w = 0; w < command.words.size(); ++w) {
      note_fetch(command.words[w], command.syntax.words[w].span(), stage, out);
    }
  }
}

/// The old key fetched in a stage that neither itself nor below ever gets the new one.
void old_key_fetches(const Document& document, Facts& out) {
  const auto old = [](const Step& step) { return mentions(step, {old_key}); };
  const bool anywhere = std::any_of(
      document.stages.begin(), document.stages.end(),
      [&](const Stage& stage) { return std::any_of(stage.steps.begin(), stage.steps.end(), old); });
  if (!anywhere) return;
  std::vector<bool> keyed(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    const bool below = stage.parent >= 0 && keyed[static_cast<std::size_t>(stage.parent)];
    keyed[stage.index] = below || std::any_of(stage.steps.begin(), stage.steps.end(), brings_key);
    if (keyed[stage.index] || !stage.built) continue;
    for (const Step& step : stage.steps) fetches_in(step, static_cast<int>(stage.index), out);
  }
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

void apt_keys(const Document& document, Facts& out) {
  old_key_fetches(document, out);
  first_updates(document, out);
}

}  // namespace cudafit::facts
