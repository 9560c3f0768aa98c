// What the build refuses in an instruction that its parser accepts.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "document/checks.h"
#include "document/scope.h"
#include "read/go_text.h"
#include "source/nearest.h"

namespace cudafit::document {

namespace {

using read::Form;
using read::Instruction;
using read::Keyword;

constexpr std::array<std::string_view, 18> keywords{
    "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};

/// BuildKit's rule, after it has made the name lower case.
bool stage_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

std::optional<BuildError> from_error(const Instruction& from, Span word) {
  const std::size_t count = from.arguments.size();
  const bool named = count == 3 && read::to_lower(from.arguments[1].value) == "as";
  if (count != 1 && !named)
    return BuildError{word, "FROM takes an image, or an image followed by AS and a name"};
  if (named && !stage_name(from.arguments[2].value)) {
    return BuildError{
        from.arguments[2].around(),
        "the name of a stage starts with a letter and holds letters, digits, `-`, `_` and `.` "
        "only"};
  }
  return std::nullopt;
}

std::optional<BuildError> onbuild_error(const Instruction& onbuild, Span word) {
  if (!onbuild.nested) return BuildError{word, "ONBUILD needs an instruction"};
  switch (onbuild.nested->keyword) {
    case Keyword::onbuild:
    case Keyword::from:
    case Keyword::maintainer:
      return BuildError{
          onbuild.nested->word.around(),
          fmt::format("{} may not stand behind ONBUILD", read::name(onbuild.nested->keyword))};
    default:
      return std::nullopt;
  }
}

std::optional<BuildError> healthcheck_error(const Instruction& healthcheck, Span word) {
  const std::size_t count = healthcheck.arguments.size();
  if (count == 0) return BuildError{word, "HEALTHCHECK needs CMD and a command, or NONE"};
  const Text& type = healthcheck.arguments[0];
  const std::string kind = read::to_lower(type.value);
  if (kind == "none") {
    if (count == 1) return std::nullopt;
    return BuildError{healthcheck.arguments[1].around(), "HEALTHCHECK NONE takes no command"};
  }
  if (kind != "cmd") {
    return BuildError{type.around(),
                      fmt::format("HEALTHCHECK is followed by CMD or NONE, not {}", type.value)};
  }
  if (count == 1) return BuildError{type.around(), "HEALTHCHECK CMD needs a command"};
  return std::nullopt;
}

/// Pairs are name, value, name, value.
std::optional<BuildError> blank_name(const Instruction& instruction) {
  const bool pairs = instruction.keyword != Keyword::arg;
  for (std::size_t i = 0; i < instruction.arguments.size(); i += pairs ? 2 : 1) {
    const Text& name = instruction.arguments[i];
    if (pairs ? !name.empty() : !name.value.starts_with("=")) continue;
    const Span span = pairs && i + 1 < instruction.arguments.size()
                          ? instruction.arguments[i + 1].around()
                          : name.around();
    return BuildError{
        span ? span : instruction.word.around(),
        fmt::format("a name is missing before `=` in {}", read::name(instruction.keyword))};
  }
  return std::nullopt;
}

/// Arguments that are missing or have no sense where they are.
std::optional<BuildError> argument_error(const Instruction& instruction) {
  const Span word = instruction.word.around();
  const std::string_view name = read::name(instruction.keyword);
  const std::size_t count = instruction.arguments.size();
  switch (instruction.keyword) {
    case Keyword::from:
      return from_error(instruction, word);
    case Keyword::onbuild:
      return onbuild_error(instruction, word);
    case Keyword::healthcheck:
      return healthcheck_error(instruction, word);
    case Keyword::add:
    case Keyword::copy:
      if (count >= 2) return std::nullopt;
      return BuildError{word, fmt::format("{} needs at least one source and a destination", name)};
    case Keyword::cmd:
    case Keyword::entrypoint:
      return std::nullopt;  // nothing to run is allowed
    case Keyword::run:
      if (instruction.form != Form::json || count > 0) return std::nullopt;
      return BuildError{word, "RUN [] has nothing to run"};
    case Keyword::shell:
      if (instruction.form == Form::json && count > 0) return std::nullopt;
      return BuildError{word, "SHELL needs a JSON array, like SHELL [\"/bin/bash\", \"-c\"]"};
    default:
      if (count == 0) return BuildError{word, fmt::format("{} needs an argument", name)};
  }
  const bool names = instruction.keyword == Keyword::arg || instruction.keyword == Keyword::env ||
                     instruction.keyword == Keyword::label;
  return names ? blank_name(instruction) : std::nullopt;
}

}  // namespace

void check_instruction(const Instruction& instruction, bool first_stage_seen,
                       std::vector<BuildError>& errors) {
  const Span word = instruction.word.around();
  if (instruction.keyword == Keyword::unknown) {
    std::string message = "unknown instruction " + instruction.word.value;
    const std::string_view meant = nearest(instruction.word.value, keywords);
    if (!meant.empty()) message.append("; did you mean ").append(meant).append("?");
    errors.push_back({word, std::move(message)});
    return;
  }
  if (!first_stage_seen && instruction.keyword != Keyword::from &&
      instruction.keyword != Keyword::arg) {
    errors.push_back({word, fmt::format("{} stands before the first FROM, where only ARG may stand",
                                        read::name(instruction.keyword))});
    return;
  }
  std::optional<BuildError> error = argument_error(instruction);
  if (!error) error = flag_error(instruction);
  if (!error && instruction.keyword == Keyword::run) error = run_error(instruction);
  if (!error) error = value_error(instruction);
  if (error) errors.push_back(std::move(*error));
}

}  // namespace cudafit::document
