#pragma once
// One stage that builds and runs, as two.

#include <cstddef>
#include <optional>

#include "advise/recommendation.h"
#include "recommend/recommend.h"

namespace cudafit::recommend {

/// For a shipped stage that compiles on an image with a compiler, and whose containers need none:
/// the file with a stage that builds and one that starts from a smaller image. Where that cannot be
/// followed, why. Nothing for every other stage. The last step analyses the file so written: what
/// it would be told of and the file of now is not, there is no such offer.
std::optional<advise::Split> split(const Workshop& workshop, const Trial& now, std::size_t stage);

}  // namespace cudafit::recommend
