#include "document/context.h"

namespace cudafit::document {

struct Context::State {};

Context::Context(const Files&, Sources&, const Document&, const std::string&, std::string,
                 std::string) {}

FileAnswer Context::at(const Document&, std::size_t, std::size_t, std::string_view,
                       std::string_view) const {
  return {};
}

std::optional<OpenedFile> Context::open(const std::string&) const { return std::nullopt; }

Text working_directory(const Document& document, std::size_t stage, std::size_t step) {
  const Stage& here = document.stages[stage];
  return step < here.steps.size() ? here.steps[step].directory : here.directory;
}

}  // namespace cudafit::document
