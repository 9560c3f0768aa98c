#include "ignores.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "rules/rules.h"
#include "script_calls.h"
#include "settle.h"

namespace cudafit {

namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::uint32_t offset_in(std::string_view whole, std::string_view part) {
  return static_cast<std::uint32_t>(part.data() - whole.data());
}

/// What the comment applies to, by its place.
void aim(std::string_view key, const read::Comment& comment, const read::Dockerfile& dockerfile,
         const document::Document& document, std::string_view text, Ignore& ignore) {
  if (key == "ignore-file") {
    ignore.reach = Reach::file;
    return;
  }
  const auto next = std::upper_bound(dockerfile.instructions.begin(), dockerfile.instructions.end(),
                                     comment.span.begin,
                                     [](std::uint32_t at, const read::Instruction& instruction) {
                                       return at < instruction.span.begin;
                                     });
  if (key == "ignore-stage") {
    const std::uint32_t until =
        next == dockerfile.instructions.end() ? comment.span.begin : next->span.begin;
    const auto behind = std::upper_bound(
        document.stages.begin(), document.stages.end(), until,
        [](std::uint32_t at, const document::Stage& stage) { return at < stage.from->span.begin; });
    if (behind == document.stages.begin()) return;
    ignore.reach = Reach::stage;
    ignore.stage = std::prev(behind)->label();
    return;
  }
  if (comment.inside) {
    // Between continued lines: the line below.
    const std::size_t begin = std::min(text.find('\n', comment.span.end), text.size());
    const std::size_t end = std::min(text.find('\n', begin + 1), text.size());
    ignore.reach = Reach::line;
    ignore.range = {comment.span.file, static_cast<std::uint32_t>(begin),
                    static_cast<std::uint32_t>(end)};
  } else if (next != dockerfile.instructions.end()) {
    ignore.reach = Reach::instruction;
    ignore.range = next->span;
  }
}

/// A comment's key, "ignore", and the rules it names; nothing for other comments. The key is empty
/// where there is a mistake.
std::optional<std::pair<std::string_view, Ignore>> read_comment(Span comment,
                                                                std::string_view text) {
  std::string_view words = text.substr(comment.begin, comment.size());
  words = trim(words.substr(std::min(words.find_first_not_of("#/"), words.size())));
  if (!words.starts_with("cudafit:")) return std::nullopt;
  words = trim(words.substr(8));
  Ignore ignore;
  ignore.comment = comment;
  const std::size_t equals = words.find('=');
  const std::string_view key = trim(words.substr(0, equals));
  if (equals == std::string_view::npos ||
      (key != "ignore" && key != "ignore-stage" && key != "ignore-file")) {
    ignore.mistake = "cudafit comments are ignore=RULE, ignore-stage=RULE or ignore-file=RULE";
    return std::pair(std::string_view(), std::move(ignore));
  }
  // Names are separated by commas; a blank that follows no comma starts the reason.
  std::string_view rest = words.substr(equals + 1);
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const std::string_view id = rest.substr(0, rest.find_first_of(", \t"));
    if (id.empty()) break;
    const std::uint32_t begin = offset_in(text, id);
    ignore.names.push_back({std::string(id),
                            {comment.file, begin, begin + static_cast<std::uint32_t>(id.size())},
                            rules::find(id) != nullptr,
                            false});
    rest.remove_prefix(id.size());
    const std::size_t comma = rest.find_first_not_of(" \t");
    if (comma == std::string_view::npos || rest[comma] != ',') break;
    rest.remove_prefix(comma + 1);
  }
  if (ignore.names.empty()) ignore.mistake = "the comment names no rule";
  return std::pair(key, std::move(ignore));
}

/// One rule where an ignore comment silences it. Ranges of one reach never overlap, so the place
/// where they begin tells them apart.
using Silenced = std::tuple<std::string_view, Reach, std::string_view, std::uint32_t>;

Silenced place_of(const Ignore& ignore, const IgnoredRule& named) {
  return {named.id, ignore.reach, ignore.stage, ignore.range.begin};
}

struct Silence {
  std::uint32_t end = 0;  ///< of the range
  bool used = false;
};

/// Removes the comment with its line, or only the names that silence nothing.
std::vector<Edit> without(const Ignore& ignore, const std::vector<const IgnoredRule*>& unused,
                          std::string_view text) {
  if (unused.size() == ignore.names.size()) {
    std::uint32_t begin = ignore.comment.begin;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    std::uint32_t end = ignore.comment.end;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end < text.size() && text[end] == '\n') ++end;
    return {{{ignore.comment.file, begin, end}, ""}};
  }
  std::string kept;
  for (const IgnoredRule& named : ignore.names) {
    if (std::find(unused.begin(), unused.end(), &named) != unused.end()) continue;
    if (!kept.empty()) kept += ',';
    kept += named.id;
  }
  return {
      {{ignore.comment.file, ignore.names.front().span.begin, ignore.names.back().span.end}, kept}};
}

}  // namespace

std::vector<Ignore> read_ignores(const read::Dockerfile& dockerfile,
                                 const document::Document& document, std::string_view text) {
  std::vector<Ignore> out;
  for (const read::Comment& comment : dockerfile.comments) {
    auto found = read_comment(comment.span, text);
    if (!found) continue;
    auto& [key, ignore] = *found;
    if (!key.empty()) aim(key, comment, dockerfile, document, text, ignore);
    out.push_back(std::move(ignore));
  }
  return out;
}

