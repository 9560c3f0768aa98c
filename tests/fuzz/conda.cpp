// Any bytes as each of conda's files. Places lie in the file, and what is said to stand there
// stands there.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "read/conda_environment.h"

namespace {

void check(const cudafit::Text& text, std::string_view bytes) {
  for (const cudafit::Piece& piece : text.pieces) {
    if (!piece.from) continue;
    if (piece.from.begin > piece.from.end || piece.from.end > bytes.size()) std::abort();
    if (piece.exact && bytes.substr(piece.from.begin, piece.from.size()) !=
                           std::string_view(text.value).substr(piece.at, piece.size))
      std::abort();
  }
}

void check(const cudafit::Span& span, std::string_view bytes) {
  if (span && (span.begin > span.end || span.end > bytes.size())) std::abort();
}

void check(const cudafit::read::Yaml& value, std::string_view bytes) {
  check(value.text, bytes);
  check(value.span, bytes);
  for (const cudafit::read::Yaml& item : value.items) check(item, bytes);
  for (const cudafit::read::YamlEntry& entry : value.entries) {
    check(entry.key, bytes);
    check(entry.value, bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cudafit::read;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const YamlFile yaml = read_yaml(0, bytes);
  check(yaml.root, bytes);
  for (const YamlError& error : yaml.errors) check(error.span, bytes);
  const CondaEnvironment environment = read_conda_environment(0, bytes);
  for (const Yaml& each : environment.dependencies) check(each, bytes);
  for (const Yaml& each : environment.channels) check(each, bytes);
  for (const cudafit::Text& line : read_conda_list(0, bytes).lines) check(line, bytes);
  for (const CondaLock::Package& package : read_conda_lock(0, bytes).packages)
    check(package.version, bytes);
  return 0;
}
