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
  using Changed = std::map<std::string, advise::Rewritten>;  ///< by real path

  recommend::Trial attempt(std::span<const Edit> edits, const FileSettings& settings) const;
  void write(OverlayFiles& files, std::span<const Edit> edits, Changed& changed) const;
  recommend::Trial make(OverlayFiles& files, std::span<const Edit> edits,
                        const FileSettings& settings, Changed& changed) const;

  OverlayFiles settled_;
  const FileSettings& settings_;
  FileSettings alone_;  ///< the same with the first build only
  recommend::Trial last_;
  Changed changed_;  ///< since the beginning
};

}  // namespace cudafit::project
