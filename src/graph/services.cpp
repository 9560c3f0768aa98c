#include "graph/services.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "facts/cpu_wish.h"
#include "graph/audience.h"
#include "graph/build.h"
#include "graph/shipping.h"
#include "graph/wishes.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

using facts::Service;

/// Servers that start one process for each GPU, which share memory.
constexpr WordList processes =
    "vllm sglang torchrun deepspeed horovodrun mpirun accelerate lmdeploy";

/// Images that start them by themselves.
constexpr WordList images =
    "vllm/vllm-openai lmsysorg/sglang openmmlab/lmdeploy "
    "ghcr.io/huggingface/text-generation-inference nvcr.io/nvidia/tritonserver";

/// It says more than that torch came with CUDA because nobody asked for another.
bool made_for_gpus(const Graph& graph, const CudaUse& use) {
  switch (use.kind) {
    case CudaUse::Kind::image: {
      // A compiler's image may be there to compile.
      const Base& base = graph.bases[static_cast<std::size_t>(use.stage)];
      return base.contents && base.contents->nvcc == Known::no;
    }
    case CudaUse::Kind::system:
      return true;
    case CudaUse::Kind::compiled:
      return true;
    case CudaUse::Kind::package: {
      const Package& package = graph.packages[static_cast<std::size_t>(use.package)];
      return package.place == Place::image || chosen_cuda(graph, package) ||
             graph.at(Thing::cuda_runtime, facts::end_of(use.stage)).present == Known::yes;
    }
  }
  return false;
}

/// Programs that move files about, or show what others made of them.
constexpr WordList idle_programs =
    "cp mv ln rm chown install rsync rclone tar unzip gunzip curl wget git aws gsutil "
    "huggingface-cli hf tensorboard alembic nginx redis-server";
constexpr WordList idle_modules = "tensorboard tensorboard.main http.server";

/// The first program of a service's own command; empty where more than one may be started.
std::string_view own_program(const Service& service) {
  std::string_view out;
  for (const Text& text : service.command) {
    const std::string_view word = text.value;
    if (!text.complete) return {};
    if (out.empty() && (listed("sh bash", word.substr(word.rfind('/') + 1)) || word == "-c"))
      continue;
    if (word.find_first_of(";&|\n`") != std::string_view::npos) return {};
    if (out.empty()) out = word.substr(0, word.find(' '));
  }
  return out.substr(out.rfind('/') + 1);
}

/// What the service starts certainly has no use for a GPU, whatever its image has.
bool idle(const Graph& graph, const Service& service) {
  if (service.built && service.command_written) return listed(idle_programs, own_program(service));
  const StartCommand start = start_command(graph, service.stage);
  const auto moves = [](const facts::ProgramUse* use) {
    return listed(idle_programs, use->program) || listed(idle_modules, started_module(*use));
  };
  return std::any_of(start.all.begin(), start.all.end(), moves) &&
         std::all_of(start.all.begin(), start.all.end(), [&](const facts::ProgramUse* use) {
           return moves(use) || only_prepares(*use);
         });
}

Need need_of(const Service& service, std::string_view kind) {
  Need need;
  need.kind = kind;
  need.stage = service.stage;
  need.span = service.span;
  need.verdict = Verdict::unmet;
  return need;
}

void judge_gpus(Graph& graph, std::size_t index) {
  const Service& service = graph.facts.services[index];
  if (service.asks != Known::no || service.partial || service.cpu) return;
  if (audience(graph, service.stage) == Audience::people || idle(graph, service)) return;
  for (const CudaUse& use : graph.cuda_uses) {
    if (use.stage != service.stage || use.weak || !made_for_gpus(graph, use)) continue;
    Need need = need_of(service, "a GPU for the service");
    need.subject = use.title;
    need.object = "a GPU";
    need.chain.push_back({use.title + " comes from here", use.span, {}});
    need.chain.insert(need.chain.end(), use.because.begin(), use.because.end());
    graph.gpu_wishes.push_back({std::move(need), index});
    return;
  }
}

/// An image's name without tag and digest.
std::string repository_of(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const std::size_t colon = image.rfind(':');
  const bool tagged =
      colon != std::string_view::npos && image.find('/', colon) == std::string_view::npos;
  return std::string(image.substr(0, tagged ? colon : image.size()));
}

