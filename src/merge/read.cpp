#include "merge/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "merge/report.h"
#include "print/json_text.h"
#include "source/sha256.h"

namespace cudafit::merge {

namespace {

/// One run of SARIF, or a whole JSON report.
struct Run {
  Pieces pieces;
  std::string repository;  ///< that it is said to be about; empty: not said
  Source source;
  std::optional<std::string> category = {};
  std::map<std::string, std::string> rules = {};
  bool left_out = false;
};

/// A whole report, before anything of it is taken in.
struct Report {
  Kind kind = Kind::json;
  std::vector<Run> runs;
};

constexpr std::string_view made_by =
    "cudafit check --format json and --format sarif make reports to merge";

std::string newer(std::string_view what, std::string_view reads) {
  return fmt::format(
      "it has {}, and this cudafit reads {}: merge with a cudafit as new as the one that made it",
      what, reads);
}

/// Elements of lists are handed over, so what is left in one is no object.
void check_lists(const Json& object, Pieces& pieces) {
  for (const char* const list : {"findings", "stages", "errors", "reports", "results"}) {
    if (!member(object, list).empty() && pieces.wrong.empty()) pieces.wrong = list;
  }
}

/// Of a run, but for what was handed over while it was read.
void settle_run(const Json& object, Run& run) {
  const Json& driver = member(member(object, "tool"), "driver");
  const Json& properties = member(object, "properties");
  run.source = {text(driver, "version"), text(member(driver, "properties"), "data"),
                texts(member(properties, "hosts"))};
  run.repository = text(properties, "repository");
  run.pieces.merged = member(properties, "reports").is_array();
  const Json& origins = member(object, "versionControlProvenance");
  if (run.repository.empty() && !run.pieces.merged && origins.is_array() && !origins.empty())
    run.repository = text(origins.front(), "repositoryUri");
  run.category = text(member(object, "automationDetails"), "id");
  check_lists(object, run.pieces);
  const Json& rules = member(driver, "rules");
  if (!rules.is_array()) return;
  for (const Json& rule : rules) {
    if (const std::string id = text(rule, "id"); !id.empty())
      run.rules.emplace(id, print::json_line(rule));
  }
}

/// Why the rest of the document is none of our JSON reports; empty where it is one.
NotTaken wrong_json(const Json& rest) {
  const Json& schema = member(rest, "schema");
  const bool ours = text(member(rest, "tool"), "name") == "cudafit" && schema.is_number_integer();
  if (ours && schema != 1) return {newer("format " + schema.dump(), "format 1"), false};
  if (member(rest, "schema") == 1 && rest.contains("statistics") && !rest.contains("findings"))
    return {"it holds counts alone, which cannot be merged: make it without --statistics", false};
  if (!ours || !member(rest, "findings").is_array() || !member(rest, "errors").is_array())
    return {fmt::format("it is no report of cudafit: {}", made_by), true};
  return {};
}

NotTaken wrong_sarif(const Json& rest, bool any_run) {
  if (const std::string version = text(rest, "version"); version != "2.1.0") {
    return {newer("version " + (version.empty() ? "none" : version) + " of SARIF", "2.1.0"), false};
  }
  if (!any_run) return {fmt::format("no run in it is one of cudafit: {}", made_by), true};
  return {};
}

/// Reads all of it; the words are empty where it is a report of ours.
NotTaken read(std::string_view bytes, bool texts, Report& report) {
  Run run;
  bool strangers = false;
  const std::vector<Place> places = {{"findings"},
                                     {"stages"},
                                     {"errors"},
                                     {"reports"},
                                     {"statistics", "by_rule"},
                                     {"statistics", "by_repository"},
                                     {"statistics", "by_host"},
                                     {"runs", "results"},
                                     {"runs", "invocations", "toolExecutionNotifications"},
                                     {"runs", "properties", "reports"},
                                     {"runs"}};
  const auto take = [&](const Place& place, Json& object) {
    if (place.front() != "runs") {
      if (place.size() == 1) read_json_piece(place.front(), object, texts, run.pieces);
    } else if (place.back() == "results") {
      read_sarif_result(object, texts, run.pieces);
    } else if (place.back() == "toolExecutionNotifications") {
      read_sarif_notification(object, run.pieces, run.left_out);
    } else if (place.back() == "reports") {
      read_source(object, run.pieces);
    } else {
      settle_run(object, run);
      const bool ours = text(member(member(object, "tool"), "driver"), "name") == "cudafit";
      if (ours) report.runs.push_back(std::move(run));
      strangers = strangers || !ours;
      run = {};
    }
  };
  const Sifted sifted = sift(bytes, places, take);
  if (!sifted.error.empty()) return {sifted.error, false};
  const Json& rest = sifted.rest;
  const bool sarif = member(rest, "runs").is_array();
  report.kind = sarif ? Kind::sarif : Kind::json;
  NotTaken wrong = sarif ? wrong_sarif(rest, !report.runs.empty()) : wrong_json(rest);
  if (!wrong.why.empty()) return wrong;
  if (!sarif) {
    run.repository = text(rest, "repository");
    const Json& tool = member(rest, "tool");
    run.source = {text(tool, "version"), text(tool, "data"), merge::texts(member(rest, "hosts"))};
    run.pieces.merged = rest.contains("reports");
    check_lists(rest, run.pieces);
    report.runs.push_back(std::move(run));
  }
  for (const Run& each : report.runs) {
    if (!each.pieces.wrong.empty())
      return {each.pieces.wrong + " is not as cudafit writes it: make the report anew", false};
  }
  return {};
}

/// Gives each thing the repository that it is about. Says which one is about another than was said.
struct Namer {
  const Origin& origin;
  bool unnamed = false;
  std::string other = {};

