#include "registry/http.h"

namespace cudafit::registry {

std::string_view Response::header(std::string_view name) const {
  for (auto each = headers.rbegin(); each != headers.rend(); ++each) {
    if (each->first == name) return each->second;
  }
  return {};
}

Result<std::unique_ptr<Http>> real_http(const programs::Run& run, const Environment& environment) {
  Result<std::unique_ptr<Http>> library = library_http();
  if (library) return library;
  Result<std::unique_ptr<Http>> program = program_http(run, environment);
  if (program) return program;
  return Failure{"nothing can be looked up: " + library.error() + "; " + program.error()};
}

}  // namespace cudafit::registry
