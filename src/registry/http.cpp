#include "registry/http.h"

namespace cudafit::registry {

std::string_view Response::header(std::string_view name) const {
  for (auto each = headers.rbegin(); each != headers.rend(); ++each) {
    if (each->first == name) return each->second;
  }
  return {};
}

}  // namespace cudafit::registry
