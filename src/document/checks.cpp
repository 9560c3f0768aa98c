// What the build refuses in an instruction that its parser accepts, and what kind of text a file
// is.

#include <algorithm>
#include <array>

#include "document/scope.h"

namespace cudafit::document {

namespace {

using read::Instruction;
using read::Keyword;

constexpr std::array<std::string_view, 18> keywords{
    "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
    "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
    "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};

/// Edits (insert, delete, replace, swap) between two words, at most 3 counted.
std::size_t distance(std::string_view a, std::string_view b) {
  if (a.size() > b.size() + 2 || b.size() > a.size() + 2) return 3;
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string nearest_keyword(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  std::string_view best;
  std::size_t least = 3;
  for (const std::string_view keyword : keywords) {
    const std::size_t d = distance(upper, keyword);
    if (d < least && d < keyword.size() - 1) {
      least = d;
      best = keyword;
    }
  }
  return std::string(best);
}

bool template_mark(std::string_view text) {
  for (const std::string_view mark : {"{{", "{%", "<%", "{#", "@@"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  // <<name>>
  const std::size_t open = text.find("<<");
  return open != std::string_view::npos && text.find(">>", open) != std::string_view::npos;
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
    const std::string nearest = nearest_keyword(instruction.word.value);
    if (!nearest.empty()) message += "; did you mean " + nearest + "?";
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
