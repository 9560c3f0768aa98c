// Times, in one process and one thread, parsing alone and the whole analysis of the files named on
// standard input. Prints one JSON object.
//
// bench parse-only PATH...    a process that finds, reads and parses files as `cudafit check` does,
// on
//                             as many threads, and prints nothing: what `check` is held against
// bench COMMAND...            prints the peak memory of a command in KiB

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analyze.h"
#include "document/build_files.h"
#include "document/discover.h"
#include "document/run_lines.h"
#include "read/dockerfile.h"
#include "source/files.h"

namespace {

using Clock = std::chrono::steady_clock;

/// Milliseconds.
template <typename Work>
double time(Work work) {
  const Clock::time_point begin = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

int peak(char** command) {
  const pid_t child = fork();
  if (child == 0) {
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    dup2(null, 2);
    execv(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  std::printf("%ld\n", usage.ru_maxrss);
  return 0;
}

/// Compose files, scripts and the like are only read: what is in them is not parsing Dockerfiles.
bool is_dockerfile(std::string_view path) {
  return !cudafit::document::is_project_name(cudafit::file_name(path)) &&
         cudafit::document::run_file(path) == cudafit::document::RunFile::none;
}

int parse_only(const std::vector<std::string>& paths) {
  const auto files = cudafit::real_files();
  const auto found = cudafit::document::discover(*files, paths, {}).dockerfiles;
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> instructions = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < found.size(); i = next++) {
      const auto text = files->read(found[i].path);
      if (text && is_dockerfile(found[i].path))
        instructions += cudafit::read::parse_dockerfile(0, *text).instructions.size();
    }
  };
  {
    // As many as cli/run.cpp starts.
    const std::size_t count =
        std::min<std::size_t>(std::thread::hardware_concurrency(), found.size() / 4);
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
    work();
  }
  return instructions == 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "parse-only")
    return parse_only({argv + 2, argv + argc});
  if (argc > 1) return peak(argv + 1);
  cudafit::MemoryFiles files;
  std::vector<std::pair<std::string, std::string>> texts;
  std::size_t bytes = 0;
  const auto disk = cudafit::real_files();
  for (std::string path; std::getline(std::cin, path);) {
    auto text = disk->read(path);
    if (!text) continue;
    bytes += text->size();
    files.add(path, *text);
    texts.emplace_back(path, std::move(*text));
  }
  std::size_t instructions = 0;
  std::size_t findings = 0;
  // In turns, so that both see the same machine; the fastest round of each counts.
  double parse = 1e300;
  double all = 1e300;
  for (int round = 0; round < 5; ++round) {
    parse = std::min(parse, time([&] {
                       instructions = 0;
                       for (const auto& [path, text] : texts)
                         instructions +=
                             cudafit::read::parse_dockerfile(0, text).instructions.size();
                     }));
    all = std::min(all, time([&] {
                     findings = 0;
                     for (const auto& [path, text] : texts) {
                       findings +=
                           cudafit::analyze(
                               files,
                               {.name = {}, .dockerfile = path, .options = {}, .context = {}}, {})
                               .findings.size();
                     }
                   }));
  }
  std::printf(
      "{\"files\": %zu, \"bytes\": %zu, \"instructions\": %zu, \"findings\": %zu, \"parse_ms\": "
      "%.2f, \"analyze_ms\": %.2f}\n",
      texts.size(), bytes, instructions, findings, parse, all);
}
