#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

namespace {

std::vector<std::string> lines_starting(const std::string& text, std::string_view start) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(start)) out.push_back(line);
  }
  return out;
}

/// `errors` errors, then as many warnings and hints, on a line each.
Report many(std::string path, int errors) {
  std::string bytes;
  for (int i = 0; i < 3 * errors; ++i) bytes += "RUN x\n";
  Report report = report_of(std::move(path), bytes);
  for (int i = 0; i < 3 * errors; ++i) {
    const auto at = static_cast<std::uint32_t>(6 * i);
    Diagnostic d = finding({0, at, at + 3});
    d.severity = i < errors ? Severity::error : i < 2 * errors ? Severity::warning : Severity::hint;
    report.findings.push_back(d);
  }
  return report;
}

}  // namespace

TEST_CASE("at most ten of each, spread over the files, hints never") {
  const std::vector<Report> reports = {many("a", 20), many("b", 2), many("c", 20)};
  const std::string out = github(reports, plain());
  const std::vector<std::string> errors = lines_starting(out, "::error ");
  CHECK(errors.size() == 10);
  CHECK(lines_starting(out, "::warning ").size() == 10);
  CHECK(lines_starting(out, "::notice").empty());
  const auto in = [&](const char* file) {
    return std::count_if(errors.begin(), errors.end(), [&](const std::string& line) {
      return line.starts_with(std::string("::error file=") + file + ",");
    });
  };
  CHECK(in("a") == 4);
  CHECK(in("b") == 2);
  CHECK(in("c") == 4);
  CHECK(out.ends_with("\n… and 64 more in the summary\n"));
  CHECK(out.find("in the summary") > out.find("::error "));
}

TEST_CASE("columns") {
  const Report report = report_of("D", "FROM \xC3\xA9\xC3\xA9\nRUN x\n");
  const auto place = [&](std::uint32_t begin, std::uint32_t end) {
    Report copy = report;
    copy.findings = {finding({0, begin, end})};
    const std::string line = lines_starting(github({&copy, 1}, plain()), "::error ").front();
    return line.substr(0, line.find(",title"));
  };
  CHECK(place(5, 9) == "::error file=D,line=1,endLine=1,col=6,endColumn=7");
  CHECK(place(5, 7) == "::error file=D,line=1,endLine=1,col=6,endColumn=6");
  CHECK(place(5, 5) == "::error file=D,line=1,endLine=1,col=6,endColumn=6");
  // The line break belongs to the span, and has no column.
  CHECK(place(5, 10) == "::error file=D,line=1,endLine=1,col=6,endColumn=7");
  CHECK(place(9, 10) == "::error file=D,line=1,endLine=1,col=8,endColumn=8");
  CHECK(place(5, 11) == "::error file=D,line=1,endLine=2");
}

TEST_CASE("no untrusted text outside the stopped stretch can start a command") {
  const std::string out = github(hostile(), plain());
  const std::size_t end = out.find("::cudafit-token::\n");
  REQUIRE(out.starts_with("::stop-commands::cudafit-token\n"));
  REQUIRE(end != std::string::npos);
  CHECK(out.find("cudafit-token", end + 17) == std::string::npos);
  std::istringstream rest(out.substr(end + 18));
  for (std::string line; std::getline(rest, line);) CHECK(line.starts_with("::error "));
  CHECK(out.find("##[") == std::string::npos);
  CHECK(out.find("##vso[") == std::string::npos);
}

TEST_CASE(
    "other formats start no command either, when they are printed in a workflow without the "
    "wrapping") {
  const std::vector<Report> bad = hostile();
  for (const std::string& out :
       {full(bad, plain()), concise(bad, plain()), json(bad, plain()), failures(bad, plain()),
        sarif(bad, plain()), gitlab(bad, plain()), checkstyle(bad, plain()), junit(bad, plain()),
        rdjson(bad, plain()), markdown_report(bad, plain())}) {
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);) {
      const std::size_t text = line.find_first_not_of(" \t\xC2\xA0\xE3\x80");
      const bool command = text != std::string::npos && line.substr(text).starts_with("::") &&
                           !line.substr(text).starts_with(":::");
      CHECK_MESSAGE(!command, line);
    }
    CHECK(out.find("##[") == std::string::npos);
    CHECK(out.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("annotations and links name files from the root of the repository") {
  PrintOptions options = plain();
  options.blob_url = "https://git.example/o/r/blob/abc";
  options.in_repository = [](std::string_view path) { return "sub/" + std::string(path); };
  const std::vector<Report> reports = {many("a:b", 1)};
  const std::string line = lines_starting(github(reports, options), "::error ").front();
  CHECK(line.starts_with("::error file=sub/a%3Ab,line=1"));
  CHECK(line.find("::a:b:1:1: some-rule") != std::string::npos);
  CHECK(github_summary(reports, options).find("/blob/abc/sub/a%3Ab#L1") != std::string::npos);
}

TEST_CASE("drawings stand in the summary where they fit") {
  const std::vector<Report> reports = {many("a", 1)};
  CHECK(github_summary(reports, plain(), "DRAWN\n").ends_with("DRAWN\n"));
  const std::string large(1u << 20, 'x');
  const std::string out = github_summary(reports, plain(), large);
  CHECK(out.size() < (1u << 20));
  CHECK(out.ends_with("The drawings are not shown: at most 1024 KiB fit.\n"));
}

TEST_CASE("every run has its own token") {
  PrintOptions options = plain();
  options.stop_token.clear();
  std::set<std::string> tokens;
  for (int i = 0; i < 3; ++i) {
    const std::string out = github({}, options);
    const std::string token = out.substr(17, out.find('\n') - 17);
    CHECK(token.size() == 8 + 32);
    CHECK(out.find("\n::" + token + "::\n") != std::string::npos);
    tokens.insert(token);
  }
  CHECK(tokens.size() == 3);
}

TEST_CASE("the summary stays below what GitHub takes") {
  std::vector<Report> reports = {many("a", 8000)};
  const std::string rows = github_summary(reports, plain());
  CHECK(rows.size() <= (1u << 20));
  CHECK(rows.find("more findings are not shown") != std::string::npos);

  reports = {many("a", 1000)};
  for (Diagnostic& d : reports.front().findings) d.notes = {{std::string(1000, 'x'), {}, ""}};
  const std::string details = github_summary(reports, plain());
  CHECK(details.size() <= (1u << 20));
  CHECK(details.find("The details of") != std::string::npos);
  CHECK(markdown_report(reports, plain()).size() > (1u << 20));
  CHECK(lines_starting(details, "| error |").size() == 1000);
}
