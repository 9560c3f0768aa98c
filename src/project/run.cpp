#include "project/run.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <tuple>
#include <utility>

#include "project/dependencies.h"
#include "project/shared.h"
#include "source/at_once.h"

namespace cudafit::project {
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

/// Makes one report of those of all builds.
class Merging {
 public:
  Merging(Report first, const std::vector<Build>& builds)
      : builds_(builds), result_(std::move(first)) {
    for (Diagnostic& finding : result_.findings) merged_.push_back({std::move(finding), {0}});
  }

  void add(Report report, std::size_t build) {
    if (result_.file == no_file) result_.file = report.file;
    Moved moved{*result_.sources, *report.sources};
    for (FileId file = 0; file < report.sources->size(); ++file) moved.id(file);
    for (Diagnostic& finding : report.findings) {
      moved.move(finding);
      const auto known = std::find_if(merged_.begin(), merged_.end(), [&](const Merged& m) {
        return m.builds.back() != build && same(m.finding, finding);
      });
      if (known != merged_.end()) {
        known->builds.push_back(build);
      } else {
        merged_.push_back({std::move(finding), {build}});
      }
    }
    for (Diagnostic& finding : report.covered) {
      moved.move(finding);
      result_.covered.push_back(std::move(finding));
    }
    add_new(result_.stages, report.stages,
            [](const StageSummary& a, const StageSummary& b) { return same(a, b); });
    add_new(result_.images, report.images,
            [](const NamedImage& a, const NamedImage& b) { return a == b; });
    add_new(result_.errors, report.errors, [](const PathError& a, const PathError& b) {
      return a.path == b.path && a.message == b.message;
    });
  }

  Report finish() {
    std::stable_sort(merged_.begin(), merged_.end(), before);
    result_.findings.clear();
    for (Merged& one : merged_) {
      if (one.builds.size() < builds_.size()) {
        if (one.finding.rule == "unused-ignore") continue;  // another build needs the comment
        for (const std::size_t build : one.builds) {
          one.finding.build += (one.finding.build.empty() ? "" : ", ") + builds_[build].name;
        }
      }
      result_.findings.push_back(std::move(one.finding));
    }
    return std::move(result_);
  }

 private:
  const std::vector<Build>& builds_;
  Report result_;
  std::vector<Merged> merged_;
};

/// `keep`: gets the graph of the first build. `last`: see analyze_all; may be null.
Report analyze_file(const Files& files, const FileSettings& settings, graph::Graph* keep,
                    read::LastRead* last = nullptr) {
  Shared shared;
  if (last != nullptr) shared.dockerfile = std::move(*last);
  // A mistake of ours costs the one file, never the others or an editor's session.
  const auto report_of = [&](const Build& build, graph::Graph* graph = nullptr) {
    try {
      return analyze(files, build, settings.wanted, graph, &shared);
    } catch (const std::exception& error) {
      Report broken;
      broken.path = build.dockerfile;
      broken.file = broken.sources->add(build.dockerfile, "");  // it is no file that cannot be read
      broken.errors.push_back(
          {build.dockerfile,
           std::string("cudafit failed on this file, a mistake of its own; please report it (") +
               error.what() + ")"});
      shared = {};
      return broken;
    }
  };
  Report out = report_of(settings.builds.front(), keep);
  if (settings.builds.size() > 1) {
    // One by one: each report holds all that was read for it.
    Merging merging(std::move(out), settings.builds);
    for (std::size_t i = 1; i < settings.builds.size(); ++i)
      merging.add(report_of(settings.builds[i]), i);
    out = merging.finish();
  }
  if (last != nullptr) *last = std::move(shared.dockerfile);
  return out;
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
                                bool keep_texts, const std::function<void()>& done,
                                std::span<read::LastRead> last) {
  std::vector<Report> reports(settings.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < settings.size(); i = next++) {
      reports[i] = analyze_file(files, settings[i], nullptr, last.empty() ? nullptr : &last[i]);
      if (!keep_texts && reports[i].findings.empty()) drop_text(reports[i]);
      if (done) done();
    }
  };
  // Starting a thread costs about as much as a few files, and so does asking how many there can be.
  std::size_t count = settings.size() / 4;
  if (count > 1) count = std::min<std::size_t>(std::thread::hardware_concurrency(), count);
  at_once(count, work);
  return reports;
}

Report analyze_one(const Files& files, const FileSettings& settings, graph::Graph& graph) {
  return analyze_file(files, settings, &graph);
}

void refresh(const Files& files, std::span<const FileSettings> settings,
             std::vector<Report>& reports, const std::set<std::string>& changed) {
  std::vector<std::size_t> affected;
  std::vector<FileSettings> again;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const std::set<std::string> read = files_read(files, reports[i]);
    if (std::none_of(read.begin(), read.end(),
                     [&](const std::string& real) { return changed.contains(real); }))
      continue;
    affected.push_back(i);
    again.push_back(settings[i]);
  }
  std::vector<Report> fresh = analyze_all(files, again, true);
  for (std::size_t i = 0; i < affected.size(); ++i) reports[affected[i]] = std::move(fresh[i]);
  drop_needed_ignores(reports);
}

}  // namespace cudafit::project
