// The drawing of `full`, one shape at a time: a Dockerfile, marks, and the lines under the arrow.

#include <doctest/doctest.h>

#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

namespace {

/// The excerpt alone: what stands between the arrow and the closing line.
std::string drawn(Report report, const Diagnostic& finding, PrintOptions options = plain()) {
  report.findings = {finding};
  const std::string all = full({&report, 1}, options);
  const std::size_t begin = all.find('\n', all.find("-->"));
  return all.substr(begin, all.find(" = more", begin) - begin);
}

Span span(std::uint32_t begin, std::uint32_t end) { return {0, begin, end}; }

}  // namespace

TEST_CASE("several labels on one line") {
  const Report report = report_of("D", "FROM a:1 b:2 c:3\n");
  Diagnostic d = finding(find(report, 0, "b:2"), "second");
  d.notes = {{"first", find(report, 0, "a:1"), ""}, {"third", find(report, 0, "c:3"), ""}};
  CHECK(drawn(report, d) == R"(
  |
1 | FROM a:1 b:2 c:3
  |      --- ^^^ --- third
  |      |   second
  |      first
  |
 )");
}

TEST_CASE("marks inside marks") {
  const Report report = report_of("D", "FROM nvidia/cuda:12.4-base\n");
  Diagnostic d = finding(find(report, 0, "nvidia/cuda:12.4-base"), "whole");
  d.notes = {{"part", find(report, 0, "12.4"), ""},
             {"again", find(report, 0, "nvidia/cuda:12.4-base"), ""}};
  CHECK(drawn(report, d) == R"(
  |
1 | FROM nvidia/cuda:12.4-base
  |      ^^^^^^^^^^^^^^^^^^^^^ whole
  |      |           part
  |      again
  |
 )");
}

TEST_CASE("distant lines, a single line between, and wide line numbers") {
  std::string bytes;
  for (int i = 1; i <= 12; ++i) bytes += "LINE" + std::to_string(i) + "\n";
  const Report report = report_of("D", bytes);
  Diagnostic d = finding(find(report, 0, "LINE12"));
  d.notes = {{"here", find(report, 0, "LINE2"), ""}, {"there", find(report, 0, "LINE4"), ""}};
  CHECK(drawn(report, d) == R"(
   |
 2 | LINE2
   | ----- here
 3 | LINE3
 4 | LINE4
   | ----- there
   ...
12 | LINE12
   | ^^^^^^
   |
  )");
}

TEST_CASE("tabs, wide characters, combining marks and controls keep the marks in place") {
  const Report report = report_of("D", "\tRUN \xE4\xB8\xAD\xE6\x96\x87 e\xCC\x81 \x1b x\n");
  Diagnostic d = finding(find(report, 0, "x"), "here");
  d.notes = {{"wide", find(report, 0, "\xE6\x96\x87"), ""}, {"tab", span(0, 1), ""}};
  CHECK(drawn(report, d) == R"(
  |
1 |     RUN )"
                            "\xE4\xB8\xAD\xE6\x96\x87 e\xCC\x81"
                            R"( \u{1b} x
  | ----      --          ^ here
  | |         wide
  | tab
  |
 )");
}

TEST_CASE("CRLF, no final newline, end of file, empty spans, empty file") {
  const Report crlf = report_of("D", "FROM a\r\nRUN b\r\n");
  CHECK(drawn(crlf, finding(find(crlf, 0, "b"), "b")) == "\n  |\n2 | RUN b\n  |     ^ b\n  |\n ");
  CHECK(drawn(crlf, finding(find(crlf, 0, "a\r\n"), "a")) ==
        "\n  |\n1 | FROM a\n  |      ^ a\n  |\n ");
  CHECK(drawn(crlf, finding(find(crlf, 0, "\r\n"), "end")) ==
        "\n  |\n1 | FROM a\n  |       ^ end\n  |\n ");

  const Report open = report_of("D", "FROM a");
  CHECK(drawn(open, finding(span(6, 6), "end")) == "\n  |\n1 | FROM a\n  |       ^ end\n  |\n ");
  CHECK(drawn(open, finding(span(5, 5), "here")) == "\n  |\n1 | FROM a\n  |      ^ here\n  |\n ");
  // Spans that do not lie in their file are cut, not trusted.
  CHECK(drawn(open, finding(span(50, 60), "end")) == "\n  |\n1 | FROM a\n  |       ^ end\n  |\n ");

  const Report closed = report_of("D", "FROM a\n");
  CHECK(drawn(closed, finding(span(7, 7), "end")) == "\n  |\n2 |\n  | ^ end\n  |\n ");

  const Report empty = report_of("D", "");
  CHECK(drawn(empty, finding(span(0, 0), "empty")) == "\n  |\n1 |\n  | ^ empty\n  |\n ");
}

TEST_CASE("a finding that is nowhere has no excerpt") {
  const Report report = report_of("D", "FROM a\n");
  CHECK(drawn(report, finding({})) == "\n ");
  CHECK(drawn(report, finding({7, 0, 1})) == "\n ");
  Diagnostic d = finding({});
  d.notes = {{"from here", find(report, 0, "a"), ""}};
  CHECK(drawn(report, d) == R"(
  |
 ::: D:1:6
  |
1 | FROM a
  |      - from here
  |
 )");
}

TEST_CASE("spans of several lines") {
  const Report report = report_of("D", "RUN a && \\\n    b && \\\n    c\nRUN d\n");
  CHECK(drawn(report, finding(cover(find(report, 0, "RUN a"), find(report, 0, "c\n")), "step")) ==
        R"(
  |
1 | / RUN a && \
2 | |     b && \
3 | |     c
  | |_____^ step
  |
 )");
  CHECK(drawn(report, finding(cover(find(report, 0, "a &&"), find(report, 0, "b")), "two")) == R"(
  |
1 |   RUN a && \
  |  _____^
2 | |     b && \
  | |_____^ two
  |
 )");
}

