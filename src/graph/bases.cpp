// What the image at the bottom of each stage brings.

#include <string>

#include "graph/build.h"

namespace cudafit::graph {

namespace {

using facts::Brought;

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
  out.because.insert(out.because.end(), base.because.begin(), base.because.end());
  return out;
}

/// What people say of their own image, which is certain.
Presence brought(const Base& base, const Brought& said, Span from, Version version) {
  Presence out{.present = Known::yes};
  out.version = version;
  out.span = from;
  out.because.push_back(brought_note(base.name, said, from));
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
  // Of an image that is like none only what it brings is known.
  if (graph.images[static_cast<std::size_t>(base.image)].asked.known)
    put(Thing::driver, known(false), {}, "driver of its own");
}

/// The things of a declared image that its owner says are there.
void declared_things(Graph& graph, int stage, const Base& base,
                     const facts::DeclaredImage& declared, Span from) {
  const auto put = [&](Thing thing, Brought::Kind kind) {
    const Brought* const said = declared.brought(kind);
    if (said == nullptr) return;
    const Version version = Version::parse(said->version).value_or(Version{});
    graph.timeline.start(stage, thing, brought(base, *said, from, version));
  };
  put(Thing::cuda_runtime, Brought::Kind::cuda);
  if (base.contents->cuda_libraries == Known::yes) put(Thing::cuda_libraries, Brought::Kind::cuda);
  if (base.contents->cuda_headers == Known::yes) put(Thing::cuda_headers, Brought::Kind::cuda);
  if (base.contents->nvcc == Known::yes) put(Thing::nvcc, Brought::Kind::cuda);
  put(Thing::cuda_runtime, Brought::Kind::cudart);
  put(Thing::nvcc, Brought::Kind::nvcc);
  put(Thing::cudnn, Brought::Kind::cudnn);
  put(Thing::nccl, Brought::Kind::nccl);
  put(Thing::c_compiler, Brought::Kind::c_compiler);
  const Brought* const python = declared.brought(Brought::Kind::python);
  if (python == nullptr) return;
  const Presence there = brought(base, *python, from, base.contents->python_version);
  for (const std::string_view program : base.contents->python_programs)
    graph.timeline.start(stage, program, there);
  const Version& version = there.version;
  graph.timeline.start(stage, "python" + Version{version.number, 2}.text(), there);
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

namespace {

/// Not said to be there, and not known to be missing any more.
void perhaps(Known& present) {
  if (present == Known::no) present = Known::unknown;
}

/// What the image that it is like has, as changed by what is said to be in it.
matrix::ImageContents declared_contents(std::optional<matrix::ImageContents> like,
                                        const facts::DeclaredImage& declared) {
  matrix::ImageContents out = like.value_or(matrix::ImageContents{});
  // More may be in it than anybody says.
  out.complete = false;
  for (const Brought& said : declared.brings) {
    const Version version = Version::parse(said.version).value_or(Version{});
    switch (said.kind) {
      case Brought::Kind::python:
        out.python = Known::yes;
        out.python_version = version;
        if (out.python_programs.empty()) out.python_programs = {"python3"};
        out.pep668 = Known::unknown;
        perhaps(out.pip);
        break;
      case Brought::Kind::cuda:
        out.cuda = version;
        [[fallthrough]];
      case Brought::Kind::cudart:  // one library: the CUDA of the compiler and the rest stays
        out.cuda_runtime = Known::yes;
        perhaps(out.cuda_libraries);
        perhaps(out.cuda_headers);
        perhaps(out.nvcc);
        out.cuda_compat = Known::unknown;
        break;
      case Brought::Kind::libraries:
        out.cuda_libraries = Known::yes;
        break;
      case Brought::Kind::nvcc:
        out.nvcc = Known::yes;
        if (out.cuda_runtime != Known::yes) out.cuda = version;
        perhaps(out.cuda_runtime);
        perhaps(out.cuda_headers);
        perhaps(out.cuda_libraries);
        perhaps(out.c_compiler);
        break;
      case Brought::Kind::cudnn:
        out.cudnn = Known::yes;
        out.cudnn_version = version;
        out.cudnn_major = version.major();
        break;
      case Brought::Kind::nccl:
        out.nccl = Known::yes;
        break;
      case Brought::Kind::c_compiler:
        out.c_compiler = Known::yes;
        break;
      case Brought::Kind::package:
        // Which needs an interpreter.
        perhaps(out.python);
        perhaps(out.pip);
        if (said.name == "pip") out.pip = Known::yes;
        if (said.name == "torch") out.torch.clear();
        break;
    }
  }
  return out;
}

/// The base of a stage that starts from one of people's own images.
void declare(const Graph& graph, const ImageNeed& need, Base& base) {
  base.declared = need.asked.declared;
  const facts::DeclaredImage& declared =
      graph.facts.declared_images[static_cast<std::size_t>(base.declared)];
  for (const std::string& words : declared.because) base.because.push_back(shows(words, {}));
  std::optional<matrix::ImageContents> like = contents(need.asked);
  if (like || !declared.brings.empty())
    base.contents = declared_contents(std::move(like), declared);
}

}  // namespace

Note brought_note(const std::string& image, const Brought& said, Span from) {
  return shows(image + " brings " + said.name + " " + said.version + " (" + said.origin + ")",
               from);
}

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
    if (need.asked.declared >= 0) {
      base.name = need.name;
      declare(graph, need, base);
    } else {
      if (!fact.known || fact.placeholder) continue;
      base.name = need.name;
      base.contents = contents(need.asked);
    }
    if (!base.contents) continue;
    start_things(graph, static_cast<int>(i), base, stage.from);
    start_programs(graph, static_cast<int>(i), base, stage.from);
    if (base.declared < 0) continue;
    declared_things(graph, static_cast<int>(i), base,
                    graph.facts.declared_images[static_cast<std::size_t>(base.declared)],
                    stage.from);
  }
  for (std::size_t i = 0; i < graph.bases.size(); ++i) {
    const std::size_t root = graph.facts.stages[i].root;
    if (root != i) graph.bases[i] = graph.bases[root];
  }
}

}  // namespace cudafit::graph
