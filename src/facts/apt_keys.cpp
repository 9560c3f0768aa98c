// NVIDIA's apt repositories changed their signing key on 2022-04-28 (the matrix cites it). Old
// images still hold the old key, and old instructions still fetch it.

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view old_key = "7fa2af80";
constexpr std::string_view new_key = "3bf863cc";

bool mentions(const Step& step, std::string_view what) {
  return step.instruction->line.value.find(what) != std::string::npos;
}

bool heredoc_mentions(const Step& step, std::string_view what) {
  for (const read::Heredoc& heredoc : step.instruction->heredocs) {
    if (heredoc.content.value.find(what) != std::string::npos) return true;
  }
  return false;
}

/// The step brings the new key, or takes NVIDIA's list away.
bool mends(const Step& step) {
  for (const std::string_view what :
       {new_key, std::string_view("cuda-keyring"), std::string_view("cuda-archive-keyring")}) {
    if (mentions(step, what) || heredoc_mentions(step, what)) return true;
  }
  const bool touches_lists = mentions(step, "sources.list.d") || mentions(step, "cuda.list") ||
                             mentions(step, "nvidia-ml.list");
  const bool removes = mentions(step, "rm ") || mentions(step, "mv ") || mentions(step, "sed ") ||
                       mentions(step, "truncate ");
  return touches_lists && removes;
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

void note_fetch(const Text& word, int stage, Facts& out) {
  const std::size_t at = old_key_in_url(word.value);
  if (at == std::string_view::npos) return;
  Slip slip{.kind = SlipKind::old_key_fetch,
            .stage = stage,
            .span = word.around(),
            .subject = "7fa2af80.pub"};
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

}  // namespace

void apt_keys(const Document& document, Facts& out) {
  // Whether a stage, or one it builds on, has the new key or no list of NVIDIA's.
  std::vector<bool> mended(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    bool ready = stage.parent >= 0 && mended[static_cast<std::size_t>(stage.parent)];
    bool any = ready;
    for (const Step& step : stage.steps) any = any || mends(step);
    bool updated = false;
    for (const Step& step : stage.steps) {
      const int index = static_cast<int>(stage.index);
      if (!any && stage.built) {
        for (const Text& word : step.arguments) note_fetch(word, index, out);
        for (const Command& command : step.commands) {
          for (const Text& word : command.words) note_fetch(word, index, out);
        }
      }
      ready = ready || mends(step);
      if (ready || updated || !stage.built || step.instruction->keyword != read::Keyword::run)
        continue;
      if (const Command* command = update(step)) {
        Fact fact;
        fact.what = Component::apt_key;
        fact.role = Role::wants;
        fact.place = Place::apt;
        fact.stage = index;
        fact.span = command->syntax.span;
        fact.text = Text("", {});
        fact.line = step.instruction->span;
        out.facts.push_back(std::move(fact));
        updated = true;
      }
    }
    mended[stage.index] = ready;
  }
}

}  // namespace cudafit::facts
