// Merging is a union of sets: order, grouping and repetition make no difference, byte for byte.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "merge/read.h"
#include "merge/write.h"

using namespace cudafit;
using namespace cudafit::merge;
using Json = nlohmann::ordered_json;

namespace {

print::PrintOptions options() {
  print::PrintOptions out;
  out.tool_version = "1.2.3";
  out.data_date = "2026-11-01";
  return out;
}

struct Given {
  std::string bytes;
  Origin origin;
};

std::string written(Kind kind, Merged& merged) {
  return kind == Kind::json ? json(merged, options()) : sarif(merged, options());
}

Merged taken(const std::vector<Given>& reports, bool texts = true) {
  Merged out;
  out.texts = texts;
  for (const Given& each : reports) {
    const auto read = read_report(each.bytes, each.origin, out);
    const auto* const wrong = std::get_if<NotTaken>(&read);
    REQUIRE_MESSAGE(wrong == nullptr, wrong->why);
  }
  return out;
}

Given merged(Kind kind, const std::vector<Given>& reports) {
  Merged all = taken(reports);
  return {written(kind, all), {"", "a merged one"}};
}

std::string why(std::string_view bytes, const Origin& origin = {"", "r"}) {
  Merged out;
  const auto read = read_report(bytes, origin, out);
  const auto* const wrong = std::get_if<NotTaken>(&read);
  CHECK(out.findings.empty());
  CHECK(out.sources.empty());
  return wrong == nullptr ? "" : wrong->why;
}

/// Reports from a world so small that the same things are met again and again.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}

  Given report(Kind kind) {
    const std::string repository = pick({"", "org/a", "org/b", "https://git.example/c"});
    Given out{kind == Kind::json ? json_report(repository) : sarif_report(repository),
              {"", "path/" + pick({"1", "2"})}};
    if (repository.empty() && chance(2)) out.origin.name = pick({"org/a", "other"});
    return out;
  }

  bool chance(unsigned in) { return random_() % in == 0; }
  unsigned below(unsigned end) { return static_cast<unsigned>(random_()) % end; }

 private:
  std::string pick(const std::vector<std::string>& words) {
    return words[below(static_cast<unsigned>(words.size()))];
  }
  Json or_null(const std::string& word) { return word.empty() ? Json() : Json(word); }

  std::string print() { return pick({"00000000000000aa", "00000000000000bb", "00000000000000cc"}); }
  std::string rule() { return pick({"driver-too-old", "gpu-at-build", "of-another-version"}); }
  std::string message() { return pick({"one", "two [x](1) \x1b[31m", "three."}); }
  std::string host() { return pick({"", "", "prod", "edge", "prod, edge", "x\ny"}); }
  Json hosts() {
    return chance(2) ? Json::array({"edge", "prod"}) : chance(2) ? Json::array() : Json{"x\ny"};
  }

  std::string json_report(const std::string& repository) {
    Json out = {{"schema", 1},
                {"tool", {{"name", "cudafit"}, {"version", pick({"1", "2"})}, {"data", nullptr}}},
                {"repository", or_null(repository)},
                {"hosts", hosts()},
                {"findings", Json::array()},
                {"stages", Json::array()},
                {"errors", Json::array()},
                {"summary", {{"files", below(9)}}}};
    for (unsigned i = below(6); i > 0; --i) {
      const Json at = {{"line", 1 + below(3)}, {"column", 1 + below(3)}, {"offset", 0}};
      out["findings"].push_back({{"rule", rule()},
                                 {"severity", pick({"error", "warning", "hint"})},
                                 {"message", message()},
                                 {"path", pick({"Dockerfile", "sub/Dockerfile"})},
                                 {"start", at},
                                 {"end", at},
                                 {"host", or_null(host())},
                                 {"fingerprint", print()},
                                 {"notes", Json::array({{{"message", "##[error]"}}})}});
    }
    for (unsigned i = below(3); i > 0; --i)
      out["stages"].push_back({{"path", "Dockerfile"}, {"index", below(2)}});
    if (chance(4)) out["errors"].push_back({{"path", pick({"x", "y"})}, {"message", "gone"}});
    return out.dump();
  }

  Json notification(const std::string& level) {
    const Json place = {{"physicalLocation", {{"artifactLocation", {{"uri", pick({"x", "y"})}}}}}};
    return {{"level", level}, {"message", {{"text", "gone"}}}, {"locations", Json::array({place})}};
  }

