#pragma once
// The rules. Each is one .cpp that defines one `Rule`; rules.cpp lists them in the order of the
// docs.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"
#include "terms/word_list.h"

namespace cudafit::rules {

/// The rules that the first release has.
inline constexpr std::string_view first_set = "2026.11";

/// How editors show what a finding points at, besides underlining it.
enum class Look : std::uint8_t {
  plain,
  unnecessary,  ///< it has no effect: faded
  outdated,     ///< it was given up by those who made it: struck through
};

struct Rule {
  RuleInfo info;
  /// The year and month of the set that the rule came with; `rule-set` keeps newer ones out. A rule
  /// that comes after a release says its own.
  std::string_view since = first_set;
  /// It is new and may still change: only for those who ask for it.
  bool preview = false;
  /// It is about Compose files, and its fixes write them.
  bool of_services = false;
  /// Rules that say more about the same cause: a finding of this rule is left out where one of
  /// theirs meets it in the same place.
  WordList behind = {};
  /// It judges what the file says by the declared hosts, which is another cause than what is wrong
  /// with it anywhere: it hides no hints but those of its like.
  bool about_hosts = false;
  /// It hints at what an image carries for nothing: nobody is advised to start from such a one.
  bool about_size = false;
  /// It says that an image gets no updates any more: another one that gets some is better.
  bool about_support = false;
  Look look = Look::plain;
  /// Appends findings. Empty for the findings that come from elsewhere (parse-error from read,
  /// unused-ignore from analyze).
  void (*check)(const graph::Graph&, std::vector<Diagnostic>&) = nullptr;
};

/// All rules, in the order of the docs.
std::span<const Rule* const> all();
const Rule* find(std::string_view id);

/// The sets that rules came with, oldest first.
std::vector<std::string_view> sets();

}  // namespace cudafit::rules
