#include "graph/presence.h"

#include <algorithm>

namespace cudafit::graph {

namespace {

/// The last change before `at`; null when there is none.
const Presence* last_before(const std::vector<Change>& changes, facts::Position at) {
  const auto behind = std::lower_bound(
      changes.begin(), changes.end(), at,
      [](const Change& change, facts::Position where) { return change.at < where; });
  return behind == changes.begin() ? nullptr : &std::prev(behind)->now;
}

const Presence nothing_known{};

int parent_of(const facts::Facts& facts, int stage) {
  return facts.stages[static_cast<std::size_t>(stage)].parent;
}

}  // namespace

void Timeline::start(int stage, Thing thing, Presence presence) {
  stages_[static_cast<std::size_t>(stage)].initial[static_cast<std::size_t>(thing)] =
      std::move(presence);
}

void Timeline::start(int stage, std::string_view program, Presence presence) {
  stages_[static_cast<std::size_t>(stage)].initial_programs.insert_or_assign(std::string(program),
                                                                             std::move(presence));
}

void Timeline::add(int stage, Thing thing, Change change) {
  stages_[static_cast<std::size_t>(stage)].things[static_cast<std::size_t>(thing)].push_back(
      std::move(change));
}

void Timeline::add(int stage, std::string_view program, Change change) {
  stages_[static_cast<std::size_t>(stage)].programs[std::string(program)].push_back(
      std::move(change));
}

const Presence& Timeline::of(Thing thing, facts::Position at, const facts::Facts& facts) const {
  const std::size_t index = static_cast<std::size_t>(thing);
  for (int stage = at.stage; stage >= 0; stage = parent_of(facts, stage)) {
    const Stage& here = stages_[static_cast<std::size_t>(stage)];
    if (const Presence* found = last_before(here.things[index], at)) return *found;
    if (parent_of(facts, stage) < 0) return here.initial[index];
    at = facts::end_of(parent_of(facts, stage));
  }
  return nothing_known;
}

const Presence* Timeline::exact(std::string_view program, facts::Position at,
                                const facts::Facts& facts) const {
  for (int stage = at.stage; stage >= 0; stage = parent_of(facts, stage)) {
    const Stage& here = stages_[static_cast<std::size_t>(stage)];
    if (const auto known = here.programs.find(program); known != here.programs.end()) {
      if (const Presence* found = last_before(known->second, at)) return found;
    }
    if (parent_of(facts, stage) < 0) {
      const auto brought = here.initial_programs.find(program);
      return brought == here.initial_programs.end() ? nullptr : &brought->second;
    }
    at = facts::end_of(parent_of(facts, stage));
  }
  return nullptr;
}

const Presence& Timeline::of(std::string_view program, facts::Position at,
                             const facts::Facts& facts) const {
  const Presence* const named = exact(program, at, facts);
  if (named != nullptr && named->present == Known::yes) return *named;
  const Presence* const others = exact(any_program, at, facts);
  if (named == nullptr) return others == nullptr ? nothing_known : *others;
  // What makes all programs uncertain makes this one so too.
  if (others != nullptr && others->present == Known::unknown) return *others;
  return *named;
}

}  // namespace cudafit::graph
