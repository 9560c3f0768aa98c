#include "facts/extract.h"

namespace cudafit::facts {

void opaques(const Document& /*document*/, const document::Context& /*context*/, Facts& /*out*/) {}

}  // namespace cudafit::facts
