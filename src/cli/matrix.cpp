// `cudafit matrix QUESTION`: what the data say, and who says so.

#include <fmt/format.h>

#include "ask/ask.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "matrix/matrix.h"
#include "print/answer.h"
#include "source/nearest.h"

namespace cudafit::cli {

namespace {

/// What can be asked; or all sources.
std::string overview() {
  std::string text =
      fmt::format("cudafit knows CUDA's versions from {} sources, the newest of {}. Ask it:\n\n",
                  matrix::citations().size(), matrix::data_date());
  for (const ask::Kind& kind : ask::kinds())
    text += fmt::format("  cudafit matrix {}\n      {}\n", kind.example, kind.about);
  return text +
         "\nA kind alone lists what there is: cudafit matrix torch. Most questions need no kind: "
         "cudafit matrix sm_120.\n--sources prints whole citations; alone, all there are.\n";
}

std::string all_sources() {
  std::string text;
  for (const matrix::Citation& source : matrix::citations()) {
    text += fmt::format("{} ({})\n  {}\n", source.id, source.date, source.title);
    if (!source.url.empty()) text += fmt::format("  {}\n", source.url);
  }
  return text;
}

/// "amd64" of linux/amd64, "arm64" of linux/arm64/v8; empty where nothing is known.
std::string arch_of(const std::string& platform) {
  if (platform.empty() || platform == "linux/amd64") return "amd64";
  return platform == "linux/arm64" || platform.starts_with("linux/arm64/") ? "arm64" : "";
}

}  // namespace

int matrix(const MatrixFlags& flags) {
  if (flags.question.empty())
    return write_out(flags.sources ? all_sources() : overview()) ? clean : failure;
  const std::string arch = arch_of(flags.platform);
  if (arch.empty()) {
    say("answers are about linux/amd64 and linux/arm64, not " + in_quotes(flags.platform));
    return usage;
  }
  const ask::Reply reply = ask::ask(
      {flags.question, flags.windows ? matrix::HostOs::windows : matrix::HostOs::linux_, arch});
  if (!reply.answer) {
    say(reply.problem);
    return usage;
  }
  const print::AnswerOptions options{flags.sources, matrix::data_date(), CUDAFIT_VERSION};
  const std::string text =
      flags.format == TextFormat::json       ? print::answer_json(*reply.answer, options)
      : flags.format == TextFormat::markdown ? print::answer_markdown(*reply.answer, options)
                                             : print::answer_text(*reply.answer, options);
  return write_out(text) ? clean : failure;
}

}  // namespace cudafit::cli
