#include "recommend/recommend.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "recommend/image_summary.h"
#include "recommend/library_needs.h"
#include "recommend/proposals.h"
#include "recommend/split.h"
#include "recommend/wants.h"
#include "recommend/wheel_pythons.h"
#include "rules/rules.h"

namespace cudafit::recommend {

namespace {

using advise::Offer;
using advise::StageAdvice;

/// Enough to see all flavors of the nearest lines on some systems. Where a file has several builds,
/// they share them: all are asked about each image.
constexpr std::size_t most_trials = 96;
constexpr std::size_t least_trials = 12;
constexpr std::size_t most_offers = 4;
/// Of all stages of a file: files with hundreds of them must come to an end.
constexpr std::size_t most_in_all = 200;

/// What a finding is about, wherever it stands after an edit.
using Trouble = std::tuple<std::string, std::string, std::string>;

Trouble trouble(const Report& report, const Diagnostic& finding, Span from) {
  std::string what;
  const bool of_image = finding.span && from && finding.span.file == from.file &&
                        finding.span.begin < from.end && from.begin < finding.span.end;
  if (finding.span && !of_image) {
    const std::string_view bytes = (*report.sources)[finding.span.file].bytes;
    what = bytes.substr(finding.span.begin, finding.span.end - finding.span.begin);
  }
  return {std::string(finding.rule), what, finding.host};
}

struct Judged {
  Proposal proposal;
  Trial trial{};                   ///< in all builds, or `alone`
  std::set<Trouble> left{};        ///< there
  std::set<Trouble> left_alone{};  ///< in the first build, where there are others
  bool alone = false;              ///< nobody has asked the other builds
  std::vector<Span> unproven{};    ///< whose finding is gone only because nothing is known
};

Span from_of(const graph::Graph& graph, std::size_t stage) {
  return stage < graph.facts.stages.size() ? graph.facts.stages[stage].from : Span();
}

std::set<Trouble> troubles(const Trial& trial, std::size_t stage) {
  std::set<Trouble> out;
  for (const Diagnostic& finding : trial.report.findings) {
    if (matters(finding)) out.insert(trouble(trial.report, finding, from_of(trial.graph, stage)));
  }
  return out;
}

/// Of the file as it is: what is said of it, and what waits behind that.
std::set<Trouble> known_troubles(const Trial& trial, std::size_t stage) {
  std::set<Trouble> out = troubles(trial, stage);
  for (const Diagnostic& finding : trial.report.covered)
    out.insert(trouble(trial.report, finding, from_of(trial.graph, stage)));
  return out;
}

/// What is there now, and no image and no fix that goes with one is to mend.
std::set<Trouble> beside_images(const Trial& trial, std::size_t stage) {
  std::set<Trouble> out;
  for (const Diagnostic& finding : trial.report.findings) {
    if (matters(finding) && !mended_along(finding))
      out.insert(trouble(trial.report, finding, from_of(trial.graph, stage)));
  }
  return out;
}

/// What the fixes made of the image: they may have taken another one.
bool still_there(const Trial& trial, std::size_t stage, const Proposal& proposal) {
  const graph::ImageNeed* const image = trial.graph.base_image(static_cast<int>(stage));
  return image != nullptr && image->repository == proposal.repository && image->tag == proposal.tag;
}

/// A command has its compiler now and may miss it then: what is in the image is not proven, and
/// what is asked for is said beside it.
bool loses_compiler(const Trial& before, const Trial& after) {
  const auto met = [](const graph::Graph& graph) {
    std::multiset<std::pair<std::string, std::string>> out;
    for (const graph::CompilerNeed& each : graph.compiler_needs) {
      if (each.need.verdict == graph::Verdict::met)
        out.emplace(each.need.subject, each.need.object);
    }
    return out;
  };
  const auto had = met(before.graph), has = met(after.graph);
  return !std::includes(has.begin(), has.end(), had.begin(), had.end());
}

/// A requirement that has its wheel now, and has none for the Python there.
bool loses_wheel(const Trial& before, const Trial& after, const std::vector<int>& stages) {
  const auto had = without_wheel(before.graph, stages);
  const auto has = without_wheel(after.as_edited().graph, stages);
  return !std::includes(had.begin(), had.end(), has.begin(), has.end());
}

/// Findings of `before` that matter, or are about support, and that are gone, a line each; not
/// those at one of `except`.
std::vector<std::string> gone(const Trial& before, const Trial& after, std::size_t stage,
                              const std::vector<Span>& except = {}) {
  std::set<Trouble> left;
  for (const Diagnostic& finding : after.report.findings)
    left.insert(trouble(after.report, finding, from_of(after.graph, stage)));
  std::vector<std::string> out;
  for (const Diagnostic& finding : before.report.findings) {
    const rules::Rule* const rule = rules::find(finding.rule);
    if (!matters(finding) && (rule == nullptr || !rule->about_support)) continue;
    if (std::find(except.begin(), except.end(), finding.span) != except.end()) continue;
    if (left.contains(trouble(before.report, finding, from_of(before.graph, stage)))) continue;
    const std::string words = fmt::format("{}: {}", finding.rule, finding.message);
    if (std::find(out.begin(), out.end(), words) == out.end()) out.push_back(words);
  }
  return out;
}

/// One stage.
struct Advising {
  const Workshop& workshop;
  const Trial& first;  ///< the file as it is written: what people are shown
  const Trial& now;    ///< with what is recommended for the stages before
  int root;
  std::size_t& tried;  ///< images, of all stages so far
  /// With the image there is, and everything else mended.
  Trial mended = workshop.attempt({});
  std::set<Trouble> beside = beside_images(now, stage());
  std::set<Trouble> known = known_troubles(now, stage());
  std::vector<Judged> judged{};
  std::vector<int> stages = stages_on(now.graph, root);
  bool ended_now = false;  ///< the image there is gets no updates any more

