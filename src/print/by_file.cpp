#include "print/by_file.h"

#include <unordered_map>

#include "print/totals.h"

namespace cudafit::print {

std::vector<FindingsOfFile> by_file(std::span<const Report> reports, std::vector<Places>& places,
                                    const PrintOptions& options) {
  std::vector<FindingsOfFile> files;
  std::unordered_map<std::string_view, std::size_t> index;
  const auto file = [&](std::string_view path) -> FindingsOfFile& {
    const auto [at, fresh] = index.try_emplace(path, files.size());
    if (fresh) files.push_back({path, {}, {}});
    return files[at->second];
  };
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (reports[i].file != no_file) file(reports[i].path);
    for (const Diagnostic& finding : reports[i].findings) {
      if (visible(finding, options))
        file(places[i].where(finding).path).items.push_back({&places[i], &finding});
    }
    for (const PathError& error : reports[i].errors) {
      file(error.path).failures.push_back(error.message);
    }
  }
  return files;
}

}  // namespace cudafit::print
