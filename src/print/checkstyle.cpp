#include <fmt/format.h>

#include "print/by_file.h"
#include "print/markup.h"
#include "print/print.h"

namespace cudafit::print {

namespace {

std::string_view level(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

}  // namespace

std::string checkstyle(std::span<const Report> reports, const PrintOptions& options) {
  std::vector<Places> places(reports.begin(), reports.end());
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  for (const FindingsOfFile& file : by_file(reports, places, options)) {
    out += fmt::format("  <file name=\"{}\">\n", markup(file.path));
    for (const std::string_view failure : file.failures) {
      out += fmt::format(
          "    <error line=\"1\" column=\"1\" severity=\"error\" message=\"{}\" "
          "source=\"cudafit\"/>\n",
          markup(failure));
    }
    for (const FindingsOfFile::Item& item : file.items) {
      const Position at = item.places->where(*item.finding).range.start;
      out += fmt::format(
          "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" "
          "source=\"cudafit.{}\"/>\n",
          at.line, at.column, level(item.finding->severity), markup(item.finding->message),
          markup(item.finding->rule));
    }
    out += "  </file>\n";
  }
  return out + "</checkstyle>\n";
}

}  // namespace cudafit::print
