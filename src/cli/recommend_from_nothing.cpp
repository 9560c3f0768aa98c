// `cudafit recommend --torch 2.4 ...`: a Dockerfile on standard output, why it is so on standard
// error.

#include "cli/blueprint.h"
#include "cli/output.h"
#include "cli/recommend.h"

namespace cudafit::cli {

int recommend_from_nothing(const RecommendFlags& flags) {
  if (flags.format != TextFormat::text) {
    say("--format is about files that are there; from nothing, the Dockerfile itself is printed");
    return usage;
  }
  recommend::Blueprint blueprint;
  if (const int status = draw_up(flags.request, ".", flags.check.choices, blueprint);
      status != clean)
    return status;
  const std::string& text = flags.compose ? blueprint.compose : blueprint.dockerfile;
  const bool written =
      flags.check.output.empty() ? write_out(text) : replace_file(flags.check.output, text);
  if (!written) {
    if (!flags.check.output.empty()) say(flags.check.output + ": cannot be written");
    return failure;
  }
  say_reasons(blueprint, flags.compose);
  return clean;
}

}  // namespace cudafit::cli
