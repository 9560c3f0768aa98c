// NVIDIA's apt repositories changed their signing key on 2022-04-28 (the matrix cites it). Old
// images still hold the old key, and old instructions still fetch it.

#include <algorithm>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view old_key = "7fa2af80";
constexpr std::string_view new_key = "3bf863cc";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// The whole text of a step, lower case.
std::string text_of(const Step& step) {
  std::string out = lower(step.instruction->line.value);
  for (const read::Heredoc& heredoc : step.instruction->heredocs)
    out += '\n' + lower(heredoc.content.value);
  return out;
}

bool mentions(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// The step brings the new key (as a file, by its long id, or in NVIDIA's package), or checks no
/// signatures.
bool brings_key(const std::string& text) {
  return mentions(text, {new_key, "cuda-keyring", "cuda-archive-keyring", "trusted=yes",
                         "allow-insecure", "allowinsecure", "allow-unauthenticated"});
}

/// The step may take NVIDIA's list away or bring a key in a way that is not followed.
bool may_mend(const Step& step, const std::string& text) {
  if (brings_key(text)) return true;
  if (mentions(text, {"sources.list", "cuda.list", "nvidia-ml.list", "trusted.gpg", "keyrings",
                      "apt.conf", "dir::etc", "apt-key", "/etc/apt"})) {
    return true;
  }
  // A script from the context may do anything.
  return std::any_of(step.commands.begin(), step.commands.end(), [](const Command& command) {
    const std::string_view word = command.program < command.words.size()
                                      ? std::string_view(command.words[command.program].value)
                                      : std::string_view{};
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

}  // namespace

void apt_keys(const Document& document, Facts& out) {
  // Per stage, with the stages it builds on: may its lists or keys have been mended; does it bring
  // the new key anywhere.
  std::vector<bool> mended(document.stages.size(), false);
  std::vector<bool> keyed(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    const std::size_t parent = static_cast<std::size_t>(std::max(stage.parent, 0));
    bool ready = stage.parent >= 0 && mended[parent];
    bool key = stage.parent >= 0 && keyed[parent];
    std::vector<std::string> texts;
    for (const Step& step : stage.steps) {
      texts.push_back(text_of(step));
      key = key || brings_key(texts.back());
    }
    keyed[stage.index] = key;
    bool updated = !stage.built;
    bool user = false;
    for (std::size_t i = 0; i < stage.steps.size(); ++i) {
      const Step& step = stage.steps[i];
      const int index = static_cast<int>(stage.index);
      if (!key && stage.built) {
        if (step.instruction->keyword == read::Keyword::add) {
          for (std::size_t w = 0; w < step.arguments.size(); ++w) {
            note_fetch(step.arguments[w], step.instruction->arguments[w].around(), index, out);
          }
        }
        for (const Command& command : step.commands) {
          if (!fetches(command)) continue;
          for (std::size_t w = 0; w < command.words.size(); ++w) {
            note_fetch(command.words[w], command.syntax.words[w].span(), index, out);
          }
        }
      }
      user = user || (step.instruction->keyword == read::Keyword::user &&
                      step.instruction->line.value.find("root") == std::string::npos);
      ready = ready || may_mend(step, texts[i]);
      if (ready || updated || step.instruction->keyword != read::Keyword::run) continue;
      if (const Command* command = update(step)) {
        Fact fact;
        fact.what = Component::apt_key;
        fact.role = Role::wants;
        fact.place = Place::apt;
        fact.stage = index;
        fact.span = command->syntax.span;
        // Only root can remove the lists.
        if (!user) fact.line = step.instruction->span;
        out.facts.push_back(std::move(fact));
        updated = true;
      }
    }
    mended[stage.index] = ready;
  }
}

}  // namespace cudafit::facts
