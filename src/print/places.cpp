#include "print/places.h"

#include <fmt/format.h>

#include <algorithm>

#include "print/escape.h"

namespace cudafit::print {

Places::Places(const Report& report) : report_(&report), maps_(report.sources->size()) {}

Span Places::clamp(Span span) const {
  if (!span || span.file >= maps_.size()) return {};
  const auto size = static_cast<std::uint32_t>(bytes(span.file).size());
  const std::uint32_t begin = std::min(span.begin, size);
  return {span.file, begin, std::clamp(span.end, begin, size)};
}

Range Places::range(Span span) {
  const LineMap& map = lines(span.file);
  return {map.position(span.begin), map.position(span.end)};
}

std::uint32_t Places::last_line(Span span) {
  return lines(span.file).position(span.size() == 0 ? span.end : span.end - 1).line;
}

const LineMap& Places::lines(FileId file) {
  std::optional<LineMap>& map = maps_[file];
  if (!map) map.emplace(bytes(file));
  return *map;
}

Places::Where Places::where(const Diagnostic& finding) {
  Span span = clamp(finding.span);
  if (!span) return {report_->path, {}, {}};
  return {path(span.file), span, range(span)};
}

std::string spot(std::string_view path, Position position) {
  return fmt::format("{}:{}:{}", escape(path), position.line, position.column);
}

}  // namespace cudafit::print
