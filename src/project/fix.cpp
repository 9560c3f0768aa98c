#include "project/fix.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "print/places.h"
#include "project/dependencies.h"
#include "project/run.h"
#include "project/shared.h"
#include "source/apply.h"

namespace cudafit::project {
namespace {

constexpr int most_rounds = 10;

/// A fix somebody wants; its edits name files by their place in Round::files.
struct Wish {
  Fix fix;
  std::size_t report = 0;
  std::string build;
  std::string place;  ///< "path:line:column" of the finding
  bool granted = true;
};

/// One file of a round.
struct Target {
  std::string path, real;
  std::string_view bytes;  ///< as the analysis read them
};

struct Round {
  const Files& files;
  FixOptions options;
  std::vector<Target> targets{};
  std::map<std::string, FileId> known{};  ///< by real path
  std::vector<Wish> wishes{};
  std::set<std::string>& refused;

  /// The target's number, or no_file when it must not be edited.
  FileId target(const SourceFile& source, const std::string& root) {
    const std::string real = files.real(source.path);
    const auto refuse = [&](const char* why) {
      refused.insert(source.path + ": not fixed: " + why);
      return no_file;
    };
    if (!options.anywhere && path_within(root, real).empty())
      return refuse("it lies outside the repository");
    const auto [at, added] = known.emplace(real, static_cast<FileId>(targets.size()));
    if (added) targets.push_back({source.path, real, source.bytes});
    if (targets[at->second].bytes != source.bytes) return refuse("it changed while it was read");
    return at->second;
  }

  /// What the wishes of one report share.
  struct Part {
    const Report& report;
    std::size_t index;
    const std::string& root;
    print::Places places{report};
    std::map<FileId, FileId> targets{};  ///< by the report's own number of the file
  };

  /// Whether the fix stays in the file that alone may be edited, if there is one.
  bool edits_wanted(const Report& report, const Fix& fix) const {
    return options.file.empty() ||
           std::all_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
             return edit.span && files.real((*report.sources)[edit.span.file].path) == options.file;
           });
  }

  void wish(Part& part, const Diagnostic& finding) {
    if (options.only && !options.only(finding)) return;
    const Fix* const fix = applicable(finding, options.unsafe);
    if (fix == nullptr || !edits_wanted(part.report, *fix)) return;
    Wish wish{*fix, part.index, finding.build, part.report.path};
    if (finding.span) {
      const Position place = part.places.lines(finding.span.file).position(finding.span.begin);
      wish.place = std::string(part.places.path(finding.span.file)) + ":" +
                   std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    for (Edit& edit : wish.fix.edits) {
      if (!edit.span) return;
      const auto [at, added] = part.targets.try_emplace(edit.span.file, no_file);
      if (added) at->second = target((*part.report.sources)[edit.span.file], part.root);
      if (at->second == no_file) return;
      edit.span.file = at->second;
    }
    wishes.push_back(std::move(wish));
  }

  /// Two builds that want different edits at one place both get nothing: whichever was applied
  /// could break the other.
  void refuse_conflicts() {
    struct Wanted {
      const Edit* edit;
      std::size_t wish;
    };
    std::vector<Wanted> all;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      for (const Edit& edit : wishes[i].fix.edits) all.push_back({&edit, i});
    }
    std::sort(all.begin(), all.end(), [](const Wanted& a, const Wanted& b) {
      return std::pair(a.edit->span.file, a.edit->span.begin) <
             std::pair(b.edit->span.file, b.edit->span.begin);
    });
    std::vector<bool> contested(targets.size());
    for (std::size_t i = 1; i < all.size(); ++i) {
      const FileId file = all[i].edit->span.file;
      const Wish& a = wishes[all[i - 1].wish];
      const Wish& b = wishes[all[i].wish];
      if (all[i - 1].edit->span.file == file && (a.report != b.report || a.build != b.build))
        contested[file] = true;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Span span = all[i].edit->span;
      for (std::size_t j = i + 1; contested[span.file] && j < all.size(); ++j) {
        const Span other = all[j].edit->span;
        if (other.file != span.file || other.begin > span.end) break;
        const bool touch = other.begin < span.end || other.begin == span.begin;
        if (!touch || *all[i].edit == *all[j].edit ||
            !different_builds(wishes[all[i].wish], wishes[all[j].wish]))
          continue;
        deny(wishes[all[i].wish]);
        deny(wishes[all[j].wish]);
      }
    }
  }

