// Recommendations for the images that Dockerfiles and Compose files start from.

#include <unistd.h>

#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "cli/fix.h"
#include "cli/hosts.h"
#include "cli/output.h"
#include "cli/own_files.h"
#include "cli/recommend.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/settings.h"
#include "document/discover.h"
#include "document/run_lines.h"
#include "print/recommendation.h"
#include "recommend/recommend.h"
#include "source/apply.h"

namespace cudafit::cli {
namespace {

/// One file, and what is recommended for it so far.
class Bench {
 public:
  Bench(const Files& disk, const FileSettings& settings) : settled_(disk), settings_(settings) {
    last_ = analyze_in(settled_);
  }

  recommend::Workshop workshop() {
    recommend::Workshop out;
    out.look = [this] { return last_; };
    out.attempt = [this](std::span<const Edit> edits) {
      OverlayFiles files(settled_);
      std::map<std::string, advise::Rewritten> changed;
      make(files, edits, changed);
      recommend::Trial trial = analyze_in(files);
      for (auto& [real, file] : changed) trial.files.push_back(std::move(file));
      return trial;
    };
    out.as_written = [this](std::span<const Edit> edits) {
      OverlayFiles files(settled_);
      std::map<std::string, advise::Rewritten> changed;
      write(files, edits, changed);
      recommend::Trial trial = analyze_in(files);
      for (auto& [real, file] : changed) trial.files.push_back(std::move(file));
      return trial;
    };
    out.options = settings_.builds.front().options;
    out.settle = [this](std::span<const Edit> edits) {
      make(settled_, edits, changed_);
      last_ = analyze_in(settled_);
    };
    out.changes = [this] {
      std::vector<advise::Rewritten> files;
      for (const auto& [real, file] : changed_) {
        if (file.after != file.before) files.push_back(file);
      }
      return files;
    };
    return out;
  }

 private:
  /// The report is of all builds of the file, the graph of the first.
  recommend::Trial analyze_in(const Files& files) const {
    recommend::Trial trial;
    std::vector<Report> reports = analyze_all(files, {&settings_, 1}, true);
    trial.report = std::move(reports.front());
    analyze(files, settings_.builds.front(), settings_.wanted, &trial.graph);
    return trial;
  }

  /// Makes the edits, which are of the last settled report.
  void write(OverlayFiles& files, std::span<const Edit> edits,
             std::map<std::string, advise::Rewritten>& changed) const {
    const Sources& sources = *last_.report.sources;
    const Fix fix{{}, Safety::suggested, {edits.begin(), edits.end()}};
    std::map<FileId, bool> touched;
    for (const Edit& edit : edits) touched[edit.span.file] = true;
    for (const auto& [file, unused] : touched) {
      const SourceFile& source = sources[file];
      std::string bytes = apply(source.bytes, file, {&fix}).bytes;
      const std::string real = files.real(source.path);
      advise::Rewritten first{source.path, real, source.bytes, {}};
      changed.try_emplace(real, std::move(first)).first->second.after = bytes;
      files.write(source.path, bytes);
    }
  }

  /// ... and mends what can be mended then.
  void make(OverlayFiles& files, std::span<const Edit> edits,
            std::map<std::string, advise::Rewritten>& changed) const {
    write(files, edits, changed);
    std::vector<Report> reports = analyze_all(files, {&settings_, 1}, true);
    const Fixes fixes = fix_all(files, {&settings_, 1}, reports,
                                {.unsafe = true, .anywhere = true, .only = recommend::matters});
    for (const FixedFile& file : fixes.files) {
      advise::Rewritten first{file.path, file.real, file.before, {}};
      changed.try_emplace(file.real, std::move(first)).first->second.after = file.after;
    }
  }

