#include "facts/extract.h"

namespace cudafit::facts {

void compiles(const Document& /*document*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
