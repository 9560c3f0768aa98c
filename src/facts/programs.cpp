#include "facts/extract.h"

namespace cudafit::facts {

void programs(const Document& /*document*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
