// What is wanted of the findings: ignore comments, choices of rules, severities, order, one finding
// per cause.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyze.h"
#include "settle.h"
#include "source/apply.h"

using namespace cudafit;

namespace {

// Each of these lines makes one finding.
const std::string untagged = "FROM nvidia/cuda\n";  // image-tag-latest
const std::string exported = "RUN export A=1\n";    // run-export-no-effect
const std::string smi = "RUN nvidia-smi\n";         // gpu-at-build
const std::string fine = "FROM nvidia/cuda:12.1.1-base-ubuntu22.04\n";

Report lint(const std::string& text, const Wanted& wanted = {}) {
  MemoryFiles files;
  files.add("Dockerfile", text);
  return analyze(files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}},
                 wanted);
}

/// The rules that were found, in order.
std::string rules_of(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings)
    out += (out.empty() ? "" : " ") + std::string(finding.rule);
  return out;
}

std::string rules_in(const std::string& text, const Wanted& wanted = {}) {
  return rules_of(lint(text, wanted));
}

struct Case {
  std::string what;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("the lines these tests are made of") {
  CHECK(rules_in(fine) == "");
  CHECK(rules_in(untagged) == "image-tag-latest");
  CHECK(rules_in(fine + exported) == "run-export-no-effect");
  CHECK(rules_in(fine + smi) == "gpu-at-build");
}

TEST_CASE("ignore comments") {
  for (const Case& each : {
           Case{"the next instruction", fine + "# cudafit: ignore=gpu-at-build\n" + smi, ""},
           Case{"with a reason",
                fine + "# cudafit: ignore=gpu-at-build our builders have one\n" + smi, ""},
           Case{"blanks anywhere", fine + "  #cudafit:  ignore = gpu-at-build \n" + smi, ""},
           Case{"blank lines and comments between",
                fine + "# cudafit: ignore=gpu-at-build\n\n# why\n" + smi, ""},
           Case{"only the next one", fine + "# cudafit: ignore=gpu-at-build\n" + smi + smi,
                "gpu-at-build"},
           Case{"not the one before", fine + smi + "# cudafit: ignore=gpu-at-build\n",
                "gpu-at-build unused-ignore"},
           Case{"several rules", "# cudafit: ignore=image-tag-latest,gpu-at-build\n" + untagged,
                "unused-ignore"},
           Case{
               "several rules, blanks behind commas",
               fine +
                   "# cudafit: ignore=gpu-at-build, run-export-no-effect\nRUN nvidia-smi && export "
                   "A=1\n",
               ""},
           Case{"another rule", fine + "# cudafit: ignore=run-export-no-effect\n" + smi,
                "unused-ignore gpu-at-build"},
           Case{"inside a continuation: the line below",
                fine + "RUN a && \\\n# cudafit: ignore=gpu-at-build\n    nvidia-smi\n", ""},
           Case{"inside a continuation: not the line behind that",
                fine + "RUN a && \\\n# cudafit: ignore=gpu-at-build\n    b && \\\n    nvidia-smi\n",
                "unused-ignore gpu-at-build"},
           Case{"in front of an instruction: all of its lines",
                fine + "# cudafit: ignore=gpu-at-build\nRUN a && \\\n    b && \\\n    nvidia-smi\n",
                ""},
           Case{"a stage, from above", "# cudafit: ignore-stage=gpu-at-build\n" + fine + smi + smi,
                ""},
           Case{"a stage, from inside", fine + smi + "# cudafit: ignore-stage=gpu-at-build\n" + smi,
                ""},
           Case{"a stage: not the next",
                "# cudafit: ignore-stage=gpu-at-build\n" + fine + smi + fine + smi, "gpu-at-build"},
           Case{"a stage: not the one before",
                fine + smi + "# cudafit: ignore-stage=gpu-at-build\n" + fine + smi, "gpu-at-build"},
           Case{"a named stage",
                "# cudafit: ignore-stage=gpu-at-build\nFROM nvidia/cuda:12.1.1-base-ubuntu22.04 AS "
                "x\n" +
                    smi,
                ""},
           Case{"the file, from anywhere",
                untagged + smi + fine + smi +
                    "# cudafit: ignore-file=gpu-at-build,image-tag-latest\n",
                ""},
           Case{"unknown rule", "# cudafit: ignore=no-such-rule\n" + fine, "unused-ignore"},
           Case{"nothing to ignore", "# cudafit: ignore=gpu-at-build\n" + fine, "unused-ignore"},
           Case{"no rule", "# cudafit: ignore=\n" + fine, "unused-ignore"},
           Case{"no equals sign", "# cudafit: ignore gpu-at-build\n" + fine, "unused-ignore"},
           Case{"another word", "# cudafit: disable=gpu-at-build\n" + fine, "unused-ignore"},
           Case{"an ordinary comment", "# cudafit is a linter\n" + fine, ""},
           Case{"behind an instruction is no comment",
                fine + "RUN nvidia-smi # cudafit: ignore=gpu-at-build\n", "gpu-at-build"},
           Case{"errors of the parser too", fine + "# cudafit: ignore=parse-error\nRNU a\n", ""},
           Case{"a comment in a heredoc is text",
                fine + "RUN <<E\n# cudafit: ignore=gpu-at-build\nnvidia-smi\nE\n", "gpu-at-build"},
       }) {
    CAPTURE(each.what);
    CHECK(rules_in(each.text) == each.expected);
  }
}

TEST_CASE("what is offered for a comment that ignores nothing") {
  struct Removal {
    std::string before;
    std::string after;
    Safety safety;
  };
  for (const Removal& each : {
           Removal{"# cudafit: ignore=gpu-at-build\n" + fine, fine, Safety::safe},
           Removal{fine + "  # cudafit: ignore=gpu-at-build why\r\n", fine, Safety::safe},
           Removal{"# cudafit: ignore=gpu-at-build,image-tag-latest why\n" + untagged,
                   "# cudafit: ignore=image-tag-latest why\n" + untagged, Safety::safe},
           Removal{"# cudafit: ignore=image-tag-latest, gpu-at-build\n" + untagged,
                   "# cudafit: ignore=image-tag-latest\n" + untagged, Safety::safe},
           Removal{"# cudafit: ignore=image-tag-lates\n" + fine, fine, Safety::suggested},
           Removal{"# cudafit: ignroe=gpu-at-build\n" + fine, fine, Safety::suggested},
       }) {
    CAPTURE(each.before);
    const Report report = lint(each.before);
    REQUIRE(rules_of(report) == "unused-ignore");
    REQUIRE(report.findings[0].fixes.size() == 1);
    const Fix& fix = report.findings[0].fixes[0];
    CHECK(apply(each.before, report.file, {&fix}).bytes == each.after);
    CHECK(fix.safety == each.safety);
  }
}

TEST_CASE("choosing rules") {
  const std::string text = untagged + smi + "# cudafit: ignore=run-export-no-effect\nRUN true\n";
  struct Choice {
    Wanted wanted;
    std::string expected;
  };
  for (const Choice& each : {
           Choice{{}, "image-tag-latest gpu-at-build unused-ignore"},
           Choice{{.select = {"gpu-at-build"}, .ignore = {}, .severity = {}}, "gpu-at-build"},
           Choice{{.select = {"gpu-at-build", "unused-ignore"}, .ignore = {}, .severity = {}},
                  // a rule that does not run cannot show that its comment is needed
                  "gpu-at-build"},
           Choice{{.select = {}, .ignore = {"gpu-at-build"}, .severity = {}},
                  "image-tag-latest unused-ignore"},
           Choice{{.select = {"gpu-at-build"}, .ignore = {"gpu-at-build"}, .severity = {}}, ""},
           Choice{{.select = {}, .ignore = {"run-export-no-effect"}, .severity = {}},
                  "image-tag-latest gpu-at-build"},
       }) {
    CHECK(rules_in(text, each.wanted) == each.expected);
    for (const std::string_view rule : {"gpu-at-build", "parse-error"}) {
      const bool named = each.wanted.select.empty() ||
                         std::find(each.wanted.select.begin(), each.wanted.select.end(), rule) !=
                             each.wanted.select.end();
      const bool ignored = std::find(each.wanted.ignore.begin(), each.wanted.ignore.end(), rule) !=
                           each.wanted.ignore.end();
      CHECK(selected(each.wanted, rule) == (named && !ignored));
    }
  }
  CHECK(rules_in("FROM a\nRNU b\n", {.select = {}, .ignore = {"parse-error"}, .severity = {}}) ==
        "");
}

TEST_CASE("new rules, and sets that are pinned") {
  rules::Rule rule{.info = {.id = "test-rule", .summary = {}, .severity = {}, .docs = {}}};
  rule.since = "2027.02";
  CHECK(selected({}, rule));
  Wanted pinned;
  pinned.rule_set = "2026.11";
  CHECK_FALSE(selected(pinned, rule));
  pinned.rule_set = "2027.02";
  CHECK(selected(pinned, rule));
  rule.preview = true;
  CHECK_FALSE(selected(pinned, rule));
  CHECK_FALSE(selected({}, rule));
  pinned.preview = true;
  CHECK(selected(pinned, rule));
  pinned.ignore = {"test-rule"};
  CHECK_FALSE(selected(pinned, rule));
  // Who names it wants it.
  Wanted naming;
  naming.select = {"test-rule"};
  naming.rule_set = "2026.11";
  CHECK(selected(naming, rule));
  naming.select = {"gpu-at-build"};
  naming.preview = true;
  CHECK_FALSE(selected(naming, rule));
}

TEST_CASE("rule sets are years and months, oldest first, and no rule is newer than all") {
  const std::vector<std::string_view> sets = rules::sets();
  REQUIRE(!sets.empty());
  CHECK(sets.front() == rules::first_set);
  CHECK(std::is_sorted(sets.begin(), sets.end()));
  for (const std::string_view set : sets) {
    CHECK(set.size() == 7);
    CHECK(set[4] == '.');
  }
}

TEST_CASE("severities: the last override wins") {
  const Report plain = lint(fine + smi);
  REQUIRE(plain.findings.size() == 1);
  Wanted wanted;
  wanted.severity = {{"gpu-at-build", Severity::warning},
                     {"image-tag-latest", Severity::error},
                     {"gpu-at-build", Severity::hint}};
  const Report report = lint(fine + smi, wanted);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].severity == Severity::hint);
}

