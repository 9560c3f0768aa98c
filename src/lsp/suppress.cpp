#include "lsp/suppress.h"

#include <algorithm>
#include <utility>

#include "project/comment_place.h"
#include "read/dockerfile.h"

namespace cudafit::lsp {
namespace {

using project::CommentPlace;

std::string_view key_of(Reach reach) {
  switch (reach) {
    case Reach::instruction:
      return "ignore";
    case Reach::stage:
      return "ignore-stage";
    case Reach::file:
      return "ignore-file";
  }
  return "ignore";
}

/// What stands above is one of ours already: its list of rules can be made longer.
std::optional<Edit> extended(std::string_view text, FileId file, std::uint32_t at,
                             std::string_view key, std::string_view rule) {
  if (at == 0) return std::nullopt;
  const std::size_t newline = text.substr(0, at - 1).rfind('\n');
  const std::size_t above = newline == std::string_view::npos ? 0 : newline + 1;
  const std::string_view line = text.substr(above, at - above);
  const std::size_t mark = line.find("cudafit: " + std::string(key) + "=");
  if (mark == std::string_view::npos || line.find_first_not_of(" \t#/") != mark)
    return std::nullopt;
  const auto names = static_cast<std::uint32_t>(above + mark + 10 + key.size());
  return Edit{{file, names, names}, std::string(rule) + ","};
}

/// Behind what has to be at the top: directives, since a comment before one turns it into a
/// comment, a frontend named in another way, an interpreter, the beginning of a YAML document.
std::optional<std::uint32_t> top(std::string_view text, bool dockerfile) {
  std::uint32_t last = 0;  // in the last line that has to stay there
  bool stays = text.starts_with("#!") || text.starts_with("---") || text.starts_with("%YAML");
  if (dockerfile) {
    const read::Dockerfile file = read::parse_dockerfile(0, text);
    stays = stays || !file.syntax.empty();
    for (const read::Directive& directive : file.directives) {
      last = std::max(last, directive.span.end);
      stays = true;
    }
  }
  if (!stays) return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t newline = text.find('\n', last);
  if (newline == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(newline + 1);
}

std::optional<CommentPlace> find(std::string_view path, std::string_view text, bool dockerfile,
                                 std::uint32_t at, Reach reach) {
  if (reach == Reach::stage) {
    if (!dockerfile) return std::nullopt;
    const read::Dockerfile file = read::parse_dockerfile(0, text);
    std::optional<std::uint32_t> from;
    for (const read::Instruction& each : file.instructions) {
      if (each.span.begin <= at && each.keyword == read::Keyword::from) from = each.span.begin;
    }
    if (!from) return std::nullopt;
    at = *from;
  }
  Result<CommentPlace> place = project::comment_place(path, text, at, dockerfile);
  const std::optional<std::uint32_t> begin = top(text, dockerfile);
  if (!place || !begin) return std::nullopt;
  if (reach != Reach::file)
    return place->offset < *begin ? std::nullopt : std::optional(std::move(*place));
  // Where a line can be ignored the file has comments, and it says how they look.
  place->offset = *begin;
  place->indent.clear();
  return std::move(*place);
}

}  // namespace

std::optional<Edit> ignore_comment(std::string_view path, std::string_view text, bool dockerfile,
                                   Span place, std::string_view rule, Reach reach) {
  const std::optional<CommentPlace> where = find(path, text, dockerfile, place.begin, reach);
  if (!where) return std::nullopt;
  const std::string_view key = key_of(reach);
  if (auto edit = extended(text, place.file, where->offset, key, rule)) return edit;
  std::string comment = where->indent + std::string(where->sign) + " cudafit: " + std::string(key) +
                        "=" + std::string(rule) + std::string(where->line_end);
  return Edit{{place.file, where->offset, where->offset}, std::move(comment)};
}

}  // namespace cudafit::lsp
