// Which findings another one stands for.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "analyze.h"
#include "causes.h"

using namespace cudafit;

namespace {

Diagnostic at(std::string_view rule, Severity severity, std::uint32_t begin, std::uint32_t end,
              FileId file = 0) {
  Diagnostic out;
  out.rule = rule;
  out.severity = severity;
  out.span = {file, begin, end};
  return out;
}

/// The numbers of those that are left out.
std::string out_of(const std::vector<Diagnostic>& findings) {
  const std::vector<bool> gone =
      covered(findings, [](const Diagnostic& finding) { return finding.span; });
  std::string out;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    if (gone[i]) out += (out.empty() ? "" : " ") + std::to_string(i);
  }
  return out;
}

constexpr Severity error = Severity::error;
constexpr Severity hint = Severity::hint;

}  // namespace

TEST_CASE("a finding of a rule that is behind another one") {
  const Diagnostic more = at("cuda-major-mismatch", error, 10, 20);
  CHECK(out_of({at("cudnn-missing", error, 10, 20), more}) == "0");
  CHECK(out_of({more, at("cudnn-missing", error, 19, 25)}) == "1");
  CHECK(out_of({more, at("cudnn-missing", error, 20, 25)}) == "");
  CHECK(out_of({more, at("cudnn-missing", error, 5, 10)}) == "");
  CHECK(out_of({more, at("cudnn-missing", error, 15, 15)}) == "1");
  CHECK(out_of({more, at("cudnn-missing", error, 10, 20, 1)}) == "");
  // The other way round, and rules that do not know each other.
  CHECK(out_of({more, at("driver-too-old", error, 10, 20)}) == "");
  Diagnostic nowhere = at("cudnn-missing", error, 0, 0);
  nowhere.span = {};
  CHECK(out_of({more, nowhere}) == "");
}

TEST_CASE("hints wait for what is graver, and for the hint whose rule comes first") {
  CHECK(out_of({at("devel-in-final", hint, 0, 9), at("image-tag-not-found", error, 5, 6)}) == "0");
  CHECK(out_of({at("devel-in-final", hint, 0, 9), at("unused-ignore", Severity::warning, 9, 12)}) ==
        "");
  CHECK(out_of({at("devel-in-final", hint, 0, 9), at("image-tag-unresolved", hint, 0, 9)}) == "0");
  CHECK(out_of({at("devel-in-final", hint, 0, 9), at("devel-in-final", hint, 0, 9)}) == "");
  // One that is left out itself hides nothing.
  CHECK(out_of({at("image-tag-unresolved", hint, 0, 9), at("devel-in-final", hint, 5, 20),
                at("arg-shadowed-by-base-env", hint, 15, 20)}) == "1");
}

TEST_CASE("hints are not for stages of people, errors are") {
  const auto found = [](const std::string& text, const std::string& path) {
    MemoryFiles files;
    files.add(path, text);
    const Report report =
        analyze(files, {.name = {}, .dockerfile = path, .options = {}, .context = {}}, {});
    return report.findings.empty() ? std::string() : std::string(report.findings[0].rule);
  };
  const std::string unresolved = "ARG TAG\nFROM nvidia/cuda:${TAG}";
  CHECK(found(unresolved + "\n", "Dockerfile") == "image-tag-unresolved");
  CHECK(found(unresolved + " AS dev\n", "Dockerfile") == "");
  CHECK(found(unresolved + "\nCMD jupyter lab\n", "Dockerfile") == "");
  CHECK(found(unresolved + "\n", ".devcontainer/Dockerfile") == "");
  CHECK(found("FROM nvidia/cuda AS dev\n", ".devcontainer/Dockerfile") == "image-tag-latest");
}

TEST_CASE("a comment that ignores what another finding stands for is needed") {
  const std::string text =
      "# cudafit: ignore=parse-error\nFROM nvidia/cuda:12.1.0-base-ubuntu22.04 # why\n";
  MemoryFiles files;
  files.add("Dockerfile", text);
  const Report report =
      analyze(files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}}, {});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].rule == "inline-comment");
  for (const Diagnostic& finding : report.covered) CHECK(finding.rule != "parse-error");
}