  std::size_t stage() const { return static_cast<std::size_t>(root); }

  /// What nothing mends with that image, and what only comes with it: who takes it changes the line
  /// of FROM, and is not to find other lines broken by that, whether they could be mended or not.
  std::set<Trouble> left_by(const Trial& trial) const {
    std::set<Trouble> left = troubles(trial, stage());
    for (const Trouble& each : beside) left.erase(each);
    for (const Trouble& each : troubles(trial.as_edited(), stage())) {
      if (!known.contains(each)) left.insert(each);
    }
    return left;
  }

  /// Whether it is the image that is there in the end.
  bool attempt_in_all(Judged& one) const {
    one.alone = false;
    one.trial = one.proposal.present ? mended : workshop.attempt(one.proposal.edits);
    one.left = left_by(one.trial);
    return still_there(one.trial, stage(), one.proposal);
  }

  /// The same. What the first build has something against the others are not asked about.
  bool attempt(Judged& one) const {
    if (!workshop.attempt_alone) return attempt_in_all(one);
    one.trial = workshop.attempt_alone(one.proposal.edits);
    one.left = one.left_alone = left_by(one.trial);
    one.alone = true;
    if (!still_there(one.trial, stage(), one.proposal)) return false;
    return !one.left.empty() || attempt_in_all(one);
  }

  /// A system's own Python is another one in another system.
  void check_python(Judged& one) const {
    const std::set<Version> before = pip_pythons(now.graph, stages);
    for (const Version& each : pip_pythons(one.trial.as_edited().graph, stages)) {
      if (before.empty() || before.contains(each)) continue;
      const std::string python = "Python " + each.text();
      const std::vector<std::string>& check = one.proposal.check;
      const bool said = std::any_of(check.begin(), check.end(), [&](const std::string& line) {
        return line.ends_with(python);
      });
      one.proposal.sure = false;
      if (!said)
        one.proposal.check.push_back("your code and all that pip installs here run on " + python);
    }
  }

  /// What there is to say for an image behind the first offer: that one is out of support, or this
  /// one carries no CUDA where the packages bring theirs.
  bool has_merit(const Proposal& proposal) const {
    if (judged.empty() || !judged.front().proposal.sure || smaller_beside(proposal)) return true;
    const Proposal& best = judged.front().proposal;
    if (proposal.rank.ended < best.rank.ended)
      return best.rank.repository == proposal.rank.repository;
    return proposal.lighter && std::none_of(judged.begin(), judged.end(), [&](const Judged& each) {
             return each.proposal.lighter && each.proposal.repository == proposal.repository;
           });
  }

  /// It may be enough in place of one that was taken with all it has: somebody has to look.
  bool smaller_beside(const Proposal& proposal) const {
    if (!proposal.smaller || proposal.sure) return false;
    const auto taken = [&](const Judged& each) {
      return each.proposal.kind == proposal.kind &&
             proposal.rank.flavor < each.proposal.rank.flavor;
    };
    return std::any_of(judged.begin(), judged.end(), taken) &&
           std::none_of(judged.begin(), judged.end(),
                        [](const Judged& each) { return each.proposal.smaller; });
  }

  /// The image there is may stay, and somebody may like this one of its kind better.
  bool beside_present(const Proposal& proposal) const {
    return !proposal.sure && judged.size() == 1 && judged.front().proposal.present &&
           judged.front().proposal.kind == proposal.kind;
  }

  /// What nobody knows of the libraries there has to be looked at.
  void check_libraries(Judged& one) const {
    if (one.proposal.present) return;
    for (const graph::LibraryNeed* const need :
         unproven(now.graph, one.trial.as_edited().graph, stages)) {
      one.unproven.push_back(need->need.span);
      one.proposal.sure = false;
      one.proposal.check.push_back(
          fmt::format("{} finds {} there", need->need.subject, need->need.object));
    }
  }

