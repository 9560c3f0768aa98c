#include "settle.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "rules/rules.h"
#include "script_calls.h"

namespace cudafit {

namespace {

/// One rule named in an ignore comment.
struct Named {
  std::string id;
  Span span;
  bool known = false;
  bool used = false;
};

/// How much a comment applies to.
enum class Reach : std::uint8_t { nothing, line, instruction, stage, file };

/// `# cudafit: ignore=a,b reason`
struct Ignore {
  Span comment;
  Reach reach = Reach::nothing;
  Span range;         ///< findings that start here; nowhere for a stage or the file
  std::string stage;  ///< the stage's label
  std::vector<Named> names;
  std::string mistake;  ///< what could not be understood
};

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

std::vector<Ignore> read_ignores(const read::Dockerfile& dockerfile,
                                 const document::Document& document, std::string_view text) {
  std::vector<Ignore> out;
  for (const read::Comment& comment : dockerfile.comments) {
    std::string_view words = text.substr(comment.span.begin, comment.span.size());
    words = trim(words.substr(std::min(words.find_first_not_of('#'), words.size())));
    if (!words.starts_with("cudafit:")) continue;
    words = trim(words.substr(8));
    Ignore ignore;
    ignore.comment = comment.span;
    const std::size_t equals = words.find('=');
    const std::string_view key = trim(words.substr(0, equals));
    if (equals == std::string_view::npos ||
        (key != "ignore" && key != "ignore-stage" && key != "ignore-file")) {
      ignore.mistake = "cudafit comments are ignore=RULE, ignore-stage=RULE or ignore-file=RULE";
      out.push_back(std::move(ignore));
      continue;
    }
    aim(key, comment, dockerfile, document, text, ignore);
    // Names are separated by commas; a blank that follows no comma starts the reason.
    std::string_view rest = words.substr(equals + 1);
    while (true) {
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
      const std::string_view id = rest.substr(0, rest.find_first_of(", \t"));
      if (id.empty()) break;
      const std::uint32_t begin = offset_in(text, id);
      ignore.names.push_back(
          {std::string(id),
           {comment.span.file, begin, begin + static_cast<std::uint32_t>(id.size())},
           rules::find(id) != nullptr,
           false});
      rest.remove_prefix(id.size());
      const std::size_t comma = rest.find_first_not_of(" \t");
      if (comma == std::string_view::npos || rest[comma] != ',') break;
      rest.remove_prefix(comma + 1);
    }
    if (ignore.names.empty()) ignore.mistake = "the comment names no rule";
    out.push_back(std::move(ignore));
  }
  return out;
}

/// One rule where an ignore comment silences it. Ranges of one reach never overlap, so the place
/// where they begin tells them apart.
using Place = std::tuple<std::string_view, Reach, std::string_view, std::uint32_t>;

Place place_of(const Ignore& ignore, const Named& named) {
  return {named.id, ignore.reach, ignore.stage, ignore.range.begin};
}

struct Silence {
  std::uint32_t end = 0;  ///< of the range
  bool used = false;
};

/// A finding in a script is silenced where that is run.
void silence(const document::Document& document, std::vector<Ignore>& ignores,
             std::vector<Diagnostic>& findings) {
  std::map<Place, Silence> places;
  for (const Ignore& ignore : ignores) {
    if (ignore.reach == Reach::nothing) continue;
    for (const Named& named : ignore.names) places[place_of(ignore, named)].end = ignore.range.end;
  }
  const auto covers = [&](const Diagnostic& finding, std::uint32_t begin, Reach reach) {
    const bool range = reach == Reach::line || reach == Reach::instruction;
    const Place wanted{finding.rule, reach,
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
    const Span place =
        ignores.empty() ? finding.span : place_in_dockerfile(document, finding.span, finding.stage);
    if (place.file != document.file) return false;
    bool gone = false;
    for (const Reach reach : {Reach::line, Reach::instruction, Reach::stage, Reach::file})
      gone = covers(finding, place.begin, reach) || gone;
    return gone;
  });
  for (Ignore& ignore : ignores) {
    if (ignore.reach == Reach::nothing) continue;
    for (Named& named : ignore.names) named.used = places[place_of(ignore, named)].used;
  }
}

/// Removes the comment with its line, or only the names that silence nothing.
std::vector<Edit> without(const Ignore& ignore, const std::vector<const Named*>& unused,
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
  for (const Named& named : ignore.names) {
    if (std::find(unused.begin(), unused.end(), &named) != unused.end()) continue;
    if (!kept.empty()) kept += ',';
    kept += named.id;
  }
  return {
      {{ignore.comment.file, ignore.names.front().span.begin, ignore.names.back().span.end}, kept}};
}

void report_unused(const std::vector<Ignore>& ignores, const Wanted& wanted, std::string_view text,
                   Report& report) {
  if (!selected(wanted, "unused-ignore")) return;
  for (const Ignore& ignore : ignores) {
    std::vector<const Named*> unused;
    std::string list;
    for (const Named& named : ignore.names) {
      // A rule that does not run cannot show that its comment is needed.
      if (named.used || (named.known && !selected(wanted, named.id)) || named.id == "unused-ignore")
        continue;
      unused.push_back(&named);
      list += (list.empty() ? "" : ", ") + named.id;
    }
    if (unused.empty() && ignore.mistake.empty()) continue;
    Diagnostic finding;
    finding.rule = "unused-ignore";
    finding.severity = Severity::warning;
    finding.span =
        unused.empty() ? ignore.comment : cover(unused.front()->span, unused.back()->span);
    const bool unknown =
        std::any_of(unused.begin(), unused.end(), [](const Named* named) { return !named->known; });
    finding.message = !ignore.mistake.empty() ? ignore.mistake
                      : unknown
                          ? fmt::format("{} is not a rule, so the comment ignores nothing", list)
                          : fmt::format("no finding of {} needs this comment", list);
    finding.label = "ignores nothing";
    finding.fixes.push_back(
        {"remove it from the comment", Safety::safe, without(ignore, unused, text)});
    if (unused.size() == ignore.names.size()) finding.fixes.back().title = "remove the comment";
    // A comment that was not understood may hold a wish worth keeping.
    if (!ignore.mistake.empty() || unknown) finding.fixes.back().safety = Safety::suggested;
    report.findings.push_back(std::move(finding));
  }
}

/// Edits write line feeds; a file with CRLF keeps its own.
void match_line_endings(std::string_view text, FileId file, std::vector<Diagnostic>& findings) {
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos || newline == 0 || text[newline - 1] != '\r') return;
  for (Diagnostic& finding : findings) {
    for (Fix& fix : finding.fixes) {
      for (Edit& edit : fix.edits) {
        if (edit.span.file != file) continue;
        for (std::size_t at = edit.text.find('\n'); at != std::string::npos;
             at = edit.text.find('\n', at + 2)) {
          edit.text.insert(at, 1, '\r');
        }
      }
    }
  }
}

/// A comment behind arguments is also what the parser stumbles over: one cause, one finding.
void merge_causes(const read::Dockerfile& dockerfile, std::vector<Diagnostic>& findings) {
  std::vector<Span> explained;
  for (const Diagnostic& finding : findings) {
    if (finding.rule != "inline-comment") continue;
    const auto next = std::upper_bound(dockerfile.instructions.begin(),
                                       dockerfile.instructions.end(), finding.span.begin,
                                       [](std::uint32_t at, const read::Instruction& instruction) {
                                         return at < instruction.span.begin;
                                       });
    if (next != dockerfile.instructions.begin()) explained.push_back(std::prev(next)->span);
  }
  const auto earlier = [](Span a, Span b) { return a.begin < b.begin; };
  std::sort(explained.begin(), explained.end(), earlier);
  std::erase_if(findings, [&](const Diagnostic& finding) {
    if (finding.rule != "parse-error") return false;
    const Span start{finding.span.file, finding.span.begin, finding.span.begin};
    const auto next = std::upper_bound(explained.begin(), explained.end(), start, earlier);
    return next != explained.begin() && std::prev(next)->contains(start);
  });
}

}  // namespace

