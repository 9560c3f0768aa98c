// Variables of shipped stages that NVIDIA's container toolkit and CUDA read: which GPUs a container
// sees, and what it gets of the driver.

#include <algorithm>
#include <optional>

#include "graph/assignments.h"
#include "graph/audience.h"
#include "graph/build.h"
#include "graph/capability_wants.h"
#include "graph/shipping.h"
#include "matrix/container.h"
#include "matrix/distance.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

using facts::Doubt;
using facts::Setting;
using facts::SettingKind;

/// One word of a list with commas, and where it stands in the value.
struct Word {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Word> words_of(std::string_view value) {
  std::vector<Word> out;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    std::size_t begin = at;
    std::size_t end = comma;
    while (begin < end && value[begin] == ' ') ++begin;
    while (end > begin && value[end - 1] == ' ') --end;
    if (end > begin) out.push_back({value.substr(begin, end - begin), begin, end});
    at = comma + 1;
  }
  return out;
}

bool has(const std::vector<Word>& words, std::string_view text) {
  return std::any_of(words.begin(), words.end(),
                     [&](const Word& word) { return word.text == text; });
}

/// What counts in containers of the stage, where an ENV of this file sets it and it is known; null
/// otherwise.
const Setting* own(const Graph& graph, int stage, std::string_view name) {
  const facts::VariableAnswer answer = graph.facts.variable(facts::end_of(stage), name);
  return answer.value() != nullptr && answer.setting->kind == SettingKind::env ? answer.setting
                                                                               : nullptr;
}

ContainerNeed start(ContainerFlaw flaw, int stage, const Setting& setting) {
  ContainerNeed out;
  out.flaw = flaw;
  out.name = setting.name;
  out.need.kind = "container variable";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = setting.name;
  out.need.span = setting.span;
  out.name_span = setting.name_span;
  if (setting.how.span && setting.how.span != setting.span)
    out.need.chain.push_back(shows(setting.how.words, setting.how.span));
  return out;
}

/// Stages that start from one are told once.
void put(Graph& graph, ContainerNeed need) {
  const bool said = std::any_of(
      graph.container_needs.begin(), graph.container_needs.end(), [&](const ContainerNeed& other) {
        return other.flaw == need.flaw && other.need.span == need.need.span &&
               other.value == need.value;
      });
  if (!said) graph.container_needs.push_back(std::move(need));
}

/// A package of the stage that is certainly made for GPUs; null when there is none.
const Package* gpu_package(const Graph& graph, int stage) {
  for (const Package* const package : shipped(graph, stage)) {
    if (package->gpu == Known::yes && !package->weak && !package->removed &&
        package->certainty == facts::Certainty::certain)
      return package;
  }
  return nullptr;
}

/// The stage certainly has to do with CUDA.
bool uses_cuda(const Graph& graph, int stage) {
  return std::any_of(graph.cuda_uses.begin(), graph.cuda_uses.end(),
                     [&](const CudaUse& use) { return use.stage == stage; });
}

// NVIDIA_DRIVER_CAPABILITIES.

constexpr std::string_view capabilities = "NVIDIA_DRIVER_CAPABILITIES";

void unknown_words(Graph& graph, int stage, const Setting& setting,
                   const std::vector<Word>& words) {
  for (const Word& word : words) {
    if (matrix::driver_capability(word.text)) continue;
    ContainerNeed out = start(ContainerFlaw::capability_unknown, stage, setting);
    out.value = word.text;
    out.need.object = "a capability";
    out.text = setting.value;
    out.begin = word.begin;
    out.end = word.end;
    const Span exact = setting.value.span(word.begin, word.end);
    if (exact) out.need.span = exact;
    std::size_t nearest = 4;  // farther ones are other words
    std::string folded(word.text);
    std::transform(folded.begin(), folded.end(), folded.begin(), ascii::lower);
    std::string list;
    for (const matrix::DriverCapability& each : matrix::driver_capabilities()) {
      if (!list.empty()) list += ", ";
      list += each.name;
      const std::size_t apart = matrix::distance(folded, each.name);
      if (apart >= nearest || has(words, each.name)) continue;
      nearest = apart;
      out.other = each.name;
    }
    const auto any = matrix::driver_capability("all");
    if (any) out.need.chain.push_back(says("the words are " + list, any->source));
    put(graph, std::move(out));
    return;
  }
}