std::vector<Ignore> read_ignores(FileId file, std::string_view text) {
  std::vector<Ignore> out;
  if (text.find("cudafit:") == std::string_view::npos) return out;  // locks are long
  std::size_t waiting = 0;  // those before this apply to lines further up
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, end - at));
    const auto begin = static_cast<std::uint32_t>(at);
    at = end + 1;
    if (line.starts_with('#') || line.starts_with("//")) {
      const std::uint32_t comment = offset_in(text, line);
      const auto size = static_cast<std::uint32_t>(line.size());
      auto found = read_comment({file, comment, comment + size}, text);
      if (!found) continue;
      auto& [key, ignore] = *found;
      if (key == "ignore-file") ignore.reach = Reach::file;
      if (key == "ignore-stage") ignore.mistake = "only a Dockerfile has stages";
      out.push_back(std::move(ignore));
      continue;
    }
    if (line.empty()) continue;
    for (std::size_t i = waiting; i < out.size(); ++i) {
      Ignore& ignore = out[i];
      if (ignore.reach == Reach::file || !ignore.mistake.empty()) continue;
      if (ignore.reach == Reach::nothing) ignore.range = {file, begin, begin};
      ignore.reach = Reach::line;
      ignore.range.end = static_cast<std::uint32_t>(end);
    }
    // The rest of a continued line belongs to it.
    if (!line.ends_with('\\')) waiting = out.size();
  }
  return out;
}

void silence(std::vector<Ignore>& ignores, FileId file, std::vector<Diagnostic>& findings,
             const document::Document* document) {
  std::map<Silenced, Silence> places;
  for (const Ignore& ignore : ignores) {
    if (ignore.reach == Reach::nothing) continue;
    for (const IgnoredRule& named : ignore.names)
      places[place_of(ignore, named)].end = ignore.range.end;
  }
  const auto covers = [&](const Diagnostic& finding, std::uint32_t begin, Reach reach) {
    const bool range = reach == Reach::line || reach == Reach::instruction;
    const Silenced wanted{finding.rule, reach,
                          reach == Reach::stage ? std::string_view(finding.stage) : "",
                          range ? begin : 0};
    auto at = places.upper_bound(wanted);
    if (at == places.begin()) return false;
    --at;
    const bool found = range ? std::get<0>(at->first) == finding.rule &&
                                   std::get<1>(at->first) == reach && begin < at->second.end
                             : at->first == wanted;
    at->second.used = at->second.used || found;
    return found;
  };
  std::erase_if(findings, [&](const Diagnostic& finding) {
    const Span place = document == nullptr
                           ? finding.span
                           : place_in_dockerfile(*document, finding.span, finding.stage);
    if (place.file != file) return false;
    bool gone = false;
    for (const Reach reach : {Reach::line, Reach::instruction, Reach::stage, Reach::file})
      gone = covers(finding, place.begin, reach) || gone;
    return gone;
  });
  for (Ignore& ignore : ignores) {
    if (ignore.reach == Reach::nothing) continue;
    for (IgnoredRule& named : ignore.names)
      named.used = named.used || places[place_of(ignore, named)].used;
  }
}

void report_unused(const std::vector<Ignore>& ignores, const Wanted& wanted, FileId file,
                   const Report& report, std::vector<Diagnostic>& out) {
  const SourceFile& source = (*report.sources)[file];
  if (!heard(wanted, "unused-ignore", source.path)) return;
  // Another build may need the comment.
  const bool shared = (file != report.file || report.shared) && !wanted.all_builds;
  for (const Ignore& ignore : ignores) {
    std::vector<const IgnoredRule*> unused;
    std::string list;
    for (const IgnoredRule& named : ignore.names) {
      // A rule that does not run cannot show that its comment is needed.
      if (named.used || named.id == "unused-ignore") continue;
      if (named.known && (shared || !heard(wanted, named.id, source.path))) continue;
      unused.push_back(&named);
      list += (list.empty() ? "" : ", ") + named.id;
    }
    if (unused.empty() && ignore.mistake.empty()) continue;
    Diagnostic finding;
    finding.rule = "unused-ignore";
    finding.severity = Severity::warning;
    finding.span =
        unused.empty() ? ignore.comment : cover(unused.front()->span, unused.back()->span);
    const bool unknown = std::any_of(unused.begin(), unused.end(),
                                     [](const IgnoredRule* named) { return !named->known; });
    finding.message = !ignore.mistake.empty() ? ignore.mistake
                      : unknown
                          ? fmt::format("{} is not a rule, so the comment ignores nothing", list)
                          : fmt::format("no finding of {} needs this comment", list);
    finding.label = "ignores nothing";
    finding.fixes.push_back(
        {"remove it from the comment", Safety::safe, without(ignore, unused, source.bytes)});
    if (unused.size() == ignore.names.size()) finding.fixes.back().title = "remove the comment";
    // A comment that was not understood may hold a wish worth keeping.
    if (!ignore.mistake.empty() || unknown) finding.fixes.back().safety = Safety::suggested;
    out.push_back(std::move(finding));
  }
}

}  // namespace cudafit
