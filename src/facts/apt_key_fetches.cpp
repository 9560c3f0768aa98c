// What fetches NVIDIA's old apt key for the CUDA repository, and the edits that bring the new one.

#include <algorithm>
#include <array>
#include <optional>

#include "facts/apt_key_words.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view cuda_repositories = "/compute/cuda/repos/";

/// The old key in an address of the CUDA repository for Debian and Ubuntu. That of the
/// machine-learning repository is no such address: it still has this key.
struct Address {
  std::size_t key = 0;  ///< offset of its name
  std::string system;   ///< as OldKeyFetch::system
};

std::optional<Address> address(const Text& word) {
  const std::string_view text = word.value;
  const std::size_t repository = text.find(cuda_repositories);
  if (repository == std::string_view::npos) return std::nullopt;
  const std::size_t begin = repository + cuda_repositories.size();
  const std::string_view os = text.substr(begin);
  if (!os.starts_with("ubuntu") && !os.starts_with("debian") && !os.starts_with("wsl") &&
      !os.starts_with('$')) {
    return std::nullopt;
  }
  const std::size_t slash = text.find("/7fa2af80.pub", begin);
  if (slash == std::string_view::npos) return std::nullopt;
  Address out{.key = slash + 1, .system = std::string(os.substr(0, os.find('/')))};
  // Of a word that is not known some part is missing, perhaps this one; a variable without a value
  // may have left the release out.
  const bool whole = word.complete || word.span(begin, begin + out.system.size());
  if (!whole || out.system.find('$') != std::string::npos ||
      out.system.find_first_of("0123456789") == std::string::npos)
    out.system.clear();
  return out;
}

/// Programs that fetch or take a key.
bool fetches(const Command& command) {
  const std::string_view name = command.name();
  return !command.syntax.conditional && (name == "curl" || name == "wget" || name == "apt-key" ||
                                         name == "gpg" || name == "aria2c");
}

// ---- who else uses the old key

/// It stands in `text` otherwise than in an address of the CUDA repository.
bool names_old_key(std::string_view text) {
  static constexpr std::array<std::string_view, 2> spellings{old_apt_key, "7FA2AF80"};
  for (const std::string_view spelling : spellings) {
    for (std::size_t at = text.find(spelling); at != std::string_view::npos;
         at = text.find(spelling, at + 1)) {
      const std::size_t blank = text.find_last_of(" \t\n\"'", at);
      const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
      if (!contains(text.substr(begin, at - begin), cuda_repositories)) return true;
    }
  }
  return false;
}

bool uses_old_key(std::string_view text) {
  return contains(text, "/machine-learning/repos") || names_old_key(text);
}

bool uses_old_key(const Step& step) {
  const read::Instruction& instruction = *step.instruction;
  const auto any = [](const auto& list, auto text) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& each) { return uses_old_key(text(each).value); });
  };
  const auto itself = [](const Text& text) -> const Text& { return text; };
  if (uses_old_key(instruction.line.value) ||
      any(instruction.heredocs, [](const auto& each) -> const Text& { return each.content; }) ||
      any(step.scripts, [](const auto& each) -> const Text& { return each.text; }) ||
      any(step.arguments, itself)) {
    return true;
  }
  // Variables may hold what the line does not, and a repository that is not known may be any.
  return std::any_of(step.commands.begin(), step.commands.end(), [&](const Command& command) {
    return any(command.words, itself) || any(command.assigned, itself) ||
           std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
             return !word.complete && word.value.starts_with("deb ") &&
                    !contains(word.value, cuda_repositories);
           });
  });
}

/// A command that compares files or keys with what they should be.
bool checks(const Command& command) {
  static constexpr std::array<std::string_view, 9> sums{"sha256sum", "sha512sum", "sha384sum",
                                                        "sha1sum",   "md5sum",    "b2sum",
                                                        "shasum",    "cksum",     "openssl"};
  const std::string_view name = command.name();
  if (std::find(sums.begin(), sums.end(), name) != sums.end()) return true;
  if (name == "gpgv") return true;
  if (name != "gpg" && name != "gpg2" && name != "apt-key") return false;
  static constexpr std::array<std::string_view, 9> looks{
      "--export", "--verify",  "--fingerprint", "--list-keys", "--show-keys",
      "export",   "exportall", "finger",        "list"};
  return std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
    return std::find(looks.begin(), looks.end(), word.value) != looks.end();
  });
}

bool checks(const Step& step) {
  return step.mentions("--checksum") ||
         std::any_of(step.commands.begin(), step.commands.end(),
                     [](const Command& command) { return checks(command); });
}

/// Calls `found` for the steps of the stage, of those it builds on and of those that build on it,
/// until one says yes. A stage whose base is not known may build on any before it.
template <typename Found>
bool in_family(const Document& document, const Stage& stage, Found found) {
  const auto builds_on = [&](const Stage& upper, const Stage& lower) {
    for (const Stage* at = &upper;; at = &document.stages[static_cast<std::size_t>(at->parent)]) {
      if (at->index == lower.index) return true;
      if (at->parent < 0) return !at->base.complete && lower.index < at->index;
    }
  };
  return std::any_of(document.stages.begin(), document.stages.end(), [&](const Stage& other) {
    return (builds_on(stage, other) || builds_on(other, stage)) &&
           std::any_of(other.steps.begin(), other.steps.end(), found);
  });
}

// ---- edits

/// Where in a text of the step the bytes at `span` stand; nowhere unless in one piece.
struct Written {
  const Text* text = nullptr;
  std::size_t begin = 0, end = 0;
};

Written find(const Text& text, Span span) {
  for (const Piece& piece : text.pieces) {
    if (!piece.exact || !piece.from.contains(span)) continue;
    const std::size_t begin = piece.at + (span.begin - piece.from.begin);
    return {&text, begin, begin + span.size()};
  }
  return {};
}

