// Looking variables up, in stages and before the first FROM.

#include <limits>

#include "document/scope.h"
#include "read/go_text.h"

namespace cudafit::document {

VariableRef Document::lookup(std::size_t stage, std::string_view name, std::size_t count) const {
  const int parent = stages[stage].parent;
  const Family* below = parent < 0 ? nullptr : &stages[static_cast<std::size_t>(parent)].family;
  return by_name->in_force(name, static_cast<int>(stage), count, below);
}

const Variable& Document::at(VariableRef ref) const {
  const std::size_t index = static_cast<std::size_t>(ref.index);
  return ref.stage < 0 ? globals[index]
                       : stages[static_cast<std::size_t>(ref.stage)].variables[index];
}

VariableRef Document::argument_below(const Stage& stage, std::string_view name) const {
  if (stage.parent < 0) return {};
  return by_name->latest(name, stages[static_cast<std::size_t>(stage.parent)].family).argument;
}

VariableRef Document::base_variable(const Stage& stage, std::string_view name) const {
  const VariableRef first = by_name->first(name, static_cast<int>(stage.root));
  return first && at(first).origin == Origin::base ? first : VariableRef{};
}

VariableRef Document::lookup_global(std::string_view name) const {
  return by_name->own(name, -1, std::numeric_limits<std::size_t>::max()).variable;
}

bool Document::base_known(std::size_t stage) const { return stages[stages[stage].root].base_known; }

std::optional<std::size_t> Document::find_stage(std::string_view reference) const {
  const std::string wanted = read::to_lower(reference);
  if (const auto named = stage_numbers.find(wanted); named != stage_numbers.end())
    return named->second;
  const bool number = !wanted.empty() && wanted.size() < 6 &&
                      wanted.find_first_not_of("0123456789") == std::string::npos;
  if (number && std::stoul(wanted) < stages.size()) return std::stoul(wanted);
  return std::nullopt;
}

std::string Stage::label() const { return name.empty() ? std::to_string(index) : name.value; }

void arrange_families(std::vector<Stage>& stages) {
  std::vector<std::uint32_t> size(stages.size(), 1);
  for (std::size_t i = size.size(); i-- > 0;) {
    const int parent = stages[i].parent;
    if (parent >= 0) size[static_cast<std::size_t>(parent)] += size[i];
  }
  std::vector<std::uint32_t> next(stages.size());  // where a child's family begins
  std::uint32_t next_root = 0;
  for (Stage& each : stages) {
    std::uint32_t& begin =
        each.parent < 0 ? next_root : next[static_cast<std::size_t>(each.parent)];
    each.family = {begin, begin + size[each.index]};
    begin = each.family.end;
    next[each.index] = each.family.begin + 1;
  }
}

Text unknown_text() {
  Text text;
  text.complete = false;
  return text;
}

Text Growth::copy(const Text& value) {
  const std::size_t size = value.size() + value.pieces.size() * sizeof(Piece);
  exceeded = exceeded || size > left;
  if (exceeded) return unknown_text();
  left -= size;
  return value;
}

Text Growth::copy_place(const Text& place) {
  const std::size_t size = place.size() + place.pieces.size() * sizeof(Piece);
  if (size > left_for_places) return unknown_text();
  left_for_places -= size;
  return place;
}

std::optional<Text> value_in_stage(const Scope& scope, std::string_view name) {
  const VariableRef ref = scope.document.lookup(scope.stage, name, scope.count);
  if (ref) {
    const Variable& variable = scope.document.at(ref);
    if (scope.container && variable.origin != Origin::env && variable.origin != Origin::base)
      return unknown_text();
    // Declared without a value: whoever builds may pass one.
    return variable.set ? scope.growth.copy(variable.value) : unknown_text();
  }
  // Whoever starts a container gives its scripts what the image does not.
  if (scope.container || !scope.document.base_known(scope.stage)) return unknown_text();
  return std::nullopt;
}

void note_uses(const Scope& scope, std::vector<read::Use>& met, bool in_shell,
               std::vector<VariableUse>& out) {
  for (read::Use& use : met) {
    VariableUse noted;
    noted.variable = scope.document.lookup(scope.stage, use.name, scope.count);
    noted.name = std::move(use.name);
    noted.span = use.span;
    noted.op = std::move(use.op);
    noted.in_shell = in_shell;
    out.push_back(std::move(noted));
  }
}

}  // namespace cudafit::document