  static bool different_builds(const Wish& a, const Wish& b) {
    return a.report != b.report || (!a.build.empty() && !b.build.empty() && a.build != b.build);
  }

  void deny(Wish& wish) {
    wish.granted = false;
    refused.insert(wish.place + ": not fixed: builds of it want different edits here");
  }

  /// The new bytes of every target. A fix that loses an edit to an earlier one waits for the next
  /// round, whole.
  std::vector<std::string> apply_granted() {
    std::vector<std::string> bytes(targets.size());
    bool settled = false;
    while (!settled) {
      settled = true;
      std::vector<Wish*> granted;
      std::vector<const Fix*> fixes;
      for (Wish& wish : wishes) {
        if (!wish.granted) continue;
        granted.push_back(&wish);
        fixes.push_back(&wish.fix);
      }
      for (FileId file = 0; file < targets.size(); ++file) {
        Applied applied = apply(targets[file].bytes, file, fixes);
        bytes[file] = std::move(applied.bytes);
        for (std::size_t i = 0; i < granted.size(); ++i) {
          if (applied.used[i]) continue;
          granted[i]->granted = false;
          settled = false;
        }
      }
    }
    return bytes;
  }
};

/// Findings of several builds that asked for the same edits are one problem.
std::vector<const Wish*> distinct(const std::vector<Wish>& wishes) {
  using Key = std::vector<std::tuple<FileId, std::uint32_t, std::uint32_t, std::string_view>>;
  std::vector<const Wish*> result;
  std::set<Key> seen;
  for (const Wish& wish : wishes) {
    if (!wish.granted) continue;
    Key key;
    for (const Edit& edit : wish.fix.edits) {
      key.emplace_back(edit.span.file, edit.span.begin, edit.span.end, edit.text);
    }
    if (seen.insert(std::move(key)).second) result.push_back(&wish);
  }
  return result;
}

/// Errors and warnings by rule, words and host: what a fix must not add to another build.
std::multiset<std::tuple<std::string, std::string, std::string>> troubles(const Report& report) {
  std::multiset<std::tuple<std::string, std::string, std::string>> out;
  for (const Diagnostic& finding : report.findings) {
    if (finding.severity != Severity::hint)
      out.emplace(finding.rule, finding.message, finding.host);
  }
  return out;
}

/// The files changed in this round, by real path, for which another build that reads them pays.
std::set<std::string> harmful(const Files& files, const Round& round,
                              std::span<const FileSettings> settings,
                              const std::vector<Report>& before, const std::vector<Report>& after,
                              const std::set<std::string>& changed) {
  std::set<std::pair<std::string, std::size_t>> wished;  // file and report
  for (const Wish& wish : round.wishes) {
    for (const Edit& edit : wish.fix.edits) {
      if (wish.granted) wished.emplace(round.targets[edit.span.file].real, wish.report);
    }
  }
  std::set<std::string> out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    std::set<std::string> of_others;
    for (const std::string& real : files_read(files, after[i])) {
      const bool mine = settings[i].builds.size() == 1 && wished.contains({real, i});
      if (changed.contains(real) && !mine) of_others.insert(real);
    }
    if (of_others.empty()) continue;
    const auto had = troubles(before[i]);
    const auto has = troubles(after[i]);
    if (!std::includes(had.begin(), had.end(), has.begin(), has.end())) out.merge(of_others);
  }
  return out;
}

/// Fixing until nothing changes.
struct Fixing {
  OverlayFiles& files;
  std::span<const FileSettings> settings;
  std::vector<Report>& reports;
  FixOptions options;
  std::map<std::string, FixedFile> fixed{};
  std::set<std::string> refused{};
  std::set<std::string> locked{};  ///< real paths of files that builds disagree about
  std::size_t problems = 0;

