#include "print/totals.h"

#include <fmt/format.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "print/escape.h"
#include "print/style.h"
#include "source/apply.h"

namespace cudafit::print {

namespace {

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string elapsed(const PrintOptions& options) {
  if (!options.elapsed_ms) return {};
  const double ms = *options.elapsed_ms;
  if (ms >= 1000) return fmt::format(" ({:.1f} s)", ms / 1000);
  return ms >= 100 ? fmt::format(" ({:.0f} ms)", ms) : fmt::format(" ({:.1f} ms)", ms);
}

std::string fixable(const Totals& sum, const PrintOptions& options) {
  const Style style(options.color);
  const std::string more = sum.unsafe_fixable == 0
                               ? ""
                               : fmt::format("{}{} with --unsafe-fixes", sum.unsafe_fixable,
                                             sum.fixable == 0 ? " fixable" : " more");
  if (sum.fixable == 0) return more.empty() ? "" : fmt::format(" {}.", more);
  return fmt::format(" {} {} fixable with {}{}.", style(Ink::note, "[*]"), sum.fixable,
                     options.unsafe_fixes ? "--unsafe-fixes" : "--fix",
                     more.empty() ? "" : fmt::format(" ({})", more));
}

}  // namespace

Totals totals(std::span<const Report> reports, const PrintOptions& options) {
  Totals sum{.files = options.clean_files};
  std::unordered_set<std::string_view> paths;
  for (const Report& report : reports) {
    if (report.file != no_file && paths.insert(report.path).second) ++sum.files;
    sum.unread += report.errors.size();
    for (const Diagnostic& finding : report.findings) {
      if (!visible(finding, options)) continue;
      ++(finding.severity == Severity::error     ? sum.errors
         : finding.severity == Severity::warning ? sum.warnings
                                                 : sum.hints);
      if (applicable(finding, options.unsafe_fixes) != nullptr) {
        ++sum.fixable;
      } else if (applicable(finding, true) != nullptr) {
        ++sum.unsafe_fixable;
      }
    }
  }
  return sum;
}

std::string summary_line(std::span<const Report> reports, const PrintOptions& options) {
  const Totals sum = totals(reports, options);
  std::vector<std::string> parts;
  if (sum.errors > 0) parts.push_back(counted(sum.errors, "error"));
  if (sum.warnings > 0) parts.push_back(counted(sum.warnings, "warning"));
  if (sum.hints > 0) parts.push_back(counted(sum.hints, "hint"));
  const std::string unread =
      sum.unread == 0 ? "" : fmt::format(", {} could not be read", sum.unread);
  const std::string found =
      parts.empty() ? "No problems found" : fmt::format("Found {}", fmt::join(parts, ", "));
  const std::string known =
      options.known == 0 ? "" : fmt::format(" {} in the baseline.", options.known);
  return fmt::format("{} in {}{}{}.{}{}\n", found, counted(sum.files, "file"), unread,
                     elapsed(options), known, fixable(sum, options));
}

std::string failures(std::span<const Report> reports, const PrintOptions& options) {
  const Style style(options.color);
  std::string out;
  for (const Report& report : reports) {
    for (const PathError& error : report.errors) {
      out += fmt::format("{}: {}: {}\n", style(Ink::error, "cudafit"), escape(error.path),
                         escape(error.message));
    }
  }
  return out;
}

}  // namespace cudafit::print
