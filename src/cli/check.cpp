// `cudafit check`: finds the files, analyses them, fixes them if asked, prints, and settles the
// exit status.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "cli/baseline.h"
#include "cli/batch.h"
#include "cli/candidates.h"
#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/drawings.h"
#include "cli/fix_builds.h"
#include "cli/online.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/show_settings.h"
#include "cli/tables.h"
#include "cli/verify.h"
#include "cli/watch.h"
#include "project/add_ignores.h"
#include "project/dependencies.h"
#include "project/fix.h"
#include "project/run.h"
#include "project/settings.h"
#include "project/shared.h"
#include "source/nearest.h"

namespace cudafit::cli {
namespace {

/// Rules named on the command line that do not exist.
bool names_unknown_rule(const CheckFlags& flags) {
  const std::vector<std::string_view> known = project::rule_names();
  bool unknown = false;
  for (const std::vector<std::string>* const list :
       {&flags.choices.select, &flags.choices.ignore}) {
    for (const std::string& rule : *list) {
      if (std::find(known.begin(), known.end(), rule) != known.end()) continue;
      say("unknown rule " + in_quotes(rule) + did_you_mean(rule, known));
      unknown = true;
    }
  }
  return unknown;
}

/// A path that never became a Dockerfile.
Report failed(const PathError& error) {
  Report report;
  report.path = error.path;
  report.errors.push_back(error);
  return report;
}

/// One run, from the paths to the exit status.
struct Check {
  const CheckFlags& flags;
  Files& disk;
  OverlayFiles files{disk};
  project::Settings settings{files, flags.choices, flags.paths};
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  Candidates from{files, settings, flags};
  std::unique_ptr<project::Settings> settled_again{};  ///< after fixes
  Batch batch{};                                       ///< what is kept of the files
  std::vector<project::FileSettings>& wanted = batch.wanted;
  std::vector<Report>& reports = batch.reports;  ///< per file, then of paths that failed
  /// Of the files of which nothing is said, that is kept: how many there are, and how many of them
  /// read what others read, too.
  std::size_t clean_files = 0;
  project::ReaderCounts clean_readers{};
  bool all_read = true;              ///< that walking met
  std::size_t known_findings = 0;    ///< that the baseline lists
  std::optional<Baseline> listed{};  ///< what `--baseline` names
  int status = clean;

  void raise(int at_least) { status = std::max(status, at_least); }

  /// The tables, which come first: what is said of machines is judged by them. False when nothing
  /// can be analysed, which has been said.
  bool open_matrix() {
    std::vector<std::string> paths;
    for (const Candidate& each : from.list) paths.push_back(each.path);
    return open_tables(disk, settings, paths, flags.choices);
  }

  /// Settles what holds for the next files found, and takes them from the list.
  Batch settle(std::span<Candidate> next) {
    Batch out;
    for (Candidate& each : next) {
      std::optional<project::FileSettings> file = settings.settle(each.path);
      if (!file) continue;  // its configuration is broken, which is said in the end
      file->wanted.all_builds =
          std::any_of(from.whole.begin(), from.whole.end(), [&](const std::string& directory) {
            return !path_within(directory, file->root).empty();
          });
      out.wanted.push_back(std::move(*file));
      out.from.push_back(std::move(each));
    }
    return out;
  }

  static void say_configurations(const Batch& part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (!part.from[i].asked) continue;
      const project::FileSettings& file = part.wanted[i];
      const std::vector<std::string>& origin = file.config->files;
      say(file.path + ": " +
          (origin.empty() ? "default settings" : "settings from " + origin.front()));
    }
  }

  /// What walking met and could not read is no failure: nobody asked for that file.
  void drop_unreadable(Batch& part) {
    for (std::size_t i = part.size(); i > 0; --i) {
      const Report& report = part.reports[i - 1];
      if (part.from[i - 1].named || report.file != no_file || report.errors.empty()) continue;
      if (flags.verbose) say("skipped " + report.path + ": " + report.errors.front().message);
      all_read = false;
      part.drop(i - 1);
    }
  }

  /// Builds that were only looked at for dependency files which they turned out not to read.
  void drop_unasked() {
    std::set<std::string> unread = from.dependencies;
    for (std::size_t i = batch.size(); i > 0; --i) {
      bool reads = false;
      std::set<std::string> read = project::files_read(files, reports[i - 1]);
      for (const std::string& path : wanted[i - 1].config->files) read.insert(files.real(path));
      for (const std::string& path : wanted[i - 1].matrix) read.insert(files.real(path));
      for (const std::string& real : read) {
        reads = reads || from.dependencies.contains(real);
        unread.erase(real);
      }
      if (!reads && !batch.from[i - 1].asked) batch.drop(i - 1);
    }
    if (!flags.verbose) return;
    for (const std::string& real : unread)
      say("no build reads " + path_from(files.real("."), real));
  }

