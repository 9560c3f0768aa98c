// What `cudafit` is held against, and what it uses.
//
// bench parse-only PATH...    finds, reads and parses files as `cudafit check` does, on as many
//                             threads, and prints nothing
// bench COMMAND...            prints the peak memory of a command in KiB

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "document/build_files.h"
#include "document/discover.h"
#include "document/run_lines.h"
#include "read/dockerfile.h"

namespace {

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

/// Compose files, scripts and the like are read, but there is no Dockerfile in them to parse.
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
  // As many as cli/run.cpp starts.
  const std::size_t count =
      std::min<std::size_t>(std::thread::hardware_concurrency(), found.size() / 4);
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  threads.clear();  // waits for them
  return instructions == 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "parse-only")
    return parse_only({argv + 2, argv + argc});
  return argc > 1 ? peak(argv + 1) : 2;
}
