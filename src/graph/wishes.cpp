#include "graph/wishes.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "facts/cpu_wish.h"
#include "graph/build.h"
#include "graph/shipping.h"
#include "graph/wheels.h"
#include "terms/ascii.h"

namespace cudafit::graph {

namespace {

using facts::Saying;
using facts::Service;
using facts::Setting;
using facts::SettingKind;

bool is(const Text& value, std::initializer_list<std::string_view> values) {
  return std::find(values.begin(), values.end(), value.value) != values.end();
}

const Text* at_end(const Graph& graph, int stage, std::string_view name) {
  return graph.facts.variable(facts::end_of(stage), name).value();
}

bool hides_gpus(const Graph& graph, int stage) {
  const Text* const cuda = at_end(graph, stage, "CUDA_VISIBLE_DEVICES");
  const Text* const toolkit = at_end(graph, stage, "NVIDIA_VISIBLE_DEVICES");
  return (cuda != nullptr && is(*cuda, {"", "-1", "NoDevFiles", "none"})) ||
         (toolkit != nullptr && is(*toolkit, {"", "none", "void"}));
}

/// What ENVs of the file set in containers of the stage. Of a name the last one counts.
std::vector<const Setting*> own_variables(const Graph& graph, int stage) {
  std::vector<int> chain = chain_of(graph, stage);
  std::sort(chain.begin(), chain.end(), std::greater());
  std::unordered_set<std::string_view> seen;
  std::vector<const Setting*> out;
  for (const int each : chain) {
    // The settings are in the order of their stages.
    const auto first_of = [&](int stage_number) {
      return std::lower_bound(
          graph.facts.settings.begin(), graph.facts.settings.end(), stage_number,
          [](const Setting& setting, int number) { return setting.from.stage < number; });
    };
    const auto begin = first_of(each);
    for (auto at = first_of(each + 1); at != begin;) {
      const Setting& setting = *--at;
      if (setting.kind != SettingKind::env || !seen.insert(setting.name).second) continue;
      const facts::VariableAnswer answer = graph.facts.variable(facts::end_of(stage), setting.name);
      if (answer.setting == &setting && answer.value() != nullptr) out.push_back(&setting);
    }
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// The words of what containers start. The CMD of an image with an ENTRYPOINT may begin with an
/// option.
std::vector<std::vector<Text>> started(const Graph& graph, int stage) {
  std::vector<std::vector<Text>> out;
  for (const facts::ProgramUse* const use : start_command(graph, stage).all) {
    out.push_back({Text(use->path, use->span)});
    out.back().insert(out.back().end(), use->words.begin(), use->words.end());
  }
  return out;
}

/// `DEVICE=cpu`, `--device cpu` in the image, and nothing beside that speaks of GPUs.
Wish cpu_wish_of_image(const Graph& graph, int stage) {
  const std::vector<std::vector<Text>> commands = started(graph, stage);
  const bool said = std::any_of(commands.begin(), commands.end(), [](const auto& words) {
    return !facts::cpu_words(words).first.empty();
  });
  // Most images say nothing of it.
  if (!said && !facts::may_refuse_gpus(graph.facts, stage)) return {};
  Wish out;
  const auto take = [&](const Saying& saying) {
    if (!out && !saying.first.empty()) out = {saying.first, saying.second};
  };
  for (const Setting* const setting : own_variables(graph, stage)) {
    const std::string& value = setting->value.value;
    // Directories of the toolkit are named in many images.
    const bool path = value.find('/') != std::string::npos;
    if (!path && facts::speaks_of_gpus(setting->value)) return {};
    if (facts::refuses_gpus(setting->name, value))
      take({setting->name + "=" + value, setting->span});
  }
  for (const std::vector<Text>& words : commands) {
    if (std::any_of(words.begin(), words.end(), facts::speaks_of_gpus)) return {};
    take(facts::cpu_words(words));
  }
  return out;
}

/// The service may run the image otherwise than it says of itself.
bool overrides(const Service& service) {
  return service.asks == Known::yes || service.command_written ||
         std::any_of(service.environment.begin(), service.environment.end(), [](const auto& pair) {
           const auto& [name, value] = pair;
           return !value.complete || facts::wants_gpus(name, value.value);
         });
}

Wish cpu_wish(const Graph& graph, int stage) {
  Wish out = cpu_wish_of_image(graph, stage);
  Wish of_services;
  for (const Service& service : graph.facts.services) {
    // The stage of one that runs somebody's image holds what it sets and starts.
    if (service.stage != stage || !service.built) continue;
    if (service.asks != Known::yes && !service.cpu_wish.empty()) {
      of_services = {service.cpu_wish, service.cpu_span};
    } else if (!out || overrides(service)) {
      return {};
    }
  }
  return out ? out : of_services;
}

}  // namespace

bool named_for_gpu(std::string_view package) {
  const std::size_t label = package.find("-cu");
  const bool labelled = label != std::string_view::npos && label + 3 < package.size() &&
                        ascii::digit(package[label + 3]);
  return labelled || package.ends_with("-gpu") || package.starts_with("nvidia-") ||
         package.find("cuda") != std::string_view::npos ||
         package.find("tensorrt") != std::string_view::npos;
}

bool chosen_cuda(const Graph& graph, const Package& package) {
  return std::any_of(graph.wheels.begin(), graph.wheels.end(), [&](const WheelChoice& choice) {
    if (static_cast<int>(choice.install) != package.install ||
        static_cast<int>(choice.requirement) != package.requirement || choice.chosen < 0)
      return false;
    const Index& index = choice.indexes.all[static_cast<std::size_t>(choice.chosen)];
    return index.kind == Index::Kind::torch && index.directory.starts_with("cu");
  });
}

Wish gpu_wish(const Graph& graph, int stage) {
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (base.contents && base.contents->gated) {
    const std::size_t root = graph.facts.stages[static_cast<std::size_t>(stage)].root;
    return {"the image starts from " + base.name, graph.facts.stages[root].from};
  }
  for (const std::string_view name :
       {"NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES", "CUDA_VISIBLE_DEVICES"}) {
    const facts::VariableAnswer answer = graph.facts.variable(facts::end_of(stage), name);
    const Text* const value = answer.value();
    if (value != nullptr && !is(*value, {"", "-1", "none", "void", "NoDevFiles"}))
      return {std::string(name) + "=" + value->value + " is set", answer.setting->span};
  }
  for (const Service& service : graph.facts.services) {
    if (service.stage == stage && service.asks == Known::yes)
      return {service.called + " asks for a GPU", service.span};
  }
  const PackageAnswer torch = graph.package("torch", facts::end_of(stage));
  if (torch.present == Known::yes && chosen_cuda(graph, *torch.package))
    return {torch.package->title() + " is a build for GPUs", torch.package->span};
  for (const Setting* const setting : own_variables(graph, stage)) {
    if (facts::wants_gpus(setting->name, setting->value.value))
      return {setting->name + "=" + setting->value.value + " is set", setting->span};
  }
  for (const std::vector<Text>& words : started(graph, stage)) {
    const Saying said = facts::gpu_words(words);
    if (!said.first.empty()) return {"it is started with " + said.first, said.second};
  }
  return {};
}

bool gets_no_gpu(const Graph& graph, int stage) {
  const std::vector<Service>& services = graph.facts.services;
  return std::any_of(services.begin(), services.end(), [&](const Service& service) {
    return service.stage == stage && !service.built && service.asks == Known::no &&
           !service.partial;
  });
}

bool perhaps_for_cpu(const Graph& graph, const CudaUse& use) {
  if (use.kind != CudaUse::Kind::package) return false;
  const Package& package = graph.packages[static_cast<std::size_t>(use.package)];
  return package.place == Place::pip && !named_for_gpu(package.name) &&
         !chosen_cuda(graph, package) && !gpu_wish(graph, use.stage);
}

bool without_gpus(const Graph& graph, int stage) {
  return hides_gpus(graph, stage) || cpu_wish(graph, stage);
}

}  // namespace cudafit::graph