  void name(std::string& repository, const std::string& of_run) {
    if (repository.empty()) repository = of_run;
    if (repository.empty()) {
      unnamed = unnamed || origin.name.empty();
      repository = origin.name.empty() ? origin.fallback : origin.name;
    } else if (!origin.name.empty() && repository != origin.name) {
      other = repository;
    }
  }
};

void name_all(Run& run, Namer& namer) {
  for (auto& [key, finding] : run.pieces.findings) namer.name(key.repository, run.repository);
  for (auto& [repository, stage] : run.pieces.stages) namer.name(repository, run.repository);
  for (auto& [repository, source] : run.pieces.sources) namer.name(repository, run.repository);
  for (Unread& each : run.pieces.unread) {
    // What could not be read when reports were merged is about nobody knows what.
    if (!run.pieces.merged || !each.repository.empty()) namer.name(each.repository, run.repository);
  }
}

/// The longest beginning of both that is a category: it ends with a slash.
std::string common_category(const std::string& a, const std::string& b) {
  if (a == b) return a;
  const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const std::string both(a.begin(), end);
  return both.substr(0, both.rfind('/') + 1);
}

void take_in(Run& run, Merged& into) {
  for (auto& [key, finding] : run.pieces.findings) put(into, std::move(key), std::move(finding));
  for (auto& each : run.pieces.stages) {
    if (into.texts) into.stages.insert(std::move(each));
  }
  for (Unread& each : run.pieces.unread) into.unread.insert(std::move(each));
  for (std::size_t i = 0; i < run.pieces.sources.size(); ++i) {
    auto& [repository, source] = run.pieces.sources[i];
    into.sources.emplace(std::pair(repository, run.pieces.digests[i]), std::move(source));
  }
  for (const auto& [id, words] : run.rules) {
    const auto [at, fresh] = into.rules.try_emplace(id, words);
    if (!fresh) at->second = std::min(at->second, words);
  }
  // A merged one of nothing says nothing.
  const bool empty = run.pieces.merged && run.pieces.sources.empty();
  if (run.category && !empty)
    into.category = into.category ? common_category(*into.category, *run.category) : run.category;
  into.left_out = into.left_out || run.left_out;
}

}  // namespace

std::variant<Taken, NotTaken> read_report(std::string_view bytes, const Origin& origin,
                                          Merged& into) {
  Report report;
  if (NotTaken wrong = read(bytes, into.texts, report); !wrong.why.empty()) return wrong;
  Namer namer{origin};
  for (std::size_t i = 0; i < report.runs.size(); ++i) {
    Run& run = report.runs[i];
    if (!run.pieces.merged) {
      run.pieces.sources.emplace_back("", run.source);
      run.pieces.digests.push_back(sha256_hex(bytes).substr(0, 32) +
                                   (i == 0 ? "" : "-" + std::to_string(i)));
    }
    name_all(run, namer);
  }
  if (!namer.other.empty()) {
    return NotTaken{fmt::format("it is about {}, and not about {}", namer.other, origin.name),
                    false};
  }
  for (Run& run : report.runs) take_in(run, into);
  return Taken{report.kind, namer.unnamed};
}

}  // namespace cudafit::merge
