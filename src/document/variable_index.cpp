#include "document/variable_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cudafit::document {

void VariableIndex::add(std::string_view name, VariableRef variable, Gives gives, Family family) {
  auto at = names_.find(name);
  if (at == names_.end()) at = names_.try_emplace(std::string(name)).first;
  Name& entry = at->second;
  const bool again =
      !entry.mentions.empty() && entry.mentions.back().variable.stage == variable.stage;
  const int before = again ? entry.mentions.back().set : -1;
  entry.mentions.push_back({variable, gives == Gives::nothing ? before : variable.index});

  if (family.end - family.begin < 2) return;  // nobody builds on it
  if (!again) {
    // What held here still holds behind the family.
    const auto behind = entry.latest.upper_bound(family.begin);
    const Latest outer = behind == entry.latest.begin() ? Latest{} : std::prev(behind)->second;
    entry.latest.try_emplace(family.end, outer);
    entry.latest.insert_or_assign(family.begin, outer);
  }
  Latest& latest = entry.latest[family.begin];
  (gives == Gives::environment ? latest.environment
   : gives == Gives::argument  ? latest.argument
                               : latest.declared) = variable;
}

const VariableIndex::Name* VariableIndex::find(std::string_view name) const {
  const auto at = names_.find(name);
  return at == names_.end() ? nullptr : &at->second;
}

std::vector<VariableIndex::Mention>::const_iterator VariableIndex::from(const Name& name, int stage,
                                                                        std::size_t index) {
  return std::lower_bound(name.mentions.begin(), name.mentions.end(), std::pair(stage, index),
                          [](const Mention& mention, const std::pair<int, std::size_t>& place) {
                            return std::pair(mention.variable.stage,
                                             static_cast<std::size_t>(mention.variable.index)) <
                                   place;
                          });
}

VariableIndex::Own VariableIndex::own(std::string_view name, int stage, std::size_t count) const {
  const Name* const entry = find(name);
  if (entry == nullptr) return {};
  const auto behind = from(*entry, stage, count);
  if (behind == entry->mentions.begin() || std::prev(behind)->variable.stage != stage) return {};
  const Mention& last = *std::prev(behind);
  if (last.set < 0) return {last.variable, false};
  return {{stage, last.set}, true};
}

VariableRef VariableIndex::first(std::string_view name, int stage) const {
  const Name* const entry = find(name);
  if (entry == nullptr) return {};
  const auto at = from(*entry, stage, 0);
  return at == entry->mentions.end() || at->variable.stage != stage ? VariableRef{} : at->variable;
}

VariableIndex::Latest VariableIndex::latest(std::string_view name, Family family) const {
  const Name* const entry = find(name);
  if (entry == nullptr) return {};
  const auto behind = entry->latest.upper_bound(family.begin);
  return behind == entry->latest.begin() ? Latest{} : std::prev(behind)->second;
}

VariableRef VariableIndex::in_force(std::string_view name, int stage, std::size_t count,
                                    const Family* below) const {
  const Own own = this->own(name, stage, count);
  if (own.set || below == nullptr) return own.variable;
  // A stage starts with its parent's image configuration, which has ENV but no ARG: an ENV of any
  // stage below wins over an inherited ARG, whatever their order there.
  const Latest latest = this->latest(name, *below);
  if (latest.environment) return latest.environment;
  if (latest.argument) return latest.argument;
  return own.variable ? own.variable : latest.declared;
}

}  // namespace cudafit::document
