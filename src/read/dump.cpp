#include "read/dump.h"

#include <nlohmann/json.hpp>

#include "read/go_text.h"

namespace cudafit::read {

namespace {

using Json = nlohmann::ordered_json;

void append_node(std::string& out, const Instruction& instruction) {
  out += to_lower(instruction.word.value);
  if (!instruction.flags.empty()) {
    out += " [";
    for (const Flag& flag : instruction.flags) {
      if (&flag != &instruction.flags.front()) out += ' ';
      append_quoted(out, flag.text.value);
    }
    out += ']';
  }
  if (instruction.keyword == Keyword::unknown) out += " \"\"";
  if (instruction.nested) {
    out += " (";
    append_node(out, *instruction.nested);
    out += ')';
  }
  // ENV and LABEL: after each pair comes its separator.
  const bool named = instruction.form == Form::pairs || instruction.form == Form::legacy;
  for (std::size_t i = 0; i < instruction.arguments.size(); ++i) {
    out += ' ';
    append_quoted(out, instruction.arguments[i].value);
    if (named && i % 2 == 1) out += instruction.form == Form::pairs ? " \"=\"" : " \"\"";
  }
}

Json to_json(Span span) {
  if (!span) return nullptr;
  return Json{{"start", span.begin}, {"end", span.end}};
}

std::string_view to_string(Form form) {
  switch (form) {
    case Form::none:
      return "none";
    case Form::shell:
      return "shell";
    case Form::json:
      return "json";
    case Form::words:
      return "words";
    case Form::pairs:
      return "pairs";
    case Form::legacy:
      return "legacy";
  }
  return "none";
}

Json to_json(const Heredoc& heredoc) {
  return {{"name", heredoc.name},
          {"descriptor", heredoc.descriptor},
          {"expand", heredoc.expand},
          {"chomp", heredoc.chomp},
          {"content", heredoc.content.value},
          {"span", to_json(heredoc.body)}};
}

Json to_json(const Instruction& instruction, const std::vector<Text>& arguments, Span span) {
  Json out;
  out["keyword"] = instruction.keyword == Keyword::unknown ? instruction.word.value
                                                           : std::string(name(instruction.keyword));
  out["flags"] = Json::array();
  for (const Flag& flag : instruction.flags) out["flags"].push_back(flag.text.value);
  out["arguments"] = Json::array();
  for (const Text& argument : arguments) {
    out["arguments"].push_back({{"value", argument.value}, {"span", to_json(argument.span())}});
    if (!argument.complete) out["arguments"].back()["complete"] = false;
  }
  out["form"] = to_string(instruction.form);
  out["heredocs"] = Json::array();
  for (const Heredoc& heredoc : instruction.heredocs) out["heredocs"].push_back(to_json(heredoc));
  out["start"] = span.begin;
  out["end"] = span.end;
  if (instruction.nested) {
    out["nested"] =
        to_json(*instruction.nested, instruction.nested->arguments, instruction.nested->span);
  }
  return out;
}

}  // namespace

std::string dump_buildkit(const Dockerfile& file) {
  std::string out;
  for (const Instruction& instruction : file.instructions) {
    std::string node;
    append_node(node, instruction);
    // BuildKit trims every node; only one without a keyword starts with a blank.
    if (!out.empty()) out += '\n';
    out += '(';
    out.append(node, node.starts_with(' ') ? 1 : 0);
    out += ')';
  }
  return out;
}

std::string dump_json(const Dockerfile& file, const Arguments& arguments,
                      const std::vector<SyntaxError>& more_errors) {
  Json out;
  out["schema"] = 1;
  out["instructions"] = Json::array();
  for (std::size_t i = 0; i < file.instructions.size(); ++i) {
    const Instruction& instruction = file.instructions[i];
    out["instructions"].push_back(
        to_json(instruction, arguments ? arguments(instruction, i) : instruction.arguments,
                instruction.span));
  }
  out["errors"] = Json::array();
  for (const std::vector<SyntaxError>* errors : {&file.errors, &more_errors}) {
    for (const SyntaxError& error : *errors) {
      out["errors"].push_back(
          {{"message", error.message}, {"start", error.span.begin}, {"end", error.span.end}});
    }
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cudafit::read