  /// Whether something changed.
  bool round() {
    while (true) {
      std::optional<bool> changed = attempt();
      if (changed) return *changed;
    }
  }

  /// Nothing when a file had to be locked and all was taken back.
  std::optional<bool> attempt() {
    Round now{.files = files, .options = options, .refused = refused};
    std::set<const Diagnostic*> spared;
    if (options.spared) spared = options.spared(reports);
    for (std::size_t i = 0; i < reports.size(); ++i) {
      Round::Part part{.report = reports[i], .index = i, .root = settings[i].root};
      for (const Diagnostic& finding : reports[i].findings) {
        if (!spared.contains(&finding)) now.wish(part, finding);
      }
    }
    std::erase_if(now.wishes, [&](const Wish& wish) {
      return std::any_of(wish.fix.edits.begin(), wish.fix.edits.end(), [&](const Edit& edit) {
        return locked.contains(now.targets[edit.span.file].real);
      });
    });
    now.refuse_conflicts();
    const std::vector<std::string> bytes = now.apply_granted();
    std::set<std::string> changed;
    for (FileId file = 0; file < bytes.size(); ++file) {
      const Target& target = now.targets[file];
      if (bytes[file] == target.bytes) continue;
      changed.insert(target.real);
      files.write(target.path, bytes[file]);
    }
    const std::vector<Report> before = reports;
    refresh(files, settings, reports, changed);
    const std::set<std::string> bad = harmful(files, now, settings, before, reports, changed);
    if (!bad.empty()) {
      for (const Target& target : now.targets) {
        if (bad.contains(target.real))
          refused.insert(target.path + ": not fixed: it would break another build that reads it");
        if (changed.contains(target.real)) files.write(target.path, target.bytes);
      }
      locked.insert(bad.begin(), bad.end());
      reports = before;
      return std::nullopt;
    }
    note(now, bytes);
    return !changed.empty();
  }

  void note(const Round& now, const std::vector<std::string>& bytes) {
    for (FileId file = 0; file < bytes.size(); ++file) {
      const Target& target = now.targets[file];
      if (bytes[file] == target.bytes) continue;
      FixedFile first{target.path, target.real, std::string(target.bytes), {}, 0};
      fixed.try_emplace(target.real, std::move(first)).first->second.after = bytes[file];
    }
    for (const Wish* const wish : distinct(now.wishes)) {
      ++problems;
      std::set<FileId> touched;
      for (const Edit& edit : wish->fix.edits) touched.insert(edit.span.file);
      for (const FileId file : touched) {
        const auto entry = fixed.find(now.targets[file].real);
        if (entry != fixed.end()) ++entry->second.problems;
      }
    }
  }
};

}  // namespace

Fixes fix_all(OverlayFiles& files, std::span<const FileSettings> settings,
              std::vector<Report>& reports, FixOptions options) {
  Fixing fixing{files, settings, reports, options};
  int count = 0;
  while (count < most_rounds && fixing.round()) ++count;
  if (count == most_rounds) {
    fixing.refused.insert("fixes keep undoing each other; stopped after " + std::to_string(count) +
                          " rounds");
  }
  Fixes result{.files = {}, .problems = fixing.problems, .refused = {}};
  for (auto& [real, file] : fixing.fixed) {
    if (file.after != file.before) result.files.push_back(std::move(file));
  }
  result.refused.assign(fixing.refused.begin(), fixing.refused.end());
  return result;
}

bool write_fixes(Files& disk, Fixes& fixes) {
  std::vector<FixedFile> written;
  for (FixedFile& file : fixes.files) {
    const Result<std::string> now = disk.read(file.real);
    const bool unchanged = now && *now == file.before;
    const Result<bool> done =
        unchanged ? disk.write(file.real, file.after) : Failure{"it changed since it was read"};
    if (done) {
      written.push_back(std::move(file));
    } else {
      fixes.refused.push_back(file.path + ": not written: " + done.error());
      fixes.problems -= std::min(fixes.problems, file.problems);
    }
  }
  const bool all = written.size() == fixes.files.size();
  fixes.files = std::move(written);
  return all;
}

}  // namespace cudafit::project
