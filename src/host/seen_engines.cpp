// Docker, the container toolkit and Podman.

#include "host/seen.h"
#include "host/words.h"

namespace cudafit::host {
namespace {

using read::JsonValue;

std::string text_in(const JsonValue* object, std::string_view key) {
  const Text* const text = object == nullptr ? nullptr : object->string(key);
  return text == nullptr ? "" : shortened(text->value);
}

const JsonValue* below(const JsonValue* object, std::string_view key) {
  return object == nullptr ? nullptr : object->find(key);
}

void look_at_toolkit(Seen& seen) {
  const Answers& answers = seen.answers;
  for (const char* const program :
       {"nvidia-ctk", "nvidia-container-cli", "nvidia-container-runtime-hook"})
    seen.toolkit_there = seen.toolkit_there || !seen.machine.find(program).empty();
  seen.toolkit = {std::string(version_in(
                      behind(answer(answers.toolkit), "NVIDIA Container Toolkit CLI version"))),
                  "nvidia-ctk --version"};
  if (seen.toolkit) return;
  seen.toolkit = {std::string(version_in(behind(answer(answers.toolkit_cli), "cli-version:"))),
                  "nvidia-container-cli --version"};
}

/// "4.30.0" of "Docker Desktop 4.30.0 (149282)".
std::string desktop_in(const std::string& platform) {
  const std::string_view name = "Docker Desktop";
  return platform.starts_with(name) ? std::string(version_in(platform)) : "";
}

void take_info(Docker& docker, const JsonValue& info) {
  docker.version = text_in(&info, "ServerVersion");
  docker.reachable = !docker.version.empty();
  docker.root = text_in(&info, "DockerRootDir");
  docker.cgroup_driver = text_in(&info, "CgroupDriver");
  docker.cgroup_version = text_in(&info, "CgroupVersion");
  docker.default_runtime = text_in(&info, "DefaultRuntime");
  docker.desktop = text_in(&info, "OperatingSystem") == "Docker Desktop";
  if (const JsonValue* const runtimes = info.find("Runtimes"); runtimes != nullptr) {
    for (const Text& name : runtimes->keys) docker.runtimes.push_back(shortened(name.value));
  }
  if (const JsonValue* const options = info.find("SecurityOptions"); options != nullptr) {
    for (const JsonValue& option : options->items)
      docker.rootless = docker.rootless || option.text.value == "name=rootless";
  }
  const JsonValue* const errors = info.find("ServerErrors");
  if (errors != nullptr && !errors->items.empty())
    docker.error = shortened(first_line(errors->items.front().text.value));
}

std::string config_of(const Seen& seen, const Docker& docker) {
  if (docker.snap) return "/var/snap/docker/current/config/daemon.json";
  if (!docker.rootless) return "/etc/docker/daemon.json";
  std::string home = seen.machine.variable("XDG_CONFIG_HOME");
  if (home.empty()) home = seen.machine.variable("HOME") + "/.config";
  return home + "/docker/daemon.json";
}

void look_at_docker(Seen& seen) {
  Docker& docker = seen.docker;
  const Answers& answers = seen.answers;
  const std::string program = seen.machine.find("docker");
  docker.installed = !program.empty();
  docker.snap = program.starts_with("/snap/");
  docker.endpoint = shortened(docker_endpoint(answers));
  docker.remote = !docker.endpoint.empty() && !docker.endpoint.starts_with("unix:");
  const read::JsonResult context = read::read_json(0, answer(answers.context));
  if (context.value && !context.value->items.empty())
    docker.context = text_in(&context.value->items.front(), "Name");
  // It also says something where the engine does not answer.
  const read::JsonResult info = read::read_json(0, trimmed(answers.docker_info.out));
  if (info.value) take_info(docker, *info.value);
  docker.garbled = !docker.reachable && answers.docker_info.status == 0;
  if (answers.docker_info.timed_out) docker.error = "it does not answer";
  if (!docker.reachable && docker.error.empty())
    docker.error = shortened(first_line(answers.docker_info.error));
  docker.snap = docker.snap || docker.root.starts_with("/var/snap/");
  const read::JsonResult version = read::read_json(0, answer(answers.docker_version));
  const JsonValue* const server = version.value ? below(&*version.value, "Server") : nullptr;
  docker.desktop_version = desktop_in(text_in(below(server, "Platform"), "Name"));
  docker.desktop = docker.desktop || !docker.desktop_version.empty();
  docker.config = config_of(seen, docker);
}

}  // namespace

void look_at_engines(Seen& seen) {
  if (seen.inside()) return;
  look_at_toolkit(seen);
  look_at_docker(seen);
  const std::string_view podman = behind(answer(seen.answers.podman), "podman version");
  seen.podman = version_in(podman);
}

}  // namespace cudafit::host
