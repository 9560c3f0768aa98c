#include "recommend/from_nothing.h"

namespace cudafit::recommend {

Blueprint from_nothing(const Request&) {
  return {.dockerfile = {}, .compose = {}, .reasons = {}, .problem = "not built yet"};
}

}  // namespace cudafit::recommend
