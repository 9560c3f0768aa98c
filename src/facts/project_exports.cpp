#include "facts/project_exports.h"

#include <algorithm>

#include "facts/words.h"

namespace cudafit::facts {

namespace {

bool names(const Command& command, std::string_view file) {
  const auto names_it = [&](const Text& word) { return contains(word.value, file); };
  return std::any_of(command.words.begin(), command.words.end(), names_it) ||
         std::any_of(command.redirects.begin(), command.redirects.end(), names_it);
}

/// A command of the RUN behind the export, and before the one that reads the file, that may change
/// it.
bool changed(const Step& step, const Exported& each, std::size_t until) {
  for (std::size_t i = each.at.command + 1; i < std::min(until, step.commands.size()); ++i) {
    const Command& command = step.commands[i];
    if (!listed("pip pip3 uv cat", command.name()) && names(command, each.file)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> export_target(const Command& command, const ProjectCall& call) {
  if (call.output)
    return call.output->complete ? std::optional(std::string(file_name(call.output->value)))
                                 : std::nullopt;
  for (std::size_t i = 0; i < command.syntax.redirects.size(); ++i) {
    const std::string& op = command.syntax.redirects[i].op;
    const int descriptor = command.syntax.redirects[i].descriptor;
    if ((op != ">" && op != ">|") || descriptor > 1) continue;
    const Text& target = command.redirects[i];
    return target.complete ? std::optional(std::string(file_name(target.value))) : std::nullopt;
  }
  return command.syntax.piped_into_next ? std::optional(std::string()) : std::nullopt;
}

const Exported* Exports::read(const PipScene& scene, std::string_view path, Span changed_by) const {
  const bool piped = path == "-" || path == "/dev/stdin";
  const std::string_view file = piped ? std::string_view() : file_name(path);
  for (auto each = all_.rbegin(); each != all_.rend(); ++each) {
    if (each->file != file) continue;
    if (piped) {
      const Position before{scene.at.stage, scene.at.step, scene.at.command - 1};
      if (scene.at.command > 0 && each->at == before) return &*each;
      continue;
    }
    if (!changed_by || each->step != changed_by) continue;
    const Stage& stage = scene.document.stages[static_cast<std::size_t>(each->at.stage)];
    const Step& step = stage.steps[each->at.step];
    const bool same = &step == &scene.step;
    if (same && !(each->at < scene.at)) continue;
    if (changed(step, *each, same ? scene.at.command : step.commands.size())) return nullptr;
    return &*each;
  }
  return nullptr;
}

}  // namespace cudafit::facts
