#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;
using Json = nlohmann::json;

namespace {

using Keys = std::set<std::string>;

Keys keys(const Json& object) {
  Keys out;
  for (const auto& [key, value] : object.items()) out.insert(key);
  return out;
}

std::vector<std::string> fingerprints(const Report& report) {
  std::vector<std::string> out;
  const Json all = Json::parse(json({&report, 1}, plain()));
  for (const Json& one : all["findings"]) out.push_back(one["fingerprint"]);
  return out;
}

}  // namespace

TEST_CASE("exactly these keys") {
  const Json out = Json::parse(json(rich(), plain()));
  CHECK(keys(out) ==
        Keys{"schema", "tool", "repository", "hosts", "findings", "stages", "errors", "summary"});
  CHECK(out["schema"] == 1);
  CHECK(keys(out["tool"]) == Keys{"name", "version", "data"});
  CHECK(keys(out["summary"]) == Keys{"files", "errors", "warnings", "hints", "fixable", "known"});
  REQUIRE(out["findings"].size() == 4);
  for (const Json& f : out["findings"]) {
    CHECK(keys(f) == Keys{"rule", "severity", "message", "path", "start", "end", "stage", "host",
                          "build", "fingerprint", "docs", "notes", "fixes"});
    CHECK(keys(f["start"]) == Keys{"line", "column", "offset"});
    CHECK(keys(f["end"]) == Keys{"line", "column", "offset"});
    for (const Json& n : f["notes"])
      CHECK(keys(n) == Keys{"message", "path", "start", "end", "url"});
    for (const Json& x : f["fixes"]) {
      CHECK(keys(x) == Keys{"title", "safety", "edits"});
      for (const Json& e : x["edits"]) CHECK(keys(e) == Keys{"path", "start", "end", "text"});
    }
  }
  for (const Json& s : out["stages"])
    CHECK(keys(s) == Keys{"path", "index", "name", "image", "product", "line", "needs"});
  for (const Json& e : out["errors"]) CHECK(keys(e) == Keys{"path", "message"});
}

TEST_CASE("the schema allows and requires the keys that are printed") {
  std::ifstream file(std::string(CUDAFIT_SOURCE_DIR) + "/schema/check.schema.json");
  const Json schema = Json::parse(file);
  const Json out = Json::parse(json(rich(), plain()));
  const Json& defs = schema["$defs"];
  const std::pair<Json, Json> pairs[] = {
      {schema, out},
      {schema["properties"]["tool"], out["tool"]},
      {schema["properties"]["summary"], out["summary"]},
      {defs["finding"], out["findings"][2]},
      {defs["position"], out["findings"][2]["start"]},
      {defs["note"], out["findings"][2]["notes"][0]},
      {defs["fix"], out["findings"][2]["fixes"][0]},
      {defs["edit"], out["findings"][2]["fixes"][0]["edits"][0]},
      {defs["stage"], out["stages"][0]},
      {defs["error"], out["errors"][0]},
  };
  for (const auto& [described, printed] : pairs) {
    const Keys required = described["required"].get<Keys>();
    CHECK(keys(described["properties"]) == keys(printed));
    CHECK(required == keys(printed));
    CHECK(described["additionalProperties"] == false);
  }
}

TEST_CASE("places count code points and bytes") {
  Report report = report_of("D", "\xC3\xA9\n\xC3\xA9\xE4\xB8\xAD x\xFF y\n");
  report.findings = {finding(find(report, 0, "y")), finding({})};
  const Json out = Json::parse(json({&report, 1}, plain()))["findings"];
  CHECK(out[0]["start"] == Json{{"line", 2}, {"column", 7}, {"offset", 12}});
  CHECK(out[0]["end"] == Json{{"line", 2}, {"column", 8}, {"offset", 13}});
  CHECK(out[1]["path"] == "D");
  CHECK(out[1]["start"] == Json{{"line", 1}, {"column", 1}, {"offset", 0}});
}

TEST_CASE("columns of long lines, whose middle is known by marks") {
  std::string bytes = "short\n";
  for (int i = 0; i < 5000; ++i) bytes += i % 3 == 0 ? "\xE4\xB8\xAD" : "x";
  const std::string file = bytes + "\nend";
  const LineMap map(file);
  std::uint32_t column = 1;
  for (std::uint32_t at = 6; at < bytes.size(); ++column) {
    REQUIRE(map.position(at) == Position{2, column});
    at += bytes[at] == 'x' ? 1 : 3;
  }
  CHECK(map.position(static_cast<std::uint32_t>(bytes.size())) == Position{2, 5001});
  CHECK(map.position(static_cast<std::uint32_t>(bytes.size()) + 2) == Position{3, 2});
}

TEST_CASE("absent values are null, hints can be left out") {
  PrintOptions options = plain();
  options.data_date.clear();
  options.quiet = true;
  const Json out = Json::parse(json(rich(), options));
  CHECK(out["tool"]["data"].is_null());
  CHECK(out["findings"].size() == 3);
  CHECK(out["summary"]["hints"] == 0);
  const Json& driver = out["findings"][1];
  CHECK(driver["host"] == "prod-a100");
  CHECK(driver["docs"].is_null());
  CHECK(driver["notes"][0]["url"].is_null());
  CHECK(driver["notes"][3]["path"].is_null());
  CHECK(driver["notes"][3]["start"].is_null());
  CHECK(driver["notes"][3]["url"] == "PyTorch release matrix");
  CHECK(out["findings"][2]["host"].is_null());
  options.docs_url = "https://docs.example/rules/";
  CHECK(Json::parse(json(rich(), options))["findings"][1]["docs"] ==
        "https://docs.example/rules/driver-too-old");
}

TEST_CASE("hostile text survives as data, in printable ASCII") {
  const std::string text = json(hostile(), plain());
  for (const char c : text) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
  const std::string message = Json::parse(text)["findings"][0]["message"];
  CHECK(message.starts_with("\x1b[31m\r::error file=x::pwned ##[error]boo ##vso[task.complete]\n"));
  CHECK(message.find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("fingerprints follow their lines and differ from each other") {
  const auto with = [](std::string bytes) {
    Report report = report_of("D", std::move(bytes));
    report.findings = {finding(find(report, 0, "a")), finding(find(report, 0, "b")),
                       finding(find(report, 0, "b", 2))};
    return report;
  };
  const std::vector<std::string> before = fingerprints(with("RUN a\nRUN b\nRUN b\n"));
  CHECK(std::set<std::string>(before.begin(), before.end()).size() == 3);
  CHECK(before.front().size() == 16);
  CHECK(fingerprints(with("# moved\n\n  RUN a\n\nRUN b\r\n\nRUN b\n")) == before);
  CHECK(fingerprints(with("RUN a x\nRUN b\nRUN b\n"))[0] != before[0]);
  Report other = with("RUN a\nRUN b\nRUN b\n");
  other.findings[0].rule = "other-rule";
  CHECK(fingerprints(other)[0] != before[0]);
}
