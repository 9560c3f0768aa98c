// What stands between a container and its host: tools of the host in the image, scripts that start
// containers, hosts with WSL2, libraries of cuda-compat on GPUs they are not for, commands that no
// shell reads.

#include <algorithm>
#include <array>

#include "graph/audience.h"
#include "graph/build.h"
#include "graph/forward.h"
#include "graph/shipping.h"
#include "matrix/host.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

ContainerNeed start(ContainerFlaw flaw, int stage, Span span, std::string_view kind) {
  ContainerNeed out;
  out.flaw = flaw;
  out.need.kind = kind;
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.span = span;
  return out;
}

// The container toolkit in an image.

bool container_daemon(std::string_view name) {
  static constexpr WordList names =
      "docker docker.io docker-ce docker-ce-cli docker-ee moby-engine containerd containerd.io "
      "podman buildah cri-o k3s kubelet dockerd singularity apptainer enroot kind";
  return listed(names, name);
}

/// The name of an image or a stage says that it has to do with running containers, or that it is
/// a whole system.
bool of_containers(std::string_view name) {
  for (const std::string_view part :
       {"docker", "dind", "containerd", "podman", "k3s", "kube", "runc", "slurm", "bootc"}) {
    if (name.find(part) != std::string_view::npos) return true;
  }
  return false;
}

/// The stage runs containers itself, or says that it does.
bool runs_containers(const Graph& graph, const std::vector<int>& chain) {
  const facts::Facts& facts = graph.facts;
  if (doubted(graph, chain, facts::Doubt::containers)) return true;
  for (const facts::StageCopy& copy : facts.stage_copies) {
    if (!among(chain, copy.at.stage)) continue;
    if (of_containers(copy.image)) return true;
    if (copy.from < 0) continue;
    const facts::StageFact& from = facts.stages[static_cast<std::size_t>(copy.from)];
    if (of_containers(from.label) || of_containers(facts.stages[from.root].base)) return true;
  }
  for (const facts::SystemInstall& install : facts.system_installs) {
    if (!among(chain, install.at.stage)) continue;
    for (const facts::SystemPackageName& package : install.packages) {
      if (!package.known || container_daemon(package.name)) return true;
    }
  }
  for (const facts::ProgramUse& use : facts.programs) {
    const bool configures = use.program == "nvidia-ctk" || use.program == "systemctl";
    if (among(chain, use.at.stage) && (container_daemon(use.program) || configures)) return true;
  }
  for (const int stage : chain) {
    const std::string& label = facts.stages[static_cast<std::size_t>(stage)].label;
    const std::string& base = facts.stages[static_cast<std::size_t>(stage)].base;
    if (of_containers(label) || of_containers(base)) return true;
  }
  return facts.file.find("dind") != std::string::npos;
}

void runtimes(Graph& graph) {
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    if (install.certainty == facts::Certainty::possible) continue;
    const auto number = static_cast<std::size_t>(&install - graph.facts.system_installs.data());
    for (std::size_t i = 0; i < install.packages.size(); ++i) {
      const std::string& name = install.packages[i].name;
      const std::optional<matrix::SystemPackage>& row = graph.system_packages[number][i];
      if (!row || !container_tool(name)) continue;
      for (std::size_t stage = 0; stage < graph.facts.stages.size(); ++stage) {
        const std::vector<int> chain = chain_of(graph, static_cast<int>(stage));
        if (!graph.facts.stages[stage].product || !among(chain, install.at.stage)) continue;
        if (!graph.bases[stage].contents || runs_containers(graph, chain)) continue;
        ContainerNeed out = start(ContainerFlaw::runtime_installed, static_cast<int>(stage),
                                  install.packages[i].span, "no container toolkit in the image");
        out.value = name;
        out.other = row->why;
        out.need.subject = name;
        out.need.object = "the host";
        out.need.chain.push_back(says(name + ": " + std::string(row->why), row->source));
        graph.container_needs.push_back(std::move(out));
        break;
      }
    }
  }
}

// Scripts that start containers.