/// CUDA programs get no libcuda, nor do encoders, which go through it.
void without_compute(Graph& graph, int stage, const Setting& setting,
                     const std::vector<Word>& words, const std::vector<CapabilityWant>& wants) {
  if (words.empty() || has(words, "compute") || has(words, "all")) return;
  const Package* const package = gpu_package(graph, stage);
  const auto video = std::find_if(wants.begin(), wants.end(), [](const CapabilityWant& want) {
    return want.capability == "video";
  });
  const auto compute = matrix::driver_capability("compute");
  if ((package == nullptr && video == wants.end()) || !compute) return;
  ContainerNeed out = start(ContainerFlaw::capability_missing, stage, setting);
  out.value = "compute";
  out.other = package != nullptr ? package->title() : video->name;
  out.graver = true;
  out.need.object = "compute";
  out.need.chain.push_back(package != nullptr
                               ? shows(package->title() + " is installed here", package->span)
                               : shows(video->name + " goes through CUDA", video->span));
  out.need.chain.push_back(
      says("compute gives a container " + std::string(compute->gives), compute->source));
  out.text = setting.value;
  out.begin = out.end = setting.value.size();
  put(graph, std::move(out));
}

void without_use(Graph& graph, int stage, const facts::VariableAnswer& answer,
                 const std::vector<CapabilityWant>& wants) {
  const std::string value = answer.set == Known::yes ? answer.setting->value.value : std::string();
  const std::vector<Word> words = words_of(value);
  if (has(words, "all")) return;
  const bool cuda = uses_cuda(graph, stage);
  for (const CapabilityWant& want : wants) {
    if (has(words, want.capability) || (!cuda && !want.package)) continue;
    const auto row = matrix::driver_capability(want.capability);
    if (!row) continue;
    const bool set_here = answer.set == Known::yes && answer.setting->kind == SettingKind::env;
    ContainerNeed out;
    if (set_here) {
      out = start(ContainerFlaw::capability_missing, stage, *answer.setting);
      out.text = answer.setting->value;
      out.begin = out.end = answer.setting->value.size();
    } else {
      out.flaw = ContainerFlaw::capability_missing;
      out.name = capabilities;
      out.need.kind = "container variable";
      out.need.verdict = Verdict::unmet;
      out.need.stage = stage;
      out.need.subject = capabilities;
      out.need.span = want.span;
    }
    out.value = want.capability;
    out.other = want.name;
    out.need.object = want.capability;
    if (set_here) out.need.chain.push_back(shows(want.name + " wants it", want.span));
    out.need.chain.push_back(
        says(want.capability + " gives a container " + std::string(row->gives), row->source));
    if (!set_here) {
      out.need.chain.push_back(
          shows(value.empty() ? "nothing sets " + std::string(capabilities) +
                                    ", so that a container gets compute and utility"
                              : "the base image sets " + std::string(capabilities) + "=" + value,
                {}));
    }
    if (!row->error.empty())
      out.need.chain.push_back(
          shows("without it this shows as \"" + std::string(row->error) + "\"", {}));
    put(graph, std::move(out));
  }
}

/// The name of a package may have to do with pictures, video or a screen.
bool for_screens(std::string_view name) {
  for (const std::string_view part :
       {"gl",     "vulkan", "mesa",    "x11",     "xorg",  "ffmpeg",  "gst",    "video",
        "opencv", "render", "blender", "display", "isaac", "habitat", "mujoco", "dali",
        "decord", "codec",  "movie",   "av",      "xvfb",  "qt",      "image",  "imaging",
        "camera", "gym",    "3d",      "bullet",  "vtk",   "vista",   "taichi", "mitsuba",
        "rast",   "vision", "splat",   "warp",    "kaolin"}) {
    if (name.find(part) != std::string_view::npos) return true;
  }
  return false;
}

/// Everything in the stage is known, and nothing of it is made for pictures.
bool computes_only(const Graph& graph, int stage) {
  const std::vector<int> chain = chain_of(graph, stage);
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (!base.contents || !followed(graph, chain) || builds_later(graph, chain)) return false;
  if (audience(graph, stage) != Audience::service) return false;
  const bool wants =
      std::any_of(graph.facts.capability_uses.begin(), graph.facts.capability_uses.end(),
                  [&](const facts::CapabilityUse& use) { return among(chain, use.at.stage); });
  if (wants || !capability_wants(graph, stage).empty() || gpu_package(graph, stage) == nullptr)
    return false;
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    if (!among(chain, install.at.stage)) continue;
    for (const facts::SystemPackageName& package : install.packages) {
      if (!package.known || for_screens(package.name)) return false;
    }
  }
  const std::vector<const Package*> packages = shipped(graph, stage);
  return std::none_of(packages.begin(), packages.end(),
                      [](const Package* package) { return for_screens(package->name); });
}