Written find(const Step& step, Span span) {
  if (const Written line = find(step.instruction->line, span); line.text != nullptr) return line;
  for (const read::Heredoc& heredoc : step.instruction->heredocs) {
    if (const Written body = find(heredoc.content, span); body.text != nullptr) return body;
  }
  for (const document::ScriptFile& script : step.scripts) {
    if (const Written file = find(script.text, span); file.text != nullptr) return file;
  }
  return {};
}

/// The commands that put what a URL serves into apt's own keyring at once, in one pipeline;
/// nowhere for other ways. `at` is the one that names the URL.
Span into_keyring(const Step& step, std::size_t at) {
  const Command& command = step.commands[at];
  if (at > 0 && step.commands[at - 1].syntax.piped_into_next) return {};
  if (command.name() == "apt-key") {
    const bool fetched = std::any_of(command.words.begin(), command.words.end(),
                                     [](const Text& word) { return word.value == "--fetch-keys"; });
    return fetched && !command.syntax.piped_into_next ? command.syntax.span : Span{};
  }
  if (command.name() != "curl" && command.name() != "wget") return {};
  if (!command.syntax.piped_into_next || at + 1 == step.commands.size()) return {};
  const Command& taker = step.commands[at + 1];
  const std::size_t first = taker.arguments();
  if (taker.name() != "apt-key" || taker.syntax.piped_into_next ||
      taker.words.size() != first + 2 || taker.words[first].value != "add" ||
      (taker.words[first + 1].value != "-" && taker.words[first + 1].value != "/dev/stdin")) {
    return {};
  }
  return cover(command.syntax.span, taker.syntax.span);
}

/// The same commands in front of themselves, with the new key. `key` is the old one's name in them.
std::vector<Edit> fetch_both(const Document& document, const Step& step, Span commands, Span key) {
  if (!commands || !commands.contains(key)) return {};
  const Written at = find(step, commands);
  if (at.text == nullptr) return {};
  const std::string_view text = at.text->value;
  const std::string_view before = text.substr(0, at.begin);
  if (const std::size_t last = before.find_last_not_of(" \t");
      last != std::string_view::npos && before[last] == '!') {
    return {};
  }
  std::string copy(text.substr(at.begin, at.end - at.begin));
  copy.replace(key.begin - commands.begin, key.size(), new_apt_key);
  copy += " && ";
  // They start a line of their own: so do the new ones.
  for (const Piece& piece : at.text->pieces) {
    if (!piece.from.contains(commands)) continue;
    const std::size_t newline = before.rfind('\n');
    const std::size_t line = newline != std::string_view::npos && newline >= piece.at
                                 ? newline + 1
                                 : std::size_t{piece.at};
    const std::string_view indent = before.substr(line);
    if (indent.find_first_not_of(" \t") == std::string_view::npos && line > 0)
      copy += document.escape + ("\n" + std::string(indent));
  }
  return {{{commands.file, commands.begin, commands.begin}, std::move(copy)}};
}

// ---- fetches

struct Scene {
  const Document& document;
  const Stage& stage;
  const Step& step;
  Facts& out;
};

void note(const Scene& scene, const Text& word, Span written, Span keyring) {
  const std::optional<Address> found = address(word);
  if (!found) return;
  OldKeyFetch fetch;
  fetch.stage = static_cast<int>(scene.stage.index);
  fetch.span = written;
  fetch.system = found->system;
  fetch.needed =
      in_family(scene.document, scene.stage, [](const Step& step) { return uses_old_key(step); });
  // What goes to a file may be checked wherever the file is.
  const auto checked = [](const Step& step) { return checks(step); };
  fetch.checked =
      checked(scene.step) || (!keyring && in_family(scene.document, scene.stage, checked));
  if (const Span key = word.span(found->key, found->key + old_apt_key.size())) {
    fetch.replace.push_back({key, std::string(new_apt_key)});
    fetch.add = fetch_both(scene.document, scene.step, keyring, key);
  }
  scene.out.old_key_fetches.push_back(std::move(fetch));
}

void fetches_in(const Scene& scene) {
  const read::Instruction& instruction = *scene.step.instruction;
  if (instruction.keyword == read::Keyword::add) {
    for (std::size_t w = 0; w < scene.step.arguments.size(); ++w)
      note(scene, scene.step.arguments[w], instruction.arguments[w].around(), {});
  }
  for (std::size_t c = 0; c < scene.step.commands.size(); ++c) {
    const Command& command = scene.step.commands[c];
    if (!fetches(command)) continue;
    for (std::size_t w = 0; w < command.words.size(); ++w) {
      note(scene, command.words[w], command.syntax.words[w].span(), into_keyring(scene.step, c));
    }
  }
}

}  // namespace

void old_key_fetches(const Document& document, Facts& out) {
  const auto old = [](const Step& step) { return step.mentions(old_apt_key); };
  const bool anywhere = std::any_of(
      document.stages.begin(), document.stages.end(),
      [&](const Stage& stage) { return std::any_of(stage.steps.begin(), stage.steps.end(), old); });
  if (!anywhere) return;
  // In a stage that neither itself nor below ever gets the new one.
  std::vector<bool> keyed(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    const bool below = stage.parent >= 0 && keyed[static_cast<std::size_t>(stage.parent)];
    keyed[stage.index] =
        below || std::any_of(stage.steps.begin(), stage.steps.end(), brings_new_key);
    if (keyed[stage.index] || !stage.built) continue;
    for (const Step& step : stage.steps) fetches_in({document, stage, step, out});
  }
}

}  // namespace cudafit::facts