/// "0000:01:00.0", "01:00.0"
bool pci_address(std::string_view text) {
  const auto hex = [](char c) {
    return ascii::digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  static constexpr std::string_view form = "hhhh:hh:hh.d";
  std::string_view wanted = form;
  if (text.size() == form.size() - 5) wanted = form.substr(5);
  if (text.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = wanted[i] == 'h'   ? hex(text[i])
                      : wanted[i] == 'd' ? ascii::digit(text[i])
                                         : text[i] == wanted[i];
    if (!fits) return false;
  }
  return true;
}

void scripts(Graph& graph) {
  for (const facts::ContainerRun& run : graph.facts.container_runs) {
    if (run.program.starts_with("nvidia-docker")) {
      ContainerNeed out =
          start(ContainerFlaw::nvidia_docker, run.at.stage, run.program_span, "docker with GPUs");
      out.value = run.program;
      out.need.subject = run.program;
      out.need.object = "docker run --gpus";
      if (const auto since = matrix::host_requirement("container-toolkit", "one-package"))
        out.need.chain.push_back(says("since " + std::string(since->written) +
                                          " the container toolkit has " + std::string(since->text),
                                      since->source));
      graph.container_needs.push_back(std::move(out));
    }
    for (const facts::ContainerRun::Device& device : run.devices) {
      if (!device.value.complete || !pci_address(device.value.value)) continue;
      ContainerNeed out =
          start(ContainerFlaw::pci_device, run.at.stage, device.span, "a device of the host");
      out.value = device.value.value;
      out.need.subject = "--device=" + device.value.value;
      out.need.object = "a device";
      if (const auto since = matrix::host_requirement("docker", "windows-containers"))
        out.need.chain.push_back(
            says("in Windows containers " + std::string(since->text) + ", not single ones",
                 since->source));
      graph.container_needs.push_back(std::move(out));
    }
  }
}

// WSL2.

/// A list of numbers or identifiers: some of the host's GPUs.
bool chooses(std::string_view value) {
  return !value.empty() &&
         (ascii::digit(value[0]) || value.starts_with("GPU-") || value.starts_with("MIG-"));
}

/// Variables with which programs are told to take managed memory, and the values that say so.
struct MemoryVariable {
  std::string_view name;
  WordList values;
};
constexpr WordList switched_on = "1 true True TRUE yes on ON";
constexpr std::array<MemoryVariable, 3> memory_variables{{
    {"TF_FORCE_UNIFIED_MEMORY", switched_on},
    {"GGML_CUDA_ENABLE_UNIFIED_MEMORY", switched_on},
    {"CUDF_PANDAS_RMM_MODE", "managed managed_pool"},
}};

void put_wsl(Graph& graph, const Machine& machine, ContainerNeed need, std::string_view limit) {
  judged_on(machine, need.need);
  need.need.subject = need.value;
  if (const auto wsl = matrix::host_requirement("windows-driver", "wsl2"))
    need.need.chain.push_back(says(std::string(limit), wsl->source));
  graph.container_needs.push_back(std::move(need));
}

/// What containers of the stage have for the variable, where an ENV says it; null otherwise.
const facts::Setting* env_of(const Graph& graph, int stage, std::string_view name) {
  const facts::VariableAnswer answer = graph.facts.variable(facts::end_of(stage), name);
  const bool env = answer.value() != nullptr && answer.setting->kind == facts::SettingKind::env;
  return env ? answer.setting : nullptr;
}

void managed_memory(Graph& graph, const Machine& machine, int stage) {
  for (const MemoryVariable& variable : memory_variables) {
    const facts::Setting* const setting = env_of(graph, stage, variable.name);
    if (setting == nullptr || !listed(variable.values, setting->value.value)) continue;
    ContainerNeed out =
        start(ContainerFlaw::managed_memory, stage, setting->span, "managed memory");
    out.value = setting->name + "=" + setting->value.value;
    out.name = setting->name;
    out.need.object = "all of managed memory";
    put_wsl(graph, machine, std::move(out),
            "under WSL2 the CPU and the GPU cannot use managed memory at once, and programs that "
            "use it may be slower and take more of the system's memory");
  }
}

void under_wsl(Graph& graph, const Machine& machine) {
  const auto add = [&](int stage, Span span, std::string value, std::string name) {
    ContainerNeed out = start(ContainerFlaw::single_gpu, stage, span, "single GPUs");
    out.value = std::move(value);
    out.name = std::move(name);
    out.need.object = "all";
    put_wsl(graph, machine, std::move(out),
            "WSL2 has one device for all GPUs, and only `--gpus all` hands it on");
  };
  for (const facts::ContainerRun& run : graph.facts.container_runs) {
    if (!run.gpus_span || !run.gpus.complete) continue;
    std::string_view value = run.gpus.value;
    while (!value.empty() && (value[0] == '"' || value[0] == '\'')) value.remove_prefix(1);
    if (ascii::digit(value.empty() ? ' ' : value[0]) || value.starts_with("device=") ||
        value.starts_with("count="))
      add(run.at.stage, run.gpus_span, "--gpus " + run.gpus.value, {});
  }
  for (const facts::Service& service : graph.facts.services) {
    // The Compose file has a report of its own.
    if (service.built && service.stage >= 0) continue;
    for (const facts::GpuRequest& request : service.requests) {
      if (request.nvidia && !request.chosen.empty())
        add(service.stage, request.chosen_span, request.chosen, {});
    }
  }
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    managed_memory(graph, machine, stage);
    const facts::Setting* const setting = env_of(graph, stage, "NVIDIA_VISIBLE_DEVICES");
    if (setting == nullptr || !chooses(setting->value.value) || requests_decide(graph, stage))
      continue;
    add(stage, setting->span, setting->name + "=" + setting->value.value, setting->name);
  }
}

