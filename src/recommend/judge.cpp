#include "recommend/judge.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "analyze.h"
#include "rules/rules.h"

namespace cudafit::recommend {

namespace {

const std::string dockerfile = "/project/Dockerfile";
const std::string compose = "/project/compose.yaml";

/// Hints that an image holds what it does not need.
constexpr std::array<std::string_view, 3> of_size = {"cuda-duplicated-by-wheel",
                                                     "cudnn-duplicated-by-wheel", "devel-in-final"};

bool declares_something(const facts::Host& host) {
  return !host.driver.empty() || !host.gpus.empty() || host.wsl2 || !host.jetpack.empty() ||
         !host.l4t.empty();
}

/// What is said of the machine itself holds whatever image it runs.
bool about_host(const Diagnostic& finding) {
  const rules::Rule* const rule = rules::find(finding.rule);
  return finding.severity == Severity::hint && rule != nullptr && rule->about_hosts;
}

void add(const Report& report, Verdict& out) {
  for (const PathError& error : report.errors) {
    out.against.push_back(error.message);
    out.tolerable = false;
  }
  for (const Diagnostic& finding : report.findings) {
    if (about_host(finding)) continue;
    const bool here =
        finding.span.file != no_file && (*report.sources)[finding.span.file].path == compose;
    (here ? out.against_compose : out.against).push_back(finding.message);
    out.tolerable = out.tolerable && finding.severity == Severity::hint &&
                    std::find(of_size.begin(), of_size.end(), finding.rule) == of_size.end();
  }
}

}  // namespace

Verdict lint(const Candidate& candidate, const std::vector<facts::Host>& hosts,
             const std::string& platform) {
  MemoryFiles files;
  files.add(dockerfile, candidate.dockerfile);
  files.add(compose, candidate.compose);
  Build build;
  build.dockerfile = dockerfile;
  build.context = build.root = "/project";
  build.options.platform = platform;
  std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(build.hosts), declares_something);
  build.compose = compose;
  build.services = {"app"};
  Verdict out;
  out.tolerable = true;
  add(analyze(files, build, {}), out);
  build.dockerfile = compose;
  build.services.clear();
  add(analyze(files, build, {}), out);
  return out;
}

}  // namespace cudafit::recommend
