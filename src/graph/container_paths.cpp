// Library paths of shipped stages: directories of the base image that are given up, those that lead
// to a libcuda which is not the host's, conda's before the system's.

#include <algorithm>
#include <optional>

#include "graph/assignments.h"
#include "graph/audience.h"
#include "graph/build.h"
#include "graph/forward.h"
#include "graph/shipping.h"
#include "matrix/conda_packages.h"
#include "matrix/container.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

using facts::Doubt;
using facts::PathEntry;
using facts::SettingKind;

constexpr std::string_view variable = "LD_LIBRARY_PATH";

/// LD_LIBRARY_PATH in containers of the stage, where an ENV of this file sets it; null otherwise.
const facts::Setting* own_path(const Graph& graph, int stage) {
  const facts::VariableAnswer answer = graph.facts.variable(facts::end_of(stage), variable);
  return answer.set == Known::yes && answer.setting != nullptr &&
                 answer.setting->kind == SettingKind::env
             ? answer.setting
             : nullptr;
}

/// The toolkit's directory under all of its names: /usr/local/cuda-12.4/lib64 is
/// /usr/local/cuda/lib64.
std::string without_version(std::string_view path) {
  constexpr std::string_view toolkit = "/usr/local/cuda-";
  if (!path.starts_with(toolkit)) return std::string(path);
  const std::size_t end = std::min(path.find('/', toolkit.size()), path.size());
  return "/usr/local/cuda" + std::string(path.substr(end));
}

ContainerNeed start(ContainerFlaw flaw, int stage, Span span, std::string_view kind) {
  ContainerNeed out;
  out.flaw = flaw;
  out.name = variable;
  out.need.kind = kind;
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = variable;
  out.need.span = span;
  return out;
}

/// One entry of the value and the colon that goes with it.
void cut(const facts::Setting& setting, const PathEntry& entry, ContainerNeed& out) {
  out.text = setting.value;
  out.begin = entry.begin;
  out.end = entry.end;
  if (out.end < out.text.size()) {
    ++out.end;
  } else if (out.begin > 0) {
    --out.begin;
  }
}

/// Stages that start from one are told once.
void put(Graph& graph, ContainerNeed need) {
  const bool said = std::any_of(
      graph.container_needs.begin(), graph.container_needs.end(), [&](const ContainerNeed& other) {
        return other.flaw == need.flaw && other.need.span == need.need.span &&
               other.need.host == need.need.host;
      });
  if (!said) graph.container_needs.push_back(std::move(need));
}

/// A file of /etc/ld.so.conf.d names the directory.
bool in_loader_file(const Graph& graph, const std::vector<int>& chain, std::string_view path) {
  return std::any_of(graph.facts.loader_directories.begin(), graph.facts.loader_directories.end(),
                     [&](const facts::LoaderDirectory& each) {
                       return among(chain, each.at.stage) &&
                              without_version(each.path) == without_version(path);
                     });
}

void lost(Graph& graph, int stage, const facts::Setting& own) {
  if (!own.value.complete) return;
  const ImageNeed* const base = graph.base_image(stage);
  if (base == nullptr || !base->asked.known) return;
  const std::vector<int> chain = chain_of(graph, stage);
  for (const matrix::ImagePath& path :
       matrix::image_paths(base->asked.repository, base->asked.tag)) {
    const std::vector<PathEntry> entries = facts::path_entries(own);
    const bool kept = std::any_of(entries.begin(), entries.end(), [&](const PathEntry& entry) {
      return without_version(entry.path) == without_version(path.directory);
    });
    if (kept || in_loader_file(graph, chain, path.directory)) continue;
    ContainerNeed out = start(ContainerFlaw::paths_lost, stage, own.span, "library path");
    out.value = path.directory;
    out.other = path.error;
    out.need.object = path.directory;
    out.need.weak = path.weak;
    add_how(graph, *base, out.need.chain);
    out.need.chain.push_back(shows(base->name + " sets it, too", graph.fact_of(*base).span));
    out.need.chain.push_back(
        says(std::string(path.directory) + " holds " + std::string(path.holds), path.source));
    out.text = own.value;
    out.begin = out.end = own.value.size();
    put(graph, std::move(out));
  }
}

/// Where the container toolkit puts the driver: what stands behind it on a path is not looked at
/// for libcuda.
bool driver_directory(std::string_view path) {
  return path == "/usr/lib64" || path == "/usr/lib/x86_64-linux-gnu" ||
         path == "/usr/lib/aarch64-linux-gnu" || path == "/lib/x86_64-linux-gnu" ||
         path == "/lib/aarch64-linux-gnu" || path == "/lib64";
}

