// Names of repositories, citations, dates.
#include <algorithm>
#include <array>

#include "matrix/tables.h"

namespace cudafit::matrix {

std::string Citation::text() const {
  std::string out(title);
  if (!url.empty()) out.append(" (").append(url).append(")");
  return out;
}

std::string canonical_repository(std::string_view name) {
  constexpr std::array<std::string_view, 2> hub = {"docker.io/", "index.docker.io/"};
  for (const std::string_view host : hub) {
    if (!name.starts_with(host)) continue;
    name.remove_prefix(host.size());
    break;
  }
  constexpr std::string_view official = "library/";
  if (name.starts_with(official)) name.remove_prefix(official.size());
  return std::string(name);
}

namespace tables {

Citation cite(Index source) {
  const SourceRow& row = now.sources[source];
  return {
      .id = view(row.id), .title = view(row.title), .url = view(row.url), .date = view(row.date)};
}

const RepositoryRow* repository_row(std::string_view name) {
  const AliasRow* const end = now.aliases.data() + now.aliases.size();
  const AliasRow* const row =
      std::lower_bound(now.aliases.data(), end, name,
                       [](const AliasRow& a, std::string_view b) { return view(a.name) < b; });
  return row == end || view(row->name) != name ? nullptr : &now.repositories[row->repository];
}

}  // namespace tables

std::string_view data_date() { return tables::view(tables::now.newest_date); }

std::optional<Citation> citation(std::string_view id) {
  const tables::SourceRow* const end = tables::now.sources.data() + tables::now.sources.size();
  const tables::SourceRow* const row = std::lower_bound(
      tables::now.sources.data(), end, id,
      [](const tables::SourceRow& a, std::string_view b) { return tables::view(a.id) < b; });
  if (row == end || tables::view(row->id) != id) return std::nullopt;
  return tables::cite(static_cast<tables::Index>(row - tables::now.sources.data()));
}

std::vector<Citation> citations() {
  std::vector<Citation> out;
  for (std::uint32_t i = 0; i < tables::now.sources.size(); ++i)
    out.push_back(tables::cite(static_cast<tables::Index>(i)));
  return out;
}

}  // namespace cudafit::matrix
