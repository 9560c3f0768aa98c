#pragma once
// What containers of a stage start.

#include <cstddef>
#include <optional>

#include "document/document.h"

namespace cudafit::document {

/// An instruction of a document.
struct StepPlace {
  std::size_t stage = 0;
  std::size_t step = 0;

  friend bool operator==(const StepPlace&, const StepPlace&) = default;
};

/// The ENTRYPOINT and the CMD that count in containers of a stage: of one stage the last ones, else
/// those of the stages below.
struct Start {
  std::optional<StepPlace> entrypoint;
  std::optional<StepPlace> cmd;
};
Start start_of(const Document& document, std::size_t stage);

}  // namespace cudafit::document