bool selected(const Wanted& wanted, std::string_view rule) {
  const auto named = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), rule) != list.end();
  };
  if (!wanted.select.empty() && !named(wanted.select)) return false;
  return !named(wanted.ignore);
}

void settle(const read::Dockerfile& dockerfile, const document::Document& document,
            const Wanted& wanted, Report& report) {
  const std::string_view text = (*report.sources)[report.file].bytes;
  std::vector<Diagnostic>& findings = report.findings;
  merge_causes(dockerfile, findings);
  std::erase_if(findings,
                [&](const Diagnostic& finding) { return !selected(wanted, finding.rule); });
  std::vector<Ignore> ignores = read_ignores(dockerfile, document, text);
  silence(document, ignores, findings);
  if (document.shape == document::Shape::dockerfile) report_unused(ignores, wanted, text, report);
  for (Diagnostic& finding : findings) {
    for (const auto& [rule, severity] : wanted.severity) {
      if (rule == finding.rule) finding.severity = severity;
    }
  }
  match_line_endings(text, report.file, findings);
  note_script_calls(document, findings);
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.span.file, a.span.begin, a.span.end, -static_cast<int>(a.severity),
                      a.rule) <
           std::tuple(b.span.file, b.span.begin, b.span.end, -static_cast<int>(b.severity), b.rule);
  });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

}  // namespace cudafit