/// The loader looks there anyhow, as it does in what images with CUDA set.
bool searched_anyhow(std::string_view path) {
  const std::string plain = without_version(path);
  return driver_directory(path) || path == "/lib" || path == "/usr/lib" ||
         path == "/usr/local/lib" || path == "/usr/local/lib64" ||
         path.starts_with("/usr/local/nvidia/") || plain == "/usr/local/cuda/lib64" ||
         plain == "/usr/local/cuda/lib";
}

/// A start command of some stage sets the variable, or may.
bool renamed_at_start(const Graph& graph) {
  return std::any_of(graph.facts.doubts.begin(), graph.facts.doubts.end(),
                     [](const facts::DoubtFact& each) {
                       return each.doubt == Doubt::started_by ||
                              (each.doubt == Doubt::set_at_start && each.variable == variable);
                     });
}

/// Another ENV than the two, here or elsewhere, names the directory.
bool named_elsewhere(const Graph& graph, const facts::Setting& first, const facts::Setting& second,
                     std::string_view path) {
  return std::any_of(
      graph.facts.settings.begin(), graph.facts.settings.end(), [&](const facts::Setting& each) {
        if (&each == &first || &each == &second || each.name != variable) return false;
        const std::vector<PathEntry> entries = facts::path_entries(each);
        return each.kind == SettingKind::env &&
               std::any_of(entries.begin(), entries.end(), [&](const PathEntry& entry) {
                 return without_version(entry.path) == without_version(path);
               });
      });
}

/// Two values in one ENV: each sees the variables as they were before the line, so that the last
/// one is all that stays.
void twice(Graph& graph) {
  const facts::Setting* before = nullptr;
  for (const facts::Setting& setting : graph.facts.settings) {
    if (setting.kind != SettingKind::env || setting.name != variable) continue;
    const facts::Setting* const first = before;
    before = &setting;
    if (first == nullptr || first->line != setting.line || first->from.stage != setting.from.stage)
      continue;
    const std::vector<PathEntry> kept = facts::path_entries(setting);
    std::string gone;
    for (const PathEntry& entry : facts::path_entries(*first)) {
      const bool there = std::any_of(kept.begin(), kept.end(), [&](const PathEntry& other) {
        return without_version(other.path) == without_version(entry.path);
      });
      if (there || !entry.known || !entry.span || searched_anyhow(entry.path) ||
          named_elsewhere(graph, *first, setting, entry.path)) {
        continue;
      }
      if (!gone.empty()) gone += ':';
      gone += entry.path;
    }
    if (gone.empty() || renamed_at_start(graph)) continue;
    ContainerNeed out =
        start(ContainerFlaw::paths_twice, setting.from.stage, first->span, "library path");
    out.value = gone;
    out.need.object = gone;
    out.need.chain.push_back(shows("this one replaces it", setting.span));
    out.text = setting.value;
    out.name_span = first->name_span;
    put(graph, std::move(out));
  }
}

/// `/opt/conda/lib`, `/root/miniconda3/envs/x/lib`
bool conda_library(std::string_view path) {
  if (!path.ends_with("/lib")) return false;
  std::string_view root = path.substr(0, path.size() - 4);
  const std::size_t environments = root.rfind("/envs/");
  if (environments != std::string_view::npos &&
      root.find('/', environments + 6) == std::string_view::npos)
    root = root.substr(0, environments);
  const std::string_view name = root.substr(root.rfind('/') + 1);
  for (const std::string_view known : {"conda", "miniconda", "miniconda3", "anaconda", "anaconda3",
                                       "miniforge", "miniforge3", "mambaforge", "micromamba"}) {
    if (name == known) return true;
  }
  return false;
}

/// conda installs libraries of CUDA, which programs may find by this path only.
bool brings_cuda(const Graph& graph, int stage) {
  const std::vector<int> chain = chain_of(graph, stage);
  const auto of_cuda = [](const facts::CondaSpec& spec) {
    const auto known = spec.known ? matrix::conda_package(spec.name, spec.channel) : std::nullopt;
    return !spec.known ||
           (known && (known->has_cuda_runtime != Known::no || known->has_cudnn != Known::no));
  };
  return std::any_of(graph.facts.conda_installs.begin(), graph.facts.conda_installs.end(),
                     [&](const facts::CondaInstall& install) {
                       return among(chain, install.at.stage) &&
                              std::any_of(install.specs.begin(), install.specs.end(), of_cuda);
                     });
}

