#include <fmt/format.h>

#include "print/escape.h"
#include "print/places.h"
#include "print/print.h"
#include "print/style.h"
#include "print/totals.h"
#include "source/apply.h"

namespace cudafit::print {

std::string concise(std::span<const Report> reports, const PrintOptions& options) {
  const Style style(options.color);
  std::string out;
  for (const Report& report : reports) {
    Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (!visible(finding, options)) continue;
      const Places::Where where = places.where(finding);
      const std::string rule = link(options, docs_page(options, finding.rule), finding.rule);
      const bool fixable = applicable(finding, options.unsafe_fixes) != nullptr;
      out += fmt::format(
          "{}: {}{} {}\n",
          link(options, file_url(options, where.path), spot(where.path, where.range.start)),
          style(ink(finding.severity), fmt::format("{}[{}]", name(finding.severity), rule)),
          fixable ? fmt::format(" {}", style(Ink::note, "[*]")) : "", escape(finding.message));
    }
  }
  return out + summary_line(reports, options);
}

}  // namespace cudafit::print
