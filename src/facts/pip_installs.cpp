#include "facts/extract.h"

namespace cudafit::facts {

void pip_installs(const Document& /*document*/, const document::Context& /*context*/,
                  Facts& /*out*/) {}

}  // namespace cudafit::facts
