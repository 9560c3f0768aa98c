// The formats for other programs, where a golden file does not say why.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "print/line_hash.h"
#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;
using Json = nlohmann::json;

namespace {

Json sarif_result(const Report& report, const PrintOptions& options = plain()) {
  return Json::parse(sarif({&report, 1}, options))["runs"][0]["results"][0];
}

}  // namespace

TEST_CASE("lines are known by what GitHub's upload action knows them by") {
  using Hashes = std::vector<std::string>;
  CHECK(line_hashes("") == Hashes{"c129715d7a2bc9a3:1"});
  CHECK(line_hashes(" a\nb\n  \t\tc\n d") == Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                    "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
  const Hashes greetings{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
                         "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
                         "c129715d7a2bc9a3:1"};
  CHECK(line_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n") == greetings);
  CHECK(line_hashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n") == greetings);
  CHECK(line_hashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n") == greetings);
  std::string lorem;
  for (int i = 0; i < 10; ++i) lorem += "Lorem ipsum dolor sit amet.\n";
  CHECK(line_hashes(lorem) ==
        Hashes{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
               "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
               "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1",
               "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"});
  // Not UTF-8, and beyond the first plane: as many hashes as lines.
  CHECK(line_hashes("\xff\n\xF0\x9F\x98\x80\n").size() == 3);
}

TEST_CASE("SARIF: no place has column or line 0, and a finding that is nowhere is in its file") {
  Report report = report_of("D", "FROM x\n");
  report.findings = {finding({})};
  const Json region = sarif_result(report)["locations"][0]["physicalLocation"]["region"];
  for (const char* const key : {"startLine", "startColumn", "endLine", "endColumn"})
    CHECK(region[key] == 1);
}

TEST_CASE("SARIF: addresses are of the repository, encoded; of other files absolute") {
  Report report = report_of("a b:c/%\xff.Dockerfile", "FROM x\n");
  report.findings = {finding({0, 0, 4})};
  const auto uri = [&](const PrintOptions& options) {
    return sarif_result(report,
                        options)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
  };
  CHECK(uri(plain()) == "a%20b%3Ac/%25%FF.Dockerfile");
  PrintOptions options = plain();
  options.in_repository = [](std::string_view path) { return "below/" + std::string(path); };
  CHECK(uri(options) == "below/a%20b%3Ac/%25%FF.Dockerfile");
  options.in_repository = [](std::string_view) { return "/else where/D"; };
  CHECK(uri(options) == "file:///else%20where/D");
}

TEST_CASE("SARIF: text from strangers makes no link") {
  Report report = report_of("D", "FROM x\nRUN y\n");
  Diagnostic d = finding({0, 0, 4});
  d.message = "see [here](http://evil.example)";
  d.notes = {{"a ] (1) \\", {0, 7, 10}, ""}, {"torch[extra]", {}, "[x](y)"}};
  report.findings = {d};
  CHECK(sarif_result(report)["message"]["text"] ==
        "see \\[here\\](http://evil.example).\n- [a \\] (1) \\\\](1)\n- torch[extra] (\\[x\\](y))");
}

TEST_CASE("SARIF: a chain of places ends in the finding; advice without an edit is no fix") {
  const Json results = Json::parse(sarif(rich(), plain()))["runs"][0]["results"];
  const Json& driver = results[2];
  REQUIRE(driver["ruleId"] == "driver-too-old");
  CHECK(driver["relatedLocations"].size() == 3);
  const Json& steps = driver["codeFlows"][0]["threadFlows"][0]["locations"];
  CHECK(steps.size() == 4);
  CHECK(steps[3]["location"]["physicalLocation"] == driver["locations"][0]["physicalLocation"]);
  CHECK(driver["fixes"].size() == 2);
  CHECK(driver["fixes"][1]["artifactChanges"].size() == 2);
  CHECK_FALSE(results[1].contains("codeFlows"));
}

TEST_CASE("SARIF: no more results than GitHub takes, the worst stay") {
  Report report = report_of("D", "FROM x\n");
  Diagnostic d = finding({0, 0, 4});
  d.severity = Severity::hint;
  report.findings.assign(25'000, d);
  d.severity = Severity::error;
  report.findings.push_back(d);
  const Json run = Json::parse(sarif({&report, 1}, plain()))["runs"][0];
  CHECK(run["results"].size() == 25'000);
  CHECK(run["results"][0]["level"] == "error");
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "1 more results are left out: GitHub takes at most 25000 of one run.");
}

TEST_CASE("GitLab: fingerprints are unique, and stay when lines move") {
  Report report = report_of("D", "RUN x\nRUN x\n");
  report.findings = {finding({0, 0, 3}), finding({0, 6, 9})};
  Report moved = report_of("D", "FROM y\n\nRUN x\nRUN x\n");
  moved.findings = {finding({0, 8, 11}), finding({0, 14, 17})};
  const Json before = Json::parse(gitlab({&report, 1}, plain()));
  const Json after = Json::parse(gitlab({&moved, 1}, plain()));
  CHECK(before[0]["fingerprint"] != before[1]["fingerprint"]);
  CHECK(before[0]["fingerprint"] == after[0]["fingerprint"]);
  CHECK(before[1]["fingerprint"] == after[1]["fingerprint"]);
}

TEST_CASE("reviewdog: columns count bytes, several edits are one suggestion, half a fix is none") {
  Report report = report_of("D", "RUN \xC3\xA9\xC3\xA9 a b\n");
  const FileId other = report.sources->add("other", "x\n");
  Diagnostic d = finding({0, 9, 10});
  d.fixes = {{"look", Safety::shown, {}},
             {"both", Safety::suggested, {{{0, 9, 10}, "A"}, {{0, 11, 11}, "B"}}}};
  report.findings = {d};
  d.fixes = {{"two files", Safety::safe, {{{0, 9, 10}, "A"}, {{other, 0, 1}, "B"}}}};
  report.findings.push_back(d);
  const Json all = Json::parse(rdjson({&report, 1}, plain()))["diagnostics"];
  CHECK(all[0]["location"]["range"]["start"] == Json{{"line", 1}, {"column", 10}});
  CHECK(all[0]["suggestions"] == Json::array({{{"range",
                                                {{"start", {{"line", 1}, {"column", 10}}},
                                                 {"end", {{"line", 1}, {"column", 12}}}}},
                                               {"text", "A B"}}}));
  CHECK_FALSE(all[1].contains("suggestions"));
}

TEST_CASE("JUnit: hints fail nothing, a clean file has a test, a file of several reports is one") {
  Report report = report_of("D", "RUN x\n");
  Diagnostic d = finding({0, 0, 3});
  d.severity = Severity::hint;
  report.findings = {d};
  const std::vector<Report> reports = {report, report, report_of("E", "")};
  const std::string out = junit(reports, plain());
  CHECK(out.find("<testsuites name=\"cudafit\" tests=\"3\" failures=\"0\" errors=\"0\">") !=
        std::string::npos);
  CHECK(out.find("<testsuite name=\"D\" tests=\"2\"") != std::string::npos);
  CHECK(out.find("<testcase classname=\"E\" name=\"no problems\"/>") != std::string::npos);
}

TEST_CASE("quiet leaves hints out of every format") {
  Report report = report_of("D", "RUN x\n");
  Diagnostic d = finding({0, 0, 3});
  d.severity = Severity::hint;
  d.message = "only a hint";
  report.findings = {d};
  PrintOptions options = plain();
  for (const bool quiet : {false, true}) {
    options.quiet = quiet;
    const std::span<const Report> reports{&report, 1};
    for (const std::string& out :
         {sarif(reports, options), gitlab(reports, options), checkstyle(reports, options),
          junit(reports, options), rdjson(reports, options), markdown_report(reports, options)})
      CHECK((out.find("only a hint") == std::string::npos) == quiet);
  }
}
