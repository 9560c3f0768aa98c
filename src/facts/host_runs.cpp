#include "facts/host_runs.h"

#include <algorithm>

#include "facts/device_requests.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// A run as a service that is only known in parts.
Service service(const document::RunLine& line, const std::string& file) {
  Service out;
  out.name = "docker run";
  out.called = "this command";
  out.advice = "start it with --gpus all instead";
  out.span = line.span;
  out.file = file;
  const read::DockerOption* const gpus = line.run.find("--gpus");
  if (gpus != nullptr) out.requests.push_back({.syntax = GpuSyntax::command, .span = gpus->span});
  for (const read::DockerOption* const device : line.run.all("--device")) {
    const std::string& value = device->value.value;
    if (value.starts_with("nvidia.com/")) {
      out.requests.push_back(cdi_request(device->value, device->span));
    } else if (value.starts_with("/dev/nvidia") && device->value.complete) {
      out.nodes.push_back({value.substr(0, value.find(':')), device->span});
    }
  }
  if (const read::DockerOption* const runtime = line.run.find("--runtime")) {
    out.runtime = runtime->value.complete ? runtime->value.value : std::string();
    out.runtime_span = runtime->span;
    out.requests.push_back({.syntax = GpuSyntax::runtime, .span = runtime->span});
  }
  out.asks = out.requests.empty() ? Known::unknown : Known::yes;
  // The driver's libraries may be mounted, too.
  const std::vector<const read::DockerOption*> volumes = line.run.all("--volume", "-v");
  if (line.run.find("--mount") != nullptr ||
      std::any_of(volumes.begin(), volumes.end(), [](const read::DockerOption* volume) {
        const std::string& value = volume->value.value;
        return !volume->value.complete || value.find("nvidia") != std::string::npos ||
               value.find("libcuda") != std::string::npos ||
               value.find("/usr/lib") != std::string::npos;
      }))
    out.nodes.clear();
  return out;
}

}  // namespace

ContainerRun container_run(const document::RunLine& line, Position at) {
  const std::string& program = line.program.value;
  ContainerRun out{.at = at,
                   .program = std::string(file_name(program)),
                   .program_span = line.program.around(),
                   .gpus = {},
                   .gpus_span = {},
                   .devices = {}};
  if (const read::DockerOption* const gpus = line.run.find("--gpus")) {
    out.gpus = gpus->value;
    out.gpus_span = gpus->span;
  }
  for (const read::DockerOption* const device : line.run.all("--device"))
    out.devices.push_back({device->value, device->span});
  return out;
}

Facts host_runs(const std::vector<document::RunLine>& lines, const std::string& file) {
  Facts out;
  for (const document::RunLine& line : lines) {
    out.container_runs.push_back(container_run(line, {-1, 0, 0}));
    out.services.push_back(service(line, file));
  }
  return out;
}

}  // namespace cudafit::facts
