#include "graph/handing_on.h"

namespace cudafit::graph {

void hand_on(std::vector<Note>& because, Note copy) {
  because.push_back(std::move(copy));
  if (because.size() <= most_handed_on) return;
  const auto middle = because.begin() + most_handed_on / 2;
  *middle = shows("copied on from stage to stage", {});
  because.erase(middle + 1);
}

}  // namespace cudafit::graph
