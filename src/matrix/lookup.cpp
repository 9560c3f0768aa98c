// Tags: listed rows, parsed parts.
#include <algorithm>

#include "matrix/absence.h"
#include "matrix/pattern.h"

namespace cudafit::matrix {
namespace {

using tables::view;

ImageTag image_tag(const tables::RepositoryRow& repository, const tables::TagRow& row) {
  return {
      .repository = view(repository.name),
      .tag = view(row.tag),
      .existence = static_cast<Existence>(row.existence),
      .release = tables::now.versions[row.release],
      .cuda = tables::now.versions[row.cuda],
      .flavor = static_cast<Flavor>(row.flavor),
      .cudnn = view(row.cudnn),
      .os = view(row.os),
      .arches = view(row.arches),
      .as_of = view(row.as_of),
      .removed_between = view(row.removed_between),
      .source = tables::cite(row.source),
      .weak = row.weak != 0,
  };
}

/// What the grammar of tags allows a registry to hold: [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}.
bool legal(std::string_view tag) {
  return !tag.empty() && tag.size() <= 128 && tag[0] != '.' && tag[0] != '-' &&
         std::all_of(tag.begin(), tag.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_' || c == '.' || c == '-';
         });
}

}  // namespace

TagAnswer find_tag(std::string_view repository, std::string_view tag) {
  const tables::RepositoryRow* const found = tables::repository_row(repository);
  if (!found || !legal(tag)) return {};
  const tables::TagRow* const end = tables::now.tags.data() + found->tags_end;
  const tables::TagRow* const row =
      std::lower_bound(tables::now.tags.data() + found->tags_begin, end, tag,
                       [](const tables::TagRow& a, std::string_view b) { return view(a.tag) < b; });
  if (row == end || view(row->tag) != tag) return judge_unlisted(*found, tag);
  TagAnswer answer;
  answer.row = image_tag(*found, *row);
  answer.existence = answer.row->existence;
  answer.source = answer.row->source;
  answer.as_of = answer.row->as_of;
  answer.reason = view(row->reason);
  return answer;
}

std::vector<ImageTag> tags(std::string_view repository) {
  std::vector<ImageTag> out;
  const tables::RepositoryRow* const found = tables::repository_row(repository);
  if (!found) return out;
  out.reserve(found->tags_end - found->tags_begin);
  for (std::uint32_t i = found->tags_begin; i < found->tags_end; ++i)
    out.push_back(image_tag(*found, tables::now.tags[i]));
  return out;
}

std::vector<Release> releases(std::string_view repository) {
  std::vector<Release> out;
  const tables::RepositoryRow* const found = tables::repository_row(repository);
  if (!found) return out;
  for (std::size_t i = found->releases_begin; i < found->releases_end; ++i) {
    const tables::ReleaseRow& row = tables::now.releases[i];
    out.push_back({.version = tables::now.versions[row.version],
                   .complete = row.complete,
                   .as_of = view(row.as_of),
                   .source = tables::cite(row.source)});
  }
  return out;
}

std::optional<TagParts> parse_tag(std::string_view repository, std::string_view tag) {
  const tables::RepositoryRow* const known = tables::repository_row(repository);
  if (known) repository = view(known->name);
  const tables::GrammarRow* const end = tables::now.grammars.data() + tables::now.grammars.size();
  const tables::GrammarRow* row = std::lower_bound(
      tables::now.grammars.data(), end, repository,
      [](const tables::GrammarRow& a, std::string_view b) { return view(a.repository) < b; });
  for (; row != end && view(row->repository) == repository; ++row) {
    if (const std::optional<TagParts> parts = match_pattern(view(row->pattern), tag)) return parts;
  }
  return std::nullopt;
}

}  // namespace cudafit::matrix
