#include "settle.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "causes.h"
#include "ignores.h"
#include "script_calls.h"

namespace cudafit {

namespace {

/// Edits write line feeds; a file with CRLF keeps its own.
void match_line_endings(std::string_view text, FileId file, std::vector<Diagnostic>& findings) {
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos || newline == 0 || text[newline - 1] != '\r') return;
  for (Diagnostic& finding : findings) {
    for (Fix& fix : finding.fixes) {
      for (Edit& edit : fix.edits) {
        if (edit.span.file != file) continue;
        for (std::size_t at = edit.text.find('\n'); at != std::string::npos;
             at = edit.text.find('\n', at + 2)) {
          edit.text.insert(at, 1, '\r');
        }
      }
    }
  }
}

/// A finding without a place is one of the Dockerfile.
FileId file_of(const Report& report, const Diagnostic& finding) {
  return finding.span ? finding.span.file : report.file;
}

/// What a finding is about: what it points at. What the builder refuses (no check finds that) it
/// refuses as a whole instruction, wherever it points.
Span place_of(const read::Dockerfile& dockerfile, const Diagnostic& finding) {
  const rules::Rule* const rule = rules::find(finding.rule);
  if (rule == nullptr || rule->check != nullptr || finding.span.file != dockerfile.file)
    return finding.span;
  const auto next = std::upper_bound(dockerfile.instructions.begin(), dockerfile.instructions.end(),
                                     finding.span.begin,
                                     [](std::uint32_t at, const read::Instruction& instruction) {
                                       return at < instruction.span.begin;
                                     });
  if (next == dockerfile.instructions.begin()) return finding.span;
  const Span instruction = std::prev(next)->span;
  const Span start{finding.span.file, finding.span.begin, finding.span.begin};
  return instruction.contains(start) ? instruction : finding.span;
}

void override_severities(const Wanted& wanted, std::vector<Diagnostic>& findings) {
  for (Diagnostic& finding : findings) {
    for (const auto& [rule, severity] : wanted.severity) {
      if (rule == finding.rule) finding.severity = severity;
    }
  }
}

void tidy(const Sources& sources, std::vector<Diagnostic>& findings) {
  for (FileId file = 0; file < sources.size(); ++file)
    match_line_endings(sources[file].bytes, file, findings);
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.span.file, a.span.begin, a.span.end, -static_cast<int>(a.severity),
                      a.rule) <
           std::tuple(b.span.file, b.span.begin, b.span.end, -static_cast<int>(b.severity), b.rule);
  });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

}  // namespace

bool selected(const Wanted& wanted, const rules::Rule& rule) {
  const auto named = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), rule.info.id) != list.end();
  };
  if (named(wanted.ignore)) return false;
  // Who names a rule wants it, however new it is.
  if (!wanted.select.empty()) return named(wanted.select);
  return (wanted.preview || !rule.preview) &&
         (wanted.rule_set.empty() || rule.since <= wanted.rule_set);
}

bool selected(const Wanted& wanted, std::string_view rule) {
  const rules::Rule* const found = rules::find(rule);
  return found != nullptr && selected(wanted, *found);
}

bool heard(const Wanted& wanted, std::string_view rule, const std::string& path) {
  return selected(wanted, rule) && !(wanted.ignored_in && wanted.ignored_in(path, rule));
}

void settle(const read::Dockerfile& dockerfile, const document::Document& document,
            const Wanted& wanted, Report& report) {
  const Sources& sources = *report.sources;
  std::vector<Diagnostic>& findings = report.findings;
  std::erase_if(findings, [&](const Diagnostic& finding) {
    return !heard(wanted, finding.rule, sources[file_of(report, finding)].path);
  });
  override_severities(wanted, findings);
  std::vector<Diagnostic> said;
  const std::vector<bool> gone =
      covered(findings, [&](const Diagnostic& finding) { return place_of(dockerfile, finding); });
  for (std::size_t i = 0; i < findings.size(); ++i)
    (gone[i] ? report.covered : said).push_back(std::move(findings[i]));
  findings = std::move(said);
  std::vector<Diagnostic> unused;
  for (FileId file = 0; file < sources.size(); ++file) {
    const bool main = file == dockerfile.file;  // a Compose file is none
    std::vector<Ignore> ignores = main ? read_ignores(dockerfile, document, sources[file].bytes)
                                       : read_ignores(file, sources[file].bytes);
    if (ignores.empty()) continue;
    // What another finding stands for needs its comment, too: it may be left alone later.
    for (std::vector<Diagnostic>* const list : {&findings, &report.covered})
      silence(ignores, file, *list, main ? &document : nullptr);
    // A Dockerfile that stands in a Compose file is read in it, and what is said elsewhere in that
    // file is read apart: neither knows what the comments of the other are for.
    const bool twin =
        !main && dockerfile.file != no_file && sources[file].path == sources[dockerfile.file].path;
    if (!twin && (!main || document.shape == document::Shape::dockerfile))
      report_unused(ignores, wanted, file, report, unused);
  }
  override_severities(wanted, unused);
  std::move(unused.begin(), unused.end(), std::back_inserter(findings));
  for (std::vector<Diagnostic>* const list : {&findings, &report.covered}) {
    note_script_calls(document, *list);
    tidy(sources, *list);
  }
}

}  // namespace cudafit
