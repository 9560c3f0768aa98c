#include "graph/linked.h"

#include <algorithm>
#include <set>

#include "graph/build.h"
#include "graph/container.h"
#include "graph/shipping.h"
#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

/// What the runtime images of CUDA have beside libcudart.
bool of_toolkit(std::string_view library) {
  static constexpr WordList names =
      "cublas cublasLt nvblas cufft cufftw curand cusolver cusolverMg cusparse nvrtc nvJitLink "
      "nvjpeg nppc nppial nppicc nppidei nppif nppig nppim nppist nppisu nppitc npps";
  return names.has(library);
}

bool of_cuda(std::string_view library) { return library == "cudart" || of_toolkit(library); }

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// Where the copy puts a file of the other stage; empty: it does not, or that is not known.
std::string place_of(const facts::StageCopy& copied, const std::string& file) {
  for (const std::string& source : copied.sources) {
    if (source == file) {
      const bool into = copied.destination.ends_with('/') || copied.sources.size() > 1;
      return into ? resolve_dots(join_path(copied.destination, last_part(file)))
                  : copied.destination;
    }
    std::string directory = source;
    while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
    if (directory != "/" && file.starts_with(directory + "/"))
      return resolve_dots(copied.destination + file.substr(directory.size()));
  }
  return {};
}

/// Something else is put there later.
bool replaced(const Graph& graph, const facts::StageCopy& copied, const std::string& place) {
  const auto later = [&](const auto& each) {
    if (each.at.stage != copied.at.stage || each.at <= copied.at) return false;
    std::string to = each.destination;
    while (to.size() > 1 && to.ends_with('/')) to.pop_back();
    return to.empty() || place.starts_with(to);
  };
  const auto& stages = graph.facts.stage_copies;
  const auto& context = graph.facts.context_copies;
  return std::any_of(context.begin(), context.end(), later) ||
         std::any_of(stages.begin(), stages.end(),
                     [&](const facts::StageCopy& each) { return !each.mount && later(each); });
}

/// What the containers of the stage start, above all else, is that file.
bool starts(const Graph& graph, int stage, const facts::StageCopy& copied,
            const std::string& place) {
  const StartCommand command = start_command(graph, stage);
  const facts::ProgramUse* const use = command.first();
  if (use == nullptr || use->certainty == facts::Certainty::possible || use->path.empty())
    return false;
  if (replaced(graph, copied, place)) return false;
  // A destination without `/` at its end may be a directory.
  if (use->path.starts_with('/')) {
    return use->path == place || last_part(use->path) == last_part(place) ||
           use->path.starts_with(place + "/");
  }
  return use->program == last_part(place);
}

void judge(Graph& graph, std::size_t index) {
  const facts::StageCopy& copied = graph.facts.stage_copies[index];
  const int stage = copied.at.stage;
  if (!graph.facts.stages[static_cast<std::size_t>(stage)].product) return;
  const auto linked = linked_with(graph, copied, of_cuda);
  if (!linked || !linked->started || loader_is_told(graph, stage)) return;
  const bool runtime = !of_toolkit(linked->library->name);
  // nvcc takes its static one, whatever is named beside it.
  if (runtime && linked->link->program == "nvcc") return;
  const Thing thing = runtime ? Thing::cuda_runtime : Thing::cuda_libraries;
  const Presence& there = graph.at(thing, linked->link->at);
  const Presence& here = graph.at(thing, facts::end_of(stage));
  if (there.present != Known::yes || here.present != Known::no) return;
  LinkedNeed out;
  out.link = static_cast<std::size_t>(linked->link - graph.facts.program_links.data());
  out.library = "lib" + linked->library->name;
  out.runtime = runtime;
  out.need.kind = "CUDA libraries it is linked with";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = linked->program;
  out.need.object = out.library;
  out.need.span = copied.span;
  // A linker may leave out a library of which nothing is used.
  out.need.weak = true;
  out.need.chain.push_back(
      shows("it is linked with " + out.library + " here", linked->link->command));
  out.need.chain.insert(out.need.chain.end(), here.because.begin(), here.because.end());
  graph.linked.push_back(std::move(out));
}

}  // namespace

std::optional<LinkedProgram> linked_with(const Graph& graph, const facts::StageCopy& copied,
                                         bool (*wanted)(std::string_view name)) {
  if (copied.mount || copied.from < 0 || !copied.complete) return std::nullopt;
  const std::vector<int> builder = chain_of(graph, copied.from);
  std::optional<LinkedProgram> out;
  // From the last on: it has made the file as it is in the end.
  std::set<std::string_view> made;
  const auto& links = graph.facts.program_links;
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    if (link->output.empty() || !among(builder, link->at.stage)) continue;
    if (!made.insert(link->output).second || link->doubtful ||
        link->certainty != facts::Certainty::certain)
      continue;
    const auto library =
        std::find_if(link->libraries.begin(), link->libraries.end(),
                     [&](const auto& each) { return each.behind_files && wanted(each.name); });
    if (library == link->libraries.end()) continue;
    const std::string place = place_of(copied, link->output);
    if (place.empty()) continue;
    LinkedProgram found{&*link, &*library, place, starts(graph, copied.at.stage, copied, place)};
    if (found.started || !out || !out->started) out = std::move(found);
  }
  return out;
}

bool loader_is_told(const Graph& graph, int stage) {
  if (library_path_is_set(graph, stage)) return true;
  const std::vector<int> chain = chain_of(graph, stage);
  const auto& directories = graph.facts.loader_directories;
  return started_otherwise(graph, chain, "LD_LIBRARY_PATH") ||
         std::any_of(directories.begin(), directories.end(),
                     [&](const auto& each) { return among(chain, each.at.stage); });
}

void judge_linked(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stage_copies.size(); ++i) judge(graph, i);
}

}  // namespace cudafit::graph
