// Findings in, and because of, shell scripts that a build copies in and runs.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "analyze.h"
#include "source/apply.h"

using namespace cudafit;

namespace {

using Beside = std::map<std::string, std::string>;

Report lint(const std::string& text, const Beside& others) {
  MemoryFiles files;
  files.add("/p/Dockerfile", text);
  for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
  return analyze(
      files, {.name = {}, .dockerfile = "p/Dockerfile", .options = {}, .context = {}, .root = "/p"},
      {});
}

/// "install.sh:2 rule", one on a line.
std::string found(const Report& report) {
  std::string out;
  for (const Diagnostic& finding : report.findings) {
    const SourceFile& source = (*report.sources)[finding.span.file];
    const auto lines =
        std::count(source.bytes.begin(), source.bytes.begin() + finding.span.begin, '\n');
    out += (out.empty() ? "" : "\n") + source.path.substr(source.path.rfind('/') + 1) + ":" +
           std::to_string(lines + 1) + " " + std::string(finding.rule);
  }
  return out;
}

std::string found(const std::string& text, const Beside& others) {
  return found(lint(text, others));
}

const std::string runtime = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nWORKDIR /w\nCOPY . .\n";

}  // namespace

TEST_CASE("a finding in a script says where the script is run") {
  const Report report =
      lint(runtime + "RUN ./install.sh\n", {{"install.sh", "#!/bin/sh\nset -e\nnvcc a.cu\n"}});
  REQUIRE(found(report) == "install.sh:3 nvcc-missing");
  REQUIRE_FALSE(report.findings[0].notes.empty());
  const Note& first = report.findings[0].notes.front();
  CHECK(first.message == "install.sh is run here");
  CHECK(report.sources->text(first.span) == "./install.sh");
}

TEST_CASE("of nested scripts each call is named") {
  const Report report =
      lint(runtime + "RUN ./a.sh\n", {{"a.sh", "set -e\n. ./b.sh\n"}, {"b.sh", "nvcc a.cu\n"}});
  REQUIRE(found(report) == "b.sh:1 nvcc-missing");
  REQUIRE(report.findings[0].notes.size() > 1);
  CHECK(report.findings[0].notes[0].message == "b.sh is read in here");
  CHECK(report.findings[0].notes[1].message == "a.sh is run here");
}

TEST_CASE("fixes in a script") {
  const std::string script = "set -e\npip install numpy>=1.2\n";
  const Report report = lint("FROM python:3.11\nCOPY . .\nRUN sh ./i.sh\n", {{"i.sh", script}});
  REQUIRE(found(report) == "i.sh:2 pip-unquoted-specifier");
  const Diagnostic& finding = report.findings[0];
  REQUIRE_FALSE(finding.fixes.empty());
  CHECK(apply(script, finding.span.file, {&finding.fixes[0]}).bytes ==
        "set -e\npip install \"numpy>=1.2\"\n");
}

TEST_CASE("what a script does counts for what comes behind") {
  const std::string compiles = "RUN nvcc a.cu\n";
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles, {{"i.sh", "mkdir x\n"}}) ==
        "Dockerfile:5 nvcc-missing");
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles,
              {{"i.sh", "apt-get update\napt-get install -y cuda-nvcc-12-4\n"}}) == "");
  // Perhaps, and that is enough to be silent.
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles,
              {{"i.sh", "if [ \"$1\" ]; then apt-get install -y cuda-nvcc-12-4; fi\n"}}) == "");
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles,
              {{"i.sh", "f() { apt-get install -y cuda-nvcc-12-4; }\nf\n"}}) == "");
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles, {{"i.sh", "./other.sh\n"}}) == "");
  CHECK(found(runtime + "RUN ./i.sh $(x)\n" + compiles, {{"i.sh", "\"$@\"\n"}}) == "");
  CHECK(found(runtime + "RUN ./i.sh ./y.sh\n" + compiles, {{"i.sh", "\"$@\"\n"}}) == "");
  CHECK(found(runtime + "RUN ./i.sh mkdir y\n" + compiles, {{"i.sh", "\"$@\"\n"}}) ==
        "Dockerfile:5 nvcc-missing");
  CHECK(found(runtime + "RUN ./i.sh\n" + compiles, {{"i.sh", "x 'y\n"}}) == "");
  CHECK(found(runtime + "RUN . ./e.sh && nvcc a.cu\n", {{"e.sh", "export PATH=/opt/x:$PATH\n"}}) ==
        "");
}

