#include "cli/found_host.h"

#include <memory>

#include "cli/output.h"
#include "host/doctor.h"

namespace cudafit::cli {
namespace {

std::optional<facts::Host> look() {
  const std::unique_ptr<Files> files = real_files();
  const host::Machine machine = host::this_machine(*files);
  std::optional<facts::Host> found = host::declare(host::look(machine, host::Scope::declaration));
  if (!found)
    say("--host auto: no NVIDIA driver and no GPU is seen on this machine; going on without a "
        "host");
  return found;
}

}  // namespace

std::function<std::optional<facts::Host>()> found_host() {
  struct Answer {
    bool given = false;
    std::optional<facts::Host> host{};
  };
  return [answer = std::make_shared<Answer>()] {
    if (!answer->given) *answer = {true, look()};
    return answer->host;
  };
}

}  // namespace cudafit::cli
