// Recommendations for the images that Dockerfiles and Compose files start from.

#include <unistd.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "cli/online.h"
#include "cli/output.h"
#include "cli/recommend.h"
#include "cli/report.h"
#include "cli/verify.h"
#include "cli/walk.h"
#include "document/run_lines.h"
#include "print/recommendation.h"
#include "project/fix.h"
#include "project/workshop.h"
#include "recommend/recommend.h"

namespace cudafit::cli {
namespace {

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

/// What makes two stages of one is for a person to look at: where there is no such diff, why.
std::string split_text(const std::vector<advise::Recommendation>& all) {
  std::string text;
  bool told = false;
  for (const advise::Recommendation& each : all) {
    bool offered = false;
    for (const advise::StageAdvice& stage : each.stages) {
      if (!stage.split) continue;
      if (!stage.split->why_none.empty()) {
        say(each.now.path + ": stage " + stage.label + " is not split: " + stage.split->why_none);
        told = true;
      } else if (!offered) {
        for (const advise::Rewritten& file : stage.split->files)
          text += print::unified_diff(file.path, file.before, file.after);
        for (const std::string& what : stage.split->check)
          say(each.now.path + ": check that " + what);
        offered = true;
      }
    }
  }
  if (text.empty() && !told)
    say("nothing is split: no shipped stage compiles, starts from a devel image itself and has a "
        "program of its own to start");
  return text;
}

/// What is said of a stage is the same, whichever build it is of.
bool same(const advise::StageAdvice& a, const advise::StageAdvice& b) {
  const auto offer = [](const advise::Offer& one, const advise::Offer& other) {
    return std::tie(one.image.name, one.present, one.sure, one.gains, one.check) ==
           std::tie(other.image.name, other.present, other.sure, other.gains, other.check);
  };
  return std::tie(a.label, a.now.name, a.why_none, a.mended, a.left) ==
             std::tie(b.label, b.now.name, b.why_none, b.mended, b.left) &&
         std::equal(a.offers.begin(), a.offers.end(), b.offers.begin(), b.offers.end(), offer);
}

/// No two want one file otherwise. What only one wants was judged with all of them.
bool agreed(const std::vector<advise::Recommendation>& all) {
  std::map<std::string_view, std::string_view> wanted;
  return std::all_of(all.begin(), all.end(), [&](const advise::Recommendation& each) {
    return std::all_of(each.files.begin(), each.files.end(), [&](const advise::Rewritten& file) {
      return wanted.emplace(file.real, file.after).first->second == file.after;
    });
  });
}

/// One for each build of a file, the first of all stages, the others of those of which they say
/// something else. Where they want different edits, none is made.
std::vector<advise::Recommendation> of_builds(const Files& files,
                                              const project::FileSettings& settings) {
  std::vector<advise::Recommendation> out;
  for (std::size_t i = 0; i < settings.builds.size(); ++i) {
    project::FileSettings turned = settings;
    std::rotate(turned.builds.begin(), turned.builds.begin() + static_cast<std::ptrdiff_t>(i),
                turned.builds.end());
    project::Workbench bench(files, turned);
    out.push_back(recommend::recommend(bench.workshop()));
    out.back().build = settings.builds[i].name;
  }
  if (!agreed(out)) {
    say(settings.path + ": its builds want different edits; none is made");
    for (advise::Recommendation& each : out) each.files.clear();
  }
  std::vector<advise::StageAdvice> said;
  bool differ = false;
  for (advise::Recommendation& each : out) {
    std::erase_if(each.stages, [&](const advise::StageAdvice& stage) {
      return std::any_of(said.begin(), said.end(),
                         [&](const advise::StageAdvice& known) { return same(known, stage); });
    });
    differ = differ || (&each != &out.front() && !each.stages.empty());
    said.insert(said.end(), each.stages.begin(), each.stages.end());
  }
  if (!differ) out.front().build.clear();
  return out;
}

/// Writes the files of all recommendations, each once. Two that want one file otherwise: the first
/// one counts, and that is said.
int write_files(Files& disk, const std::vector<advise::Recommendation>& all,
                const std::vector<std::string>& roots) {
  project::Fixes fixes;
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
  if (!project::write_fixes(disk, fixes)) status = failure;
  for (const std::string& refused : fixes.refused) say(refused);
  for (const project::FixedFile& file : fixes.files) say("wrote " + file.path);
  return status;
}

}  // namespace

int recommend_for_files(const RecommendFlags& flags) {
  if (flags.split && flags.check.fix) {
    say("--split is for a person to look at and is not written: cudafit recommend --split PATH | "
        "git apply");
    return usage;
  }
  Walk walk(flags.check);
  std::vector<std::string> paths;
  for (const document::Found& file : walk.found.dockerfiles) {
    if (document::run_file(walk.files->real(file.path)) == document::RunFile::none)
      paths.push_back(file.path);
  }
  if (!walk.open(paths)) return usage;
  Online online(flags.check.online, *walk.disk);
  if (online.broken()) return usage;
  int status = clean;
  std::vector<advise::Recommendation> all;
  std::vector<std::string> roots;
  std::vector<verify::Request> requests;
  for (const std::string& path : paths) {
    std::optional<project::FileSettings> settled = walk.settings.settle(path);
    if (!settled) continue;
    online.learn(*walk.files, *settled);
    if (flags.check.verify.wanted) {
      for (verify::Request& one : requests_for(*walk.files, *settled, flags.check.verify))
        requests.push_back(std::move(one));
    }
    std::vector<advise::Recommendation> each = of_builds(*walk.files, *settled);
    status = std::max(status, walk.say_errors(each.front().now.errors));
    for (advise::Recommendation& one : each) {
      if (one.stages.empty()) continue;
      all.push_back(std::move(one));
      roots.push_back(settled->root);
    }
  }
  online.weigh(all);
  status = walk.finish(status);
  if (all.empty() && status == clean)
    say("nothing to recommend: nothing here is known to use CUDA");
  const print::PrintOptions print = print_options(flags.check, walk.files->real("."), 0);
  std::string text;
  if (flags.check.diff || flags.split) {
    text = flags.split ? split_text(all) : diff_text(all);
    if (!text.empty() && status == clean) status = Status::found;
    if (flags.check.output.empty() && is_terminal(STDOUT_FILENO))
      text = print::printable_diff(text, print);
  } else {
    text = flags.format == TextFormat::json       ? print::recommendation_json(all, print)
           : flags.format == TextFormat::markdown ? print::recommendation_markdown(all, print)
                                                  : print::recommendation_text(all, print);
  }
  if (!walk.put(text)) return failure;
  if (flags.check.fix) status = std::max(status, write_files(*walk.disk, all, roots));
  if (flags.check.verify.wanted)
    status = std::max(status, try_out_and_say(std::move(requests), flags.check.verify,
                                              flags.format == TextFormat::text));
  return status;
}

}  // namespace cudafit::cli
