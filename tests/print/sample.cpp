#include "sample.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace cudafit::print {

Span find(const Report& report, FileId file, std::string_view needle, int n) {
  const std::string_view bytes = (*report.sources)[file].bytes;
  std::size_t at = bytes.find(needle);
  while (--n > 0 && at != std::string_view::npos) at = bytes.find(needle, at + 1);
  REQUIRE_MESSAGE(at != std::string_view::npos, std::string(needle));
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + needle.size())};
}

Report report_of(std::string path, std::string bytes) {
  Report report;
  report.path = path;
  report.file = report.sources->add(std::move(path), std::move(bytes));
  return report;
}

Diagnostic finding(Span span, std::string label) {
  Diagnostic out;
  out.rule = "some-rule";
  out.span = span;
  out.message = "thing 1.0 needs other thing 2.0";
  out.label = std::move(label);
  return out;
}

namespace {

Report application() {
  Report report = report_of(
      "docker/Dockerfile",
      "# syntax=docker/dockerfile:1\n"
      "\n"
      "ARG CUDA_VERSION=12.4.1\n"
      "FROM nvidia/cuda:${CUDA_VERSION}-runtime-ubuntu22.04 AS runtime\n"
      "RUN apt-get update && \\\n"
      "    apt-get install -y \\\n"
      "      python3 \\\n"
      "      python3-pip \\\n"
      "      git \\\n"
      "      curl \\\n"
      "      ca-certificates\n"
      "COPY requirements.txt .\n"
      "ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64\n"
      "RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130\n");
  const FileId requirements =
      report.sources->add("requirements.txt", "numpy\nbitsandbytes==0.42.0\n");

  Diagnostic driver;
  driver.rule = "driver-too-old";
  driver.severity = Severity::error;
  driver.span = find(report, 0, "cu130");
  driver.message = "torch 2.9.1+cu130 needs NVIDIA driver >= 580, but this project declares 535";
  driver.label = "CUDA 13.0 wheel";
  driver.notes = {
      {"FROM resolves to nvidia/cuda:12.4.1-runtime-ubuntu22.04", find(report, 0, "12.4.1"), ""},
      {"last torch 2.x with a wheel for driver 535: see `cudafit explain driver-too-old`",
       find(report, 0, "torch==2.9.1"), ""},
      {"built for CUDA 11 only", find(report, requirements, "bitsandbytes==0.42.0"), ""},
      {"the wheel brings its own CUDA libraries; the image's CUDA 12.4 is not what limits it",
       {},
       "PyTorch release matrix"},
      {"at run time this shows as \"CUDA driver version is insufficient for CUDA runtime version\"",
       {},
       "NVIDIA CUDA compatibility guide"},
      {"driver 535 ends before CUDA 13", {}, "NVIDIA CUDA compatibility guide"},
  };
  driver.fixes = {
      {"use the cu126 index (its wheels stop at sm_90)",
       Safety::suggested,
       {{find(report, 0, "cu130"), "cu126"}}},
      {"use torch 2.4.1 and start from CUDA 12.1",
       Safety::suggested,
       {{find(report, 0, "12.4.1"), "12.1.1"},
        {find(report, 0, "2.9.1"), "2.4.1"},
        {find(report, requirements, "==0.42.0"), ">=0.43"}}},
      {"install driver 580 on the host", Safety::shown, {}},
      {"something else", Safety::shown, {}},
  };
  driver.stage = "runtime";
  driver.host = "prod-a100";
  driver.build = "gpu";

  Diagnostic install;
  install.rule = "runtime-image-lacks-compiler";
  install.severity = Severity::warning;
  install.span = cover(find(report, 0, "apt-get install"), find(report, 0, "ca-certificates"));
  install.message = "this step installs no compiler";
  install.label = "ends here";
  install.notes = {{"already a package list",
                    cover(find(report, 0, "RUN apt-get"), find(report, 0, "python3-pip")), ""}};
  install.fixes = {{"add g++",
                    Safety::safe,
                    {{Span{0, find(report, 0, "git \\").begin, find(report, 0, "git \\").begin},
                      "g++ \\\n      "}}}};
  install.stage = "runtime";

  Diagnostic hint;
  hint.rule = "ld-library-path";
  hint.severity = Severity::hint;
  hint.span = find(report, 0, "LD_LIBRARY_PATH=/usr/local/cuda/lib64");
  hint.message = "LD_LIBRARY_PATH /usr/local/cuda/lib64 repeats what the image sets";
  hint.fixes = {{"drop the line",
                 Safety::safe,
                 {{find(report, 0, "ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64\n"), ""}}}};

  report.findings = {install, hint, driver};
  report.stages = {{0, "runtime", "nvidia/cuda:12.4.1-runtime-ubuntu22.04", true,
                    "stage runtime: driver >= 580.65.06, GPUs sm_75 to sm_120 (torch 2.9.1+cu130); "
                    "declare yours with --driver and --gpu"}};
  return report;
}

}  // namespace

