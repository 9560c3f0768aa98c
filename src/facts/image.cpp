// Image references: [host[:port]/]path[:tag][@digest].

#include <iterator>
#include <map>
#include <set>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

Fact image_fact(const Text& reference, int stage) {
  Fact fact;
  fact.what = Component::image;
  fact.role = Role::wants;
  fact.text = reference;
  fact.known = reference.complete;
  fact.stage = stage;
  const std::string& value = reference.value;
  const std::size_t at = value.find('@');
  fact.digest = at != std::string::npos;
  const std::size_t end = std::min(at, value.size());
  const std::size_t slash = value.rfind('/', end);
  const std::size_t colon = value.find(':', slash == std::string::npos ? 0 : slash);
  if (colon != std::string::npos && colon < end) {
    fact.key = value.substr(0, colon);
    fact.value = value.substr(colon + 1, end - colon - 1);
    fact.value_at = colon + 1;
  } else {
    fact.key = value.substr(0, end);
    fact.value_at = end;
  }
  return fact;
}

/// The repository when it is written literally although the tag is not known: `nvidia/cuda:${TAG}`.
std::string literal_repository(const Text& raw) {
  const std::size_t dollar = raw.value.find('$');
  const std::size_t colon = raw.value.rfind(':', dollar);
  if (dollar == std::string::npos || colon == std::string::npos) return {};
  return raw.value.substr(0, colon);
}

/// Who uses each global variable: FROMs, stages that declare it, other globals.
std::vector<Global> globals_of(const Document& document) {
  std::vector<Global> out(document.globals.size());
  std::set<std::string_view> declared;
  for (const Stage& stage : document.stages) {
    for (const document::VariableUse& use : stage.from_uses) {
      if (use.variable)
        out[static_cast<std::size_t>(use.variable.index)].stages.push_back(stage.index);
    }
    for (const document::Variable& inner : stage.variables) {
      if (inner.from_global) declared.insert(inner.name);
    }
  }
  std::map<std::uint32_t, std::size_t> written;  // where values begin
  for (std::size_t i = 0; i < out.size(); ++i) {
    const document::Variable& global = document.globals[i];
    out[i].elsewhere = declared.contains(global.name);
    if (global.value_span) written.emplace(global.value_span.begin, i);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const Piece& piece : document.globals[i].value.pieces) {
      const auto behind = written.upper_bound(piece.from.begin);
      if (behind == written.begin()) continue;
      const std::size_t owner = std::prev(behind)->second;
      if (owner != i && document.globals[owner].value_span.contains(piece.from))
        out[owner].elsewhere = true;
    }
  }
  return out;
}

}  // namespace

void images(const Document& document, Facts& out) {
  out.globals = globals_of(document);
  for (const Stage& stage : document.stages) {
    if (!stage.built || stage.parent >= 0 || stage.from->arguments.empty()) continue;
    const Text& raw = stage.from->arguments[0];
    Fact fact = image_fact(stage.base, static_cast<int>(stage.index));
    fact.base = true;
    fact.span = raw.around();
    if (!fact.known) fact.key = literal_repository(raw);
    for (const document::VariableUse& use : stage.from_uses) {
      if (use.variable) {
        const document::Variable& variable = document.at(use.variable);
        fact.how.push_back(reached(variable));
        fact.globals.push_back(static_cast<std::size_t>(use.variable.index));
        if (!variable.set) fact.unset.push_back(use.name);
        // An empty default is a place to fill in, not a version.
        const bool substitutes = use.op == ":-" || use.op == "-" || use.op == "+" || use.op == ":+";
        const bool empty = variable.value.empty() && variable.value.complete;
        if (variable.set && empty && !substitutes) fact.placeholder = true;
      } else if (use.op.empty()) {
        fact.how.push_back({"no ARG before the first FROM declares " + use.name, use.span});
        fact.unset.push_back(use.name);
        fact.known = false;
        fact.key = literal_repository(raw);
      }
    }
    out.facts.push_back(std::move(fact));
  }
  for (const document::ExternalImage& image : document.external_images) {
    const bool built =
        image.stage < 0 || document.stages[static_cast<std::size_t>(image.stage)].built;
    if (!built) continue;
    Fact fact = image_fact(image.reference, image.stage);
    fact.span = image.span;
    out.facts.push_back(std::move(fact));
  }
}

}  // namespace cudafit::facts
