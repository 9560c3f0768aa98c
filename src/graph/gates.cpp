// Whether NVIDIA_REQUIRE_CUDA of the stages lets the declared hosts through.

#include "graph/gates.h"

#include <algorithm>
#include <optional>

#include "graph/assignments.h"
#include "graph/build.h"

namespace cudafit::graph {

namespace {

using facts::SettingKind;

struct StageGate {
  matrix::Gate gate;
  bool from_image = false;
  Span span;
  std::vector<Note> because;
};

std::optional<StageGate> gate_of_image(const Graph& graph, int stage,
                                       const facts::Setting& setting) {
  StageGate out;
  out.from_image = true;
  const ImageNeed* const need = graph.base_image(stage);
  if (need == nullptr) return std::nullopt;
  const bool arm = platform_of(graph, stage).name == "linux_aarch64";
  if (std::optional<matrix::Gate> listed = listed_gate(need->asked, arm)) {
    out.gate = std::move(*listed);
  } else if ((!arm || need->asked.configuration != nullptr) && setting.value.complete &&
             !setting.value.empty()) {
    out.gate = matrix::parse_gate(setting.value.value);
  } else {
    return std::nullopt;
  }
  const facts::Fact& fact = graph.fact_of(*need);
  out.span = fact.span;
  for (const facts::Link& link : fact.how) out.because.push_back(shows(link.words, link.span));
  out.because.push_back({need->name + " has NVIDIA_REQUIRE_CUDA=\"" + out.gate.first + " ...\"",
                         fact.span, out.gate.source.text()});
  const std::vector<Note>& declared = graph.bases[static_cast<std::size_t>(stage)].because;
  out.because.insert(out.because.end(), declared.begin(), declared.end());
  return out;
}

/// What containers of the stage demand; nothing where they demand nothing, or it is not known.
std::optional<StageGate> gate_of(const Graph& graph, int stage) {
  const facts::Position end = facts::end_of(stage);
  const facts::VariableAnswer off = toolkit_variable(graph, end, "NVIDIA_DISABLE_REQUIRE");
  if (off.set == Known::unknown) return std::nullopt;
  if (off.set == Known::yes && (off.setting == nullptr || !off.setting->value.complete ||
                                boolean_word(off.setting->value.value)))
    return std::nullopt;
  const facts::VariableAnswer require = graph.facts.variable(end, "NVIDIA_REQUIRE_CUDA");
  if (require.set != Known::yes || require.setting == nullptr) return std::nullopt;
  const facts::Setting& setting = *require.setting;
  if (setting.kind == SettingKind::base) return gate_of_image(graph, stage, setting);
  if (setting.kind != SettingKind::env || !setting.value.complete) return std::nullopt;
  StageGate out;
  out.gate = matrix::parse_gate(setting.value.value);
  out.span = setting.span;
  if (setting.how.span && setting.how.span != setting.span)
    out.because.push_back(shows(setting.how.words, setting.how.span));
  return out;
}

matrix::HostFacts facts_of(const Machine& machine, const matrix::Gpu& gpu, std::string_view brand) {
  matrix::HostFacts out{.driver = machine.driver,
                        .os = machine.os,
                        .cuda = {},
                        .brand = std::string(brand),
                        .cc = gpu.cc};
  // Under WSL2 the number that is compared may be Windows' or Linux'.
  if (machine.os == matrix::HostOs::windows) {
    out.driver = {};
    if (machine.branch && !machine.branch->weak) out.cuda = machine.branch->max_cuda;
  }
  return out;
}

/// Whatever NVML calls the GPU: its brand is inferred from its name.
bool refuses(const matrix::Gate& gate, const Machine& machine, const matrix::Gpu& gpu) {
  const auto refused = [&](std::string_view brand) {
    return matrix::passes(gate, facts_of(machine, gpu, brand)) == Known::no;
  };
  return refused(gpu.brand) && std::all_of(gpu.brand_or.begin(), gpu.brand_or.end(), refused);
}

bool driver_too_old(const Graph& graph, int stage, std::size_t machine) {
  return std::any_of(graph.driver_needs.begin(), graph.driver_needs.end(),
                     [&](const DriverNeed& need) {
                       return need.fails() && need.need.stage == stage && need.machine == machine;
                     });
}

void judge(Graph& graph, int stage, std::size_t index) {
  const Machine& machine = graph.machines[index];
  if (!machine.driver || machine.cdi || driver_too_old(graph, stage, index)) return;
  if (other_platform(graph, stage, machine)) return;
  const auto found = gate_of(graph, stage);
  if (!found || !found->gate.valid || found->gate.weak) return;
  if (const HostGpu* const gpu = refused_gpu(found->gate, machine)) {
    GateNeed out;
    out.machine = index;
    out.brand = gpu->may_be.front().brand;
    out.gpu = gpu->title();
    out.gate = found->gate;
    out.from_image = found->from_image;
    out.need.kind = "NVIDIA_REQUIRE_CUDA";
    out.need.verdict = Verdict::unmet;
    out.need.stage = stage;
    judged_on(machine, out.need);
    out.need.subject = found->from_image && graph.base_image(stage) != nullptr
                           ? graph.base_image(stage)->name
                           : "NVIDIA_REQUIRE_CUDA";
    out.need.object = driver_title(machine);
    out.need.span = found->span;
    out.need.chain = found->because;
    if (machine.branch && machine.branch->max_cuda) {
      out.need.chain.push_back(
          says(driver_title(machine) + " supports CUDA " + machine.branch->max_cuda.text(),
               machine.branch->source));
    }
    out.need.chain.push_back(machine.declared);
    // Stages that start from one image are refused for one reason.
    const bool said =
        std::any_of(graph.gate_needs.begin(), graph.gate_needs.end(), [&](const GateNeed& other) {
          return other.need.span == out.need.span && other.need.host == out.need.host;
        });
    if (!said) graph.gate_needs.push_back(std::move(out));
  }
}

}  // namespace

const HostGpu* refused_gpu(const matrix::Gate& gate, const Machine& machine) {
  if (!machine.driver || machine.cdi) return nullptr;
  const auto refused = [&](const HostGpu& gpu) {
    return !gpu.may_be.empty() &&
           std::all_of(gpu.may_be.begin(), gpu.may_be.end(), [&](const matrix::Gpu& one) {
             return !one.tegra && refuses(gate, machine, one);
           });
  };
  const auto found = std::find_if(machine.gpus.begin(), machine.gpus.end(), refused);
  return found == machine.gpus.end() ? nullptr : &*found;
}

bool lets_through(const matrix::Gate& gate, const Machine& machine) {
  if (!machine.driver || machine.cdi) return true;
  const auto passes = [&](const matrix::Gpu& gpu) {
    const auto as = [&](std::string_view brand) {
      return matrix::passes(gate, facts_of(machine, gpu, brand)) == Known::yes;
    };
    return as(gpu.brand) && std::all_of(gpu.brand_or.begin(), gpu.brand_or.end(), as);
  };
  return std::all_of(machine.gpus.begin(), machine.gpus.end(), [&](const HostGpu& gpu) {
    return std::all_of(gpu.may_be.begin(), gpu.may_be.end(), passes);
  });
}

std::optional<GateFloor> gate_floor(const Graph& graph, int stage, Version floor) {
  const auto found = gate_of(graph, stage);
  if (!found || !found->gate.valid || found->gate.weak) return std::nullopt;
  const Version driver = matrix::gate_driver(found->gate, floor);
  if (!driver) return std::nullopt;
  const ImageNeed* const image = graph.base_image(stage);
  GateFloor out{driver, {}, "NVIDIA_REQUIRE_CUDA", found->span};
  if (floor < driver) out.older = matrix::gate_older(found->gate, floor, driver);
  if (found->from_image && image != nullptr) out.title += " of " + image->name;
  return out;
}

bool gate_refuses(const Graph& graph, int stage, const Machine& machine) {
  const auto found = gate_of(graph, stage);
  return found && found->gate.valid && refused_gpu(found->gate, machine) != nullptr;
}

void judge_gates(Graph& graph) {
  for (std::size_t stage = 0; stage < graph.facts.stages.size(); ++stage) {
    if (!graph.facts.stages[stage].product) continue;
    for (std::size_t machine = 0; machine < graph.machines.size(); ++machine)
      judge(graph, static_cast<int>(stage), machine);
  }
}

}  // namespace cudafit::graph
