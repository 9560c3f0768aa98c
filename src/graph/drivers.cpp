#include "graph/drivers.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/forward.h"
#include "graph/wishes.h"
#include "matrix/host.h"

namespace cudafit::graph {

namespace {

/// CUDA in WSL2 asks for a driver of its own, whatever CUDA is loaded.
bool raise_for_wsl(const Machine& machine, matrix::DriverFloor& floor) {
  if (machine.os != matrix::HostOs::windows) return false;
  const auto wsl = matrix::host_requirement("windows-driver", "wsl2");
  if (!wsl || wsl->weak || floor.minimum_known >= wsl->minimum) return false;
  floor.needed = floor.minimum_known = wsl->minimum;
  floor.source = wsl->source;
  floor.weak = false;
  return true;
}

std::string floor_words(const CudaUse& use, const matrix::DriverFloor& floor, bool of_wsl) {
  if (of_wsl) return "CUDA in WSL2 runs on Windows drivers >= " + driver_text(floor.needed);
  std::string family = "CUDA " + use.cuda.text();
  if (floor.minor_version_compatibility && use.cuda.parts > 1)
    family += ", like all of CUDA " + std::to_string(use.cuda.major()) + ",";
  return family + " runs on driver >= " + driver_text(floor.needed);
}

/// The image's own CUDA is not what is loaded.
bool image_differs(const Graph& graph, const CudaUse& use) {
  if (use.kind != CudaUse::Kind::package) return false;
  const Package& package = graph.packages[static_cast<std::size_t>(use.package)];
  if (package.place == Place::image && !package.declared) return false;
  const Presence& runtime = graph.at(Thing::cuda_runtime, facts::end_of(use.stage));
  return runtime.present == Known::yes && runtime.version;
}

void explain(const Graph& graph, const CudaUse& use, const Machine& machine,
             const ForwardHelp& help, DriverNeed& out) {
  std::vector<Note>& chain = out.need.chain;
  if (use.asked) chain.push_back(shows("asked for here", use.asked));
  chain.insert(chain.end(), use.because.begin(), use.because.end());
  chain.push_back(says(floor_words(use, out.floor, out.of_wsl), out.floor.source));
  if (image_differs(graph, use)) {
    const Presence& runtime = graph.at(Thing::cuda_runtime, facts::end_of(use.stage));
    // How the image was reached, where that takes more than reading FROM.
    if (const ImageNeed* const image = graph.base_image(use.stage);
        image != nullptr && runtime.since.stage < 0) {
      const facts::Fact& from = graph.fact_of(*image);
      for (const facts::Link& link : from.how) chain.push_back(shows(link.words, link.span));
      if (!from.how.empty()) chain.push_back(shows("resolves to " + image->name, from.span));
    }
    chain.push_back(shows("it brings its own CUDA libraries; the image's CUDA " +
                              runtime.version.text() + " is not what limits it",
                          {}));
  }
  chain.insert(chain.end(), help.because.begin(), help.because.end());
  chain.push_back(machine.declared);
}

bool all_data_center(const Machine& machine) {
  return !machine.gpus.empty() &&
         std::all_of(machine.gpus.begin(), machine.gpus.end(),
                     [](const HostGpu& gpu) { return gpu.data_center_class() == Known::yes; });
}

/// Some cuda-compat package with libraries of at least that driver is made for the host's branch,
/// or for an older one.
bool some_compat_reaches(const Machine& machine, Version floor) {
  if (machine.os != matrix::HostOs::linux_) return false;
  const std::vector<matrix::DriverInfo> branches = matrix::driver_branches(machine.os);
  const std::vector<matrix::ToolkitRelease> releases = matrix::toolkit_releases();
  return std::any_of(releases.begin(), releases.end(), [&](const matrix::ToolkitRelease& release) {
    return std::any_of(branches.begin(), branches.end(), [&](const matrix::DriverInfo& info) {
      if (info.branch > machine.driver.major()) return false;
      const matrix::ForwardCompat row = matrix::forward_compat(release.cuda, info.branch);
      return row.status == matrix::ForwardCompat::Status::supported &&
             row.package_branch >= floor.major();
    });
  });
}

/// One need for each thing that is compiled with the same compiler is enough.
bool said(const Graph& graph, const CudaUse& use, std::size_t machine) {
  return std::any_of(
      graph.driver_needs.begin(), graph.driver_needs.end(), [&](const DriverNeed& other) {
        const CudaUse& before = graph.cuda_uses[other.use];
        if (other.machine != machine) return false;
        if (before.span == use.span && before.cuda == use.cuda && before.title == use.title)
          return true;
        return before.stage == use.stage && before.kind == use.kind &&
               use.kind == CudaUse::Kind::compiled && before.cuda == use.cuda;
      });
}

/// "arm64" of "linux/arm64/v8"
std::string_view architecture(std::string_view platform) {
  const std::size_t slash = platform.find('/');
  if (slash == std::string_view::npos) return {};
  return platform.substr(slash + 1, platform.find('/', slash + 1) - slash - 1);
}

void judge(Graph& graph, std::size_t index, std::size_t machine_index) {
  const CudaUse& use = graph.cuda_uses[index];
  const Machine& machine = graph.machines[machine_index];
  if (!machine.driver || use.kind == CudaUse::Kind::image) return;
  if (other_platform(graph, use.stage, machine) || gets_no_gpu(graph, use.stage)) return;
  const auto floor = matrix::driver_floor(use.cuda, machine.os);
  if (!floor || said(graph, use, machine_index)) return;
  DriverNeed out;
  out.use = index;
  out.machine = machine_index;
  out.floor = *floor;
  out.of_wsl = raise_for_wsl(machine, out.floor);
  const ForwardHelp help = forward_help(graph, use.stage, machine);
  Known reached = driver_reaches(machine, help, out.floor.minimum_known);
  // Whatever package the image may bring.
  if (reached == Known::unknown && help.helps == Known::unknown && !help.driver &&
      machine.os == matrix::HostOs::linux_ &&
      !some_compat_reaches(machine, out.floor.minimum_known))
    reached = Known::no;
  // A bare branch may be any of its releases.
  const bool below =
      matrix::driver_below(machine.driver, out.floor.minimum_known, machine.os) == Known::yes;
  // Where the GPUs are of the class that forward compatibility is for, the image may bring it.
  out.unless_forward_compatible =
      use.certain && below && reached == Known::unknown && !all_data_center(machine);
  out.need.verdict = Verdict::unknown;
  if (reached == Known::yes) out.need.verdict = Verdict::met;
  if (reached == Known::no && below && use.certain) out.need.verdict = Verdict::unmet;
  out.need.kind = "driver for CUDA";
  out.need.stage = use.stage;
  judged_on(machine, out.need);
  out.need.subject = use.title;
  out.need.object = "driver >= " + driver_text(out.floor.needed);
  out.need.span = use.span;
  out.need.weak = use.weak || out.floor.weak;
  if (out.need.verdict == Verdict::met) {
    out.need.chain.push_back(says(floor_words(use, out.floor, out.of_wsl), out.floor.source));
  } else {
    explain(graph, use, machine, help, out);
  }
  graph.driver_needs.push_back(std::move(out));
}

}  // namespace

bool other_platform(const Graph& graph, int stage, const Machine& machine) {
  const std::vector<facts::StageFact>& stages = graph.facts.stages;
  const std::string_view own = architecture(stages[static_cast<std::size_t>(stage)].platform);
  const std::string_view declared = architecture(graph.facts.hosts[machine.host].platform);
  const std::string_view host = declared.empty() ? std::string_view("amd64") : declared;
  return !own.empty() && own != host &&
         std::any_of(stages.begin(), stages.end(), [&](const facts::StageFact& each) {
           return each.product && architecture(each.platform) == host;
         });
}

void judge_drivers(Graph& graph) {
  for (std::size_t use = 0; use < graph.cuda_uses.size(); ++use) {
    for (std::size_t machine = 0; machine < graph.machines.size(); ++machine)
      judge(graph, use, machine);
  }
}

}  // namespace cudafit::graph
