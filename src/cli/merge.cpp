// `cudafit merge`: finds the reports, joins them, prints the whole, and settles the exit status as
// one check of everything would have.

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/stdin.h"
#include "merge/read.h"
#include "merge/write.h"
#include "print/sarif_rules.h"
#include "source/files.h"
#include "source/nearest.h"

namespace cudafit::cli {
namespace {

/// A merged report of a fleet is large, and no file of a user's project.
constexpr std::size_t most_bytes = std::size_t{2} << 30;

/// Deeper than anybody puts reports; links to directories are not followed.
constexpr int most_folders = 64;

struct Input {
  std::string path;
  std::string name;    ///< of the repository; empty: the report says it
  bool named = false;  ///< on the command line or in the list, not met in a directory
};

struct Merging {
  const MergeFlags& flags;
  std::unique_ptr<Files> files = real_files();
  std::vector<Input> inputs = {};
  std::vector<PathError> failures = {};
  merge::Merged merged = {};
  std::string first_json = {}, first_sarif = {};  ///< paths of reports that were taken in
  std::vector<std::string> unnamed = {};          ///< reports that are known by their paths

  bool only_counts() const {
    return flags.format == MergeFormat::text || flags.format == MergeFormat::markdown;
  }

  void fail(const std::string& path, const std::string& why) {
    say(path + ": " + why);
    failures.push_back({path, why});
  }

  /// In a directory the names say what is a report; which kind is wanted the format says.
  bool wanted(std::string_view name) const {
    const bool sarif = name.ends_with(".sarif") || name.ends_with(".sarif.json");
    if (flags.format == MergeFormat::sarif) return sarif;
    return (sarif && flags.format != MergeFormat::json) || (!sarif && name.ends_with(".json"));
  }

  void walk(const std::string& directory, const std::string& name, int depth) {
    const Result<std::vector<DirectoryEntry>> entries = files->list(directory);
    if (!entries) return fail(directory, entries.error());
    for (const DirectoryEntry& entry : *entries) {
      const std::string path = join_path(directory, entry.name);
      if (entry.kind == FileKind::directory) {
        if (!entry.symlink && depth < most_folders) walk(path, name, depth + 1);
      } else if (entry.kind == FileKind::regular && wanted(entry.name)) {
        // What an earlier run wrote there would keep findings that are mended since.
        if (!flags.output.empty() && files->real(path) == files->real(flags.output)) {
          say("left out " + path + ": it is what this run writes");
          continue;
        }
        inputs.push_back({path, name, false});
      }
    }
  }

  /// "REPORT" or "NAME=REPORT". A file that has an equals sign in its name is found first.
  void find(const std::string& word) {
    const std::size_t equals = word.find('=');
    std::string path = word, name;
    if (word != "-" && equals != std::string::npos && files->kind(word) == FileKind::missing) {
      name = word.substr(0, equals);
      path = word.substr(equals + 1);
    }
    if (path.empty()) return fail(word, "no report is named");
    if (path == "-") {
      inputs.push_back({path, name, true});
    } else if (files->kind(path) == FileKind::directory) {
      const std::size_t before = inputs.size();
      const std::string directory = tidy_path(path);
      walk(directory, name, 0);
      if (inputs.size() == before) say("no report in " + directory);
    } else {
      inputs.push_back({tidy_path(path), name, true});
    }
  }

  /// False where the list cannot be read, which was said.
  bool find_listed() {
    if (flags.from_file.empty()) return true;
    const Result<std::string> bytes =
        flags.from_file == "-" ? read_standard_input() : read_file(flags.from_file, most_bytes);
    if (!bytes) {
      say("--from-file " + flags.from_file + ": " + bytes.error());
      return false;
    }
    for (std::size_t at = 0; at < bytes->size();) {
      const std::size_t end = std::min(bytes->find('\n', at), bytes->size());
      std::string line = bytes->substr(at, end - at);
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty()) find(line);
      at = end + 1;
    }
    return true;
  }

  /// A path without its ending.
  static std::string known_by(const std::string& path) {
    if (path == "-") return "<stdin>";
    for (const char* const ending : {".sarif.json", ".sarif", ".json"}) {
      if (path.ends_with(ending))
        return path.substr(0, path.size() - std::string_view(ending).size());
    }
    return path;
  }

