#include "verify/seen.h"

#include <algorithm>

#include "verify/json.h"

namespace cudafit::verify {
namespace {

std::int64_t number(const Json& object, const char* name) {
  const Json& value = at(object, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

bool truth(const Json& object, const char* name) { return at(object, name) == true; }

std::optional<bool> maybe(const Json& object, const char* name) {
  const Json& value = at(object, name);
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>() != 0;
  return std::nullopt;
}

Code code(const Json& object) { return {number(object, "code"), text(object, "name")}; }

/// The objects of a list.
std::vector<const Json*> list(const Json& value) {
  std::vector<const Json*> out;
  if (!value.is_array()) return out;
  for (const Json& each : value) {
    if (each.is_object()) out.push_back(&each);
  }
  return out;
}

SeenEnd end_of(const Json& object) {
  return {text(object, "end"), text(object, "at"), number(object, "signal")};
}

SeenAttempt attempt(const Json& object) {
  return {text(object, "by"), code(object), text(object, "at"), truth(object, "correct")};
}

void read_driver(const Json& read, Seen& seen) {
  const Json& driver = at(read, "driver");
  seen.driver = truth(driver, "loaded");
  seen.driver_why = text(driver, "why");
  seen.driver_path = text(driver, "path");
  seen.init = code(driver);
  seen.driver_cuda = number(driver, "cuda");
  const Json& devices = at(read, "devices");
  if (devices.is_object()) seen.devices_error = code(devices);
  for (const Json* const each : list(at(devices, "list"))) {
    SeenDevice device;
    device.name = text(*each, "name");
    const std::string cc =
        std::to_string(number(*each, "major")) + "." + std::to_string(number(*each, "minor"));
    device.cc = Version::parse(cc).value_or(Version{});
    device.memory = number(*each, "memory");
    device.managed = maybe(*each, "managed");
    device.concurrent_managed = maybe(*each, "concurrent_managed");
    seen.devices.push_back(std::move(device));
  }
  const Json& kernel = at(read, "kernel");
  if (kernel.is_object()) seen.context = code(kernel);
  for (const Json* const each : list(at(kernel, "tried"))) seen.attempts.push_back(attempt(*each));
  if (at(read, "managed").is_object()) seen.managed = attempt(at(read, "managed"));
}

void read_libraries(const Json& read, Seen& seen) {
  const Json& runtime = at(read, "runtime");
  seen.runtime_library = text(runtime, "library");
  seen.runtime_cuda = number(runtime, "cuda");
  if (at(runtime, "code").is_number_integer()) seen.runtime_error = code(runtime);
  for (const Json* const each : list(at(at(read, "libraries"), "list"))) {
    SeenLibrary library;
    library.name = text(*each, "library");
    library.loaded = truth(*each, "loaded");
    library.why = text(*each, "why");
    library.version = number(*each, "version");
    if (at(*each, "starts").is_number_integer()) library.starts = number(*each, "starts");
    seen.libraries.push_back(std::move(library));
  }
}

void read_python(const Json& read, Seen& seen) {
  if (at(read, "python_end").is_object()) seen.python_end = end_of(at(read, "python_end"));
  const Json& python = at(read, "python");
  seen.python = text(python, "python");
  for (const Json* const each : list(at(python, "frameworks"))) {
    SeenFramework framework;
    framework.name = text(*each, "name");
    framework.version = text(*each, "version");
    framework.cuda = text(*each, "cuda");
    framework.imports = truth(*each, "imports");
    framework.available = maybe(*each, "available");
    framework.correct = maybe(*each, "correct");
    framework.error = text(*each, "error");
    framework.device = text(*each, "device");
    framework.capability = text(*each, "capability");
    const Json& architectures = at(*each, "architectures");
    if (architectures.is_array()) {
      for (const Json& name : architectures) {
        if (name.is_string()) framework.architectures.push_back(name.get<std::string>());
      }
    }
    seen.frameworks.push_back(std::move(framework));
  }
}

}  // namespace

bool Seen::ran() const {
  return std::any_of(attempts.begin(), attempts.end(),
                     [](const SeenAttempt& each) { return each.correct; });
}

std::optional<Seen> read_seen(std::string_view text_of) {
  const Json read = Json::parse(text_of, nullptr, false);
  if (number(read, "probe") != 1 || !at(read, "end").is_object()) return std::nullopt;
  Seen seen;
  const Json& here = at(read, "here");
  seen.kernel_module = text(here, "kernel_module");
  seen.device_nodes = truth(here, "device_nodes");
  seen.wsl2 = truth(here, "wsl2");
  seen.visible_devices = text(here, "NVIDIA_VISIBLE_DEVICES");
  seen.capabilities = text(here, "NVIDIA_DRIVER_CAPABILITIES");
  seen.require_cuda = text(here, "NVIDIA_REQUIRE_CUDA");
  seen.library_path = text(here, "LD_LIBRARY_PATH");
  seen.end = end_of(at(read, "end"));
  read_driver(read, seen);
  read_libraries(read, seen);
  read_python(read, seen);
  return seen;
}

Version cuda_version(std::int64_t number) {
  if (number < 1000 || number > 999'999) return {};
  return Version::parse(std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10))
      .value_or(Version{});
}

std::string driver_version(std::string_view kernel_module) {
  while (!kernel_module.empty()) {
    const std::size_t end = std::min(kernel_module.find(' '), kernel_module.size());
    const std::string_view word = kernel_module.substr(0, end);
    const std::optional<Version> version = Version::parse(word);
    if (version && version->parts >= 2 && version->major() >= 100) return std::string(word);
    kernel_module.remove_prefix(std::min(end + 1, kernel_module.size()));
  }
  return {};
}

}  // namespace cudafit::verify
