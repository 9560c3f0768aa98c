// What the image at the bottom of each stage brings.

#include "graph/build.h"

namespace cudafit::graph {

namespace {

/// An answer of the matrix about a thing, as a presence from the base image on.
Presence brought(const Base& base, const std::string& source, Span from, Known present,
                 Version version, std::string_view thing) {
  Presence out{.present = present};
  out.version = version;
  out.span = from;
  out.weak = base.contents->weak;
  if (present == Known::unknown) return out;
  const char* const verb = present == Known::yes ? "has" : "has no";
  out.because.push_back(shows(base.name + " " + verb + " " + std::string(thing), from));
  out.because.back().source = source;
  return out;
}

void start_things(Graph& graph, int stage, const Base& base, Span from) {
  const matrix::ImageContents& has = *base.contents;
  const std::string source = has.source.text();
  const auto put = [&](Thing thing, Known present, Version version, std::string_view words) {
    graph.timeline.start(stage, thing, brought(base, source, from, present, version, words));
  };
  Version cudnn = has.cudnn_version;
  if (!cudnn && has.cudnn_major != 0) cudnn = Version{{has.cudnn_major}, 1};
  put(Thing::nvcc, has.nvcc, has.cuda, "nvcc");
  put(Thing::cuda_headers, has.cuda_headers, has.cuda, "CUDA headers");
  put(Thing::cuda_runtime, has.cuda_runtime, has.cuda, "libcudart");
  put(Thing::cuda_libraries, has.cuda_libraries, has.cuda, "CUDA libraries (cuBLAS, cuFFT, ...)");
  put(Thing::cudnn, has.cudnn, cudnn, "cuDNN");
  put(Thing::nccl, has.nccl, {}, "NCCL");
  put(Thing::cuda_compat, has.cuda_compat, has.cuda, "cuda-compat");
  put(Thing::c_compiler, has.c_compiler, {}, "C compiler");
  put(Thing::conda, has.conda, {}, "conda");
  put(Thing::driver, known(false), {}, "driver of its own");
}

void start_programs(Graph& graph, int stage, const Base& base, Span from) {
  const matrix::ImageContents& has = *base.contents;
  const std::string source = has.source.text();
  const auto put = [&](std::string_view program, Known present, std::string_view words) {
    graph.timeline.start(stage, program,
                         brought(base, source, from, present, has.python_version, words));
  };
  if (has.python == Known::no) return put(any_program, Known::no, "Python");
  if (has.python == Known::unknown) return;
  for (const std::string_view program : has.python_programs) put(program, Known::yes, program);
  if (has.pip == Known::yes) {
    put("pip", Known::yes, "pip");
    put("pip3", Known::yes, "pip3");
  }
  // What is not listed is absent only from images that are described whole.
  if (has.complete && !has.python_programs.empty())
    put(any_program, Known::no, "other Python program");
}

void start_empty(Graph& graph, int stage, Span from) {
  Presence absent{.present = Known::no};
  absent.span = from;
  absent.because.push_back(shows("scratch is empty", from));
  for (std::size_t i = 0; i < thing_count; ++i)
    graph.timeline.start(stage, static_cast<Thing>(i), absent);
  graph.timeline.start(stage, any_program, absent);
}

}  // namespace

void find_bases(Graph& graph) {
  graph.timeline.resize(graph.facts.stages.size());
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const facts::StageFact& stage = graph.facts.stages[i];
    if (stage.root != i) continue;
    Base& base = graph.bases[i];
    if (stage.base == "scratch") {
      base.name = stage.base;
      start_empty(graph, static_cast<int>(i), stage.from);
      continue;
    }
    if (base.image < 0) continue;
    const ImageNeed& need = graph.images[static_cast<std::size_t>(base.image)];
    const facts::Fact& fact = graph.fact_of(need);
    if (!fact.known || fact.placeholder) continue;
    base.name = need.repository + ":" + need.tag;
    // A digest may be any build of any tag.
    if (!fact.digest) base.contents = matrix::contents(need.repository, need.tag);
    if (!base.contents) continue;
    start_things(graph, static_cast<int>(i), base, stage.from);
    start_programs(graph, static_cast<int>(i), base, stage.from);
  }
  for (std::size_t i = 0; i < graph.bases.size(); ++i) {
    const std::size_t root = graph.facts.stages[i].root;
    if (root != i) graph.bases[i] = graph.bases[root];
  }
}

}  // namespace cudafit::graph