  OverlayFiles settled_;
  const FileSettings& settings_;
  recommend::Trial last_;
  std::map<std::string, advise::Rewritten> changed_;  ///< since the beginning, by real path
};

std::string diff_text(const std::vector<advise::Recommendation>& all) {
  std::string text;
  std::map<std::string, bool> seen;
  for (const advise::Recommendation& each : all) {
    for (const advise::Rewritten& file : each.files) {
      if (!seen.emplace(file.real, true).second) continue;
      text += print::unified_diff(file.path, file.before, file.after);
    }
  }
  return text;
}

/// Writes the files of all recommendations, each once. Two that want one file otherwise: the first
/// one counts, and that is said.
int write_files(Files& disk, const std::vector<advise::Recommendation>& all,
                const std::vector<std::string>& roots) {
  Fixes fixes;
  int status = clean;
  std::map<std::string, std::string> written;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const advise::Rewritten& file : all[i].files) {
      const auto [at, added] = written.emplace(file.real, file.after);
      if (path_within(roots[i], file.real).empty()) {
        say(file.path + ": not written: it lies outside the repository");
        status = failure;
      } else if (added) {
        fixes.files.push_back({file.path, file.real, file.before, file.after, 1});
      } else if (at->second != file.after) {
        say(file.path + ": builds of it want different edits; run again for the rest");
        status = failure;
      }
    }
  }
  if (!write_fixes(disk, fixes)) status = failure;
  for (const std::string& refused : fixes.refused) say(refused);
  for (const FixedFile& file : fixes.files) say("wrote " + file.path);
  return status;
}

}  // namespace

int recommend_for_files(const RecommendFlags& flags) {
  const std::unique_ptr<Files> files = real_files();
  Settings settings(*files, flags.check);
  document::DiscoverOptions options;
  options.gitignore = !flags.check.no_gitignore;
  options.excluded = [&](const std::string& path, bool directory) {
    return settings.excluded(path, directory);
  };
  const document::Discovery found = document::discover(*files, flags.check.paths, options);
  std::vector<std::string> paths;
  for (const document::Found& file : found.dockerfiles) {
    if (document::run_file(files->real(file.path)) == document::RunFile::none)
      paths.push_back(file.path);
  }
  if (!open_matrix(*files, settings, paths, flags.check.matrix)) return usage;
  if (const std::string wrong = wrong_host(flags.check.host); !wrong.empty()) {
    say(wrong);
    return usage;
  }
  int status = clean;
  std::vector<advise::Recommendation> all;
  std::vector<std::string> roots;
  for (const std::string& path : paths) {
    const std::optional<FileSettings> settled = settings.settle(path);
    if (!settled) continue;
    Bench bench(*files, *settled);
    advise::Recommendation one = recommend::recommend(bench.workshop());
    for (const PathError& error : one.now.errors) {
      say(error.path + ": " + error.message);
      status = failure;
    }
    if (one.stages.empty()) continue;
    all.push_back(std::move(one));
    roots.push_back(settled->root);
  }
  for (const PathError& error : found.errors) {
    say(error.path + ": " + error.message);
    status = failure;
  }
  for (const std::string& problem : settings.problems()) {
    say(problem);
    if (status == clean) status = usage;
  }
  if (all.empty() && status == clean)
    say("nothing to recommend: no stage here has to do with CUDA");
  const print::PrintOptions print = print_options(flags.check, files->real("."), 0);
  std::string text;
  if (flags.check.diff) {
    text = diff_text(all);
    if (!text.empty() && status == clean) status = Status::found;
    if (flags.check.output.empty() && is_terminal(STDOUT_FILENO))
      text = print::printable_diff(text, print);
  } else {
    text = flags.format == TextFormat::json       ? print::recommendation_json(all, print)
           : flags.format == TextFormat::markdown ? print::recommendation_markdown(all, print)
                                                  : print::recommendation_text(all, print);
  }
  const bool put =
      flags.check.output.empty() ? write_out(text) : replace_file(flags.check.output, text);
  if (!put) {
    say((flags.check.output.empty() ? "standard output" : flags.check.output) +
        ": cannot be written");
    return failure;
  }
  if (flags.check.fix) status = std::max(status, write_files(*files, all, roots));
  return status;
}

}  // namespace cudafit::cli