  std::string sarif_report(const std::string& repository) {
    Json run = {
        {"tool",
         {{"driver",
           {{"name", "cudafit"},
            {"version", pick({"1", "2"})},
            {"rules", Json::array({{{"id", "of-another-version"},
                                    {"shortDescription", {{"text", "said once"}}}}})}}}}},
        {"automationDetails", {{"id", pick({"cudafit/", "cudafit/lint/", "cudafit/night/"})}}},
        {"invocations", Json::array({{{"executionSuccessful", true},
                                      {"toolExecutionNotifications", Json::array()}}})},
        {"properties", {{"hosts", hosts()}}},
        {"results", Json::array()}};
    if (repository.find("://") != std::string::npos)
      run["versionControlProvenance"] = Json::array({{{"repositoryUri", repository}}});
    else if (!repository.empty())
      run["properties"]["repository"] = repository;
    Json& notifications = run["invocations"][0]["toolExecutionNotifications"];
    if (chance(4)) notifications.push_back(notification("error"));
    if (chance(9)) notifications.push_back(notification("warning"));
    for (unsigned i = below(6); i > 0; --i) {
      Json result = {
          {"ruleId", rule()},
          {"ruleIndex", 0},
          {"level", pick({"error", "warning", "note"})},
          {"message", {{"text", message() + "\n- why"}}},
          {"locations",
           Json::array({{{"physicalLocation",
                          {{"artifactLocation", {{"uri", "Dockerfile"}}},
                           {"region", {{"startLine", 1 + below(3)}, {"startColumn", 1}}}}}}})},
          {"partialFingerprints", {{"cudafit/v1", print()}}}};
      if (const std::string on = host(); !on.empty()) result["properties"] = {{"host", on}};
      if (chance(3)) result["properties"]["stage"] = "build";
      run["results"].push_back(std::move(result));
    }
    // Members may come in any order.
    if (chance(2)) {
      Json tool = run["tool"];
      run.erase("tool");
      run["tool"] = tool;
    }
    return Json{{"version", "2.1.0"}, {"runs", Json::array({run})}}.dump();
  }

  std::mt19937 random_;
};

Given empty(Kind kind) { return merged(kind, {}); }

}  // namespace

TEST_CASE("grouping, order and repetition make no difference") {
  const char* const more = std::getenv("EDITS");
  const unsigned rounds = more == nullptr ? 40 : static_cast<unsigned>(std::atoi(more));
  for (const Kind kind : {Kind::json, Kind::sarif}) {
    for (unsigned seed = 1; seed <= rounds; ++seed) {
      INFO("seed ", seed, ", kind ", static_cast<int>(kind));
      World world(seed);
      std::vector<Given> reports;
      for (unsigned i = 2 + world.below(5); i > 0; --i) reports.push_back(world.report(kind));
      const std::string whole = merged(kind, reports).bytes;

      const auto middle = reports.begin() + world.below(static_cast<unsigned>(reports.size()));
      const std::vector<Given> left(reports.begin(), middle), right(middle, reports.end());
      std::vector<Given> mixed = left;
      mixed.push_back(merged(kind, right));
      REQUIRE(merged(kind, mixed).bytes == whole);
      REQUIRE(merged(kind, {merged(kind, left), merged(kind, right)}).bytes == whole);

      std::vector<Given> turned(reports.rbegin(), reports.rend());
      turned.push_back(reports[world.below(static_cast<unsigned>(reports.size()))]);
      REQUIRE(merged(kind, turned).bytes == whole);

      REQUIRE(merged(kind, {empty(kind), merged(kind, reports), empty(kind)}).bytes == whole);

      Merged counted = taken(reports, false), kept = taken({merged(kind, reports)});
      REQUIRE(text(statistics(counted), 20) == text(statistics(kept), 20));
    }
  }
}

TEST_CASE("a report that is broken anywhere is refused as a whole, in words") {
  World world(7);
  for (const Kind kind : {Kind::json, Kind::sarif}) {
    const std::string whole = merged(kind, {world.report(kind), world.report(kind)}).bytes;
    const std::size_t end = whole.find_last_not_of('\n');
    for (std::size_t size = 0; size <= end; size += size < 500 ? 1 : 13) {
      const std::string said = why(std::string_view(whole).substr(0, size));
      REQUIRE_MESSAGE(!said.empty(), size);
    }
    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) {
      std::string odd = whole;
      odd[random() % odd.size()] ^= static_cast<char>(1u << (random() % 8));
      Merged out;
      const auto read = read_report(odd, {"", "r"}, out);
      if (std::holds_alternative<NotTaken>(read))
        CHECK(out.sources.empty());
      else
        written(std::get<Taken>(read).kind, out);
    }
  }
  CHECK(why("{\"schema\": 1, \"findings\": [").find("it ends in the middle") == 0);
  CHECK(why("{\"schema\": 1,, }").find("it is broken at byte 14") == 0);
  CHECK(why(" \n") == "it is empty");
  CHECK(why("\xFF\xFE{").find("PowerShell") != std::string::npos);
  CHECK(why(std::string(200'000, '[')) == "it nests too deep for a report");
}

TEST_CASE("what is no report, or one of a newer cudafit") {
  const auto with = [](const std::string& members) {
    return R"({"tool": {"name": "cudafit"}, )" + members + "}";
  };
  CHECK(why(with(R"("schema": 2, "findings": [])")).find("it has format 2") == 0);
  CHECK(why(R"({"schema": 1, "statistics": []})").find("it holds counts alone") == 0);
  CHECK(why(R"({"version": "2.2.0", "runs": []})").find("it has version 2.2.0 of SARIF") == 0);
  CHECK(why(with(R"("schema": 1, "findings": [{}], "errors": [])")).find("findings[0] is not") ==
        0);
  CHECK(why(with(R"("schema": 1, "findings": [1], "errors": [])")).find("findings is not") == 0);
  for (
      const char* const stranger :
      {"[]", "{}", "1", "null", R"({"schema": 1, "findings": []})",
       R"({"version": "2.1.0", "runs": []})",
       R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "other"}}, "results": [{}]}]})"}) {
    Merged out;
    const auto read = read_report(stranger, {"", "r"}, out);
    REQUIRE_MESSAGE(std::holds_alternative<NotTaken>(read), stranger);
    CHECK_MESSAGE(std::get<NotTaken>(read).stranger, stranger);
  }
}

