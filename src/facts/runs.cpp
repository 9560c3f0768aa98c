#include "facts/runs.h"

#include <set>
#include <string>

#include "facts/words.h"
#include "terms/ascii.h"

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

void add_functions(std::string_view text, std::set<std::string, std::less<>>& out) {
  const auto in_name = [](char c) { return ascii::alnum(c) || c == '_' || c == '-'; };
  for (std::size_t at = text.find("()"); at != std::string_view::npos;
       at = text.find("()", at + 2)) {
    std::size_t end = at;
    while (end > 0 && text[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && in_name(text[begin - 1])) --begin;
    if (begin < end) out.emplace(text.substr(begin, end - begin));
  }
  constexpr std::string_view keyword = "function ";
  for (std::size_t at = text.find(keyword); at != std::string_view::npos;
       at = text.find(keyword, at + keyword.size())) {
    const std::size_t begin = at + keyword.size();
    std::size_t end = begin;
    while (end < text.size() && in_name(text[end])) ++end;
    if (begin < end) out.emplace(text.substr(begin, end - begin));
  }
}

}  // namespace

bool is_function(const Step& step, std::string_view program) {
  std::set<std::string, std::less<>> functions;
  add_functions(step.instruction->line.value, functions);
  for (const read::Heredoc& heredoc : step.instruction->heredocs)
    add_functions(heredoc.content.value, functions);
  return functions.contains(program);
}

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
