// Every printer is linear: many findings in one file, and in one endless line. The limits are far
// above what is needed and far below what quadratic growth would take.

#include <doctest/doctest.h>

#include <ctime>

#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

namespace {

double seconds_for_all(const Report& report) {
  const std::clock_t start = std::clock();  // of this process: others may keep the machine busy
  const std::span<const Report> reports(&report, 1);
  std::size_t size = 0;
  for (const auto printer :
       {full, concise, json, github, markdown_report, sarif, gitlab, checkstyle, junit, rdjson})
    size += printer(reports, plain()).size();
  CHECK(size > 0);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

Report many(int count, std::string_view line) {
  std::string bytes = "ARG V=1\n";
  for (int i = 0; i < count; ++i) bytes += line;
  Report report = report_of("D", bytes);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::uint32_t>(8 + static_cast<std::size_t>(i) * line.size());
    Diagnostic d = finding({0, at, at + 3}, "here");
    d.notes = {{"from", {0, 4, 7}, ""}, {"so", {}, "they say"}};
    d.fixes = {{"fix", Safety::safe, {{{0, at, at + 3}, "COPY"}}}};
    report.findings.push_back(d);
  }
  return report;
}

}  // namespace

TEST_CASE("ten thousand findings in one file") {
  CHECK(seconds_for_all(many(10000, "RUN something\n")) < 30);
}

TEST_CASE("thousands of findings in one line of megabytes") {
  CHECK(seconds_for_all(many(4000, "RUN " + std::string(796, 'x'))) < 30);
}

TEST_CASE("characters without width") {
  std::string line = "RUN ";
  for (int i = 0; i < 400; ++i) line += "\xCC\x81";
  CHECK(seconds_for_all(many(4000, line)) < 30);
}
