#pragma once
// What other programs say of the machine.

#include <cstdint>
#include <string>
#include <string_view>

#include "host/machine.h"

namespace cudafit::host {

/// How much is asked.
enum class Scope : std::uint8_t {
  declaration,  ///< what a [[host]] table would say
  everything,
};

/// Each is empty, and not started, where it was not asked or is not installed.
struct Answers {
  using Ended = programs::Ended;
  Ended nvml;       ///< as host/nvml.h writes it
  Ended smi;        ///< where NVML could not be asked: GPUs as CSV
  bool smi_has_cc;  ///< each line: name, driver, memory, compute capability, MIG, persistence; else
                    ///< only the first three
  Ended smi_list;   ///< nvidia-smi -L
  Ended toolkit, toolkit_cli;  ///< versions, as nvidia-ctk and nvidia-container-cli say them
  Ended context;               ///< docker's, as JSON
  Ended docker_info, docker_version;
  Ended compose, compose_v1, podman;  ///< versions
  Ended signer;                       ///< of NVIDIA's module, as modinfo says it
  Ended dkms;                         ///< its status
  Ended windows;                      ///< version, as cmd.exe says it
};

/// What was answered, without blanks around it; empty unless it went well.
std::string_view answer(const programs::Ended& ended);
/// Where docker's context leads: "unix:///var/run/docker.sock"; empty: not known.
std::string docker_endpoint(const Answers& answers);

/// Asks, all at once where it can be, each for a few seconds at most. `wsl`: Windows is asked too;
/// `engines`: container engines are.
Answers ask(const Machine& machine, Scope scope, bool wsl, bool engines);

}  // namespace cudafit::host