  void take_in(const Input& input) {
    const std::string shown = input.path == "-" ? "<stdin>" : input.path;
    const Result<std::string> bytes =
        input.path == "-" ? read_standard_input(most_bytes) : read_file(input.path, most_bytes);
    if (!bytes) return fail(shown, bytes.error());
    const auto read = merge::read_report(*bytes, {input.name, known_by(input.path)}, merged);
    if (const auto* const wrong = std::get_if<merge::NotTaken>(&read)) {
      if (input.named || !wrong->stranger) return fail(shown, wrong->why);
      return say("skipped " + shown + ": it is no report of cudafit");
    }
    const merge::Taken& taken = std::get<merge::Taken>(read);
    std::string& first = taken.kind == merge::Kind::json ? first_json : first_sarif;
    if (first.empty()) first = shown;
    if (taken.unnamed) unnamed.push_back(shown);
  }

  /// Nothing where the reports do not go together, which was said.
  std::optional<MergeFormat> settled_format() const {
    const bool both = !first_json.empty() && !first_sarif.empty();
    const std::string& other = flags.format == MergeFormat::json ? first_sarif : first_json;
    if (only_counts()) return flags.format;
    if (!flags.format && !both) return first_sarif.empty() ? MergeFormat::json : MergeFormat::sarif;
    if (flags.format && other.empty()) return flags.format;
    if (flags.format) {
      say(std::string("--format ") + merge_format_names[static_cast<std::size_t>(*flags.format)] +
          " is made of reports that have it, and " + other + " does not");
    } else {
      say(first_json + " is JSON and " + first_sarif +
          " is SARIF: say --format text or markdown, which count both, or give one kind");
    }
    return std::nullopt;
  }

  void say_unnamed() const {
    if (unnamed.empty()) return;
    say(std::to_string(unnamed.size()) + (unnamed.size() == 1 ? " report does" : " reports do") +
        " not say which repository " +
        (unnamed.size() == 1 ? "it is about, and is known by its path: "
                             : "they are about, and are known by their paths, as ") +
        unnamed.front() + ": name it with check --repository NAME or as NAME=REPORT");
  }

  /// So that whoever reads the result sees that something is missing.
  void add_failures(MergeFormat format) {
    for (const PathError& each : failures) {
      if (format == MergeFormat::sarif) {
        merged.unread.insert(
            {"", print::sarif_uri(each.path), print::sarif_words(each.path + ": " + each.message)});
      } else {
        merged.unread.insert({"", each.path, each.message});
      }
    }
  }

  int status() const {
    int out = clean;
    for (const auto& [key, finding] : merged.findings) {
      const int level = 3 - static_cast<int>(finding.severity);  // as FailOn counts
      if (level <= static_cast<int>(flags.fail_on)) out = found;
    }
    return merged.unread.empty() ? out : static_cast<int>(failure);
  }

  std::string printed(MergeFormat format) {
    CheckFlags check;
    check.output = "-";  // no terminal: neither colours nor the time
    const print::PrintOptions options = print_options(check, "", 0);
    switch (format) {
      case MergeFormat::json:
        return merge::json(merged, options);
      case MergeFormat::sarif:
        return merge::sarif(merged, options);
      case MergeFormat::markdown:
        return merge::markdown(merge::statistics(merged), flags.top);
      case MergeFormat::text:
        return merge::text(merge::statistics(merged), flags.top);
    }
    return "";
  }
};

}  // namespace

int merge(const MergeFlags& flags) {
  Merging run{flags};
  run.merged.texts = !run.only_counts();
  for (const std::string& word : flags.reports) run.find(word);
  if (!run.find_listed()) return usage;
  const auto standard_input = [](const Input& input) { return input.path == "-"; };
  const auto count = std::count_if(run.inputs.begin(), run.inputs.end(), standard_input);
  if (count + (flags.from_file == "-" ? 1 : 0) > 1) {
    say("- (standard input) can be read once");
    return usage;
  }
  for (const Input& input : run.inputs) run.take_in(input);
  const std::optional<MergeFormat> format = run.settled_format();
  if (!format) return usage;
  run.say_unnamed();
  run.add_failures(*format);
  const int status = run.status();
  const std::string text = run.printed(*format);
  const bool written = flags.output.empty() ? write_out(text) : replace_file(flags.output, text);
  if (written) return status;
  if (!flags.output.empty()) say(flags.output + ": cannot be written");
  return failure;
}

}  // namespace cudafit::cli
