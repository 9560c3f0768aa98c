#pragma once
// A file on which edits are tried out: nothing is written.

#include <map>
#include <span>
#include <string>

#include "project/settings.h"
#include "recommend/recommend.h"
#include "source/files.h"

namespace cudafit::project {

/// One file, and what is recommended for it so far.
class Workbench {
 public:
  /// Both have to outlive it.
  Workbench(const Files& disk, const FileSettings& settings);
  Workbench(const Workbench&) = delete;

  /// Of this bench, which has to outlive it.
  recommend::Workshop workshop();

 private:
  recommend::Trial analyze_in(const Files& files) const;
  void write(OverlayFiles& files, std::span<const Edit> edits,
             std::map<std::string, advise::Rewritten>& changed) const;
  void make(OverlayFiles& files, std::span<const Edit> edits,
            std::map<std::string, advise::Rewritten>& changed) const;

  OverlayFiles settled_;
  const FileSettings& settings_;
  recommend::Trial last_;
  std::map<std::string, advise::Rewritten> changed_;  ///< since the beginning, by real path
};

}  // namespace cudafit::project
