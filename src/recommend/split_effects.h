#pragma once
// What a RUN that stays behind in the first stage does to files that the second has as well: their
// rights, owners and words. Private to the recommend room.

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "recommend/split_parts.h"
#include "recommend/split_plan.h"

namespace cudafit::recommend {

/// The RUN is about files, and one of them is what a RUN before it has built: `made`, so far.
bool uses_built(const std::vector<Part>& parts, std::size_t step, const Made& made);

/// It does nothing but copy and change files: its results are known wherever it stands.
bool only_files(const Part& part);

/// The RUN without the system's packages that it installs; empty where it cannot be told apart.
/// `bytes`: of the file.
std::string beside_packages(const Part& part, std::string_view bytes);

struct Effects {
  std::string refusal;              ///< why a RUN cannot be taken apart; empty: each can
  std::vector<std::string> behind;  ///< commands for behind the COPY of what is built
};

/// Writes Part::carried for RUNs up to `last` that stay behind.
Effects carry_effects(const document::Document& document, int stage, std::vector<Part>& parts,
                      std::size_t last, const Made& made, const ContextFile& file);

}  // namespace cudafit::recommend
