#include "lsp/reading.h"

#include <algorithm>

#include "analyze.h"
#include "terms/ascii.h"

namespace cudafit::lsp {

Word word_at(std::string_view bytes, std::uint32_t at, std::string_view allowed) {
  const auto part = [&](char c) {
    return ascii::alnum(c) || allowed.find(c) != std::string_view::npos;
  };
  std::uint32_t begin = std::min(at, static_cast<std::uint32_t>(bytes.size()));
  std::uint32_t end = begin;
  while (begin > 0 && part(bytes[begin - 1])) --begin;
  while (end < bytes.size() && part(bytes[end])) ++end;
  return {bytes.substr(begin, end - begin), begin};
}

Word Reading::line() const {
  const std::string_view text = bytes;
  const std::size_t newline = at == 0 ? text.npos : text.rfind('\n', at - 1);
  const std::size_t begin = newline == text.npos ? 0 : newline + 1;
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {line, static_cast<std::uint32_t>(begin)};
}

std::string_view Reading::comment() const {
  std::string_view line = this->line().text;
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.starts_with('#') || line.starts_with("//") ? line : std::string_view();
}

bool Reading::in_heredoc() const {
  const std::vector<read::Instruction>& all = dockerfile.instructions;
  return std::any_of(all.begin(), all.end(), [&](const read::Instruction& instruction) {
    return std::any_of(instruction.heredocs.begin(), instruction.heredocs.end(),
                       [&](const read::Heredoc& heredoc) { return inside(heredoc.body); });
  });
}

const document::Stage* Reading::from() const {
  for (const document::Stage& stage : document.stages) {
    if (stage.from != nullptr && inside(stage.from->span)) return &stage;
  }
  return nullptr;
}

const document::VariableUse* Reading::use() const {
  const auto find = [&](const std::vector<document::VariableUse>& uses) {
    const auto found =
        std::find_if(uses.begin(), uses.end(),
                     [&](const document::VariableUse& use) { return inside(use.span); });
    return found == uses.end() ? nullptr : &*found;
  };
  for (const document::Stage& stage : document.stages) {
    if (const document::VariableUse* const use = find(stage.from_uses)) return use;
    for (const document::Step& step : stage.steps) {
      if (const document::VariableUse* const use = find(step.uses)) return use;
    }
  }
  return nullptr;
}

std::string unset(const document::Document& document,
                  const std::vector<document::VariableUse>& uses) {
  for (const document::VariableUse& use : uses) {
    if (use.op.empty() && (!use.variable || !document.at(use.variable).set)) return use.name;
  }
  return "";
}

std::unique_ptr<Reading> read_at(Session& session, const std::string& path, Point point) {
  const OpenDocument* const open = session.workspace.documents().find(path);
  if (open == nullptr || session.tables_broken) return nullptr;
  auto reading = std::make_unique<Reading>();
  reading->path = path;
  reading->bytes = open->text;
  reading->plain = !session.client.markdown;
  reading->at = Lines(reading->bytes, session.client.encoding).offset(point);
  if (file_name(path) == read::config_name) return reading;
  reading->builds = session.workspace.about(path);
  for (const Analysed* const build : reading->builds)
    reading->is_dockerfile |= build->path == path && !build->report.shared;
  if (!reading->is_dockerfile) return reading;
  reading->dockerfile = read::parse_dockerfile(0, reading->bytes);
  document::BuildOptions options;
  for (const Analysed* const build : reading->builds) {
    if (build->path == path) options = build->settings.builds.front().options;
  }
  reading->document = document::evaluate(reading->dockerfile, options, base_environment);
  return reading;
}

std::unique_ptr<Reading> read_at(Session& session, const Json& params) {
  const std::optional<Point> point = read_point(member(params, "position"));
  const std::string path = session.path_in(params);
  if (!point || path.empty()) return nullptr;
  return read_at(session, path, *point);
}

}  // namespace cudafit::lsp
