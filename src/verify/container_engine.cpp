// Engines by their command lines, which know contexts, credentials and rootless daemons best.

#include "verify/container_engine.h"

#include <algorithm>
#include <utility>

#include "verify/directory.h"
#include "verify/run_id.h"

namespace cudafit::verify {
namespace {

using programs::Command;
using programs::Ended;
using std::chrono::seconds;

constexpr seconds answer_limit{60};  ///< for questions and for taking away

/// The last lines of what a program complained about.
std::string complaint(const Ended& ended) {
  if (!ended.started) return ended.error;
  if (ended.timed_out) return "it took too long";
  if (ended.stopped) return "it was stopped";
  std::string text = ended.error.empty() ? ended.out : ended.error;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  std::size_t from = text.size();
  for (int lines = 0; lines < 3 && from != std::string::npos; ++lines)
    from = from == 0 ? std::string::npos : text.rfind('\n', from - 1);
  if (from != std::string::npos) text.erase(0, from + 1);
  return text.empty() ? "exit status " + std::to_string(ended.status) : text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

Ended ContainerEngine::ask(std::vector<std::string> words) {
  Command command = to_run(std::move(words), answer_limit);
  if (world_.dry) world_.dry(command_line(command));
  return world_.run(command);
}

Ended ContainerEngine::change(std::vector<std::string> words, seconds limit, bool stoppable) {
  Command command = to_run(std::move(words), limit);
  if (!stoppable) command.stop = nullptr;
  return perform(command);
}

Command ContainerEngine::to_run(std::vector<std::string> words, seconds limit) const {
  Command command;
  command.program = program_;
  command.words = std::move(words);
  command.own_group = true;
  command.limit = limit;
  command.stop = world_.stop;
  return command;
}

Ended ContainerEngine::perform(const Command& command) {
  if (!world_.dry) return world_.run(command);
  world_.dry(command_line(command));
  Ended ended;
  ended.started = true;
  ended.status = 0;
  return ended;
}

Result<bool> ContainerEngine::done(const Ended& ended) const {
  if (ended.started && ended.status == 0) return true;
  return Failure{ended.started ? program_ + ": " + complaint(ended) : ended.error};
}

Result<Abilities> ContainerEngine::abilities() {
  if (said_) return *said_;
  const Ended ended = ask({"info", "--format", "{{json .}}"});
  if (const Result<bool> good = done(ended); !good) return Failure{good.error()};
  Result<Abilities> read = read_abilities(program_, ended.out);
  if (read) said_ = *read;
  return read;
}

Result<ImageState> ContainerEngine::image(const std::string& name) {
  const Ended ended = ask({"image", "inspect", name});
  if (!ended.started || ended.timed_out || ended.stopped)
    return Failure{program_ + ": " + complaint(ended)};
  if (ended.status == 0) return read_image(program_, ended.out);
  for (const std::string_view absent :
       {"o such image", "o such object", "not known", "not found"}) {
    if (ended.error.find(absent) != std::string::npos) return ImageState{};
  }
  return Failure{program_ + ": " + complaint(ended)};
}

Result<bool> ContainerEngine::pull(const std::string& name) {
  world_.progress("pulling " + name);
  return done(change({"pull", "--quiet", name}, world_.limit));
}

Result<bool> ContainerEngine::build(const ProjectBuild& build) {
  world_.progress("building " + build.dockerfile);
  std::vector<std::string> words{"build",    "--quiet",       "--tag",
                                 build.name, "--label",       std::string(label) + "=" + build.id,
                                 "--file",   build.dockerfile};
  if (!build.target.empty()) words.insert(words.end(), {"--target", build.target});
  if (!build.platform.empty()) words.insert(words.end(), {"--platform", build.platform});
  for (const std::string& argument : build.args)
    words.insert(words.end(), {"--build-arg", argument});
  // A step that fails otherwise leaves its container. nerdctl has none of its own.
  if (program_ != "nerdctl") words.emplace_back("--force-rm");
  words.push_back(build.context);
  return done(change(std::move(words), world_.limit));
}

Result<bool> ContainerEngine::prepare(const Kit& kit) {
  const std::string directory = kit_directory(kit.id);
  if (world_.dry) {
    world_.dry("# " + directory + "/Dockerfile:");
    std::string_view text = kit.dockerfile;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      world_.dry("#   " + std::string(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  } else if (const Result<bool> written = write_kit(kit); !written) {
    return written;
  }
  world_.progress("putting the probe into an image");
  // No network: whatever the image brings, nothing of this build asks for any.
  std::vector<std::string> words{
      "build",     "--quiet", "--tag",   kit.name,
      "--network", "none",    "--label", std::string(label) + "=" + kit.id};
  if (program_ != "nerdctl") words.emplace_back("--force-rm");
  // Otherwise each layer stays behind as an image of its own.
  if (program_ == "podman") words.emplace_back("--layers=false");
  words.push_back(directory);
  return done(change(std::move(words), world_.limit));
}

Ended ContainerEngine::start(const Launch& launch) {
  world_.progress("running the probe" +
                  (launch.gpu.name.empty() ? "" : " with " + launch.gpu.name));
  std::vector<std::string> words{"run",
                                 "--rm",
                                 "--interactive",
                                 "--name",
                                 "cudafit-" + launch.id,
                                 "--label",
                                 std::string(label) + "=" + launch.id,
                                 "--network",
                                 "none",
                                 "--read-only",
                                 "--cap-drop",
                                 "ALL",
                                 "--security-opt",
                                 "no-new-privileges",
                                 "--workdir",
                                 "/"};
  if (program_ != "nerdctl") words.insert(words.end(), {"--pull", "never", "--no-healthcheck"});
  if (launch.limits) words.insert(words.end(), {"--pids-limit", "512", "--memory", "8g"});
  words.insert(words.end(), launch.gpu.words.begin(), launch.gpu.words.end());
  words.insert(words.end(), {"--entrypoint", "/.cudafit/probe", launch.image});
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  Command command = to_run(std::move(words), launch.limit + seconds{30});
  command.hold_input = true;  // the probe lives as long as we do
  Ended ended = perform(command);
  // Its program may be gone and the container not, and a refused one may stay as well.
  if (ended.status != 0 && !world_.dry)
    change({"rm", "--force", "cudafit-" + launch.id}, answer_limit, false);
  return ended;
}

Result<std::vector<Leftover>> ContainerEngine::labelled(const std::string& filter) {
  std::vector<Leftover> out;
  using What = Leftover::What;
  const std::vector<std::string> containers{"ps"}, images{"images"};
  for (const What what : {What::container, What::image}) {
    std::vector<std::string> words = what == What::container ? containers : images;
    words.insert(words.end(), {"--all", "--quiet", "--no-trunc", "--filter", "label=" + filter});
    Command command = to_run(std::move(words), answer_limit);
    command.stop = nullptr;
    const Ended found = perform(command);
    if (const Result<bool> good = done(found); !good) return Failure{good.error()};
    std::vector<std::string> names = words_of(found.out);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (std::string& name : names) out.push_back({what, std::move(name), ""});
  }
  return out;
}

Result<std::vector<Leftover>> ContainerEngine::leftovers() {
  Result<std::vector<Leftover>> found = labelled(std::string(label));
  if (!found || world_.dry) return found;
  for (Leftover& each : *found) {
    Command command =
        to_run({each.what == Leftover::What::container ? "container" : "image", "inspect",
                "--format", "{{index .Config.Labels \"" + std::string(label) + "\"}}", each.name},
               answer_limit);
    const std::vector<std::string> ids = words_of(world_.run(command).out);
    // Of one that is gone by now nothing is known, and nothing is done.
    if (ids.size() == 1) each.run = ids.front();
  }
  for (Leftover& each : left_directories()) found->push_back(std::move(each));
  return found;
}

bool ContainerEngine::remove(const Leftover& leftover) {
  if (leftover.what == Leftover::What::directory) return remove_directory(leftover.name);
  const char* const verb = leftover.what == Leftover::What::container ? "rm" : "rmi";
  return change({verb, "--force", leftover.name}, answer_limit, false).status == 0;
}

Result<bool> ContainerEngine::remove(const std::string& id) {
  bool whole = world_.dry || remove_directory(kit_directory(id));
  const std::string own = std::string(label) + "=" + id;
  Result<std::vector<Leftover>> found = labelled(own);
  if (world_.dry) {
    world_.dry("# and what these name is removed:");
    world_.dry(command_line(to_run({"rm", "--force", "CONTAINER"}, answer_limit)));
    world_.dry(command_line(to_run({"rmi", "--force", "IMAGE"}, answer_limit)));
    return true;
  }
  // An image takes the unnamed ones below it along, and one that others are built on waits for
  // them.
  std::size_t before = 0;
  do {
    if (!found) return Failure{found.error()};
    before = found->size();
    for (const Leftover& each : *found) remove(each);
    if (before > 0) found = labelled(own);
  } while (found && !found->empty() && found->size() < before);
  if (!found || !found->empty() || !whole)
    return Failure{"something of this run is left: cudafit verify --clean"};
  return true;
}

}  // namespace cudafit::verify
