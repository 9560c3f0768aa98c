// Any bytes as what a client of the language server sends: frames, messages, edits of a text.

#include <string>
#include <string_view>

#include "lsp/channel.h"
#include "lsp/documents.h"
#include "lsp/framing.h"
#include "lsp/suppress.h"
#include "lsp/uri.h"
#include "read/dockerfile.h"
#include "targets.h"

namespace cudafit::fuzz {
namespace {

using lsp::Encoding;
using lsp::Lines;

void count_places(std::string_view text) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16, Encoding::utf32}) {
    const Lines lines(text, encoding);
    for (std::uint32_t at = 0; at <= text.size(); at += 1 + at / 7) {
      const lsp::Point point = lines.point(at);
      const std::uint32_t back = lines.offset(point);
      // A place inside a character or a line ending is before it.
      hold(back <= at && at - back <= 3 && lines.point(back) == point, "a place that moves");
      hold(lines.offset({point.line, point.character + 1}) >= back, "the next place is before");
    }
  }
}

void edit(std::string_view text) {
  if (text.size() < 6) return;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  lsp::Json changes = lsp::Json::array();
  changes.push_back({{"range",
                      {{"start", {{"line", byte(0) % 16}, {"character", byte(1)}}},
                       {"end", {{"line", byte(2) % 16}, {"character", byte(3)}}}}},
                     {"text", "x"}});
  const auto after = lsp::changed(std::string(text), changes, Encoding::utf16);
  hold(after && after->size() <= text.size() + 1, "an edit that is not made");
}

/// A comment that ignores something never changes what the build reads.
void ignore(std::string_view text) {
  using lsp::Reach;
  const read::Dockerfile before = read::parse_dockerfile(0, text);
  if (before.instructions.empty() || !before.errors.empty()) return;
  const Span place = before.instructions[before.instructions.size() / 2].span;
  for (const Reach reach : {Reach::instruction, Reach::stage, Reach::file}) {
    const auto edit = lsp::ignore_comment("Dockerfile", text, true, place, "gpu-at-build", reach);
    if (!edit) continue;
    std::string changed(text);
    changed.replace(edit->span.begin, edit->span.size(), edit->text);
    const read::Dockerfile after = read::parse_dockerfile(0, changed);
    hold(after.directives.size() == before.directives.size() && after.escape == before.escape &&
             after.syntax == before.syntax &&
             after.instructions.size() == before.instructions.size(),
         "a comment that changes the build");
  }
}

}  // namespace

void lsp(std::string_view bytes) {
  std::string_view rest = bytes;
  while (true) {
    const lsp::Frame frame = lsp::take_frame(rest);
    if (frame.kind != lsp::Frame::Kind::message) break;
    hold(frame.size != 0 && frame.size <= rest.size(), "a frame beyond its bytes");
    lsp::read_message(frame.body);
    rest.remove_prefix(frame.size);
  }
  if (const auto json = lsp::parse(bytes)) lsp::dump(*json);
  lsp::read_message(bytes);
  for (const lsp::Addresses files : {lsp::Addresses{}, lsp::Addresses{.drives = true}}) {
    const std::string path = files.path(bytes);
    hold(path.empty() || files.path(files.uri(path)) == path, "a path that does not read back");
  }
  count_places(bytes);
  edit(bytes);
  ignore(bytes);
}

}  // namespace cudafit::fuzz
