#include "print/escape.h"
#include "print/fingerprint.h"
#include "print/json_text.h"
#include "print/places.h"
#include "print/print.h"
#include "print/repository.h"
#include "print/style.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

/// Of GitLab's five. A blocker would be for people to name.
std::string_view grade(Severity severity) {
  return severity == Severity::error     ? "critical"
         : severity == Severity::warning ? "major"
                                         : "info";
}

Json position(Position at) { return {{"line", at.line}, {"column", at.column}}; }

}  // namespace

std::string gitlab(std::span<const Report> reports, const PrintOptions& options) {
  Json out = Json::array();
  Fingerprints fingerprints(options);
  for (const Report& report : reports) {
    Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (!visible(finding, options)) continue;
      const Places::Where where = places.where(finding);
      out.push_back(
          {{"check_name", finding.rule},
           {"description", std::string(finding.rule) + ": " + escape(finding.message)},
           {"severity", grade(finding.severity)},
           {"fingerprint", fingerprints(places, finding)},
           {"location",
            {{"path", repository_path(options, where.path)},
             {"positions",
              {{"begin", position(where.range.start)}, {"end", position(where.range.end)}}}}}});
    }
  }
  return json_text(out);
}

}  // namespace cudafit::print