  /// Everything is analysed for the images that it names, and their registries are asked. False
  /// where that was asked for in a way that cannot be meant, which was said.
  bool ask_registries(Batch& part) {
    if (!flags.online.online) return true;
    Online online(flags.online, disk);
    if (online.on()) online.learn(project::analyze_all(files, part.wanted, false), part.wanted);
    return !online.broken();
  }

  /// Whether more is asked of a file than what is wrong with it.
  bool needs_all() const {
    const Format format = settled_format(flags);
    const bool only_findings =
        (format == Format::full || format == Format::concise) && !flags.statistics;
    return !only_findings || flags.fix || flags.diff || !flags.add_ignore.empty() ||
           !flags.changed_since.empty() || !flags.baseline.empty() ||
           !flags.write_baseline.empty() || flags.online.online || flags.verify.wanted ||
           !from.dependencies.empty();
  }

  /// Keeps the files that are still spoken of when all are there, or all of them.
  void keep(Batch part, bool all) {
    const bool lines = settled_format(flags) == Format::full;  // which has one for each stage
    const auto spoken_of = [&](const Report& report) {
      return !report.findings.empty() || !report.errors.empty() ||
             (lines && std::any_of(report.stages.begin(), report.stages.end(),
                                   [](const StageSummary& stage) { return !stage.line.empty(); }));
    };
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (!all && !spoken_of(part.reports[i])) {
        ++clean_files;
        project::count_shared(part.reports[i], clean_readers);
        continue;
      }
      batch.from.push_back(std::move(part.from[i]));
      wanted.push_back(std::move(part.wanted[i]));
      reports.push_back(std::move(part.reports[i]));
    }
  }

  /// Settles and analyses all files found, so many at a time that the memory needed hangs on what
  /// there is to say and not on their number. False as ask_registries.
  bool analyze() {
    const bool all = needs_all();
    const bool texts = flags.fix || flags.diff || !flags.add_ignore.empty();
    Progress progress(from.list.size());
    std::span<Candidate> rest = from.list;
    while (!rest.empty()) {
      const std::size_t next = all ? rest.size() : std::min(rest.size(), batch_size);
      Batch part = settle(rest.first(next));
      rest = rest.subspan(next);
      if (flags.verbose) say_configurations(part);
      if (!ask_registries(part)) return false;
      part.reports =
          project::analyze_all(files, part.wanted, texts, [&progress] { progress.step(); });
      drop_unreadable(part);
      keep(std::move(part), all);
    }
    project::drop_needed_ignores(reports, clean_readers);
    if (!from.dependencies.empty()) drop_unasked();
    return true;
  }

  /// Keeps the builds that read what has changed. False when that cannot be known, which was said.
  bool drop_unchanged() {
    ChangedFiles changed(files, settings, flags.changed_since, flags.paths);
    for (std::size_t i = batch.size(); i > 0; --i) {
      const Result<bool> touched = changed.touch(wanted[i - 1], reports[i - 1]);
      if (!touched) {
        say("--changed-since " + in_quotes(flags.changed_since) + ": " + touched.error());
        raise(usage);
        return false;
      }
      if (!*touched) batch.drop(i - 1);
    }
    return true;
  }

  /// Writes the comments and says so; the report is then of what is left.
  void ignore() {
    const std::string reason = flags.add_ignore == "true" ? "" : flags.add_ignore;
    project::Fixes written = project::add_ignores(files, wanted, reports, reason, !flags.quiet);
    if (!project::write_fixes(disk, written)) raise(failure);
    for (const std::string& refused : written.refused) say(refused);
    say_raw("Ignored " + counted(written) + ".\n");
  }

  /// What the printers are told.
  print::PrintOptions told() {
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    print::PrintOptions options = print_options(flags, files.real("."), elapsed.count());
    options.in_repository = [this](std::string_view path) { return in_repository(path); };
    options.known = known_findings;
    options.clean_files = clean_files;
    return options;
  }