std::vector<Report> rich() {
  std::vector<Report> reports{application()};
  reports.push_back(report_of("tools/Dockerfile", "FROM nvidia/cuda:11.8\n"));
  Diagnostic tag = finding(find(reports[1], 0, "11.8"), "no such tag");
  tag.rule = "image-tag-not-found";
  tag.message = "nvidia/cuda has no tag 11.8";
  reports[1].findings = {tag};
  reports[1].stages = {{0, "0", "", true, ""}};
  Report unreadable;
  unreadable.path = "gone/Dockerfile";
  unreadable.errors = {{"gone/Dockerfile", "no such file"}};
  reports.push_back(unreadable);
  return reports;
}

std::vector<Report> hostile() {
  const std::string bad =
      "\x1b[31m\r::error file=x::pwned ##[error]boo ##vso[task.complete]\n"
      "\xE2\x80\xAE"
      "evil\xE2\x81\xA6 ]]> ``` <script>alert(1)</script> | @team #1 [x](http://e.com) www.e.com "
      "\xC2\x9B"
      "2J \x7f \xE2\x80\xA8 \xEF\xBB\xBF \xFF\xC0\xAF \t, 100% ![i](y) $x$ :+1:";
  Report report =
      report_of("::error::a\n::warning::b\x1b]0;t\x07,c:d%|`.Dockerfile",
                "FROM x:" + bad + "\nRUN " + bad + "\n::error::start of line\n##[group]x\n");
  Diagnostic d;
  d.rule = "some-rule";
  d.span = find(report, 0, "evil");
  d.message = bad;
  d.label = bad;
  d.stage = d.host = d.build = bad;
  d.notes = {{bad, find(report, 0, "::error::start"), bad},
             {bad, find(report, 0, "##[group]"), ""},
             {bad, {}, bad}};
  d.fixes = {{bad, Safety::safe, {{find(report, 0, "evil"), bad + "````\n::notice::x"}}}};
  report.findings = {d};
  report.stages = {{0, bad, bad, true, " \xE3\x80\x80::error::" + bad}};
  report.errors = {{bad, bad}};
  return {report};
}

PrintOptions plain() {
  PrintOptions options;
  options.tool_version = "0.1.0";
  options.data_date = "2026-11-02";
  options.elapsed_ms = 0.84;
  options.stop_token = "cudafit-token";
  options.run = "cudafit/lint/";
  options.rule = [](std::string_view id) -> const RuleInfo* {
    static const RuleInfo driver{
        "driver-too-old", "the driver is older than what is loaded needs", Severity::error,
        "\n## What it does\n\nCompares the driver\nwith `torch`.\n\n## Why it "
        "fails\n\nIt cannot start.\n"};
    return id == driver.id ? &driver : nullptr;
  };
  return options;
}

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(CUDAFIT_TESTS_DIR) + "/print/golden/" + name;
  if (const char* update = std::getenv("UPDATE"); update != nullptr && *update != '\0') {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), path);
  std::ostringstream golden;
  golden << in.rdbuf();
  CHECK_MESSAGE(golden.str() == text, name);
}

}  // namespace cudafit::print
