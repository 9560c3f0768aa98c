#pragma once
// One report on its way into the others. Private to reading them.

#include <string>
#include <utility>
#include <vector>

#include "merge/merged.h"
#include "merge/sift.h"

namespace cudafit::merge {

/// What was read of one report; `repository` is empty wherever the report does not say it.
struct Pieces {
  std::vector<std::pair<Key, Finding>> findings;
  std::vector<std::pair<std::string, Source>> sources;  ///< those of a merged one, by repository
  std::vector<std::string> digests;                     ///< beside `sources`
  std::vector<std::pair<std::string, std::string>> stages;
  std::vector<Unread> unread;
  std::string wrong;  ///< the first thing that is not as in our reports: `findings[3]`
  bool merged = false;
};

/// Hash of a finding's sentence, which the formats write alike but for the full stop.
std::uint64_t words_of(std::string_view sentence);
/// False: there is no such severity. SARIF's levels count, too.
bool severity_from(std::string_view word, Severity& into);
/// A number of 1 or more; 0: none.
std::uint64_t position(const Json& value, std::string_view name);

/// One element of the lists of a JSON report: `findings`, `stages`, `errors`, `reports`.
void read_json_piece(const std::string& list, Json& object, bool texts, Pieces& pieces);
/// One result of a run of SARIF, one notification, one of the merged reports.
void read_sarif_result(Json& object, bool texts, Pieces& pieces);
void read_sarif_notification(const Json& object, Pieces& pieces, bool& left_out);
void read_source(const Json& object, Pieces& pieces);

}  // namespace cudafit::merge
