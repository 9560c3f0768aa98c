#include "lsp/pages.h"

#include <algorithm>

namespace cudafit::lsp {

Pages::Pages(Session& session, const Report& report, const std::string& beside)
    : session_(session),
      report_(report),
      folder_(session.workspace.folder_of(beside)),
      lines_(report.sources->size()),
      paths_(report.sources->size()) {}

const Lines& Pages::lines(FileId file) {
  std::unique_ptr<Lines>& lines = lines_[file];
  if (lines == nullptr)
    lines = std::make_unique<Lines>((*report_.sources)[file].bytes, session_.client.encoding);
  return *lines;
}

Span Pages::inside(Span span) const {
  const auto size = static_cast<std::uint32_t>((*report_.sources)[span.file].bytes.size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  return span;
}

Json Pages::range(Span span) { return lines(span.file).range(inside(span)); }

const std::string& Pages::path(FileId file) {
  std::string& path = paths_[file];
  if (path.empty()) path = resolve_dots(join_path(folder_, (*report_.sources)[file].path));
  return path;
}

Json Pages::location(Span span) {
  return {{"uri", session_.uri(path(span.file))}, {"range", range(span)}};
}

}  // namespace cudafit::lsp
