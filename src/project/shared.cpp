#include "project/shared.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace cudafit::project {
namespace {

/// The dependency file that the finding lies in; empty for others. `own`: also the file that the
/// report is of, where others read it.
std::string dependency(const Report& report, const Diagnostic& finding, bool own) {
  if (!finding.span || (finding.span.file == report.file && !(own && report.shared))) return "";
  return (*report.sources)[finding.span.file].path;
}

/// An edit with the path of its file, since reports number files each in its own way.
using PlainEdit = std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::string_view>;

/// What makes two findings of different reports the same to a reader.
struct Same {
  std::string path;
  std::uint32_t begin = 0, end = 0;
  std::string_view rule;
  Severity severity = Severity::hint;
  std::string_view message, host;
  std::vector<PlainEdit> edits;

  friend std::strong_ordering operator<=>(const Same&, const Same&) = default;
};

Same key_of(const Report& report, const Diagnostic& finding, std::string path) {
  Same key{std::move(path),  finding.span.begin, finding.span.end, finding.rule,
           finding.severity, finding.message,    finding.host,     {}};
  for (const Fix& fix : finding.fixes) {
    for (const Edit& edit : fix.edits) {
      // What is edited in each build's own file is of that build.
      const std::string_view file =
          edit.span ? std::string_view((*report.sources)[edit.span.file].path) : "";
      if (!edit.span || edit.span.file != report.file || report.shared)
        key.edits.emplace_back(file, edit.span.begin, edit.span.end, edit.text);
    }
  }
  return key;
}

/// `others` and these.
ReaderCounts readers(const std::vector<Report>& reports, const ReaderCounts& others) {
  ReaderCounts out = others;
  for (const Report& report : reports) count_shared(report, out);
  return out;
}

struct Found {
  std::size_t report;
  std::size_t finding;
};

using Groups = std::map<Same, std::vector<Found>>;

Groups groups(const std::vector<Report>& reports, const ReaderCounts& readers, bool own) {
  Groups out;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const std::vector<Diagnostic>& findings = reports[i].findings;
    for (std::size_t j = 0; j < findings.size(); ++j) {
      std::string path = dependency(reports[i], findings[j], own);
      if (path.empty() || readers.at(path) < 2) continue;
      out[key_of(reports[i], findings[j], std::move(path))].push_back({i, j});
    }
  }
  return out;
}

void remove(std::vector<Report>& reports, const std::vector<std::vector<bool>>& gone) {
  for (std::size_t i = 0; i < reports.size(); ++i) {
    std::size_t j = 0;
    std::erase_if(reports[i].findings, [&](const Diagnostic&) { return gone[i][j++]; });
  }
}

std::vector<std::vector<bool>> marks(const std::vector<Report>& reports) {
  std::vector<std::vector<bool>> out;
  for (const Report& report : reports) out.emplace_back(report.findings.size());
  return out;
}

std::string build_name(const Report& report, const Diagnostic& finding) {
  return finding.build.empty() ? report.path : report.path + " (" + finding.build + ")";
}

}  // namespace

void count_shared(const Report& report, ReaderCounts& counts) {
  const Sources& sources = *report.sources;
  std::set<std::string_view> seen;
  for (FileId file = 0; file < sources.size(); ++file) {
    // A Dockerfile is read by its own report alone.
    if (file == report.file && !report.shared) continue;
    const std::string& path = sources[file].path;
    if (seen.insert(path).second) ++counts[path];
  }
}

void drop_needed_ignores(std::vector<Report>& reports, const ReaderCounts& others) {
  const ReaderCounts all = readers(reports, others);
  std::vector<std::vector<bool>> gone = marks(reports);
  for (const auto& [key, places] : groups(reports, all, true)) {
    std::set<std::size_t> having;
    for (const Found& place : places) having.insert(place.report);
    if (key.rule != "unused-ignore") continue;
    const bool needed = having.size() != all.at(key.path);
    const auto own = [&](const Found& place) {
      return reports[place.report].findings[place.finding].span.file == reports[place.report].file;
    };
    // What the report of the file itself says, the others need not repeat.
    const bool said = std::any_of(places.begin(), places.end(), own);
    for (const Found& place : places) {
      if (needed || (said && !own(place))) gone[place.report][place.finding] = true;
    }
  }
  remove(reports, gone);
}

void merge_shared(std::vector<Report>& reports, const ReaderCounts& others) {
  const ReaderCounts all = readers(reports, others);
  std::vector<std::vector<bool>> gone = marks(reports);
  std::vector<std::pair<Found, std::string>> builds;
  for (const auto& [key, places] : groups(reports, all, false)) {
    std::set<std::size_t> having;
    std::string names;
    for (const Found& place : places) {
      const bool first = having.insert(place.report).second;
      const Report& report = reports[place.report];
      if (first)
        names += (names.empty() ? "" : ", ") + build_name(report, report.findings[place.finding]);
      // Two of one report are two: they differ in the stage or in how they came about.
      if (place.report != places.front().report) gone[place.report][place.finding] = true;
    }
    if (having.size() < all.at(key.path)) builds.emplace_back(places.front(), names);
  }
  for (auto& [place, names] : builds)
    reports[place.report].findings[place.finding].build = std::move(names);
  remove(reports, gone);
}

}  // namespace cudafit::project
