#pragma once
// Reports of many runs as one. What is merged is a set: of findings, of stages, of what could not
// be read, and of the reports themselves. So it does not matter in which order reports are merged,
// whether merged ones are merged again, or whether one comes twice.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "source/diagnostic.h"

namespace cudafit::merge {

enum class Kind : std::uint8_t { json, sarif };

/// Two findings with the same key are one.
struct Key {
  std::string repository;
  std::string rule;
  std::string host;         ///< all that it fails on, escaped: "a, b"; empty: none is named
  std::string fingerprint;  ///< of its place, as the report has it
  std::uint64_t words = 0;  ///< hash of its sentence: hosts without a name differ in nothing else

  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(a.repository, a.rule, a.host, a.fingerprint, a.words) <
           std::tie(b.repository, b.rule, b.host, b.fingerprint, b.words);
  }
};

struct Finding {
  Severity severity = Severity::hint;
  std::string path;
  std::uint64_t line = 0, column = 0;
  /// As the report has it, in one line of JSON, without the repository; of SARIF also without its
  /// `properties`, which are the second. Both are empty where only counts are wanted.
  std::string text, properties;

  /// Of several versions of one finding the first one stays, whatever comes when: the gravest.
  friend bool operator<(const Finding& a, const Finding& b) {
    return std::tie(b.severity, a.path, a.line, a.column, a.text, a.properties) <
           std::tie(a.severity, b.path, b.line, b.column, b.text, b.properties);
  }
};

/// One report that is in it.
struct Source {
  std::string version, data;  ///< of the tool
  std::vector<std::string> hosts;

  friend bool operator<(const Source& a, const Source& b) {
    return std::tie(a.version, a.data, a.hosts) < std::tie(b.version, b.data, b.hosts);
  }
};

/// A file that a report could not lint, or a report that could not be read: then no repository.
struct Unread {
  std::string repository, path, message;

  friend bool operator<(const Unread& a, const Unread& b) {
    return std::tie(a.repository, a.path, a.message) < std::tie(b.repository, b.path, b.message);
  }
};

struct Merged {
  bool texts = true;  ///< findings and stages are wanted themselves, not only their counts

  std::map<Key, Finding> findings;
  std::map<std::pair<std::string, std::string>, Source> sources;  ///< by repository and digest
  std::set<std::pair<std::string, std::string>> stages;  ///< repository and JSON; SARIF has none
  std::set<Unread> unread;
  std::map<std::string, std::string> rules;  ///< SARIF: what reports say of them
  /// SARIF: what the categories of all runs begin with; nothing: there is no run yet.
  std::optional<std::string> category;
  bool left_out = false;  ///< findings of little weight: GitHub takes only so many
};

/// GitHub refuses a run with more results.
inline constexpr std::size_t max_results = 25'000;

/// Takes the finding in, or keeps the version that it has.
void put(Merged& merged, Key key, Finding finding);

/// Findings in the order in which they are printed: by repository and place.
using Entry = std::map<Key, Finding>::value_type;
std::vector<Entry*> in_order(Merged& merged);

}  // namespace cudafit::merge
