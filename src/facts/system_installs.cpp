#include "facts/extract.h"

namespace cudafit::facts {

void system_installs(const Document& /*document*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