TEST_CASE("findings stand in the order of the file") {
  const Report report = lint(untagged + smi + "RNU a\n" + exported + "# cudafit: ignore=x\n" +
                             fine + "RUN nvidia-smi && export A=1\n");
  CHECK(rules_of(report) ==
        "image-tag-latest gpu-at-build parse-error run-export-no-effect unused-ignore gpu-at-build "
        "run-export-no-effect");
  for (std::size_t i = 1; i < report.findings.size(); ++i)
    CHECK(report.findings[i - 1].span.begin <= report.findings[i].span.begin);
}

TEST_CASE("fixes keep the line endings of the file") {
  const auto crlf = [](std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
      text.insert(at, 1, '\r');
    return text;
  };
  // The fix adds a line.
  const std::string text = "ARG V=1\nFROM nvidia/cuda:12.1.1-base-ubuntu22.04\nRUN echo $V\n";
  const auto fixed = [](const std::string& before) {
    const Report report = lint(before);
    REQUIRE(report.findings.size() == 1);
    REQUIRE_FALSE(report.findings[0].fixes.empty());
    return apply(before, report.file, {&report.findings[0].fixes[0]}).bytes;
  };
  const std::string unix_text = fixed(text);
  CHECK(std::count(unix_text.begin(), unix_text.end(), '\n') == 4);
  CHECK(unix_text.find('\r') == std::string::npos);
  CHECK(fixed(crlf(text)) == crlf(unix_text));
}

