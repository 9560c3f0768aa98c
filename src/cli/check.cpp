// `cudafit check`: finds the files, analyses them, fixes them if asked, prints, and settles the
// exit status.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <utility>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/show_settings.h"
#include "cli/stdin.h"
#include "cli/tables.h"
#include "document/discover.h"
#include "project/dependencies.h"
#include "project/find.h"
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

/// A file to lint, and why.
struct Candidate {
  std::string path;
  bool named = false;  ///< given by name: failing to read it is an error
  bool asked = true;   ///< false: only if it turns out to read a dependency file given by name
};

/// One run, from the paths to the exit status.
struct Check {
  const CheckFlags& flags;
  std::unique_ptr<Files> disk = real_files();
  OverlayFiles files{*disk};
  project::Settings settings{files, flags.choices};
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  bool standard_input = false;
  std::string standard_input_name{"<stdin>"};
  std::set<std::string> dependencies{};  ///< real paths of dependency files given by name
  std::set<std::string> whole{};  ///< real paths of directories in which every build is linted
  std::vector<Candidate> candidates{};
  std::vector<project::FileSettings>
      wanted{};                   ///< of candidates, those with settings that can be used
  std::vector<Report> reports{};  ///< per file, then of paths that failed
  std::vector<PathError> failures{};
  int status = clean;

  void raise(int at_least) { status = std::max(status, at_least); }

  /// Settles what holds for the files found. The tables come first: what is said of machines is
  /// judged by them. False when nothing can be analysed, which has been said.
  bool settle() {
    std::vector<std::string> paths;
    for (const Candidate& each : candidates) paths.push_back(each.path);
    if (!open_tables(*disk, settings, paths, flags.choices)) return false;
    std::erase_if(candidates, [&](const Candidate& each) {
      std::optional<project::FileSettings> file = settings.settle(each.path);
      if (!file) return true;  // its configuration is broken, which is said in the end
      file->wanted.all_builds =
          std::any_of(whole.begin(), whole.end(), [&](const std::string& directory) {
            return !path_within(directory, file->root).empty();
          });
      wanted.push_back(std::move(*file));
      return false;
    });
    return true;
  }

  document::Discovery discover(const std::vector<std::string>& paths) {
    return project::find_builds(files, settings, paths, !flags.no_gitignore);
  }

  /// Takes the dependency files out of the paths: whoever reads them is linted.
  std::vector<std::string> without_dependencies(const std::vector<std::string>& paths) {
    std::vector<std::string> rest;
    for (const std::string& path : paths) {
      if (project::only_read(files, settings, path)) {
        dependencies.insert(files.real(path));
      } else {
        rest.push_back(path);
      }
    }
    return rest;
  }

  /// The builds that may read the dependency files given by name: all of their repositories.
  void add_readers() {
    std::set<std::string> roots;
    for (const std::string& real : dependencies) roots.insert(settings.root_of(parent_path(real)));
    std::set<std::string> known;
    for (const Candidate& each : candidates) known.insert(files.real(each.path));
    for (const std::string& root : roots) {
      for (const document::Found& file : discover({root}).dockerfiles) {
        const std::string path = path_from(files.real("."), files.real(file.path));
        if (known.insert(files.real(path)).second) candidates.push_back({path, false, false});
      }
    }
    whole.merge(roots);
  }

  void find() {
    if (flags.paths.front() == "-") {
      standard_input = true;
      std::string& name = standard_input_name;
      if (!flags.stdin_filename.empty()) name = tidy_path(flags.stdin_filename);
      const Result<std::string> bytes = read_standard_input();
      if (!bytes) return failures.push_back({name, bytes.error()});
      files.write(name, *bytes);
      candidates.push_back({name, true, true});
      return;
    }
    const std::vector<std::string> paths = without_dependencies(flags.paths);
    document::Discovery found = discover(paths);
    for (const document::Found& file : found.dockerfiles)
      candidates.push_back({file.path, file.named, true});
    failures = std::move(found.errors);
    for (const std::string& path : paths) {
      if (files.kind(path) == FileKind::directory) whole.insert(files.real(path));
    }
    add_readers();
    if (flags.verbose) {
      for (const PathError& skipped : found.skipped)
        say("skipped " + skipped.path + ": " + skipped.message);
    }
    if (found.dockerfiles.empty() && !paths.empty() && failures.empty() &&
        settings.problems().empty()) {
      std::string places;
      for (const std::string& path : paths) places += (places.empty() ? "" : ", ") + path;
      say("no Dockerfile found in " + places);
    }
  }

