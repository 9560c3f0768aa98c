#include "print/fingerprint.h"
#include "print/json_text.h"
#include "print/places.h"
#include "print/print.h"
#include "print/style.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

Json position(Position at, std::uint32_t offset) {
  return {{"line", at.line}, {"column", at.column}, {"offset", offset}};
}

/// Sets path, start and end; null where the span is nowhere.
void set_place(Json& out, Places& places, Span span) {
  if (span) {
    const Range range = places.range(span);
    out["path"] = places.path(span.file);
    out["start"] = position(range.start, span.begin);
    out["end"] = position(range.end, span.end);
  } else {
    out["path"] = out["start"] = out["end"] = nullptr;
  }
}

Json json_note(Places& places, const Note& note) {
  Json out = {{"message", note.message}};
  set_place(out, places, places.clamp(note.span));
  out["url"] = or_null(note.source);
  return out;
}

Json json_fix(Places& places, const Fix& fix) {
  Json edits = Json::array();
  for (const Edit& edit : fix.edits) {
    const Span span = places.clamp(edit.span);
    if (!span) continue;
    Json out = Json::object();
    set_place(out, places, span);
    out["text"] = edit.text;
    edits.push_back(std::move(out));
  }
  return {{"title", fix.title}, {"safety", name(fix.safety)}, {"edits", std::move(edits)}};
}

Json json_finding(Places& places, Fingerprints& fingerprints, const Diagnostic& finding,
                  const PrintOptions& options) {
  const Places::Where where = places.where(finding);
  Json out = {
      {"rule", finding.rule}, {"severity", name(finding.severity)}, {"message", finding.message}};
  out["path"] = where.path;
  out["start"] = position(where.range.start, where.span ? where.span.begin : 0);
  out["end"] = position(where.range.end, where.span ? where.span.end : 0);
  out["stage"] = or_null(finding.stage);
  out["host"] = or_null(finding.host);
  out["build"] = or_null(finding.build);
  out["fingerprint"] = fingerprints(places, finding);
  out["docs"] = or_null(docs_page(options, finding.rule));
  out["notes"] = Json::array();
  for (const Note& note : finding.notes) out["notes"].push_back(json_note(places, note));
  out["fixes"] = Json::array();
  for (const Fix& fix : finding.fixes) out["fixes"].push_back(json_fix(places, fix));
  return out;
}

Json json_needs(Places& places, const HostNeeds& needs) {
  Json by = {{"title", needs.decided_by}};
  set_place(by, places, places.clamp(needs.span));
  return {{"driver", or_null(needs.driver)},
          {"gpu_min", or_null(needs.gpu_min)},
          {"gpu_max", or_null(needs.gpu_max)},
          {"gpu_newer", needs.gpu_newer},
          {"decided_by", std::move(by)}};
}

Json json_stage(Places& places, const Report& report, const StageSummary& stage) {
  return {{"path", report.path},
          {"index", stage.index},
          {"name", stage.name},
          {"image", or_null(stage.image)},
          {"product", stage.product},
          {"line", or_null(stage.line)},
          {"needs", stage.needs ? json_needs(places, *stage.needs) : Json()}};
}

}  // namespace

std::string json(std::span<const Report> reports, const PrintOptions& options) {
  Json findings = Json::array();
  Json stages = Json::array();
  Json errors = Json::array();
  Fingerprints fingerprints(options);
  for (const Report& report : reports) {
    Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (visible(finding, options))
        findings.push_back(json_finding(places, fingerprints, finding, options));
    }
    for (const StageSummary& stage : report.stages) {
      stages.push_back(json_stage(places, report, stage));
    }
    for (const PathError& error : report.errors)
      errors.push_back({{"path", error.path}, {"message", error.message}});
  }
  const Totals sum = totals(reports, options);
  const Json out = {{"schema", 1},
                    {"tool",
                     {{"name", "cudafit"},
                      {"version", options.tool_version},
                      {"data", or_null(options.data_date)}}},
                    {"repository", or_null(options.repository)},
                    {"hosts", options.hosts},
                    {"findings", std::move(findings)},
                    {"stages", std::move(stages)},
                    {"errors", std::move(errors)},
                    {"summary",
                     {{"files", sum.files},
                      {"errors", sum.errors},
                      {"warnings", sum.warnings},
                      {"hints", sum.hints},
                      {"fixable", sum.fixable},
                      {"known", options.known}}}};
  // What is not UTF-8 becomes U+FFFD: offsets still say where it is.
  return json_text(out);
}

}  // namespace cudafit::print
