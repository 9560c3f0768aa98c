// Findings in the dependency files of a build: ignore comments there, choices by their paths, line
// endings.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyze.h"
#include "ignores.h"
#include "source/apply.h"

using namespace cudafit;

namespace {

const std::string dockerfile =
    "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n"
    "RUN apt-get update && apt-get install -y python3-pip\n"
    "COPY r.txt /\n"
    "RUN pip install -r /r.txt\n";
// One finding of cudnn-missing.
const std::string bad = "onnxruntime-gpu==1.20.0\n";

Report lint(const std::string& requirements, const Wanted& wanted = {}) {
  MemoryFiles files;
  files.add("Dockerfile", dockerfile);
  files.add("r.txt", requirements);
  return analyze(
      files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}, .root = "/"},
      wanted);
}

/// `rule@line` of all findings, in order.
std::string found(const std::string& requirements, const Wanted& wanted = {}) {
  const Report report = lint(requirements, wanted);
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    REQUIRE(finding.span);
    const SourceFile& file = (*report.sources)[finding.span.file];
    CHECK(file.path == "r.txt");
    const std::string_view before = std::string_view(file.bytes).substr(0, finding.span.begin);
    out += (out.empty() ? "" : " ") + std::string(finding.rule) + "@" +
           std::to_string(std::count(before.begin(), before.end(), '\n') + 1);
  }
  return out;
}

Wanted whole() {
  Wanted wanted;
  wanted.all_builds = true;
  return wanted;
}

struct Case {
  std::string what;
  std::string requirements;
  std::string expected;
};

}  // namespace

TEST_CASE("ignore comments in requirements") {
  const std::string ignore = "# cudafit: ignore=cudnn-missing why not\n";
  for (const Case& each : {
           Case{"none", "numpy\n" + bad, "cudnn-missing@2"},
           Case{"the line below", "numpy\n" + ignore + bad, ""},
           Case{"indented, CRLF", "  " + ignore.substr(0, 33) + "\r\n" + bad, ""},
           Case{"blank lines and comments between", ignore + "\n# why\n" + bad, ""},
           Case{"only the next line", ignore + "numpy\n" + bad, "unused-ignore@1 cudnn-missing@3"},
           Case{"not the line before", bad + ignore, "cudnn-missing@1 unused-ignore@2"},
           Case{"a continued line", ignore + "onnxruntime-gpu==1.20.0 \\\n  --hash=sha256:a\n", ""},
           Case{"continued before", ignore + "numpy \\\n --hash=sha256:a\n" + bad,
                "unused-ignore@1 cudnn-missing@4"},
           Case{"two comments", ignore + "# cudafit: ignore=gpu-at-build\n" + bad,
                "unused-ignore@2"},
           Case{"the file", bad + "# cudafit: ignore-file=cudnn-missing\n", ""},
           Case{"a stage", "# cudafit: ignore-stage=cudnn-missing\n" + bad,
                "unused-ignore@1 cudnn-missing@2"},
           Case{"another rule", "# cudafit: ignore=gpu-at-build\n" + bad,
                "unused-ignore@1 cudnn-missing@2"},
           Case{"no rule", "# cudafit: ignore=none\n" + bad, "unused-ignore@1 cudnn-missing@2"},
           Case{"behind a requirement", "onnxruntime-gpu==1.20.0 " + ignore, "cudnn-missing@1"},
           Case{"ordinary comments", "# cudafit reads this\n" + bad, "cudnn-missing@2"},
       }) {
    CAPTURE(each.what);
    CHECK(found(each.requirements, whole()) == each.expected);
  }
}

TEST_CASE("another build may need a comment") {
  CHECK(found("# cudafit: ignore=gpu-at-build\nnumpy\n") == "");
  CHECK(found("# cudafit: ignore=gpu-at-build\nnumpy\n", whole()) == "unused-ignore@1");
  // Nobody needs what is no rule.
  CHECK(found("# cudafit: ignore=none\nnumpy\n") == "unused-ignore@1");
  CHECK(found("# cudafit: x\nnumpy\n") == "unused-ignore@1");
}

TEST_CASE("rules that are not wanted in a dependency file") {
  Wanted wanted = whole();
  wanted.ignored_in = [](const std::string& path, std::string_view rule) {
    return path == "r.txt" && rule == "cudnn-missing";
  };
  CHECK(found(bad, wanted) == "");
  // Its comment may be needed where the rule is heard.
  CHECK(found("# cudafit: ignore=cudnn-missing\n" + bad, wanted) == "");
  wanted.ignored_in = [](const std::string&, std::string_view rule) {
    return rule == "unused-ignore";
  };
  CHECK(found("# cudafit: ignore=none\n" + bad, wanted) == "cudnn-missing@2");
  // Each file is asked about by its own name.
  MemoryFiles files;
  files.add("Dockerfile", "FROM nvidia/cuda:latest\n");
  const auto in_dockerfile = [&] {
    const Build build{.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}};
    return analyze(files, build, wanted).findings.size();
  };
  wanted.ignored_in = [](const std::string& path, std::string_view) { return path == "r.txt"; };
  CHECK(in_dockerfile() == 1);
  wanted.ignored_in = [](const std::string& path, std::string_view) {
    return path == "Dockerfile";
  };
  CHECK(in_dockerfile() == 0);
  CHECK(found(bad, wanted) == "cudnn-missing@1");
}

TEST_CASE("what a comment is for in other formats: the line below") {
  const std::string comment = "# cudafit: ignore=gpu-at-build, torch-cpu-wheel we know\n";
  for (const std::string before : {"dependencies:\n  ", "dependencies = [\n    ", "set -e\n", ""}) {
    CAPTURE(before);
    const std::string text = before + comment + "\n  # more\n  TARGET\nafter\n";
    const std::vector<Ignore> ignores = read_ignores(3, text);
    REQUIRE(ignores.size() == 1);
    const Ignore& ignore = ignores[0];
    CHECK(ignore.reach == Reach::line);
    CHECK(ignore.range.file == 3);
    CHECK(text.substr(ignore.range.begin, ignore.range.size()) == "  TARGET");
    REQUIRE(ignore.names.size() == 2);
    CHECK(ignore.names[1].id == "torch-cpu-wheel");
    CHECK(ignore.mistake.empty());
  }
  CHECK(read_ignores(0, comment).at(0).reach == Reach::nothing);
  CHECK(read_ignores(0, "x # cudafit: ignore=gpu-at-build\ny\n").empty());
  CHECK(read_ignores(0, "# cudafit: ignore-file=gpu-at-build\n").at(0).reach == Reach::file);
  CHECK_FALSE(read_ignores(0, "# cudafit: ignore-stage=gpu-at-build\n").at(0).mistake.empty());
}

TEST_CASE("a Dockerfile's comments do not reach into other files") {
  MemoryFiles files;
  files.add("Dockerfile", "# cudafit: ignore-file=cudnn-missing\n" + dockerfile);
  files.add("r.txt", bad);
  const Report report = analyze(
      files, {.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}, .root = "/"},
      {});
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].rule == "unused-ignore");
  CHECK(report.findings[1].rule == "cudnn-missing");
}

TEST_CASE("removing a comment of a dependency file") {
  for (const std::string end : {"\n", "\r\n"}) {
    const std::string text = "numpy" + end + "# cudafit: ignore=none" + end + "tqdm" + end;
    const Report report = lint(text);
    REQUIRE(report.findings.size() == 1);
    const Diagnostic& finding = report.findings[0];
    CHECK(apply(text, finding.span.file, {&finding.fixes[0]}).bytes ==
          "numpy" + end + "tqdm" + end);
  }
}
