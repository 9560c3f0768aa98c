#pragma once
// Which published tag would do instead, and the edits that write it where the old one was written.

#include <string>
#include <vector>

#include "advise/tag_words.h"
#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// A published tag near a wanted one.
struct Candidate {
  matrix::ImageTag row;
  Safety safety = Safety::suggested;
  std::string
      difference;  ///< what changes besides the spelling, in a few words; empty when nothing does
};

struct TagRow {
  matrix::ImageTag tag;
  TagWords words;
};

/// The published tags of one repository, looked through once for all of its findings.
class Tags {
 public:
  explicit Tags(const std::string& repository);

  /// Tags for an image that cannot be had, nearest first, at most `most`. `safe` only when nothing
  /// but the patch release or the spelling changes and no other tag would do as well; `shown` when
  /// the CUDA major or the flavor is a guess.
  std::vector<Candidate> nearest(const graph::ImageNeed& need, std::size_t most) const;

  /// Tags to begin with where none is named: the newest fully listed CUDA line, one flavor each,
  /// what the stage shows it needs first.
  std::vector<Candidate> starters(const facts::StageFact* stage, std::size_t most) const;

 private:
  std::vector<TagRow> rows_;
};

/// The edits that turn the fact's tag into `tag`: in the ARG default, the FROM line or both,
/// wherever each part is written. Empty when a part that must change has no place of its own.
std::vector<Edit> retag(const facts::Fact& fact, std::string_view tag);

}  // namespace cudafit::advise
