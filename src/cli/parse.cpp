// `cudafit parse FILE`: what the parser sees, in BuildKit's notation or as JSON.

#include <algorithm>

#include "analyze.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/stdin.h"
#include "document/document.h"
#include "read/dump.h"
#include "source/files.h"
#include "source/sources.h"

namespace cudafit::cli {
namespace {

/// Text that stands nowhere, for printing only.
Text computed(const std::string& value) {
  Text text;
  text.append_derived(value, {});
  return text;
}

/// `ARG name=default` before the first FROM, with what it comes to.
Text global_argument(const document::Document& document, const Text& written) {
  for (const document::Variable& variable : document.globals) {
    if (!written.around().contains(variable.declared)) continue;
    return computed(variable.set ? variable.name + "=" + variable.value.value : variable.name);
  }
  return written;
}

/// Puts what the build makes of the arguments in their place.
void replace_arguments(read::Dockerfile& dockerfile, const document::Document& document) {
  const auto original = [&](const read::Instruction* instruction) -> read::Instruction& {
    return dockerfile
        .instructions[static_cast<std::size_t>(instruction - dockerfile.instructions.data())];
  };
  for (read::Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword == read::Keyword::from) break;
    if (instruction.keyword != read::Keyword::arg) continue;
    for (Text& argument : instruction.arguments) argument = global_argument(document, argument);
  }
  for (const document::Stage& stage : document.stages) {
    if (stage.from != nullptr) {
      read::Instruction& from = original(stage.from);
      if (!from.arguments.empty()) from.arguments.front() = stage.base;
      for (read::Flag& flag : from.flags) {
        if (flag.name() == "platform") flag.text = computed("--platform=" + stage.platform.value);
      }
    }
    for (const document::Step& step : stage.steps) {
      // Empty where the build leaves the arguments alone: RUN, CMD and the like.
      if (!step.arguments.empty()) original(step.instruction).arguments = step.arguments;
    }
  }
}

void say_errors(const std::string& path, std::string_view bytes,
                const std::vector<read::SyntaxError>& errors) {
  const LineMap lines(bytes);
  for (const read::SyntaxError& error : errors) {
    std::string line = path;
    if (error.span) {
      const Position place = lines.position(error.span.begin);
      line += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    say(line + ": " + error.message);
  }
}

}  // namespace

int parse(const ParseFlags& flags) {
  const bool standard_input = flags.file == "-";
  const std::string path = standard_input ? "<stdin>" : tidy_path(flags.file);
  const Result<std::string> bytes =
      standard_input ? read_standard_input() : real_files()->read(flags.file);
  if (!bytes) {
    say(path + ": " + bytes.error());
    return bytes.failure() == FailureKind::too_large ? found : failure;
  }
  read::Dockerfile dockerfile = read::parse_dockerfile(0, *bytes);
  std::vector<read::SyntaxError> errors;
  if (flags.evaluate) {
    document::BuildOptions options;
    for (const auto& [name, value] : flags.build.args) options.args[name] = value;
    options.target = flags.build.target.value_or("");
    options.platform = flags.build.platform.value_or("");
    const document::Document document = document::evaluate(dockerfile, options, base_environment);
    for (const document::BuildError& error : document.errors)
      errors.push_back({error.span, error.message});
    replace_arguments(dockerfile, document);
  }
  const std::string text =
      flags.json ? read::dump_json(dockerfile, {}, errors) : read::dump_buildkit(dockerfile);
  const bool written = write_out(text.ends_with('\n') || text.empty() ? text : text + "\n");
  errors.insert(errors.begin(), dockerfile.errors.begin(), dockerfile.errors.end());
  say_errors(path, *bytes, errors);
  if (!written) return failure;
  return errors.empty() ? clean : found;
}

}  // namespace cudafit::cli