  /// Images on which nothing is left, in the order of their ranks: those that mend by themselves
  /// what is missing of CUDA's libraries, or else those on which other lines are changed for it.
  /// Where every one leaves something, those that leave only what all of them do.
  void judge() {
    std::vector<Judged> others, beside_lines;
    std::set<std::string> kinds;
    std::vector<Proposal> all = proposals(now.graph, root);
    const std::size_t most = std::max(least_trials, most_trials / workshop.builds);
    ended_now = std::any_of(all.begin(), all.end(), [](const Proposal& each) {
      return each.present && each.rank.ended != 0;
    });
    for (Proposal& proposal : all) {
      if (judged.size() + others.size() + beside_lines.size() >= most ||
          judged.size() >= most_offers)
        break;
      if (tried >= most_in_all) break;
      if (!has_merit(proposal)) continue;
      const bool seen = kinds.contains(proposal.kind);
      const bool smaller = smaller_beside(proposal);
      if (seen && !smaller && !beside_present(proposal)) continue;
      Judged one{.proposal = std::move(proposal)};
      ++tried;
      if (!attempt(one) || loses_compiler(now, one.trial) || loses_wheel(now, one.trial, stages))
        continue;
      check_python(one);
      check_libraries(one);
      if (seen && !smaller && gone(mended, one.trial, stage()).empty()) continue;
      if (!one.left.empty()) {
        others.push_back(std::move(one));
      } else if (!one.proposal.present &&
                 still_missed(now.graph, one.trial.as_edited().graph, stages)) {
        beside_lines.push_back(std::move(one));
      } else {
        kinds.insert(one.proposal.kind);
        judged.push_back(std::move(one));
      }
    }
    if (judged.empty()) keep_first(std::move(beside_lines));
    if (judged.empty()) keep_least(std::move(others));
  }

  /// The first of each kind.
  void keep_first(std::vector<Judged> all) {
    std::set<std::string> kinds;
    for (Judged& each : all) {
      if (judged.size() < most_offers && kinds.insert(each.proposal.kind).second)
        judged.push_back(std::move(each));
    }
  }

  /// What the first build thinks of them is known; the others are asked about the best.
  void keep_least(std::vector<Judged> others) {
    if (workshop.attempt_alone) {
      take_least(std::move(others), &Judged::left_alone);
      others = std::exchange(judged, {});
      std::erase_if(others, [&](Judged& each) { return each.alone && !attempt_in_all(each); });
    }
    take_least(std::move(others), &Judged::left);
  }

  void take_least(std::vector<Judged> others, std::set<Trouble> Judged::*left) {
    // Of an image whose contents nobody knows little is said, whatever is wrong with it.
    if (!now.graph.bases[stage()].contents) {
      const auto present = std::stable_partition(
          others.begin(), others.end(), [](const Judged& each) { return !each.proposal.present; });
      if (present != others.begin()) others.erase(present, others.end());
    }
    if (others.empty()) return;
    std::set<Trouble> common = others.front().*left;
    for (const Judged& each : others) {
      std::set<Trouble> both;
      std::set_intersection(common.begin(), common.end(), (each.*left).begin(), (each.*left).end(),
                            std::inserter(both, both.end()));
      common = std::move(both);
    }
    std::set<std::string> kinds;
    for (Judged& each : others) {
      if (each.*left != common || judged.size() >= most_offers) continue;
      if (!has_merit(each.proposal)) continue;
      if (!kinds.insert(each.proposal.kind).second && !smaller_beside(each.proposal)) continue;
      judged.push_back(std::move(each));
    }
    if (!judged.empty()) return;
    // Each has something else against it. Then nobody gains by a change.
    const auto present = std::find_if(others.begin(), others.end(),
                                      [](const Judged& each) { return each.proposal.present; });
    if (present != others.end()) judged.push_back(std::move(*present));
  }

