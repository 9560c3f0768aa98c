#include <algorithm>

#include "print/escape.h"
#include "print/json_text.h"
#include "print/places.h"
#include "print/print.h"
#include "print/style.h"
#include "print/totals.h"
#include "source/apply.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

std::string_view level(Severity severity) {
  return severity == Severity::error ? "ERROR" : severity == Severity::warning ? "WARNING" : "INFO";
}

/// reviewdog counts columns in bytes.
Json position(Places& places, FileId file, std::uint32_t offset) {
  const LineMap& map = places.lines(file);
  const std::uint32_t line = map.position(offset).line;
  return {{"line", line}, {"column", offset - map.line_begin(line) + 1}};
}

Json range(Places& places, Span span) {
  return {{"start", position(places, span.file, span.begin)},
          {"end", position(places, span.file, span.end)}};
}

/// The fix as one replacement, as the review offers it for a click. Half a fix is none: all its
/// edits have to be in the finding's file, and what stands between them is repeated.
Json suggestion(Places& places, const Diagnostic& finding, FileId file) {
  const Fix* const fix = applicable(finding, true);
  if (fix == nullptr) return {};
  Span whole;
  for (const Edit& edit : fix->edits) {
    const Span span = places.clamp(edit.span);
    if (!span || span.file != file) return {};
    whole = cover(whole, span);
  }
  if (!whole) return {};
  std::string text;
  std::uint32_t at = whole.begin;
  for (const Edit& edit : fix->edits) {
    const Span span = places.clamp(edit.span);
    text += places.bytes(file).substr(at, span.begin - at);
    text += edit.text;
    at = span.end;
  }
  return {{"range", range(places, whole)}, {"text", text}};
}

std::string message(Places& places, const Diagnostic& finding) {
  std::string out = escape(finding.message);
  for (const Note& note : finding.notes) {
    out += "\n- ";
    if (const Span span = places.clamp(note.span))
      out += spot(places.path(span.file), places.range(span).start) + ": ";
    out += escape(note.message);
    if (!note.source.empty()) out += " (" + escape(note.source) + ")";
  }
  return out;
}

Json diagnostic(Places& places, const Diagnostic& finding, const PrintOptions& options) {
  const Places::Where where = places.where(finding);
  Json location = {{"path", where.path}};
  if (where.span) location["range"] = range(places, where.span);
  Json code = {{"value", finding.rule}};
  if (const std::string page = docs_page(options, finding.rule); !page.empty()) code["url"] = page;
  Json out = {{"message", message(places, finding)},
              {"location", std::move(location)},
              {"severity", level(finding.severity)},
              {"code", std::move(code)}};
  if (!where.span) return out;
  Json fix = suggestion(places, finding, where.span.file);
  if (!fix.is_null()) out["suggestions"] = Json::array({std::move(fix)});
  return out;
}

}  // namespace

std::string rdjson(std::span<const Report> reports, const PrintOptions& options) {
  Json diagnostics = Json::array();
  for (const Report& report : reports) {
    Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (visible(finding, options)) diagnostics.push_back(diagnostic(places, finding, options));
    }
  }
  return json_text({{"source", {{"name", "cudafit"}}}, {"diagnostics", std::move(diagnostics)}});
}

}  // namespace cudafit::print
