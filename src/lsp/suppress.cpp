#include "lsp/suppress.h"

#include <algorithm>

#include "read/dockerfile.h"

namespace cudafit::lsp {
namespace {

std::uint32_t line_begin(std::string_view text, std::uint32_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : static_cast<std::uint32_t>(newline + 1);
}

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
  const std::uint32_t above = line_begin(text, at - 1);
  const std::string_view line = text.substr(above, at - above);
  const std::size_t mark = line.find("cudafit: " + std::string(key) + "=");
  if (mark == std::string_view::npos || line.find_first_not_of(" \t#") != mark) return std::nullopt;
  const std::size_t names = mark + 10 + key.size();
  const auto place = static_cast<std::uint32_t>(above + names);
  return Edit{{file, place, place}, std::string(rule) + ","};
}

struct Place {
  std::uint32_t at = 0;  ///< the beginning of a line
  std::string indent;
};

/// Before the instruction, or the stage's FROM, in which `place` lies.
std::optional<Place> in_dockerfile(std::string_view text, const read::Dockerfile& dockerfile,
                                   Span place, Reach reach) {
  const read::Instruction* found = nullptr;
  for (const read::Instruction& each : dockerfile.instructions) {
    if (each.span.begin > place.begin) break;
    if (reach == Reach::instruction || each.keyword == read::Keyword::from) found = &each;
  }
  if (reach == Reach::file) {
    // Behind the directives, since a comment before one turns it into a comment.
    std::uint32_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (const read::Directive& directive : dockerfile.directives) {
      const std::size_t newline = text.find('\n', directive.span.end);
      if (newline == std::string_view::npos) return std::nullopt;
      at = std::max(at, static_cast<std::uint32_t>(newline + 1));
    }
    // So are the ways to name a frontend that are no comments; an interpreter's line is the first.
    if (dockerfile.directives.empty() && (text.starts_with("#!") || !dockerfile.syntax.empty())) {
      const std::size_t newline = text.find('\n');
      if (newline == std::string_view::npos) return std::nullopt;
      at = static_cast<std::uint32_t>(newline + 1);
    }
    return Place{at, {}};
  }
  if (found == nullptr) return std::nullopt;
  const std::uint32_t at = line_begin(text, found->span.begin);
  const std::string_view before = text.substr(at, found->span.begin - at);
  const bool mark = at == 0 && before == "\xEF\xBB\xBF";
  if (!mark && before.find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
  return Place{mark ? 3 : at, std::string(mark ? "" : before)};
}

}  // namespace

bool has_comments(std::string_view name) {
  return !name.ends_with(".json") && !name.ends_with(".lock");
}

std::optional<Edit> ignore_comment(std::string_view text, bool dockerfile, Span place,
                                   std::string_view rule, Reach reach) {
  if (!dockerfile && reach == Reach::stage) return std::nullopt;
  std::optional<Place> where;
  if (dockerfile) {
    where = in_dockerfile(text, read::parse_dockerfile(place.file, text), place, reach);
  } else if (reach == Reach::file) {
    const bool first_stays = text.starts_with("#!") || text.starts_with("---");
    const std::size_t newline = first_stays ? text.find('\n') : std::string_view::npos;
    where =
        Place{newline == std::string_view::npos ? 0 : static_cast<std::uint32_t>(newline + 1), {}};
  } else {
    std::uint32_t at = line_begin(text, place.begin);
    // A comment inside a continued line would be a part of it.
    while (at > 1) {
      std::string_view above = text.substr(0, at - 1);
      if (above.ends_with('\r')) above.remove_suffix(1);
      if (!above.ends_with('\\')) break;
      at = line_begin(text, at - 1);
    }
    const std::string_view line = text.substr(at);
    where = Place{
        at, std::string(line.substr(0, std::min(line.find_first_not_of(" \t"), line.size())))};
  }
  if (!where) return std::nullopt;
  const std::string_view key = key_of(reach);
  if (auto edit = extended(text, place.file, where->at, key, rule)) return edit;
  const std::size_t newline = text.find('\n');
  const bool windows =
      newline != std::string_view::npos && newline > 0 && text[newline - 1] == '\r';
  std::string comment = where->indent + "# cudafit: " + std::string(key) + "=" + std::string(rule);
  comment += windows ? "\r\n" : "\n";
  return Edit{{place.file, where->at, where->at}, std::move(comment)};
}

}  // namespace cudafit::lsp