  StageAdvice advice() {
    StageAdvice out;
    out.stage = stage();
    out.label = now.graph.stage_label(root);
    out.product = now.graph.facts.stages[stage()].product;
    out.from = from_of(first.graph, stage());
    out.wants = wants(first.graph, root);
    const graph::ImageNeed* const image = now.graph.base_image(root);
    if (image == nullptr || image->repository == "scratch") {
      out.now.name = now.graph.facts.stages[stage()].base;
      out.why_none = out.now.name.empty()
                         ? "the image is not known; give the build's arguments"
                         : "nothing is known of what is in this image; [[image]] declares it";
      return out;
    }
    out.now = summary(image->repository, image->tag);
    if (image->unresolved) {
      out.why_none = "a part of its tag has no value; give the build's arguments";
      return out;
    }
    const facts::Fact& fact = now.graph.fact_of(*image);
    if (fact.placeholder) {
      out.why_none =
          "an argument in its name is empty, as a place to fill in; give the build's arguments";
      return out;
    }
    if (fact.digest) {
      out.why_none = "it is pinned by a digest, which no table knows";
      return out;
    }
    if (!now.graph.bases[stage()].contents && !image->answer.row &&
        image->answer.existence == matrix::Existence::unknown) {
      out.why_none = "nothing is known of what is in this image; [[image]] declares it";
      return out;
    }
    judge();
    // Where the fixes took another image by themselves, that is what mends.
    const bool fixed_alone = keeps_image();
    if (fixed_alone) out.mended = gone(now, mended, stage());
    for (const Judged& each : judged) {
      Offer offer;
      offer.image = summary(each.proposal.repository, each.proposal.tag);
      offer.present = each.proposal.present;
      offer.sure = each.proposal.sure;
      if (!each.proposal.present)
        offer.gains = gone(fixed_alone ? mended : now, each.trial, stage(), each.unproven);
      // Of stages that are not shipped no finding says so.
      if (offer.gains.empty() && each.proposal.rank.ended == 0 && ended_now) {
        if (const std::string what = ended(image->repository, image->tag); !what.empty())
          offer.gains.push_back(fmt::format("{}: {}", out.now.name, what));
      }
      offer.loses = each.proposal.loses;
      offer.check = each.proposal.check;
      for (const Note& tie : each.proposal.ties) offer.check.push_back(tied(tie));
      offer.files = each.trial.files;
      out.offers.push_back(std::move(offer));
    }
    if (judged.empty()) {
      out.why_none =
          tried >= most_in_all
              ? fmt::format("no more images are tried: {} were, for all of the file", most_in_all)
              : std::string("no image that the tables know fits all that is asked for");
    } else {
      say_left(judged.front(), out);
    }
    return out;
  }

  /// "a.so.12.4.127 is there under that name (Dockerfile:7)"
  std::string tied(const Note& tie) const {
    const SourceFile& file = (*now.report.sources)[tie.span.file];
    return fmt::format("{} ({}:{})", tie.message, file.path,
                       LineMap(file.bytes).position(tie.span.begin).line);
  }

  /// Of this stage and those that build on it; what is of no stage at all of them.
  void say_left(const Judged& best, StageAdvice& out) const {
    std::set<std::string_view> here = {""};
    for (const int each : stages)
      here.insert(best.trial.graph.facts.stages[static_cast<std::size_t>(each)].label);
    for (const Diagnostic& finding : best.trial.report.findings) {
      if (matters(finding) && here.contains(finding.stage))
        out.left.push_back(fmt::format("{}: {}", finding.rule, finding.message));
    }
  }

  /// What may be written without anybody having looked: the first offer where it is sure, else what
  /// can be mended, unless that takes another image. Nothing otherwise.
  std::optional<std::vector<Edit>> written() const {
    if (!judged.empty() && judged.front().proposal.sure) return judged.front().proposal.edits;
    if (keeps_image()) return std::vector<Edit>();
    return std::nullopt;
  }

  /// Fixes may take another image by themselves.
  bool keeps_image() const {
    const graph::ImageNeed* const before = now.graph.base_image(root);
    const graph::ImageNeed* const after = mended.graph.base_image(root);
    if (before == nullptr || after == nullptr) return before == after;
    return after->repository == before->repository && after->tag == before->tag;
  }
};

}  // namespace

bool mended_along(const Diagnostic& finding) {
  const rules::Rule* const rule = rules::find(finding.rule);
  return matters(finding) && (rule == nullptr || !rule->of_services);
}

bool matters(const Diagnostic& finding) {
  if (finding.severity != Severity::hint) return true;
  const rules::Rule* const rule = rules::find(finding.rule);
  return rule != nullptr && rule->about_size;
}

advise::Recommendation recommend(const Workshop& workshop) {
  advise::Recommendation out;
  const Trial first = workshop.look();
  Trial now = first;
  out.now = first.report;
  const std::size_t stages = first.graph.facts.stages.size();
  std::size_t tried = 0;
  for (std::size_t i = 0; i < stages && now.graph.facts.stages.size() == stages; ++i) {
    if (first.graph.facts.stages[i].root != i) continue;
    const int root = static_cast<int>(i);
    if (without_cuda(first.graph, root)) continue;
    if (tried >= most_in_all) break;
    Advising stage{workshop, first, now, root, tried};
    out.stages.push_back(stage.advice());
    out.stages.back().split = split(workshop, now, i);
    if (const auto edits = stage.written()) {
      workshop.settle(*edits);
      now = workshop.look();
    }
  }
  out.files = workshop.changes();
  return out;
}

}  // namespace cudafit::recommend
