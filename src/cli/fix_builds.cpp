#include "cli/fix_builds.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "document/build_files.h"
#include "project/run.h"
#include "project/shared.h"

namespace cudafit::cli {
namespace {

/// What came of both, one after the other.
void add(project::Fixes& all, project::Fixes more) {
  all.problems += more.problems;
  for (project::FixedFile& file : more.files) {
    const auto known =
        std::find_if(all.files.begin(), all.files.end(),
                     [&](const project::FixedFile& each) { return each.real == file.real; });
    if (known == all.files.end()) {
      all.files.push_back(std::move(file));
    } else {
      known->after = std::move(file.after);
      known->problems += file.problems;
    }
  }
  std::sort(all.files.begin(), all.files.end(),
            [](const auto& a, const auto& b) { return a.real < b.real; });
  all.refused = std::move(more.refused);
}

bool says_builds(const project::Fixes& fixes) {
  return std::any_of(fixes.files.begin(), fixes.files.end(), [](const project::FixedFile& file) {
    return document::is_project_name(file_name(file.real));
  });
}

}  // namespace

project::Fixes fix_builds(OverlayFiles& files, const CheckFlags& flags,
                          const project::FixOptions& options, Batch& batch,
                          std::unique_ptr<project::Settings>& again) {
  project::Fixes all = project::fix_all(files, batch.wanted, batch.reports, options);
  // Each round tells at least one build from another; more than a few are nobody's file.
  constexpr int most_rounds = 8;
  // What registries said is learnt for the builds as they were.
  bool edited = says_builds(all) && !flags.online.online;
  for (int round = 0; edited && round < most_rounds; ++round) {
    auto settings = std::make_unique<project::Settings>(files, flags.choices, flags.paths);
    std::vector<project::FileSettings> wanted;
    bool others = false;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::optional<project::FileSettings> now = settings->settle(batch.from[i].path);
      if (!now) return all;
      now->wanted.all_builds = batch.wanted[i].wanted.all_builds;
      others = others || now->builds.size() != batch.wanted[i].builds.size();
      wanted.push_back(std::move(*now));
    }
    if (!others) break;
    batch.wanted = std::move(wanted);
    again = std::move(settings);
    batch.reports = project::analyze_all(files, batch.wanted, true);
    project::drop_needed_ignores(batch.reports);
    project::Fixes more = project::fix_all(files, batch.wanted, batch.reports, options);
    edited = says_builds(more);
    add(all, std::move(more));
  }
  return all;
}

}  // namespace cudafit::cli
