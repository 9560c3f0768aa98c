// What cudafit finds in Dockerfiles, from a program of one's own: lint DOCKERFILE...

#include <cstdio>
#include <memory>
#include <string>

#include "analyze.h"
#include "source/files.h"
#include "source/sources.h"

using namespace cudafit;

int main(int count, char** arguments) {
  const std::unique_ptr<Files> files = real_files();  // MemoryFiles where there are only bytes
  bool found = false;
  for (int i = 1; i < count; ++i) {
    Build build;
    build.dockerfile = arguments[i];
    build.options.args["VARIANT"] = "gpu";  // as docker build --build-arg VARIANT=gpu
    facts::Host host;                       // the machine it will run on; without one, any
    host.name = "prod";
    host.driver = "535.104.05";
    host.gpus.push_back({"A100", {}});
    build.hosts.push_back(host);

    const Report report = analyze(*files, build, {});
    for (const PathError& error : report.errors) {
      std::fprintf(stderr, "%s: %s\n", error.path.c_str(), error.message.c_str());
      found = true;
    }
    for (const Diagnostic& finding : report.findings) {
      // A place is a file and bytes in it; a finding in a requirements file is about that file.
      std::string path = report.path;
      Position place;
      if (finding.span) {
        const SourceFile& file = (*report.sources)[finding.span.file];
        path = file.path;
        place = LineMap(file.bytes).position(finding.span.begin);
      }
      std::printf("%s:%u:%u: %s: %s [%s]\n", path.c_str(), place.line, place.column,
                  std::string(name(finding.severity)).c_str(), finding.message.c_str(),
                  std::string(finding.rule).c_str());
      // The first fix is the best one: its edits replace bytes by others.
      if (!finding.fixes.empty()) std::printf("  help: %s\n", finding.fixes.front().title.c_str());
      found = true;
    }
  }
  return found ? 1 : 0;
}
