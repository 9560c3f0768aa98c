// `cudafit matrix QUESTION`: what the data say, and who says so.

#include "cli/commands.h"
#include "cli/output.h"

namespace cudafit::cli {

int matrix(const MatrixFlags& flags) { return flags.question.empty() ? usage : clean; }

}  // namespace cudafit::cli
