#include "cli/run.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <tuple>
#include <utility>

namespace cudafit::cli {
namespace {

/// Moves spans from one table of files to another.
struct Moved {
  Sources& into;
  const Sources& from;
  std::vector<FileId> ids = std::vector<FileId>(from.size(), no_file);

  FileId id(FileId old) {
    if (old == no_file) return no_file;
    if (ids[old] != no_file) return ids[old];
    const SourceFile& file = from[old];
    for (FileId known = 0; known < into.size(); ++known) {
      if (into[known].path == file.path) return ids[old] = known;
    }
    return ids[old] = into.add(file.path, file.bytes);
  }
  void move(Span& span) { span.file = id(span.file); }
  void move(Diagnostic& finding) {
    move(finding.span);
    for (Note& note : finding.notes) move(note.span);
    for (Fix& fix : finding.fixes) {
      for (Edit& edit : fix.edits) move(edit.span);
    }
  }
};

struct Merged {
  Diagnostic finding;
  std::vector<std::size_t> builds;
};

bool before(const Merged& a, const Merged& b) {
  const auto key = [](const Diagnostic& d) {
    return std::tuple(d.span.file, d.span.begin, d.span.end, -static_cast<int>(d.severity), d.rule);
  };
  return key(a.finding) < key(b.finding);
}

/// The same to a reader: they may be of other stages, or have come about in another way.
bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.rule == b.rule && a.severity == b.severity && a.span == b.span &&
         a.message == b.message && a.host == b.host && a.fixes == b.fixes;
}

bool same(const StageSummary& a, const StageSummary& b) {
  return std::tie(a.index, a.name, a.image, a.product, a.line) ==
         std::tie(b.index, b.name, b.image, b.product, b.line);
}

/// Appends what is not there yet.
template <typename Row, typename Same>
void add_new(std::vector<Row>& into, const std::vector<Row>& rows, Same is_same) {
  for (const Row& row : rows) {
    if (std::none_of(into.begin(), into.end(),
                     [&](const Row& known) { return is_same(known, row); }))
      into.push_back(row);
  }
}

Report merge(std::vector<Report> reports, const std::vector<Build>& builds) {
  Report result = std::move(reports.front());
  std::vector<Merged> merged;
  for (Diagnostic& finding : result.findings) merged.push_back({std::move(finding), {0}});
  for (std::size_t i = 1; i < reports.size(); ++i) {
    Report& report = reports[i];
    if (result.file == no_file) result.file = report.file;
    Moved moved{*result.sources, *report.sources};
    for (FileId file = 0; file < report.sources->size(); ++file) moved.id(file);
    for (Diagnostic& finding : report.findings) {
      moved.move(finding);
      const auto known = std::find_if(merged.begin(), merged.end(), [&](const Merged& m) {
        return m.builds.back() != i && same(m.finding, finding);
      });
      if (known != merged.end()) {
        known->builds.push_back(i);
      } else {
        merged.push_back({std::move(finding), {i}});
      }
    }
    for (Diagnostic& finding : report.covered) {
      moved.move(finding);
      result.covered.push_back(std::move(finding));
    }
    add_new(result.stages, report.stages,
            [](const StageSummary& a, const StageSummary& b) { return same(a, b); });
    add_new(result.errors, report.errors, [](const PathError& a, const PathError& b) {
      return a.path == b.path && a.message == b.message;
    });
  }
  std::stable_sort(merged.begin(), merged.end(), before);
  result.findings.clear();
  for (Merged& one : merged) {
    if (one.builds.size() < reports.size()) {
      if (one.finding.rule == "unused-ignore") continue;  // another build needs the comment
      for (const std::size_t build : one.builds) {
        one.finding.build += (one.finding.build.empty() ? "" : ", ") + builds[build].name;
      }
    }
    result.findings.push_back(std::move(one.finding));
  }
  return result;
}

Report analyze_file(const Files& files, const FileSettings& settings) {
  std::vector<Report> reports;
  for (const Build& build : settings.builds)
    reports.push_back(analyze(files, build, settings.wanted));
  return reports.size() == 1 ? std::move(reports.front())
                             : merge(std::move(reports), settings.builds);
}

void drop_text(Report& report) {
  // Which files were read is still asked.
  auto names = std::make_shared<Sources>();
  for (FileId file = 0; file < report.sources->size(); ++file)
    names->add((*report.sources)[file].path, "");
  report.sources = std::move(names);
}

}  // namespace

std::vector<Report> analyze_all(const Files& files, std::span<const FileSettings> settings,
                                bool keep_texts) {
  std::vector<Report> reports(settings.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < settings.size(); i = next++) {
      reports[i] = analyze_file(files, settings[i]);
      if (!keep_texts && reports[i].findings.empty()) drop_text(reports[i]);
    }
  };
  // Starting a thread costs about as much as a few files.
  const std::size_t count =
      std::min<std::size_t>(std::thread::hardware_concurrency(), settings.size() / 4);
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  threads.clear();  // waits for them
  return reports;
}

}  // namespace cudafit::cli