void conda(Graph& graph, int stage, const facts::Setting& own) {
  const std::vector<PathEntry> entries = facts::path_entries(own);
  if (entries.empty() || !entries.front().known || !entries.front().span) return;
  const PathEntry& first = entries.front();
  // What is before it is not known.
  if (first.begin != 0 || !conda_library(first.path)) return;
  if (graph.at(Thing::conda, facts::end_of(stage)).present == Known::no) return;
  if (brings_cuda(graph, stage)) return;
  ContainerNeed out = start(ContainerFlaw::conda_first, stage, first.span, "library path");
  out.value = first.path;
  out.need.object = first.path;
  if (own.how.span && own.how.span != own.span)
    out.need.chain.push_back(shows(own.how.words, own.how.span));
  cut(own, first, out);
  put(graph, std::move(out));
}

bool compat_directory(std::string_view path) {
  const std::string plain = without_version(path);
  return plain == "/usr/local/cuda/compat" || plain == "/usr/local/cuda/compat/lib" ||
         plain == "/usr/local/cuda/compat/lib.real";
}

bool jetson(const Graph& graph, int stage) {
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  return graph.facts.stages[fact.root].base.find("l4t") != std::string::npos;
}

/// Images of NGC keep the libraries one directory deeper, and their start script decides about
/// them.
bool decides_itself(const Graph& graph, int stage) {
  const ImageNeed* const base = graph.base_image(stage);
  return base != nullptr && base->asked.repository.starts_with("nvcr.io/");
}

/// The declared hosts are all such as forward compatibility is for, and may want it.
bool meant_for_hosts(const Graph& graph, int stage) {
  const auto wants = [&](const Machine& machine) {
    return machine.driver && !machine.gpus.empty() &&
           std::all_of(machine.gpus.begin(), machine.gpus.end(),
                       [](const HostGpu& gpu) { return gpu.data_center_class() == Known::yes; }) &&
           forward_help(graph, stage, machine).helps != Known::no;
  };
  return !graph.machines.empty() &&
         std::all_of(graph.machines.begin(), graph.machines.end(), wants);
}

void compat(Graph& graph, int stage, const facts::Setting& own) {
  const Presence& there = graph.at(Thing::cuda_compat, facts::end_of(stage));
  if (there.present != Known::yes || there.weak || jetson(graph, stage) ||
      decides_itself(graph, stage) || meant_for_hosts(graph, stage) ||
      doubted(graph, chain_of(graph, stage), Doubt::compat_gone)) {
    return;
  }
  for (const PathEntry& entry : facts::path_entries(own)) {
    if (driver_directory(entry.path)) return;
    if (!compat_directory(entry.path) || !entry.known || !entry.span) continue;
    ContainerNeed out =
        start(ContainerFlaw::compat_forced, stage, entry.span, "the host's libcuda");
    out.value = entry.path;
    out.need.object = "the host's libcuda";
    out.need.chain.insert(out.need.chain.end(), there.because.begin(), there.because.end());
    for (const unsigned code : {803U, 804U}) {
      const auto error = matrix::cuda_error(code);
      if (!error) continue;
      const std::string where = code == 803 ? "where the host's driver is newer"
                                            : "on GPUs that are not made for data centers";
      out.need.chain.push_back(says(where + " this shows as \"" + std::string(error->message) +
                                        "\" (error " + std::to_string(code) + ")",
                                    error->source));
    }
    cut(own, entry, out);
    return put(graph, std::move(out));
  }
}

bool stub_directory(std::string_view path) {
  const std::string plain = without_version(path);
  return plain == "/usr/local/cuda/lib64/stubs" || plain == "/usr/local/cuda/lib/stubs" ||
         (plain.starts_with("/usr/local/cuda/targets/") && plain.ends_with("/lib/stubs"));
}

/// A libcuda.so.1 that is the stub is in the directory when the stage is done.
const facts::StubLink* stub_in(const Graph& graph, const std::vector<int>& chain,
                               std::string_view directory) {
  const auto key = [](std::string_view path) {
    return stub_directory(path) ? std::string("stubs") : without_version(path);
  };
  for (const facts::StubLink& each : graph.facts.stub_links) {
    if (among(chain, each.at.stage) && each.certainty == facts::Certainty::certain &&
        key(each.directory) == key(directory))
      return &each;
  }
  return nullptr;
}

/// The stage ships something that a container runs, not a compiler or a shell.
bool runs_programs(const Graph& graph, int stage) {
  return start_command(graph, stage).first() != nullptr && !made_to_build_on(graph, stage) &&
         audience(graph, stage) != Audience::people;
}

