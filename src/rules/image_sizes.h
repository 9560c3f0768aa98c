#pragma once
// What an image costs, as far as somebody printed the size of one of its kind.

#include <fmt/format.h>

#include "advise/sizes.h"
#include "advise/tags.h"
#include "matrix/image_packages.h"
#include "rules/finding.h"

namespace cudafit::rules {

/// What images of the kind of `tag` and of the kind of `instead` take on disk. Nothing is said of
/// kinds whose sizes nobody printed.
inline void add_cost(const std::string& repository, const std::string& tag,
                     std::string_view instead, Diagnostic& out) {
  const auto now = matrix::size_class(repository, tag);
  const auto then = matrix::size_class(repository, instead);
  if (!now || !then || then->to_mb >= now->from_mb) return;
  out.notes.push_back(fact(fmt::format("images of this kind take {} on disk (such as {})",
                                       advise::size_words(*now), now->example),
                           now->source.text()));
  out.notes.push_back(fact(fmt::format("images of the kind of {} take {} (such as {})", instead,
                                       advise::size_words(*then), then->example),
                           then->source.text()));
}

/// The same for the image that a stage could start from instead.
inline void add_cost(const graph::Graph& graph, const graph::SpareCuda& spare,
                     const advise::OtherBase& other, Diagnostic& out) {
  const graph::ImageNeed* const image = graph.base_image(spare.need.stage);
  if (image != nullptr) add_cost(image->repository, image->tag, other.tag.tag, out);
}

/// Offers that image. Not `sure`: it may lack something, a person has to look.
inline void offer_image(const advise::OtherBase& other, bool sure, Diagnostic& out) {
  const bool shown = other.edits.empty() || other.spreads || !sure;
  out.fixes.push_back({fmt::format("use {}", other.image),
                       shown ? Safety::shown : Safety::suggested,
                       shown ? std::vector<Edit>() : other.edits});
}

}  // namespace cudafit::rules
