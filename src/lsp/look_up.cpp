#include "lsp/look_up.h"

#include <algorithm>
#include <optional>

#include "lsp/pages.h"
#include "lsp/reading.h"
#include "lsp/uri.h"
#include "rules/rules.h"
#include "terms/version.h"

namespace cudafit::lsp {
namespace {

/// The value, else the name, of the variable that is used at the place.
Span source_of(const Reading& reading) {
  const document::VariableUse* const use = reading.use();
  if (use == nullptr || !use->variable) return {};
  const document::Variable* variable = &reading.document.at(use->variable);
  if (variable->from_global) {
    if (const auto global = reading.document.lookup_global(use->name))
      variable = &reading.document.at(global);
  }
  return variable->declared;
}

Span from_line(const document::Stage& stage) {
  if (stage.from == nullptr) return {};
  return stage.name.empty() ? stage.from->span : stage.name.around();
}

/// The stage that the place names: FROM, COPY --from, --mount=from=.
Span stage_at(const Reading& reading) {
  const auto stage_span = [&](std::string_view name) -> Span {
    const std::optional<std::size_t> number = reading.document.find_stage(name);
    return number ? from_line(reading.document.stages[*number]) : Span{};
  };
  if (const document::Stage* const stage = reading.from()) {
    const auto& words = stage->from->arguments;
    if (stage->parent >= 0 && !words.empty() && reading.inside(words.front().around()))
      return from_line(reading.document.stages[static_cast<std::size_t>(stage->parent)]);
    return {};
  }
  for (const read::Instruction& each : reading.dockerfile.instructions) {
    if (!reading.inside(each.span)) continue;
    for (const read::Flag& flag : each.flags) {
      if (!reading.inside(flag.span)) continue;
      if (flag.name() == "from") return stage_span(flag.value().value);
      const std::string& mount = flag.text.value;
      const std::size_t from = mount.find("from=");
      if (flag.name() == "mount" && from != std::string::npos) {
        const std::string_view rest = std::string_view(mount).substr(from + 5);
        return stage_span(rest.substr(0, rest.find(',')));
      }
    }
  }
  return {};
}

/// A file that the build reads and that is named at the place, by the end of its path.
Answer file_at(Session& session, const Reading& reading) {
  const std::string_view word = word_at(reading.bytes, reading.at, "-_./+@").text;
  std::string name = tidy_path(word.substr(std::min(word.find_first_not_of('-'), word.size())));
  while (name.starts_with("../")) name.erase(0, 3);
  if (name == "." || name.empty()) return Json();
  for (const Analysed* const build : reading.builds) {
    Pages pages(session, build->report, build->path);
    for (FileId file = 0; file < build->report.sources->size(); ++file) {
      const std::string& path = pages.path(file);
      if (path != reading.path && path.ends_with("/" + name))
        return Json{{"uri", session.uri(path)},
                    {"range", Lines("", session.client.encoding).range({0, 0, 0})}};
    }
  }
  return Json();
}

Json hint(const Lines& lines, std::uint32_t at, std::string label, std::string why) {
  return {{"position", lines.position(at)},
          {"label", std::move(label)},
          {"tooltip", std::move(why)},
          {"paddingLeft", true}};
}

}  // namespace

Answer definition(Session& session, const Json& params) {
  const std::unique_ptr<Reading> reading = read_at(session, params);
  if (reading == nullptr) return Json();
  if (reading->is_dockerfile) {
    Span span = source_of(*reading);
    if (!span) span = stage_at(*reading);
    if (span && span.file == 0) {
      const Lines lines(reading->bytes, session.client.encoding);
      return Json{{"uri", session.uri(reading->path)}, {"range", lines.range(span)}};
    }
  }
  return file_at(session, *reading);
}

Answer inlay_hints(Session& session, const Json& params) {
  const std::optional<Point> start = read_point(at(params, {"range", "start"}));
  const std::optional<Point> end = read_point(at(params, {"range", "end"}));
  const std::string path = session.path_in(params);
  Json hints = Json::array();
  if (!start || !end || path.empty()) return hints;
  const std::unique_ptr<Reading> reading = read_at(session, path, *start);
  if (reading == nullptr || !reading->is_dockerfile) return hints;
  const auto own = std::find_if(reading->builds.begin(), reading->builds.end(),
                                [&](const Analysed* build) { return build->path == path; });
  const Lines lines(reading->bytes, session.client.encoding);
  for (const document::Stage& stage : reading->document.stages) {
    if (stage.from == nullptr || stage.from->arguments.empty()) continue;
    const Span written = stage.from->arguments.front().around();
    if (!written || lines.point(written.end) < *start || *end < lines.point(written.end)) continue;
    const std::string& raw = stage.from->arguments.front().value;
    if (raw.find('$') != std::string::npos && stage.base.complete &&
        unset(reading->document, stage.from_uses).empty())
      hints.push_back(hint(lines, written.end, "= " + stage.base.value,
                           "what the variables come to when nothing else is given"));
    for (const StageSummary& summary : (*own)->report.stages) {
      if (summary.index != stage.index || !summary.needs || summary.needs->driver.empty()) continue;
      const auto behind = static_cast<std::uint32_t>(stage.from->span.end);
      hints.push_back(hint(lines, behind, "driver >= " + summary.needs->driver,
                           "because of " + summary.needs->decided_by));
    }
  }
  return hints;
}

Answer document_links(Session& session, const Json& params) {
  Json links = Json::array();
  const OpenDocument* const open = session.workspace.documents().find(session.path_in(params));
  if (open == nullptr || session.docs_url.empty()) return links;
  const Lines lines(open->text, session.client.encoding);
  for (std::uint32_t number = 0; number < lines.count(); ++number) {
    const std::string_view line = lines.line(number);
    if (line.find("cudafit:") == std::string_view::npos) continue;
    for (std::uint32_t i = 0; i < line.size(); ++i) {
      const Word word = word_at(line, i, "-");
      if (word.text.empty()) continue;
      i = word.begin + static_cast<std::uint32_t>(word.text.size());
      if (rules::find(word.text) == nullptr) continue;
      const std::uint32_t begin = lines.begin(number) + word.begin;
      links.push_back(
          {{"range", lines.range({0, begin, begin + static_cast<std::uint32_t>(word.text.size())})},
           {"target", session.docs_url + "/" + std::string(word.text)}});
    }
  }
  return links;
}

}  // namespace cudafit::lsp
