#include <fmt/format.h>

#include "print/by_file.h"
#include "print/markup.h"
#include "print/print.h"

namespace cudafit::print {

namespace {

struct Suite {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string cases;

  void add(std::string_view path, std::string_view name, std::string_view content) {
    ++tests;
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"{}\n", markup(path),
                         markup(name), content);
  }
};

/// The finding in full, a line for each reason and fix.
std::string body(Places& places, const Diagnostic& finding) {
  const Places::Where where = places.where(finding);
  std::string out = fmt::format("{}: {}\n", entities(shown(spot(where.path, where.range.start))),
                                markup(finding.message));
  for (const Note& note : finding.notes) {
    std::string line = "note: ";
    if (const Span span = places.clamp(note.span))
      line += fmt::format("{}: ", shown(spot(places.path(span.file), places.range(span).start)));
    line += shown(note.message);
    if (!note.source.empty()) line += fmt::format(" ({})", shown(note.source));
    out += entities(line) + "\n";
  }
  for (const Fix& fix : finding.fixes)
    out += fmt::format("help[{}]: {}\n", name(fix.safety), markup(fix.title));
  return out;
}

Suite suite(const FindingsOfFile& file) {
  Suite out;
  for (const std::string_view failure : file.failures) {
    ++out.errors;
    out.add(file.path, "can be read",
            fmt::format(">\n      <error type=\"unreadable\" message=\"{}\"/>\n    </testcase>",
                        markup(failure)));
  }
  for (const FindingsOfFile::Item& item : file.items) {
    const Diagnostic& finding = *item.finding;
    const Position at = item.places->where(finding).range.start;
    const std::string name = fmt::format("{} {}:{}", finding.rule, at.line, at.column);
    const std::string text = body(*item.places, finding);
    if (finding.severity == Severity::hint) {
      // Said, but nothing that has failed.
      out.add(file.path, name,
              fmt::format(">\n      <system-out>{}</system-out>\n    </testcase>", text));
      continue;
    }
    ++out.failures;
    out.add(
        file.path, name,
        fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
                    cudafit::name(finding.severity), markup(finding.message), text));
  }
  if (out.tests == 0) out.add(file.path, "no problems", "/>");
  return out;
}

}  // namespace

std::string junit(std::span<const Report> reports, const PrintOptions& options) {
  std::vector<Places> places(reports.begin(), reports.end());
  std::vector<FindingsOfFile> files = by_file(reports, places, options);
  // Viewers take a report without a test for a run that broke.
  if (files.empty()) files.push_back({"cudafit", {}, {}});
  Suite sum;
  std::string suites;
  for (const FindingsOfFile& file : files) {
    const Suite each = suite(file);
    suites += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\">\n{}"
        "  </testsuite>\n",
        markup(file.path), each.tests, each.failures, each.errors, each.cases);
    sum.tests += each.tests;
    sum.failures += each.failures;
    sum.errors += each.errors;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"cudafit\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      sum.tests, sum.failures, sum.errors, suites);
}

}  // namespace cudafit::print
