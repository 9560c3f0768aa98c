#include "host/answers.h"

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "host/nvml.h"
#include "read/json.h"

namespace cudafit::host {
namespace {

using programs::Command;
using programs::Ended;
using std::chrono::milliseconds;

constexpr milliseconds patience{5000};
/// A driver without persistence sets up all GPUs first.
constexpr milliseconds gpu_patience{8000};
constexpr std::size_t most_output = 1u << 20;

Command command(std::string program, std::vector<std::string> words,
                milliseconds limit = patience) {
  return {.program = std::move(program),
          .words = std::move(words),
          .own_group = true,
          .limit = limit,
          .most_output = most_output};
}

/// Programs that run at the same time.
class Together {
 public:
  explicit Together(const Machine& machine) : machine_(machine) {}
  void ask(Command command, Ended& into) {
    asked_.emplace_back([this, &into, what = std::move(command)] { into = machine_.run(what); });
  }
  void wait() {
    for (std::thread& each : asked_) each.join();
    asked_.clear();
  }

 private:
  const Machine& machine_;
  std::vector<std::thread> asked_{};
};

/// Under WSL2 it need not lie on PATH.
std::string nvidia_smi(const Machine& machine) {
  const std::string found = machine.find("nvidia-smi");
  const std::string wsl = "/usr/lib/wsl/lib/nvidia-smi";
  return found.empty() && machine.files.kind(wsl) == FileKind::regular ? wsl : "nvidia-smi";
}

Command query(const Machine& machine, std::string_view fields) {
  return command(nvidia_smi(machine),
                 {"--query-gpu=" + std::string(fields), "--format=csv,noheader"}, gpu_patience);
}

bool asks_for_more(const Ended& smi) {
  return smi.started && smi.status != 0 && smi.out.find("not a valid field") != std::string::npos;
}

}  // namespace

std::string_view answer(const programs::Ended& ended) {
  if (ended.status != 0) return {};
  std::string_view out = ended.out;
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!out.empty() && blank(out.front())) out.remove_prefix(1);
  while (!out.empty() && blank(out.back())) out.remove_suffix(1);
  return out;
}

std::string docker_endpoint(const Answers& answers) {
  const read::JsonResult json = read::read_json(0, answer(answers.context));
  if (!json.value) return "";
  const read::JsonValue* context = &*json.value;
  if (context->kind == read::JsonValue::Kind::array && !context->items.empty())
    context = &context->items.front();
  const read::JsonValue* const endpoints = context->find("Endpoints");
  const read::JsonValue* const docker = endpoints == nullptr ? nullptr : endpoints->find("docker");
  const Text* const endpoint = docker == nullptr ? nullptr : docker->string("Host");
  return endpoint == nullptr ? "" : endpoint->value;
}

Answers ask(const Machine& machine, Scope scope, bool wsl, bool engines) {
  Answers out{};
  const bool all = scope == Scope::everything;
  // Before there are threads: it goes on in a copy of this process.
  Command nvml = command(std::string(nvml_name), {}, gpu_patience);
  nvml.instead = ask_nvml;
  out.nvml = machine.run(nvml);
  const bool told = out.nvml.status == 0 && answer(out.nvml) != "none";

  Together first(machine);
  out.smi_has_cc = true;
  if (!told)
    first.ask(
        query(machine,
              "name,driver_version,memory.total,compute_cap,mig.mode.current,persistence_mode"),
        out.smi);
  if (all && !told) first.ask(command(nvidia_smi(machine), {"-L"}, gpu_patience), out.smi_list);
  if (engines) {
    first.ask(command("nvidia-ctk", {"--version"}), out.toolkit);
    first.ask(command("nvidia-container-cli", {"--version"}), out.toolkit_cli);
    first.ask(command("docker", {"context", "inspect"}), out.context);
    if (all) first.ask(command("docker", {"compose", "version", "--short"}), out.compose);
    if (all) first.ask(command("docker-compose", {"version", "--short"}), out.compose_v1);
    if (all) first.ask(command("podman", {"--version"}), out.podman);
  }
  if (all && !wsl) first.ask(command("modinfo", {"-F", "signer", "nvidia"}), out.signer);
  if (all && !wsl) first.ask(command("dkms", {"status"}), out.dkms);
  if (all && wsl) first.ask(command("cmd.exe", {"/c", "ver"}), out.windows);
  first.wait();

  Together second(machine);
  if (asks_for_more(out.smi)) {  // a driver from before these fields
    out.smi_has_cc = false;
    second.ask(query(machine, "name,driver_version,memory.total"), out.smi);
  }
  // An engine elsewhere is another machine, and asking it may want a password.
  if (engines && out.context.started && docker_endpoint(out).find("://") != std::string::npos &&
      docker_endpoint(out).starts_with("unix:")) {
    second.ask(command("docker", {"info", "--format", "{{json .}}"}), out.docker_info);
    second.ask(command("docker", {"version", "--format", "{{json .}}"}), out.docker_version);
  }
  second.wait();
  return out;
}

}  // namespace cudafit::host