void judge_capabilities(Graph& graph, int stage) {
  const facts::VariableAnswer answer = toolkit_variable(graph, facts::end_of(stage), capabilities);
  const bool value = answer.value() != nullptr;
  if (answer.set != Known::no && !value) return;
  if (services_say_capabilities(graph, stage)) return;
  const std::vector<CapabilityWant> wants = capability_wants(graph, stage);
  const bool own_value = value && answer.setting->kind == SettingKind::env;
  if (own_value) {
    const std::vector<Word> words = words_of(answer.setting->value.value);
    const std::size_t before = graph.container_needs.size();
    unknown_words(graph, stage, *answer.setting, words);
    // With a word that does not exist no container starts at all.
    if (graph.container_needs.size() > before) return;
    without_compute(graph, stage, *answer.setting, words, wants);
    if (words.size() == 1 && words[0].text == "all" && computes_only(graph, stage)) {
      ContainerNeed out = start(ContainerFlaw::capability_all, stage, *answer.setting);
      out.value = "all";
      out.need.object = "compute,utility";
      out.text = answer.setting->value;
      out.begin = words[0].begin;
      out.end = words[0].end;
      put(graph, std::move(out));
    }
  }
  without_use(graph, stage, answer, wants);
}

// Which GPUs are seen.

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), ascii::digit);
}

/// "GPU-8c5e...", "MIG-..."
bool identifier(std::string_view text) {
  return text.starts_with("GPU-") || text.starts_with("MIG-");
}

/// Words with which people mean all GPUs, and which name none.
bool names_none(std::string_view word) {
  static constexpr WordList words = "all ALL All any auto true True yes gpu GPU cuda every";
  return listed(words, word) || word.starts_with("cuda:");
}

void invalid(Graph& graph, int stage, const Setting& setting) {
  const std::vector<Word> words = words_of(setting.value.value);
  const bool of_cuda = setting.name == "CUDA_VISIBLE_DEVICES";
  // CUDA stops at the first word that names no GPU; the container toolkit knows `all`.
  if (words.empty() || !names_none(words[0].text) || (!of_cuda && words[0].text == "all")) return;
  if (!uses_cuda(graph, stage)) return;
  ContainerNeed out = start(ContainerFlaw::devices_invalid, stage, setting);
  out.value = words[0].text;
  out.need.object = "a GPU";
  if (of_cuda) {
    if (const auto error = matrix::cuda_error(100)) {
      out.need.chain.push_back(
          says("every call of CUDA shows \"" + std::string(error->message) + "\" (error 100)",
               error->source));
    }
  }
  out.text = setting.value;
  out.begin = 0;
  out.end = setting.value.size();
  put(graph, std::move(out));
}

/// How many GPUs the list lets into a container; nothing where it is not a list of single ones.
std::optional<std::size_t> count_of(const std::vector<Word>& words) {
  const bool single = std::all_of(words.begin(), words.end(), [](const Word& word) {
    return digits(word.text) || identifier(word.text);
  });
  return words.empty() || !single ? std::nullopt : std::optional(words.size());
}

/// Inside a container that sees some of the host's GPUs they are counted from 0 again.
bool renumbered(Graph& graph, int stage, const Setting* let_in, const Setting* seen) {
  if (let_in == nullptr || seen == nullptr) return false;
  if (hands_on_all(graph)) return false;
  const auto count = count_of(words_of(let_in->value.value));
  const std::vector<Word> words = words_of(seen->value.value);
  if (!count || words.empty()) return false;
  const auto wrong = std::find_if(words.begin(), words.end(), [&](const Word& word) {
    return digits(word.text) && word.text.size() < 5 &&
           std::stoul(std::string(word.text)) >= *count;
  });
  if (wrong == words.end()) return false;
  ContainerNeed out = start(ContainerFlaw::devices_renumbered, stage, *seen);
  out.value = wrong->text;
  out.other = let_in->value.value;
  out.need.object = "a GPU of that number";
  out.need.chain.push_back(shows("NVIDIA_VISIBLE_DEVICES lets " + std::to_string(*count) +
                                     (*count == 1 ? " GPU" : " GPUs") + " into the container",
                                 let_in->span));
  put(graph, std::move(out));
  return true;
}

