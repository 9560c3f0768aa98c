// This machine in place of a container: the probe runs as any program does.

#include "verify/local_engine.h"

#include "verify/directory.h"
#include "verify/run_id.h"

namespace cudafit::verify {

using programs::Command;
using programs::Ended;

Result<bool> LocalEngine::prepare(const Kit& kit) {
  const std::string directory = kit_directory(kit.id);
  if (world_.dry) {
    world_.dry("# " + directory + " gets the probe");
  } else if (const Result<bool> written = write_kit(kit); !written) {
    return written;
  }
  if (!kit.compile_here) return true;
  world_.progress("compiling the kernel");
  Command command;
  command.program = "nvcc";
  command.words = {"-fatbin", "-arch=all", "-o", directory + "/probe.fatbin",
                   directory + "/probe.cu"};
  command.own_group = true;
  command.limit = world_.limit;
  command.stop = world_.stop;
  if (world_.dry) {
    world_.dry(command_line(command));
    return true;
  }
  const Ended ended = world_.run(command);
  if (ended.started && ended.status == 0) return true;
  return Failure{"nvcc: " + (ended.error.empty() ? ended.out : ended.error)};
}

Ended LocalEngine::start(const Launch& launch) {
  world_.progress("running the probe");
  const std::string directory = kit_directory(launch.id);
  Command command;
  command.program = directory + "/probe";
  for (const std::string& word : launch.arguments) {
    constexpr std::string_view inside = "/.cudafit";
    const bool ours = word.starts_with(inside);
    command.words.push_back(ours ? directory + word.substr(inside.size()) : word);
  }
  command.own_group = true;
  command.hold_input = true;
  command.limit = launch.limit + std::chrono::seconds{30};
  command.stop = world_.stop;
  if (!world_.dry) return world_.run(command);
  world_.dry(command_line(command));
  Ended ended;
  ended.started = true;
  ended.status = 0;
  return ended;
}

Result<bool> LocalEngine::remove(const std::string& id) {
  if (world_.dry || remove_directory(kit_directory(id))) return true;
  return Failure{kit_directory(id) + " cannot be removed"};
}

Result<std::vector<Leftover>> LocalEngine::leftovers() {
  if (world_.dry) return std::vector<Leftover>{};
  return left_directories();
}

bool LocalEngine::remove(const Leftover& leftover) { return remove_directory(leftover.name); }

}  // namespace cudafit::verify