TEST_CASE("straddling spans, and one on the same line") {
  const Report report = report_of("D", "RUN a \\\n b \\\n c \\\n d\n");
  Diagnostic d = finding(cover(find(report, 0, "RUN"), find(report, 0, " c")), "first");
  d.notes = {{"second", cover(find(report, 0, "b"), find(report, 0, "d")), ""},
             {"name", find(report, 0, "b"), ""}};
  CHECK(drawn(report, d) == R"(
  |
1 | /  RUN a \
2 | |/  b \
  | ||  - name
3 | ||  c \
  | ||__^ first
4 |  |  d
  |  |__- second
  |
 )");
}

TEST_CASE("the middle of a long span is left out") {
  std::string bytes = "RUN <<EOF\n";
  for (int i = 2; i < 20; ++i) bytes += "line" + std::to_string(i) + "\n";
  bytes += "EOF\n";
  const Report report = report_of("D", bytes);
  CHECK(drawn(report, finding(span(0, static_cast<std::uint32_t>(bytes.size())), "all")) == R"(
   |
 1 | / RUN <<EOF
 2 | | line2
 3 | | line3
   | | ...
19 | | line19
20 | | EOF
   | |___^ all
   |
  )");
}

TEST_CASE("long lines are cut around the mark") {
  const Report report =
      report_of("D", std::string(300, 'a') + "MARK" + std::string(300, 'b') + "\n");
  PrintOptions options = plain();
  options.width = 30;
  CHECK(drawn(report, finding(find(report, 0, "MARK"), "here"), options) == R"(
  |
1 | ...aaaaaaaaaaMARKbbbbbbbbbbbbbbbb...
  |              ^^^^ here
  |
 )");
  CHECK(drawn(report, finding(span(0, 3), "start"), options) == R"(
  |
1 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
  | ^^^ start
  |
 )");
  CHECK(drawn(report, finding(span(604, 604), "end"), options) == R"(
  |
1 | ...bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  |                                  ^ end
  |
 )");
}

TEST_CASE("fixes that insert, delete, join and add lines") {
  Report report = report_of("D", "FROM a\nRUN b\nRUN c\n");
  const auto help = [&](std::vector<Edit> edits) {
    Diagnostic d = finding(find(report, 0, "FROM"));
    d.fixes = {{"t", Safety::safe, std::move(edits)}};
    const std::string all = drawn(report, d);
    return all.substr(all.find("help[safe]: t\n") + 13);
  };
  CHECK(help({{span(7, 7), "ARG x\n"}}) == "\n  |\n2 + ARG x\n  |\n ");
  CHECK(help({{span(7, 13), ""}}) == "\n  |\n2 - RUN b\n  |\n ");
  CHECK(help({{span(12, 17), " && "}}) == "\n  |\n2 - RUN b\n3 - RUN c\n2 + RUN b && c\n  |\n ");
  CHECK(help({{span(19, 19), "RUN d\n"}}) == "\n  |\n4 + RUN d\n  |\n ");
  CHECK(help({{span(0, 0), "X\n"}, {span(17, 18), "z"}}) ==
        "\n  |\n1 + X\n  ...\n3 - RUN c\n4 + RUN z\n  |\n ");
  CHECK(help({}) == "\n ");
}

TEST_CASE("the summary line") {
  Report report = report_of("D", "FROM a\n");
  const auto line = [&](std::vector<std::pair<Severity, Safety>> what,
                        PrintOptions options = plain()) {
    report.findings.clear();
    for (const auto& [severity, safety] : what) {
      Diagnostic d = finding(span(0, 1));
      d.severity = severity;
      d.fixes = {{"t", safety, {{span(0, 1), "x"}}}};
      report.findings.push_back(d);
    }
    return summary_line({&report, 1}, options);
  };
  using enum Severity;
  using enum Safety;
  CHECK(line({}) == "No problems found in 1 file (0.8 ms).\n");
  CHECK(line({{error, shown}}) == "Found 1 error in 1 file (0.8 ms).\n");
  CHECK(line({{error, safe}, {error, suggested}, {warning, safe}}) ==
        "Found 2 errors, 1 warning in 1 file (0.8 ms). [*] 2 fixable with --fix (1 more with "
        "--unsafe-fixes).\n");
  CHECK(line({{hint, suggested}}) ==
        "Found 1 hint in 1 file (0.8 ms). 1 fixable with --unsafe-fixes.\n");
  PrintOptions options = plain();
  options.unsafe_fixes = true;
  options.elapsed_ms = 1234;
  CHECK(line({{error, safe}, {hint, suggested}}, options) ==
        "Found 1 error, 1 hint in 1 file (1.2 s). [*] 2 fixable with --unsafe-fixes.\n");
  options.quiet = true;
  options.elapsed_ms.reset();
  CHECK(line({{hint, safe}}, options) == "No problems found in 1 file.\n");
  CHECK(full({&report, 1}, options) == "No problems found in 1 file.\n");
  CHECK(concise({&report, 1}, options) == "No problems found in 1 file.\n");
  CHECK(summary_line({}, options) == "No problems found in 0 files.\n");
}

TEST_CASE("failures of the tool") {
  const std::vector<Report> reports = rich();
  CHECK(failures(reports, plain()) == "cudafit: gone/Dockerfile: no such file\n");
}