  void say_configurations() const {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!candidates[i].asked) continue;
      const project::FileSettings& file = wanted[i];
      const std::vector<std::string>& from = file.config->files;
      say(file.path + ": " + (from.empty() ? "default settings" : "settings from " + from.front()));
    }
  }

  void drop(std::size_t index) {
    const auto at = static_cast<std::ptrdiff_t>(index);
    reports.erase(reports.begin() + at);
    wanted.erase(wanted.begin() + at);
    candidates.erase(candidates.begin() + at);
  }

  /// What walking met and could not read is no failure: nobody asked for that file.
  void drop_unreadable() {
    for (std::size_t i = reports.size(); i > 0; --i) {
      const Report& report = reports[i - 1];
      if (candidates[i - 1].named || report.file != no_file || report.errors.empty()) continue;
      if (flags.verbose) say("skipped " + report.path + ": " + report.errors.front().message);
      drop(i - 1);
    }
  }

  /// Builds that were only looked at for dependency files which they turned out not to read.
  void drop_unasked() {
    std::set<std::string> unread = dependencies;
    for (std::size_t i = reports.size(); i > 0; --i) {
      bool reads = false;
      for (const std::string& real : project::files_read(files, reports[i - 1])) {
        reads = reads || dependencies.contains(real);
        unread.erase(real);
      }
      if (!reads && !candidates[i - 1].asked) drop(i - 1);
    }
    if (!flags.verbose) return;
    for (const std::string& real : unread)
      say("no build reads " + path_from(files.real("."), real));
  }

  void analyze() {
    reports = project::analyze_all(files, wanted, flags.fix || flags.diff);
    drop_unreadable();
    project::drop_needed_ignores(reports);
    if (!dependencies.empty()) drop_unasked();
  }

  project::Fixes fix() {
    const project::FixOptions options{.unsafe = flags.unsafe_fixes, .anywhere = standard_input};
    project::Fixes fixes = project::fix_all(files, wanted, reports, options);
    if (!flags.diff && !standard_input && !project::write_fixes(*disk, fixes)) {
      raise(failure);
      reports = project::analyze_all(*disk, wanted, false);
      project::drop_needed_ignores(reports);
    }
    for (const std::string& refused : fixes.refused) say(refused);
    return fixes;
  }

  void settle_status() {
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (!reports[i].errors.empty()) raise(failure);
      if (flags.diff) continue;  // there the diff decides
      for (const Diagnostic& finding : reports[i].findings) {
        const int level =
            3 - static_cast<int>(finding.severity);  // as FailOn counts: error 1, hint 3
        if (level <= static_cast<int>(wanted[i].fail_on)) raise(found);
      }
    }
    if (!settings.problems().empty()) raise(usage);
    if (!failures.empty()) raise(failure);
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
    say((flags.output.empty() ? "standard output" : flags.output) + ": cannot be written");
    raise(failure);
  }

  void print(const project::Fixes& fixes) {
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    const print::PrintOptions options = print_options(flags, files.real("."), elapsed.count());
    for (const std::string& problem : settings.problems()) say(problem);
    const std::size_t files_seen = reports.size();
    for (const PathError& error : failures) reports.push_back(failed(error));
    print_failures(options);
    if (flags.diff) return print_diff(fixes, options);
    const Format format = settled_format(flags);
    const bool silent = files_seen == 0 && format != Format::json;
    const std::string text = silent ? "" : report_text(flags, reports, options);
    // With fixed text on standard output, what is left to say goes beside it.
    if (standard_input && flags.fix) {
      const Result<std::string> bytes = files.read(standard_input_name);
      if (bytes) put(*bytes);
      say_raw(text);
    } else {
      put(text);
    }
    if (flags.fix && fixes.problems > 0) say_raw("Fixed " + counted(fixes) + ".\n");
    if (format == Format::github && !append_github_summary(reports, options)) raise(failure);
  }

  void print_failures(print::PrintOptions options) const {
    options.color = wants_color(flags.color, is_terminal(STDERR_FILENO));
    say_raw(print::failures(reports, options));
  }
};

int show(Check& run) {
  run.find();
  if (!run.settle()) return usage;
  for (std::size_t i = 0; i < run.wanted.size(); ++i) {
    if (run.candidates[i].asked) run.put(show_settings(run.wanted[i]));
  }
  for (const PathError& error : run.failures) say(error.path + ": " + error.message);
  for (const std::string& problem : run.settings.problems()) say(problem);
  run.settle_status();
  return run.status;
}

}  // namespace

int check(const CheckFlags& flags) {
  if (names_unknown_rule(flags)) return usage;
  Check run{flags};
  if (flags.show_settings) return show(run);
  run.find();
  if (!run.settle()) return usage;
  if (flags.verbose) run.say_configurations();
  run.analyze();
  const project::Fixes fixes = flags.fix || flags.diff ? run.fix() : project::Fixes{};
  project::merge_shared(run.reports);
  run.settle_status();
  run.print(fixes);
  return run.status;
}

}  // namespace cudafit::cli