void stubs(Graph& graph, int stage, const facts::Setting& own) {
  if (!runs_programs(graph, stage) || doubted(graph, chain_of(graph, stage), Doubt::stub_gone))
    return;
  const bool toolkit = graph.at(Thing::cuda_headers, facts::end_of(stage)).present == Known::yes;
  for (const PathEntry& entry : facts::path_entries(own)) {
    if (driver_directory(entry.path)) return;
    if (!entry.known || !entry.span) continue;
    const facts::StubLink* const link = stub_in(graph, chain_of(graph, stage), entry.path);
    if (link == nullptr && !(toolkit && stub_directory(entry.path))) continue;
    ContainerNeed out = start(ContainerFlaw::stub_loaded, stage, entry.span, "the host's libcuda");
    out.value = entry.path;
    out.need.object = "the host's libcuda";
    out.graver = link != nullptr;
    if (link != nullptr)
      out.need.chain.push_back(shows("the stub is libcuda.so.1 from here on", link->span));
    if (const auto error = matrix::cuda_error(34)) {
      out.need.chain.push_back(says(
          "a program that loads the stub shows \"" + std::string(error->message) + "\" (error 34)",
          error->source));
    }
    if (stub_directory(entry.path)) cut(own, entry, out);
    return put(graph, std::move(out));
  }
}

/// `-lcuda` where no libcuda is: neither the toolkit with its stubs, nor a path to it.
void links(Graph& graph) {
  for (const facts::LibcudaLink& link : graph.facts.libcuda_links) {
    if (link.may_be_given) continue;
    const Presence& toolkit = graph.at(Thing::cuda_headers, link.at);
    if (toolkit.present != Known::no || toolkit.weak ||
        graph.at(Thing::driver, link.at).present != Known::no)
      continue;
    const facts::VariableAnswer path = toolkit_variable(graph, link.at, "LIBRARY_PATH");
    if (path.set != Known::no) continue;
    ContainerNeed out =
        start(ContainerFlaw::libcuda_linked, link.at.stage, link.span, "libcuda to link with");
    out.name = {};
    out.value = link.program;
    out.need.subject = link.program;
    out.need.object = "libcuda.so";
    out.need.chain = toolkit.because;
    put(graph, std::move(out));
  }
}

}  // namespace

bool library_path_is_set(const Graph& graph, int stage) {
  const facts::VariableAnswer path = graph.facts.variable(facts::end_of(stage), variable);
  return path.setting != nullptr && path.setting->kind != SettingKind::base;
}

bool library_path_leads_elsewhere(const Graph& graph, int stage) {
  if (!library_path_is_set(graph, stage)) return false;
  const facts::VariableAnswer path = graph.facts.variable(facts::end_of(stage), variable);
  if (path.value() == nullptr) return true;
  static constexpr WordList known =
      "/usr/local/cuda/lib64 /usr/local/cuda/lib /usr/local/cuda/extras/CUPTI/lib64 "
      "/usr/local/cuda/targets/x86_64-linux/lib /usr/local/cuda/targets/sbsa-linux/lib "
      "/usr/local/nvidia/lib /usr/local/nvidia/lib64 /usr/lib64 /lib64 /usr/lib /lib "
      "/usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu "
      "/usr/lib/aarch64-linux-gnu /lib/aarch64-linux-gnu";
  const std::vector<PathEntry> entries = facts::path_entries(*path.setting);
  return !std::all_of(entries.begin(), entries.end(), [](const PathEntry& entry) {
    return listed(known, without_version(entry.path));
  });
}

bool doubted(const Graph& graph, const std::vector<int>& chain, Doubt doubt,
             std::string_view name) {
  return std::any_of(
      graph.facts.doubts.begin(), graph.facts.doubts.end(), [&](const facts::DoubtFact& each) {
        return each.doubt == doubt && each.variable == name && among(chain, each.at.stage);
      });
}

bool started_otherwise(const Graph& graph, const std::vector<int>& chain, std::string_view name) {
  return doubted(graph, chain, Doubt::set_at_start, name) ||
         doubted(graph, chain, Doubt::started_by);
}

void judge_library_paths(Graph& graph) {
  twice(graph);
  links(graph);
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    const facts::Setting* const own = own_path(graph, stage);
    if (own == nullptr || started_otherwise(graph, chain_of(graph, stage), variable)) continue;
    lost(graph, stage, *own);
    conda(graph, stage, *own);
    compat(graph, stage, *own);
    stubs(graph, stage, *own);
  }
}

}  // namespace cudafit::graph
