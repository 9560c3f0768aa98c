#include "project/add_ignores.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "print/places.h"
#include "project/comment_place.h"
#include "project/dependencies.h"
#include "project/run.h"

namespace cudafit::project {
namespace {

/// Ignoring one finding may bring up another that it covered.
constexpr int most_rounds = 10;

/// A finding wherever its line is.
using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key(const Report& report, const Diagnostic& finding) {
  const std::string& path = finding.span ? (*report.sources)[finding.span.file].path : report.path;
  return {std::string(finding.rule), path, finding.message, finding.host};
}

using Counts = std::map<Key, std::size_t>;

Counts counts(const std::vector<Report>& reports) {
  Counts out;
  for (const Report& report : reports) {
    for (const Diagnostic& finding : report.findings) ++out[key(report, finding)];
  }
  return out;
}

/// One comment to write.
struct Wish {
  CommentPlace place;
  std::vector<std::string> rules;
  std::set<Key> findings;
};

/// One file with all its wishes, by their offsets.
struct Target {
  std::string path, real, before;
  std::map<std::uint32_t, Wish> wishes;
};

struct Adding {
  OverlayFiles& files;
  std::span<const FileSettings> settings;
  std::vector<Report>& reports;
  std::string comment_end;  ///< the reason, with a blank before it
  bool hints;
  std::map<std::string, FixedFile> changed{};
  std::set<std::string> refused{};
  std::set<Key> tried{};            ///< findings that no comment helped
  std::set<std::string> careful{};  ///< real paths of files in which one comment is tried at a time
  std::size_t added = 0;

  void refuse(const Report& report, const Diagnostic& finding, const std::string& why) {
    print::Places places(report);
    const print::Places::Where where = places.where(finding);
    refused.insert(std::string(where.path) + ":" + std::to_string(where.range.start.line) + ":" +
                   std::to_string(where.range.start.column) + ": " + std::string(finding.rule) +
                   " is not ignored: " + why);
    tried.insert(key(report, finding));
  }

  void wish(std::map<std::string, Target>& targets, std::size_t index, const Diagnostic& finding) {
    const Report& report = reports[index];
    if (finding.severity == Severity::hint && !hints) return;
    if (tried.contains(key(report, finding))) return;
    if (finding.rule == "unused-ignore")
      return refuse(report, finding, "--fix removes the comment");
    if (!finding.span) return refuse(report, finding, "it is in no line of a file");
    const SourceFile& source = (*report.sources)[finding.span.file];
    const std::string real = files.real(source.path);
    if (path_within(settings[index].root, real).empty())
      return refuse(report, finding, "it lies outside the repository");
    const bool dockerfile = finding.span.file == report.file && !report.shared;
    Result<CommentPlace> place =
        comment_place(source.path, source.bytes, finding.span.begin, dockerfile);
    if (!place) return refuse(report, finding, place.error());
    Target& target = targets[real];
    if (target.path.empty()) {
      target.path = source.path;
      target.real = real;
      target.before = source.bytes;
    }
    if (careful.contains(real) && !target.wishes.empty() && !target.wishes.contains(place->offset))
      return;
    Wish& wish = target.wishes[place->offset];
    wish.place = std::move(*place);
    std::string rule(finding.rule);
    if (std::find(wish.rules.begin(), wish.rules.end(), rule) == wish.rules.end())
      wish.rules.push_back(std::move(rule));
    wish.findings.insert(key(report, finding));
  }

  std::string written(const Target& target) const {
    std::string out;
    std::size_t at = 0;
    for (const auto& [offset, wish] : target.wishes) {
      out += target.before.substr(at, offset - at);
      at = offset;
      out += wish.place.indent;
      out += wish.place.sign;
      out += " cudafit: ignore=";
      for (const std::string& rule : wish.rules)
        out += (rule == wish.rules.front() ? "" : ",") + rule;
      out += comment_end;
      out += wish.place.line_end;
    }
    return out + target.before.substr(at);
  }

  /// Whether something was tried.
  bool round() {
    std::map<std::string, Target> targets;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      for (const Diagnostic& finding : reports[i].findings) wish(targets, i, finding);
    }
    if (targets.empty()) return false;
    // After a failure one file at a time, so that it is known which was at fault.
    if (!careful.empty()) targets.erase(std::next(targets.begin()), targets.end());
    const std::vector<Report> before = reports;
    Counts had = counts(before);
    for (const Report& report : before) {
      for (const Diagnostic& finding : report.covered) ++had[key(report, finding)];
    }
    std::set<std::string> real;
    for (const auto& [path, target] : targets) {
      real.insert(path);
      files.write(target.path, written(target));
    }
    refresh(files, settings, reports, real);
    const Counts has = counts(reports);
    const bool worse = std::any_of(has.begin(), has.end(), [&](const auto& entry) {
      const auto known = had.find(entry.first);
      return known == had.end() || known->second < entry.second;
    });
    std::set<std::string> undone;
    for (const auto& [path, target] : targets) {
      const bool helped =
          std::all_of(target.wishes.begin(), target.wishes.end(), [&](const auto& wish) {
            return std::all_of(wish.second.findings.begin(), wish.second.findings.end(),
                               [&](const Key& each) { return less(has, had, each); });
          });
      if (helped && !worse) {
        note(target);
      } else {
        undone.insert(path);
      }
    }
    if (!undone.empty()) undo(targets, undone, before);
    return true;
  }

  /// There are fewer of it, or none is left.
  static bool less(const Counts& has, const Counts& had, const Key& each) {
    const auto now = has.find(each);
    return now == has.end() || now->second < had.at(each);
  }

  void undo(const std::map<std::string, Target>& targets, const std::set<std::string>& undone,
            const std::vector<Report>& before) {
    for (const std::string& path : undone) {
      const Target& target = targets.at(path);
      files.write(target.path, target.before);
      const bool alone = targets.size() == 1 && target.wishes.size() == 1;
      careful.insert(path);
      if (!alone) continue;
      for (const Report& report : before) {
        for (const Diagnostic& finding : report.findings) {
          if (target.wishes.begin()->second.findings.contains(key(report, finding)))
            refuse(report, finding, "a comment does not help, or something else comes of it");
        }
      }
    }
    refresh(files, settings, reports, undone);
  }

  void note(const Target& target) {
    FixedFile first{target.path, target.real, target.before, {}, 0};
    FixedFile& file = changed.try_emplace(target.real, std::move(first)).first->second;
    file.after = written(target);
    for (const auto& [offset, wish] : target.wishes) {
      file.problems += wish.findings.size();
      added += wish.findings.size();
    }
  }
};

}  // namespace

Fixes add_ignores(OverlayFiles& files, std::span<const FileSettings> settings,
                  std::vector<Report>& reports, const std::string& reason, bool hints) {
  Adding adding{files, settings, reports, reason.empty() ? "" : " " + reason, hints};
  // A round that failed makes room for careful ones: each of these settles at least one finding.
  int useful = 0;
  while (useful < most_rounds) {
    const std::size_t before = adding.added;
    if (!adding.round()) break;
    if (adding.added != before && adding.careful.empty()) ++useful;
  }
  Fixes result{.files = {}, .problems = adding.added, .refused = {}};
  for (auto& [real, file] : adding.changed) result.files.push_back(std::move(file));
  result.refused.assign(adding.refused.begin(), adding.refused.end());
  return result;
}

}  // namespace cudafit::project
