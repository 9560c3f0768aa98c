#include "facts/runs.h"

#include "facts/words.h"

namespace cudafit::facts {

namespace {

/// `pip` of `"${VENV}/bin/pip"`: the last component where it is written out; else empty.
std::string_view written_name(std::string_view raw) {
  while (raw.ends_with('"')) raw.remove_suffix(1);
  const std::size_t slash = raw.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view name = raw.substr(slash + 1);
  return name.find_first_of("$`\"'\\*?[{(}) ") == std::string_view::npos ? name
                                                                         : std::string_view{};
}

}  // namespace

Certainty certainty_of(const Command& command) {
  if (command.syntax.failure == read::Failure::fatal) return Certainty::certain;
  return command.syntax.conditional ? Certainty::possible : Certainty::tolerated;
}

Call call_of(const Command& command) {
  Call call;
  const auto name_at = [&](std::size_t word) {
    call.word = word;
    call.path = call.name = {};
    if (word >= command.words.size()) return;
    if (command.words[word].complete) {
      call.path = command.words[word].value;
      call.name = file_name(call.path);
    } else {
      call.name = written_name(command.syntax.words[word].raw.value);
    }
  };
  name_at(command.program);
  if (call.name != "xargs") return call;
  static constexpr WordList valued = "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args";
  std::size_t at = command.program + 1;
  while (at < command.words.size() && command.words[at].value.starts_with('-')) {
    at += listed(valued, command.words[at].value) ? 2 : 1;
  }
  while (at < command.words.size() &&
         (command.words[at].value == "sudo" || command.words[at].value == "-E" ||
          command.words[at].value == "env" ||
          command.words[at].value.starts_with("DEBIAN_FRONTEND="))) {
    ++at;
  }
  if (at >= command.words.size()) return call;
  name_at(at);
  call.more = true;
  return call;
}

}  // namespace cudafit::facts