/// `--tensor-parallel-size 2`, `--nproc_per_node=4`: more than one process.
bool several(std::string_view flag, std::string_view value) {
  const std::size_t equals = flag.find('=');
  if (equals != std::string_view::npos) value = flag.substr(equals + 1);
  flag = flag.substr(0, equals);
  static constexpr std::array<std::string_view, 9> flags{
      "--tensor-parallel-size", "-tp",         "--tp",      "--nproc_per_node", "--nproc-per-node",
      "--num_processes",        "--num-shard", "--tp-size", "--num_gpus"};
  if (std::find(flags.begin(), flags.end(), flag) == flags.end()) return false;
  return !value.empty() && ascii::digit(value.front()) && value != "1" && value != "0";
}

void judge_memory(Graph& graph, std::size_t index) {
  const Service& service = graph.facts.services[index];
  if (service.asks != Known::yes || service.shared_memory != Known::no) return;
  std::vector<Text> words = service.command;
  std::string what;
  const std::string repository =
      repository_of(graph.facts.stages[static_cast<std::size_t>(service.stage)].base);
  if (listed(images, repository)) what = repository;
  if (!service.command_written) {
    for (const facts::ProgramUse& use : graph.facts.programs) {
      if (use.at.stage != service.stage || use.when != facts::RunWhen::start ||
          use.certainty == facts::Certainty::possible)
        continue;
      if (listed(processes, use.program)) what = use.program;
      words.insert(words.end(), use.words.begin(), use.words.end());
    }
  }
  std::string flag;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value;
    if (listed(processes, word.substr(word.rfind('/') + 1))) what = word;
    const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1].value) : "";
    if (several(word, next))
      flag = word.find('=') == word.npos ? std::string(word) + " " + std::string(next)
                                         : std::string(word);
  }
  if (what.empty() || flag.empty()) return;
  Need need = need_of(service, "shared memory for processes");
  need.subject = what;
  need.object = flag;
  graph.memory_needs.push_back({std::move(need), index});
}

/// What says that a stage's containers have no GPU, as a clause; empty when nothing does.
std::string cpu_only(const Graph& graph, int stage, Span& place) {
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  if (!fact.product) return {};
  std::string why;
  for (const Service& service : graph.facts.services) {
    if (service.stage != stage) continue;
    // One that may have a GPU is enough.
    if (service.asks != Known::no || service.partial || service.cpu_wish.empty()) return {};
    why = service.called + " asks for no GPU and is for the CPU: " + service.cpu_wish;
    place = service.cpu_span ? service.cpu_span : service.span;
  }
  if (!why.empty()) return why;
  if (!facts::named_for_cpu(fact.label)) return {};
  place = fact.from;
  return "the stage is called " + fact.label;
}

}  // namespace

void judge_services(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.services.size(); ++i) {
    if (graph.facts.services[i].stage < 0) continue;
    judge_gpus(graph, i);
    judge_memory(graph, i);
  }
  for (std::size_t i = 0; i < graph.wheels.size(); ++i) {
    const WheelChoice& choice = graph.wheels[i];
    if (choice.package != "torch" || choice.weak || !choice.wheel || !choice.wheel->cuda) continue;
    const facts::PipInstall& install = graph.facts.pip_installs[choice.install];
    Span place;
    const std::string why = cpu_only(graph, install.at.stage, place);
    if (why.empty() || install.elsewhere || install.dry_run) continue;
    // Another image may take what is installed here.
    const bool copied =
        std::any_of(graph.facts.stage_copies.begin(), graph.facts.stage_copies.end(),
                    [&](const facts::StageCopy& copy) { return copy.from == install.at.stage; });
    if (copied) continue;
    Need need;
    need.kind = "torch for the CPU";
    need.verdict = Verdict::unmet;
    need.stage = install.at.stage;
    need.subject = "torch " + choice.version;
    need.span = install.requirements[choice.requirement].span;
    need.chain = choice.chain;
    need.chain.push_back({why, place, {}});
    graph.idle_cudas.push_back({std::move(need), i});
  }
}

}  // namespace cudafit::graph
