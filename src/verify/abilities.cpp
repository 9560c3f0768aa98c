// What engines say of themselves and the way to GPUs that follows; what they say of an image.

#include <algorithm>

#include "verify/container_engine.h"
#include "verify/json.h"

namespace cudafit::verify {
namespace {

const GpuWay gpus{"--gpus all", {"--gpus", "all"}};
const GpuWay cdi{"--device nvidia.com/gpu=all", {"--device", "nvidia.com/gpu=all"}};
const GpuWay runtime{"--runtime nvidia",
                     {"--runtime", "nvidia", "--env", "NVIDIA_VISIBLE_DEVICES=all"}};

/// CDI devices that Docker has found (since 28.3).
bool finds_cdi(const Json& info) {
  const Json& devices = at(info, "DiscoveredDevices");
  return devices.is_array() && std::any_of(devices.begin(), devices.end(), [](const Json& device) {
           return text(at(device, "ID")) == "nvidia.com/gpu=all";
         });
}

Abilities of_podman(const Json& info) {
  Abilities out;
  out.version = text(at(at(info, "version"), "Version"));
  const Json& host = at(info, "host");
  const Json& controllers = at(host, "cgroupControllers");
  if (controllers.is_array()) {
    const auto has = [&](const char* name) {
      return std::find(controllers.begin(), controllers.end(), name) != controllers.end();
    };
    out.limits = has("memory") && has("pids");
  }
  GpuWay way = cdi;
  // SELinux otherwise keeps containers from the devices.
  way.words.insert(way.words.end(), {"--security-opt", "label=disable"});
  out.gpu_ways.push_back(way);
  return out;
}

Abilities of_docker(const Json& info) {
  Abilities out;
  out.version = text(at(info, "ServerVersion"));
  const auto no = [&](const char* name) { return at(info, name) == false; };
  out.limits = !no("MemoryLimit") && !no("PidsLimit");
  if (finds_cdi(info)) out.gpu_ways.push_back(cdi);
  // It also works where only the hook is installed, of which the engine says nothing.
  out.gpu_ways.push_back(gpus);
  if (at(info, "Runtimes").is_object() && at(info, "Runtimes").contains("nvidia"))
    out.gpu_ways.push_back(runtime);
  return out;
}

}  // namespace

Result<Abilities> read_abilities(std::string_view program, std::string_view info) {
  const Json read = Json::parse(info, nullptr, false);
  if (!read.is_object())
    return Failure{std::string(program) + " info: its answer is not understood"};
  // Docker's program answers even where its server does not.
  const Json& errors = at(read, "ServerErrors");
  if (errors.is_array() && !errors.empty() && errors.front().is_string())
    return Failure{std::string(program) + ": " + errors.front().get<std::string>()};
  return program == "podman" ? of_podman(read) : of_docker(read);
}

Result<ImageState> read_image(std::string_view program, std::string_view inspected) {
  const Json read = Json::parse(inspected, nullptr, false);
  if (!read.is_array() || read.empty() || !read.front().is_object())
    return Failure{std::string(program) + " image inspect: its answer is not understood"};
  const Json& image = read.front();
  ImageState state;
  state.present = true;
  state.architecture = text(at(image, "Architecture"));
  const Json& triggers = at(at(image, "Config"), "OnBuild");
  state.triggers = triggers.is_array() && !triggers.empty();
  // Podman shows none of them but for how the image was made.
  const Json& history = at(image, "History");
  for (const Json& each : history.is_array() ? history : Json::array())
    state.triggers =
        state.triggers || text(at(each, "created_by")).find("ONBUILD ") != std::string::npos;
  return state;
}

}  // namespace cudafit::verify