TEST_CASE("silent: what may not run, or may fail") {
  const auto in = [](const std::string& script, const std::string& call = "./i.sh") {
    return found(runtime + "RUN " + call + "\n", {{"i.sh", script}});
  };
  CHECK(in("nvcc a.cu\ntrue\n") == "");
  CHECK(in("set -e\nnvcc a.cu || true\n") == "");
  CHECK(in("set -e\n[ -x /nvcc ] || exit 0\nnvcc a.cu\n") == "");
  CHECK(in("set -e\nnvcc a.cu\n", "./i.sh || true") == "");
  CHECK(in("set -e\nif nvcc --version; then nvcc a.cu; fi\n") == "");
  CHECK(in("set -e\nbuild() { nvcc a.cu; }\n") == "");
  CHECK(in("set -e\ncase $1 in cuda) nvcc a.cu;; esac\n") == "");
  CHECK(in("set -e\nnvcc() { true; }\nnvcc a.cu\n") == "");
  CHECK(in("#!/usr/bin/env python3\nnvcc = 1\n") == "");
  CHECK(in("set -e\nnvcc a.cu\n", "sed -i s/nvcc/gcc/ i.sh && ./i.sh") == "");
  CHECK(in("# nvcc a.cu\necho nvcc a.cu\n") == "");
  CHECK(in("cat <<EOF > /x\nnvcc a.cu\nEOF\n") == "");
}

TEST_CASE("exports of a script that is read in are no slips") {
  CHECK(found("FROM python:3.11\nCOPY . .\nRUN . ./e.sh\n", {{"e.sh", "export A=1\n"}}) == "");
  CHECK(found("FROM python:3.11\nCOPY . .\nRUN ./e.sh\n", {{"e.sh", "export A=1\n"}}) == "");
}

TEST_CASE("a script that several stages run is reported once") {
  const Beside files{{"i.sh", "set -e\nnvcc a.cu\n"}};
  CHECK(found(runtime + "RUN ./i.sh\n" + runtime + "RUN ./i.sh\n", files) == "i.sh:2 nvcc-missing");
}

TEST_CASE("a comment where the script is run silences what is in it") {
  const Beside files{{"i.sh", "set -e\nnvcc a.cu\n"}};
  CHECK(found(runtime + "# cudafit: ignore=nvcc-missing\nRUN ./i.sh\n", files) == "");
  CHECK(found("# cudafit: ignore-file=nvcc-missing\n" + runtime + "RUN ./i.sh\n", files) == "");
}

TEST_CASE("values that the build gives reach the script") {
  const std::string text = "FROM python:3.11-slim\nCOPY . .\nARG CU=cu120\nRUN ./i.sh $CU\n";
  CHECK(found(text, {{"i.sh",
                      "set -e\npip install torch==2.1.0 --index-url "
                      "https://download.pytorch.org/whl/$1\n"}}) == "i.sh:2 torch-index-unknown");
  CHECK(found(text, {{"i.sh",
                      "set -e\npip install torch==2.1.0 --index-url "
                      "https://download.pytorch.org/whl/${CU}\n"}}) ==
        "i.sh:2 torch-index-unknown");
  CHECK(found(text, {{"i.sh",
                      "set -e\nCU=${2:-cu121}\npip install torch==2.1.0 --index-url "
                      "https://download.pytorch.org/whl/${CU}\n"}}) == "");
}
