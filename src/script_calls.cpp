#include "script_calls.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

namespace cudafit {

namespace {

using document::ScriptFile;
using document::Step;

/// A script, and the step that runs it.
struct Found {
  const document::Stage* stage = nullptr;
  const Step* step = nullptr;
  const ScriptFile* script = nullptr;
};

/// All of them in their order: most steps run none, and there are many questions.
std::vector<Found> scripts_of(const document::Document& document) {
  std::vector<Found> out;
  for (const document::Stage& stage : document.stages) {
    for (const Step& step : stage.steps) {
      for (const ScriptFile& script : step.scripts) out.push_back({&stage, &step, &script});
    }
  }
  return out;
}

/// The one that holds the place; where several stages run it, the one of `stage`.
Found script_at(const std::vector<Found>& scripts, Span place, std::string_view stage) {
  Found out;
  for (const Found& each : scripts) {
    if (!each.script->span.contains(place)) continue;
    if (each.stage->label() == stage) return each;
    if (out.script == nullptr) out = each;
  }
  return out;
}

const ScriptFile* caller(const Found& found) {
  const int at = found.script->caller;
  return at < 0 ? nullptr : &found.step->scripts[static_cast<std::size_t>(at)];
}

}  // namespace

Span place_in_dockerfile(const document::Document& document, Span place, std::string_view stage) {
  if (place.file == document.file) return place;
  Found found = script_at(scripts_of(document), place, stage);
  if (found.script == nullptr) return place;
  while (const ScriptFile* outer = caller(found)) found.script = outer;
  return found.script->call;
}

void note_script_calls(const document::Document& document, std::vector<Diagnostic>& findings) {
  std::set<std::tuple<std::string_view, FileId, std::uint32_t, std::uint32_t, std::string>> seen;
  const std::vector<Found> scripts = scripts_of(document);
  std::erase_if(findings, [&](Diagnostic& finding) {
    Found found = script_at(scripts, finding.span, finding.stage);
    if (found.script == nullptr) return false;
    const Span span = finding.span;
    if (!seen.emplace(finding.rule, span.file, span.begin, span.end, finding.message).second)
      return true;
    std::vector<Note> calls;
    for (; found.script != nullptr; found.script = caller(found)) {
      calls.push_back(
          {found.script->name + (found.script->sourced ? " is read in here" : " is run here"),
           found.script->call,
           {}});
    }
    finding.notes.insert(finding.notes.begin(), calls.begin(), calls.end());
    return false;
  });
}

}  // namespace cudafit