TEST_CASE("a comment behind arguments is one finding, not also what the parser says of it") {
  CHECK(rules_in("FROM nvidia/cuda:12.1.1-base-ubuntu22.04 # why\n") == "inline-comment");
  CHECK(rules_in(fine + "ENV A=1 # why\n") == "inline-comment");
  CHECK(rules_in(fine + "ENV A=1 # why\nENV B\n") == "inline-comment parse-error");
  CHECK(rules_in(fine + "ENV A=1 # why\n",
                 {.select = {}, .ignore = {"inline-comment"}, .severity = {}}) == "parse-error");
}

TEST_CASE("what no build would read") {
  CHECK(rules_in("") == "parse-error");
  CHECK(rules_in(std::string("FROM a\0b\n", 9)) == "parse-error");
  CHECK(rules_in("\xFF\xFE"
                 "F") == "parse-error");
  CHECK(rules_in("\xEF\xBB\xBF" + fine) == "");
  CHECK(rules_in("RUN nvidia-smi\n") == "");      // a fragment
  CHECK(rules_in("FROM {{ x }}\n" + smi) == "");  // a template
  MemoryFiles files;
  const Report report =
      analyze(files, {.name = {}, .dockerfile = "none", .options = {}, .context = {}}, {});
  CHECK(report.findings.empty());
  REQUIRE(report.errors.size() == 1);
  CHECK(report.errors[0].path == "none");
}
