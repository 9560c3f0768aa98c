// Any bytes as a requirements file and as one requirement; every place must lie inside the file.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "read/requirements.h"

namespace {

void inside(cudafit::Span span, std::size_t size) {
  if (span && (span.begin > span.end || span.end > size)) std::abort();
}

void inside(const cudafit::Text& text, std::size_t size) {
  for (const cudafit::Piece& piece : text.pieces) inside(piece.from, size);
}

void look_at(const cudafit::read::Requirement& requirement, std::size_t size) {
  inside(requirement.text, size);
  inside(requirement.specifier_text, size);
  inside(requirement.url, size);
  inside(requirement.name_span, size);
  inside(requirement.error_span, size);
  for (const cudafit::Specifier& clause : requirement.specifiers.all) {
    clause.contains(clause.version);
  }
  requirement.marker.evaluate({.values = {{"python_version", "3.10"}}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const cudafit::read::RequirementsFile file = cudafit::read::read_requirements(0, bytes);
  for (const cudafit::read::RequirementLine& line : file.lines) {
    inside(line.span, size);
    if (line.requirement) look_at(*line.requirement, size);
    for (const auto& option : line.options) inside(option.value, size);
    for (const auto& option : line.trailing_options) inside(option.value, size);
  }
  for (const cudafit::read::RequirementError& error : file.errors) inside(error.span, size);
  const cudafit::Text text(bytes, {0, 0, static_cast<std::uint32_t>(size)});
  look_at(cudafit::read::read_requirement(text), size);
  look_at(cudafit::read::read_requirement(text, true), size);
  return 0;
}
