// Any bytes as a Dockerfile: the parser alone, the expansion of its words, reading it again.

#include <optional>

#include "places.h"
#include "read/dockerfile.h"
#include "read/dump.h"
#include "read/expand.h"

namespace cudafit::fuzz {
namespace {

void expand(const Text& raw, char escape, std::string_view bytes) {
  // A value of its own, one that is not known, and none.
  const read::Lookup lookup = [](std::string_view name) -> std::optional<Text> {
    if (name.size() % 3 == 0) return std::nullopt;
    Text out;
    out.append_derived("v/1:2", {});
    out.complete = name.size() % 3 == 1;
    return out;
  };
  const read::Expansion one = read::expand_word(raw, escape, lookup);
  inside(one.text, bytes);
  for (const read::Use& use : one.uses) inside(use.span, bytes);
  for (const Text& word : read::expand_words(raw, escape, lookup).words) inside(word, bytes);
}

/// `whole`: the instruction of the file that it is, or is a part of.
void instruction(const read::Instruction& each, const Span& whole, char escape,
                 std::string_view bytes) {
  inside(each.span, bytes);
  inside(each.word, bytes);
  inside(each.line, bytes);
  for (const read::Flag& flag : each.flags) {
    inside(flag.text, bytes);
    inside(flag.span, bytes);
    inside(flag.value(), bytes);
  }
  for (const Text& argument : each.arguments) {
    inside(argument, bytes);
    expand(argument, escape, bytes);
  }
  for (const read::Heredoc& heredoc : each.heredocs) {
    inside(heredoc.content, bytes);
    inside(heredoc.body, bytes);
    // One that has no end goes to the end of the file; its instruction ends where its lines do.
    hold(whole.begin <= heredoc.body.begin, "a heredoc outside its instruction");
  }
  if (each.nested) instruction(*each.nested, whole, escape, bytes);
}

}  // namespace

void dockerfile(std::string_view bytes) {
  const read::Dockerfile file = read::parse_dockerfile(0, bytes);
  hold(file.escape == '\\' || file.escape == '`', "another escape");
  std::uint32_t behind = 0;
  for (const read::Instruction& each : file.instructions) {
    instruction(each, each.span, file.escape, bytes);
    hold(each.span.begin >= behind, "instructions that overlap");
    behind = each.span.end;
  }
  for (const read::Comment& comment : file.comments) inside(comment.span, bytes);
  for (const read::Directive& directive : file.directives) {
    inside(directive.value, bytes);
    inside(directive.span, bytes);
  }
  for (const read::SyntaxError& error : file.errors) {
    inside(error.span, bytes);
    hold(!error.message.empty(), "an error without words");
  }
  read::dump_buildkit(file);

  // Without a byte, and then with it again: as if it were read for the first time.
  std::string without(bytes);
  if (!without.empty()) without.erase(without.size() * 7 / 11 % without.size(), 1);
  read::LastRead last;
  read::parse_again(last, 0, without);
  read::parse_again(last, 0, bytes);
  hold(read::dump_json(last.dockerfile) == read::dump_json(file), "read again, it is another file");
}

}  // namespace cudafit::fuzz
