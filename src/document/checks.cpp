// What the build refuses in an instruction that its parser accepts, and what kind of text a file
// is.

#include <algorithm>
#include <array>

#include "document/scope.h"
#include "source/nearest.h"

namespace cudafit::document {

namespace {

using read::Instruction;
using read::Keyword;

constexpr std::array<std::string_view, 18> keywords{
    "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};

bool template_mark(std::string_view text) {
  for (const std::string_view mark : {"{{", "{%", "<%", "{#", "@@", "%%"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  // <<name>>
  const std::size_t open = text.find("<<");
  return open != std::string_view::npos && text.find(">>", open) != std::string_view::npos;
}

/// BuildKit's rule, after it has made the name lower case.
bool stage_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

/// Our frontend's language; another frontend may know other instructions.
bool standard_syntax(std::string_view syntax) {
  if (syntax.empty()) return true;
  const std::size_t tag = syntax.find(':');
  std::string_view name = syntax.substr(0, tag);
  if (name.starts_with("docker.io/")) name.remove_prefix(10);
  return name == "docker/dockerfile" || name == "docker/dockerfile-upstream";
}

}  // namespace

void check_instruction(const Instruction& instruction, bool first_stage_seen,
                       std::vector<BuildError>& errors) {
  const auto refuse = [&](Span span, std::string message) {
    errors.push_back({span, std::move(message)});
  };
  const Span word = instruction.word.around();
  if (instruction.keyword == Keyword::unknown) {
    std::string message = "unknown instruction " + instruction.word.value;
    const std::string_view meant = nearest(instruction.word.value, keywords);
    if (!meant.empty()) message.append("; did you mean ").append(meant).append("?");
    refuse(word, std::move(message));
    return;
  }
  const std::string_view name = read::name(instruction.keyword);
  if (!first_stage_seen && instruction.keyword != Keyword::from &&
      instruction.keyword != Keyword::arg) {
    refuse(word, std::string(name) + " stands before the first FROM, where only ARG may stand");
    return;
  }
  const std::size_t count = instruction.arguments.size();
  if (instruction.keyword == Keyword::from) {
    const bool named =
        count == 3 &&
        (instruction.arguments[1].value == "as" || instruction.arguments[1].value == "AS" ||
         instruction.arguments[1].value == "As" || instruction.arguments[1].value == "aS");
    // A comment behind the image is named by the rule inline-comment, which also mends it.
    const bool comment =
        std::any_of(instruction.arguments.begin(), instruction.arguments.end(),
                    [](const Text& argument) { return argument.value.starts_with("#"); });
    if (count != 1 && !named && !comment) {
      refuse(word, "FROM takes an image, or an image followed by AS and a name");
    }
    if (named && !stage_name(instruction.arguments[2].value)) {
      refuse(instruction.arguments[2].around(),
             "the name of a stage starts with a letter and holds letters, digits, `-`, `_` and `.` "
             "only");
    }
    return;
  }
  if (count == 0 && instruction.form != read::Form::json && instruction.heredocs.empty()) {
    const bool may_be_empty = instruction.keyword == Keyword::onbuild && instruction.nested;
    if (!may_be_empty) refuse(word, std::string(name) + " needs at least one argument");
    return;
  }
  const bool copies = instruction.keyword == Keyword::add || instruction.keyword == Keyword::copy;
  if (copies && count == 1) {
    refuse(word, std::string(name) + " needs at least one source and a destination");
  }
}

Shape shape_of(const read::Dockerfile& dockerfile) {
  if (!standard_syntax(dockerfile.syntax)) return Shape::templated;
  bool from = false;
  bool marked = false;
  std::size_t unknown = 0;
  for (const Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword == Keyword::from) {
      from = true;
      marked = marked || template_mark(instruction.line.value);
    } else if (instruction.keyword == Keyword::unknown) {
      ++unknown;
      marked = marked || template_mark(instruction.line.value);
    } else if (instruction.keyword == Keyword::arg) {
      marked = marked || template_mark(instruction.line.value);
    }
  }
  if (marked) return Shape::templated;
  const std::size_t known = dockerfile.instructions.size() - unknown;
  if (unknown > known) return Shape::foreign;
  if (!from && !dockerfile.instructions.empty())
    return unknown > 0 ? Shape::foreign : Shape::fragment;
  return Shape::dockerfile;
}

}  // namespace cudafit::document
