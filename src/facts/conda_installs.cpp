#include "facts/extract.h"

namespace cudafit::facts {

void conda_installs(const Document& /*document*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