// cuda-compat on GPUs that it is not for.

/// The container toolkit leaves the image's libraries alone.
bool ignores_compat(const facts::Host& host) {
  const auto since = matrix::host_requirement("container-toolkit", "compat-libraries");
  const auto toolkit = Version::parse(host.toolkit);
  return !since || (toolkit && *toolkit < since->minimum);
}

bool failed_already(const Graph& graph, int stage, std::size_t machine) {
  const bool driver = std::any_of(
      graph.driver_needs.begin(), graph.driver_needs.end(), [&](const DriverNeed& need) {
        return need.fails() && need.need.stage == stage && need.machine == machine;
      });
  const bool forced = std::any_of(
      graph.container_needs.begin(), graph.container_needs.end(), [&](const ContainerNeed& need) {
        return need.flaw == ContainerFlaw::compat_forced && need.need.stage == stage;
      });
  return driver || forced || gate_refuses(graph, stage, graph.machines[machine]);
}

/// The directory of the host's driver is where the loader looks first.
bool driver_first(const Graph& graph, int stage) {
  const facts::VariableAnswer path = graph.facts.variable(facts::end_of(stage), "LD_LIBRARY_PATH");
  if (path.setting == nullptr) return false;
  const std::vector<facts::PathEntry> entries = facts::path_entries(*path.setting);
  static constexpr WordList directories =
      "/usr/lib64 /lib64 /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu "
      "/usr/lib/aarch64-linux-gnu /lib/aarch64-linux-gnu";
  return !entries.empty() && listed(directories, entries.front().path);
}

void compat_on(Graph& graph, int stage, std::size_t index) {
  const Machine& machine = graph.machines[index];
  const ImageNeed* const base = graph.base_image(stage);
  // The start script of NGC's images decides about the libraries itself.
  if (base == nullptr || base->asked.repository.starts_with("nvcr.io/")) return;
  if (ignores_compat(graph.facts.hosts[machine.host])) return;
  if (doubted(graph, chain_of(graph, stage), facts::Doubt::compat_gone) ||
      driver_first(graph, stage))
    return;
  const Presence& compat = graph.at(Thing::cuda_compat, facts::end_of(stage));
  if (compat.present != Known::yes || !compat.version || compat.weak || compat.since.stage >= 0)
    return;
  const HostGpu* const gpu = compat_refuses(machine, compat.version);
  if (gpu == nullptr) return;
  const matrix::ForwardCompat row = matrix::forward_compat(compat.version, machine.driver.major());
  // What runs no CUDA meets no libcuda.
  const auto use =
      std::find_if(graph.cuda_uses.begin(), graph.cuda_uses.end(), [&](const CudaUse& each) {
        return each.stage == stage && each.certain && !each.weak &&
               each.kind != CudaUse::Kind::image && each.kind != CudaUse::Kind::compiled;
      });
  if (use == graph.cuda_uses.end() || failed_already(graph, stage, index)) return;
  ContainerNeed out =
      start(ContainerFlaw::compat_refused, stage, graph.fact_of(*base).span, "the host's libcuda");
  out.value = "cuda-compat-" + std::to_string(compat.version.major()) + "-" +
              std::to_string(compat.version.minor());
  out.other = gpu->title();
  out.name = std::to_string(row.package_branch);
  judged_on(machine, out.need);
  out.need.subject = base->name;
  out.need.object = driver_title(machine);
  add_how(graph, *base, out.need.chain);
  out.need.chain.insert(out.need.chain.end(), compat.because.begin(), compat.because.end());
  out.need.chain.push_back(says("its libcuda is of driver " + out.name +
                                    ", newer than the host's, so the container toolkit takes it",
                                row.source));
  out.need.chain.push_back(
      says(gpu->title() + " is no data-center GPU, which it is for", gpu->may_be.front().source));
  if (const auto error = matrix::cuda_error(804)) {
    out.need.chain.push_back(says(
        use->title + " shows \"" + std::string(error->message) + "\" (error 804)", error->source));
  }
  out.need.chain.push_back(machine.declared);
  graph.container_needs.push_back(std::move(out));
}