  /// Whether this run looks for all that the writing of the baseline has looked for, and says what
  /// is true of the files as they lie there: only then an entry can be out of date.
  bool finds_all(const Baseline& baseline) {
    const std::vector<std::string>& ignored = flags.choices.ignore;
    const bool whole = status == clean && settings.problems().empty() && from.failures.empty();
    const bool all = flags.choices.select.empty() && flags.changed_since.empty() &&
                     std::find(ignored.begin(), ignored.end(), "parse-error") == ignored.end();
    return whole && all && !flags.diff && flags.choices.build.args.empty() &&
           baseline.choices == choices_of(flags, told());
  }

  /// False when the list cannot be read, which was said.
  bool read_known_findings() {
    const Result<std::string> bytes = files.read(flags.baseline);
    Result<Baseline> read =
        bytes ? read_baseline(*bytes) : Result<Baseline>(Failure{bytes.error()});
    if (read) {
      listed = std::move(*read);
      return true;
    }
    say("--baseline " + flags.baseline + ": " + read.error());
    raise(usage);
    return false;
  }

  void drop_known_findings() {
    known_findings = drop_known(*listed, reports, told());
    if (!finds_all(*listed)) return;
    const std::string root = settings.root_of(files.real("."));
    const Searched searched(reports, from.walked, from.skipped, all_read, told());
    const std::vector<std::string>& ignored = flags.choices.ignore;
    const std::size_t gone = prune(*listed, [&](const BaselineEntry& entry) {
      return std::find(ignored.begin(), ignored.end(), entry.rule) == ignored.end() &&
             searched.has(entry, root);
    });
    if (gone == 0) return;
    const std::string entries =
        std::to_string(gone) +
        (gone == 1 ? " entry that no longer occurs" : " entries that no longer occur");
    if (disk.write(flags.baseline, baseline_text(*listed))) {
      say("took " + entries + " out of " + flags.baseline);
    } else {
      say(flags.baseline + " has " + entries + ", and cannot be written");
    }
  }

  void write_baseline() {
    Baseline baseline = baseline_of(reports, told());
    baseline.choices = choices_of(flags, told());
    const std::size_t number = baseline.entries.size();
    if (!replace_file(flags.write_baseline, baseline_text(baseline))) {
      say(flags.write_baseline + ": cannot be written");
      return raise(failure);
    }
    say("wrote " + std::to_string(number) + (number == 1 ? " finding to " : " findings to ") +
        flags.write_baseline);
  }

  project::Fixes fix() {
    project::FixOptions options{.unsafe = flags.unsafe_fixes, .anywhere = from.standard_input};
    // What is known and not spoken of is nobody's concern today.
    if (listed) {
      options.spared = [this](const std::vector<Report>& all) {
        return listed_findings(*listed, all, told());
      };
    }
    project::Fixes fixes = fix_builds(files, flags, options, batch, settled_again);
    if (!flags.diff && !from.standard_input && !project::write_fixes(disk, fixes)) {
      raise(failure);
      reports = project::analyze_all(disk, wanted, false);
      project::drop_needed_ignores(reports);
    }
    for (const std::string& refused : fixes.refused) say(refused);
    return fixes;
  }

  void settle_failures() {
    for (const Report& report : reports) {
      if (!report.errors.empty()) raise(failure);
    }
    if (!settings.problems().empty()) raise(usage);
    if (!from.failures.empty()) raise(failure);
  }