void hidden(Graph& graph, int stage, const Setting& setting) {
  const std::string& value = setting.value.value;
  if (!value.empty() && value != "void" && value != "none") return;
  // `${GPUS:-none}`: off until somebody wants some.
  if (graph.facts.replaceable(setting.value)) return;
  const Package* const package = gpu_package(graph, stage);
  if (package == nullptr) return;
  ContainerNeed out = start(ContainerFlaw::devices_hidden, stage, setting);
  out.value = value;
  out.other = package->title();
  out.need.object = "a GPU";
  out.need.chain.push_back(shows(package->title() + " is made for GPUs", package->span));
  if (!value.empty()) {
    out.text = setting.value;
    out.begin = 0;
    out.end = value.size();
  }
  put(graph, std::move(out));
}

/// The stage is a service of the file that is analysed: what it sets is said where containers are
/// started.
bool set_at_start(const Graph& graph, int stage) {
  return std::any_of(
      graph.facts.services.begin(), graph.facts.services.end(),
      [&](const facts::Service& service) { return service.stage == stage && !service.built; });
}

void fixed(Graph& graph, int stage, const Setting& setting) {
  if (set_at_start(graph, stage)) return;
  if (!count_of(words_of(setting.value.value)) || !uses_cuda(graph, stage)) return;
  ContainerNeed out = start(ContainerFlaw::devices_fixed, stage, setting);
  out.value = setting.value.value;
  out.need.object = "GPUs of other hosts";
  put(graph, std::move(out));
}

void judge_devices(Graph& graph, int stage) {
  const std::vector<int> chain = chain_of(graph, stage);
  const auto in_containers = [&](std::string_view name) {
    return started_otherwise(graph, chain, name) ? nullptr : own(graph, stage, name);
  };
  const Setting* const let_in =
      requests_decide(graph, stage) ? nullptr : in_containers("NVIDIA_VISIBLE_DEVICES");
  const Setting* const seen = in_containers("CUDA_VISIBLE_DEVICES");
  if (let_in != nullptr) hidden(graph, stage, *let_in);
  for (const Setting* const setting : {let_in, seen}) {
    if (setting != nullptr) invalid(graph, stage, *setting);
  }
  if (renumbered(graph, stage, let_in, seen)) return;
  // Both say the same of one matter.
  const Setting* const first = let_in != nullptr ? let_in : seen;
  if (first != nullptr) fixed(graph, stage, *first);
}

/// `CUDA_VISIBLE_DEVICES=all python serve.py` in a command that containers start.
void judge_prefixes(Graph& graph) {
  const std::vector<Setting>& settings = graph.facts.settings;
  for (const Setting& setting : settings) {
    const bool of_command =
        setting.kind == SettingKind::prefix || setting.kind == SettingKind::exported;
    if (!of_command || setting.name != "CUDA_VISIBLE_DEVICES" || !setting.set ||
        !setting.value.complete || !setting.certain) {
      continue;
    }
    const auto stage = static_cast<std::size_t>(setting.from.stage);
    const std::vector<int> chain = chain_of(graph, setting.from.stage);
    if (doubted(graph, chain, Doubt::set_twice, setting.name) ||
        doubted(graph, chain, Doubt::started_by))
      continue;
    const bool starts = std::any_of(graph.facts.programs.begin(), graph.facts.programs.end(),
                                    [&](const facts::ProgramUse& use) {
                                      return use.when == facts::RunWhen::start &&
                                             use.at.stage == setting.from.stage &&
                                             use.at.step == setting.from.step;
                                    });
    if (starts && graph.facts.stages[stage].product) invalid(graph, setting.from.stage, setting);
  }
}

void judge_require(Graph& graph, int stage) {
  const Setting* const off = own(graph, stage, "NVIDIA_DISABLE_REQUIRE");
  // Tools of the host and of clusters run no CUDA, whatever the driver is.
  if (off == nullptr || !boolean_word(off->value.value) || gpu_package(graph, stage) == nullptr)
    return;
  ContainerNeed out = start(ContainerFlaw::require_off, stage, *off);
  out.value = off->value.value;
  out.need.object = "NVIDIA_REQUIRE_CUDA";
  put(graph, std::move(out));
}

}  // namespace

bool requests_decide(const Graph& graph, int stage) {
  bool some = false;
  for (const facts::Service& service : graph.facts.services) {
    if (service.stage != stage) continue;
    some = std::any_of(service.requests.begin(), service.requests.end(),
                       [](const facts::GpuRequest& request) {
                         return request.syntax != facts::GpuSyntax::runtime &&
                                request.syntax != facts::GpuSyntax::generic;
                       });
    if (!some) return false;
  }
  return some;
}

void judge_container_variables(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    const int stage = static_cast<int>(i);
    judge_capabilities(graph, stage);
    judge_devices(graph, stage);
    judge_require(graph, stage);
  }
  judge_prefixes(graph);
}

}  // namespace cudafit::graph