// SHELL ["conda", "run", ...] and commands without a shell.

/// What SHELL runs everything with: the program and the environment behind -n; empty for another
/// shell.
struct CondaShell {
  std::string program;
  std::string environment;
};

CondaShell conda_shell(std::string_view shell) {
  std::vector<std::string> words;
  for (std::size_t at = shell.find('"'); at != std::string_view::npos;) {
    const std::size_t end = shell.find('"', at + 1);
    if (end == std::string_view::npos) break;
    words.emplace_back(shell.substr(at + 1, end - at - 1));
    at = shell.find('"', end + 1);
  }
  auto program = words.empty() ? std::string() : words[0].substr(words[0].rfind('/') + 1);
  static constexpr WordList programs = "conda mamba micromamba";
  if (!listed(programs, program)) return {};
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (words[i] == "-n" || words[i] == "--name") return {std::move(program), words[i + 1]};
  }
  return {};
}

void shell_skipped(Graph& graph, int stage) {
  const StartCommand command = start_command(graph, stage);
  const facts::ProgramUse* const use = command.first();
  if (use == nullptr) return;
  const StepTrait* const step = graph.step(use->at);
  if (step == nullptr || !step->json) return;
  const CondaShell shell = conda_shell(step->shell);
  if (shell.environment.empty() || shell.environment == "base") return;
  const std::vector<int> chain = chain_of(graph, stage);
  const std::string& base =
      graph.facts.stages[graph.facts.stages[static_cast<std::size_t>(stage)].root].base;
  // The entry point of micromamba's images makes the programs of ENV_NAME found, and that of an
  // image which is not known may do so, too.
  if (base.find("micromamba") != std::string::npos) return;
  if (command.entrypoint == nullptr && !graph.bases[static_cast<std::size_t>(stage)].contents)
    return;
  // `ln -s /opt/conda/envs/x/bin/python /usr/local/bin/python`
  if (doubted(graph, chain, facts::Doubt::linked)) return;
  static constexpr WordList programs =
      "python python3 pip jupyter uvicorn gunicorn streamlit flask torchrun accelerate celery";
  if (!listed(programs, use->path) || !use->how.words.empty()) return;
  // `conda run -n x python`
  if (use->span.begin != use->command.begin) return;
  const facts::VariableAnswer path = graph.facts.variable(facts::end_of(stage), "PATH");
  const bool of_file = path.setting != nullptr && path.setting->kind == facts::SettingKind::env;
  // Anything that is put before PATH may be the environment's.
  if (of_file || (path.set == Known::yes && path.setting == nullptr)) return;
  ContainerNeed out =
      start(ContainerFlaw::shell_skipped, stage, step->span, "the environment of conda");
  out.value = shell.environment;
  out.other = use->program;
  out.name = shell.program;
  out.need.subject = use->program;
  out.need.object = shell.environment;
  out.need.span = use->span;
  out.name_span = use->span;
  graph.container_needs.push_back(std::move(out));
}

}  // namespace

void judge_container_hosts(Graph& graph) {
  runtimes(graph);
  scripts(graph);
  for (const Machine& machine : graph.machines) {
    if (machine.os == matrix::HostOs::windows) under_wsl(graph, machine);
  }
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    for (std::size_t machine = 0; machine < graph.machines.size(); ++machine)
      compat_on(graph, stage, machine);
    shell_skipped(graph, stage);
  }
}

}  // namespace cudafit::graph
