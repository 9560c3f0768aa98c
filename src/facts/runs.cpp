#include "facts/runs.h"

#include "facts/words.h"

namespace cudafit::facts {

Certainty certainty_of(const Command& command) {
  if (command.syntax.failure == read::Failure::fatal) return Certainty::certain;
  return command.syntax.conditional ? Certainty::possible : Certainty::tolerated;
}

Call call_of(const Command& command) {
  Call call;
  const auto name_at = [&](std::size_t word) {
    call.word = word;
    const bool known = word < command.words.size() && command.words[word].complete;
    call.path = known ? std::string_view(command.words[word].value) : std::string_view{};
    call.name = file_name(call.path);
  };
  name_at(command.program);
  if (call.name != "xargs") return call;
  constexpr std::string_view valued = "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args";
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
