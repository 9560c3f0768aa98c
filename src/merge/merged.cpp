#include "merge/merged.h"

#include <algorithm>

namespace cudafit::merge {

void put(Merged& merged, Key key, Finding finding) {
  const auto [at, fresh] = merged.findings.try_emplace(std::move(key));
  if (fresh || finding < at->second) at->second = std::move(finding);
}

std::vector<Entry*> in_order(Merged& merged) {
  std::vector<Entry*> out;
  out.reserve(merged.findings.size());
  for (Entry& entry : merged.findings) out.push_back(&entry);
  std::sort(out.begin(), out.end(), [](const Entry* a, const Entry* b) {
    const auto place = [](const Entry* e) {
      return std::tie(e->first.repository, e->second.path, e->second.line, e->second.column,
                      e->first);
    };
    return place(a) < place(b);
  });
  return out;
}

}  // namespace cudafit::merge