TEST_CASE("a name is for what has none") {
  const std::string bytes =
      R"({"schema": 1, "tool": {"name": "cudafit"}, "repository": "org/a", "findings": [], "errors": []})";
  CHECK(why(bytes, {"org/b", "r"}) == "it is about org/a, and not about org/b");
  CHECK(taken({{bytes, {"org/a", "r"}}}).sources.begin()->first.first == "org/a");
}

TEST_CASE("hosts are counted by their names") {
  const auto finding = [](const char* print, const char* host) {
    return std::string(
               R"({"rule": "r", "severity": "error", "message": "m", "path": "D", "start": )") +
           R"({"line": 1, "column": 1}, "host": ")" + host + R"(", "fingerprint": ")" + print +
           "\"}";
  };
  const std::string bytes =
      R"({"schema": 1, "tool": {"name": "cudafit"}, "hosts": ["a", "b", "c"], "errors": [], "findings": [)" +
      finding("1", "a, b") + "," + finding("2", "b") + "," + finding("3", "d, e") + "," +
      finding("4", "") + "]}";
  const Statistics all = statistics(taken({{bytes, {"one", ""}}, {bytes, {"two", ""}}}, false));
  REQUIRE(all.by_host.size() == 5);
  const auto row = [&](std::size_t i) {
    return std::tuple(all.by_host[i].name, all.by_host[i].counts.errors, all.by_host[i].affected,
                      all.by_host[i].checked);
  };
  CHECK(row(0) == std::tuple("b", 4, 2, 2));
  CHECK(row(1) == std::tuple("", 2, 2, 0));
  CHECK(row(2) == std::tuple("a", 2, 2, 2));
  CHECK(row(3) == std::tuple("d, e", 2, 2, 0));
  CHECK(row(4) == std::tuple("c", 0, 0, 2));
  CHECK(all.by_repository.size() == 2);
  CHECK(all.counts.errors == 8);
}

TEST_CASE("of more results than GitHub takes the gravest stay, however they are grouped") {
  std::mt19937 random(3);
  std::vector<Given> reports;
  for (int i = 0; i < 4; ++i) {
    Json run = {{"tool", {{"driver", {{"name", "cudafit"}}}}}, {"results", Json::array()}};
    for (int k = 0; k < 90; ++k) {
      const Json region = {{"startLine", 1 + random() % 30}, {"startColumn", 1}};
      run["results"].push_back(
          {{"ruleId", "r"},
           {"level", std::vector{"error", "warning", "note"}[random() % 3]},
           {"message", {{"text", "m"}}},
           {"locations", Json::array({{{"physicalLocation", {{"region", region}}}}})},
           {"partialFingerprints", {{"cudafit/v1", std::to_string(random() % 600)}}}});
    }
    const Json log = {{"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    reports.push_back({log.dump(), {"org/a", ""}});
  }
  constexpr std::size_t most = 200;
  const auto joined = [](const std::vector<Given>& given) {
    Merged all = taken(given);
    return Given{sarif(all, options(), most), {"", ""}};
  };
  const std::string whole = joined(reports).bytes;
  const Json run = Json::parse(whole)["runs"][0];
  CHECK(run["results"].size() == most);
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "warning");
  for (int i = 0; i < 4; ++i) {
    const std::vector<Given> first(reports.begin(), reports.begin() + 3);
    CHECK(joined({reports[3], joined(first)}).bytes == whole);
    CHECK(joined({joined(reports), reports[1]}).bytes == whole);
    std::rotate(reports.begin(), reports.begin() + 1, reports.end());
  }
}