  void settle_status() {
    settle_failures();
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (flags.diff) continue;  // there the diff decides
      for (const Diagnostic& finding : reports[i].findings) {
        const int level =
            3 - static_cast<int>(finding.severity);  // as FailOn counts: error 1, hint 3
        if (level <= static_cast<int>(wanted[i].fail_on)) raise(found);
      }
    }
  }

  void print_diff(const project::Fixes& fixes, const print::PrintOptions& options) {
    const bool terminal = flags.output.empty() && is_terminal(STDOUT_FILENO);
    std::string text;
    for (const project::FixedFile& file : fixes.files) {
      const std::string diff = print::unified_diff(file.path, file.before, file.after);
      text += terminal ? print::printable_diff(diff, options) : diff;
    }
    put(text);
    if (fixes.files.empty()) return;
    raise(found);
    say("would fix " + counted(fixes));
  }

  static std::string counted(const project::Fixes& fixes) {
    const auto plural = [](std::size_t count, const char* what) {
      return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
    };
    return plural(fixes.problems, "problem") + " in " + plural(fixes.files.size(), "file");
  }

  void put(const std::string& text) {
    const bool written = flags.output.empty() ? write_out(text) : replace_file(flags.output, text);
    if (written) return;
    if (!flags.output.empty()) say(flags.output + ": cannot be written");
    raise(failure);
  }

  /// A path as shown, as the forge has it: symbolic links followed, from the root of the
  /// repository.
  std::string in_repository(std::string_view shown) {
    const std::string path(shown);
    std::string real = files.real(path);
    if (real.empty()) real = resolve_dots(join_path(files.real("."), path));
    const std::string below = path_within(settings.root_of(parent_path(real)), real);
    return below.empty() ? real : below;
  }

  /// Of the machines that were judged by, those that have a name.
  std::vector<std::string> host_names() const {
    std::set<std::string> names;
    for (const project::FileSettings& file : wanted) {
      for (const Build& build : file.builds) {
        for (const facts::Host& host : build.hosts) names.insert(host.name);
      }
    }
    names.erase("");
    return {names.begin(), names.end()};
  }

  void print(const project::Fixes& fixes) {
    print::PrintOptions options = told();
    options.repository = flags.repository;
    options.hosts = host_names();
    const std::size_t files_seen = reports.size() + clean_files;
    say_failures(options);
    if (flags.diff) return print_diff(fixes, options);
    const Format format = settled_format(flags);
    // Programs get an empty report where there is nothing to report.
    const bool for_people =
        format == Format::full || format == Format::concise || format == Format::github;
    const bool silent = files_seen == 0 && for_people;
    const std::string text = silent ? "" : report_text(flags, reports, options);
    // With fixed text on standard output, what is left to say goes beside it.
    if (from.standard_input && flags.fix) {
      const Result<std::string> bytes = files.read(from.standard_input_name);
      if (bytes) put(*bytes);
      say_raw(text);
    } else {
      put(text);
    }
    if (flags.fix && fixes.problems > 0) say_raw("Fixed " + counted(fixes) + ".\n");
    if (format == Format::github && wants_github_summary()) {
      const std::string drawn = drawings(files, wanted, reports);
      if (!append_github_summary(reports, options, drawn)) raise(failure);
    }
  }

  /// Runs a kernel in the images that the files lead to.
  void try_images() {
    std::vector<verify::Request> requests;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (reports[i].file == no_file || !reports[i].errors.empty()) continue;
      for (verify::Request& each : requests_for(files, wanted[i], flags.verify))
        requests.push_back(std::move(each));
    }
    const Format format = settled_format(flags);
    raise(try_out_and_say(std::move(requests), flags.verify,
                          format == Format::full || format == Format::concise));
  }

  /// What is wrong with paths and configurations.
  void say_failures(print::PrintOptions options) {
    for (const std::string& problem : settings.problems()) say(problem);
    for (const PathError& error : from.failures) reports.push_back(failed(error));
    options.color = wants_color(flags.color, is_terminal(STDERR_FILENO));
    say_raw(print::failures(reports, options));
  }
};

int show(Check& run) {
  run.from.find();
  if (!run.open_matrix()) return usage;
  const Batch found = run.settle(run.from.list);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found.from[i].asked) run.put(show_settings(found.wanted[i]));
  }
  for (const PathError& error : run.from.failures) say(error.path + ": " + error.message);
  for (const std::string& problem : run.settings.problems()) say(problem);
  run.settle_status();
  return run.status;
}

}  // namespace

namespace {

int check_once(const CheckFlags& flags, Files& disk) {
  Check run{flags, disk};
  if (flags.show_settings) return show(run);
  run.from.find();
  if (!run.open_matrix()) return usage;
  if (!run.analyze()) return usage;
  if (!flags.changed_since.empty() && !run.drop_unchanged()) return run.status;
  if (!flags.baseline.empty() && !run.read_known_findings()) return run.status;
  const project::Fixes fixes = flags.fix || flags.diff ? run.fix() : project::Fixes{};
  if (!flags.add_ignore.empty()) run.ignore();
  project::merge_shared(run.reports, run.clean_readers);
  if (!flags.write_baseline.empty()) {
    run.write_baseline();
    run.say_failures(run.told());
    run.settle_failures();
    return run.status;
  }
  if (run.listed) run.drop_known_findings();
  run.settle_status();
  run.print(fixes);
  if (flags.verify.wanted) run.try_images();
  return run.status;
}

}  // namespace

int check(const CheckFlags& flags) {
  if (names_unknown_rule(flags)) return usage;
  if (flags.watch) return watch([&](Files& disk) { return check_once(flags, disk); });
  const std::unique_ptr<Files> disk = real_files();
  return check_once(flags, *disk);
}

}  // namespace cudafit::cli
