#include "facts/extract.h"

namespace cudafit::facts {

void copies(const Document& /*document*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
