// Any bytes as what a client of the language server sends: frames, messages, edits of a text.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lsp/channel.h"
#include "lsp/documents.h"
#include "lsp/framing.h"
#include "lsp/suppress.h"
#include "lsp/uri.h"
#include "read/dockerfile.h"

namespace {

using cudafit::lsp::Encoding;
using cudafit::lsp::Lines;

void count_places(std::string_view text) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16, Encoding::utf32}) {
    const Lines lines(text, encoding);
    for (std::uint32_t at = 0; at <= text.size(); at += 1 + at / 7) {
      const cudafit::lsp::Point point = lines.point(at);
      const std::uint32_t back = lines.offset(point);
      // A place inside a character or a line ending is before it.
      if (back > at || at - back > 3 || lines.point(back) != point) std::abort();
      if (lines.offset({point.line, point.character + 1}) < back) std::abort();
    }
  }
}

void edit(std::string_view text, const std::uint8_t* data, std::size_t size) {
  if (size < 6) return;
  cudafit::lsp::Json changes = cudafit::lsp::Json::array();
  changes.push_back({{"range",
                      {{"start", {{"line", data[0] % 16}, {"character", data[1]}}},
                       {"end", {{"line", data[2] % 16}, {"character", data[3]}}}}},
                     {"text", "x"}});
  const auto after = cudafit::lsp::changed(std::string(text), changes, Encoding::utf16);
  if (!after || after->size() > text.size() + 1) std::abort();
}

/// A comment that ignores something never changes what the build reads.
void ignore(std::string_view text) {
  using cudafit::lsp::Reach;
  const cudafit::read::Dockerfile before = cudafit::read::parse_dockerfile(0, text);
  if (before.instructions.empty() || !before.errors.empty()) return;
  const cudafit::Span place = before.instructions[before.instructions.size() / 2].span;
  for (const Reach reach : {Reach::instruction, Reach::stage, Reach::file}) {
    const auto edit =
        cudafit::lsp::ignore_comment("Dockerfile", text, true, place, "gpu-at-build", reach);
    if (!edit) continue;
    std::string changed(text);
    changed.replace(edit->span.begin, edit->span.size(), edit->text);
    const cudafit::read::Dockerfile after = cudafit::read::parse_dockerfile(0, changed);
    if (after.directives.size() != before.directives.size() || after.escape != before.escape ||
        after.syntax != before.syntax || after.instructions.size() != before.instructions.size())
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string_view rest = bytes;
  while (true) {
    const cudafit::lsp::Frame frame = cudafit::lsp::take_frame(rest);
    if (frame.kind != cudafit::lsp::Frame::Kind::message) break;
    if (frame.size == 0 || frame.size > rest.size()) std::abort();
    cudafit::lsp::read_message(frame.body);
    rest.remove_prefix(frame.size);
  }
  if (const auto json = cudafit::lsp::parse(bytes)) cudafit::lsp::dump(*json);
  cudafit::lsp::read_message(bytes);
  const std::string path = cudafit::lsp::path_of(bytes);
  if (!path.empty() && cudafit::lsp::path_of(cudafit::lsp::uri_of(path)) != path) std::abort();
  count_places(bytes);
  edit(bytes, data, size);
  ignore(bytes);
  return 0;
}
