#include "graph/draw.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "graph/build.h"

namespace cudafit::graph {

namespace {

std::string_view name(Place place) {
  static constexpr std::array<std::string_view, 5> names{"host", "image", "apt", "pip", "conda"};
  return names[static_cast<std::size_t>(place)];
}

std::string_view name(Verdict verdict) {
  static constexpr std::array<std::string_view, 3> names{"met", "unmet", "unknown"};
  return names[static_cast<std::size_t>(verdict)];
}

constexpr std::array<std::string_view, thing_count> thing_names{
    "nvcc", "CUDA headers", "CUDA runtime", "CUDA libraries", "cuDNN",
    "NCCL", "cuda-compat",  "C compiler",   "driver",         "conda"};

class Drawer {
 public:
  explicit Drawer(const Graph& graph) : graph_(graph) {}

  Drawing run() {
    for (std::size_t i = 0; i < graph_.facts.hosts.size(); ++i) host(i);
    for (std::size_t i = 0; i < graph_.facts.stages.size(); ++i) stage(static_cast<int>(i));
    for (const facts::StageCopy& copied : graph_.facts.stage_copies) {
      if (copied.from >= 0)
        edge(stage_id(copied.at.stage), stage_id(copied.from), "copies-from",
             copied.sources.empty() ? std::string() : copied.sources.front());
    }
    for (std::size_t i = 0; i < graph_.packages.size(); ++i) package(i);
    for (std::size_t i = 0; i < out_.nodes.size(); ++i)
      subjects_[{out_.nodes[i].label, out_.nodes[i].stage}] = i;
    for (const Need* need : graph_.needs()) draw_need(*need);
    return std::move(out_);
  }

 private:
  std::string stage_id(int stage) const { return "stage:" + graph_.stage_label(stage); }

  void edge(std::string from, std::string to, std::string relation, std::string label) {
    out_.edges.push_back(
        {std::move(from), std::move(to), std::move(relation), std::move(label), {}, {}, {}, {}});
  }

  void host(std::size_t index) {
    const facts::Host& host = graph_.facts.hosts[index];
    DrawnNode node;
    node.id = "host:" + (host.name.empty() ? std::to_string(index) : host.name);
    if (!host_names_.insert(node.id).second) node.id += ":" + std::to_string(index);
    node.kind = "host";
    node.place = name(Place::host);
    node.label = host.name.empty() ? "host" : host.name;
    if (!host.driver.empty()) node.label += ", driver " + host.driver;
    for (const facts::DeclaredGpu& gpu : host.gpus) node.label += ", " + gpu.written;
    if (host.wsl2) node.label += ", WSL2";
    node.span = host.driver_span;
    node.because.push_back({"declared by " + host.origin, host.driver_span, {}});
    host_ids_.push_back(node.id);
    out_.nodes.push_back(std::move(node));
  }

  void stage(int index) {
    const facts::StageFact& fact = graph_.facts.stages[static_cast<std::size_t>(index)];
    DrawnNode node;
    node.id = stage_id(index);
    node.kind = "stage";
    node.label = fact.label + (fact.product ? " (product)" : "");
    node.stage = fact.label;
    node.span = fact.from;
    out_.nodes.push_back(std::move(node));
    if (fact.parent >= 0) return edge(stage_id(index), stage_id(fact.parent), "starts-from", {});
    const Base& base = graph_.bases[static_cast<std::size_t>(index)];
    if (base.name.empty()) return;
    const std::string id = "image:" + base.name;
    edge(stage_id(index), id, "starts-from", {});
    if (images_.insert(id).second) image(id, base, fact.from);
    for (std::size_t i = 0; i < thing_count; ++i) thing(index, static_cast<Thing>(i), id);
  }

  void image(const std::string& id, const Base& base, Span from) {
    DrawnNode node;
    node.id = id;
    node.kind = "image";
    node.label = base.name;
    node.place = name(Place::image);
    node.span = from;
    if (base.contents) {
      node.weak = base.contents->weak;
      if (std::string source = base.contents->source.text(); !source.empty())
        node.because.push_back({"what it brings", {}, std::move(source)});
    }
    node.because.insert(node.because.end(), base.because.begin(), base.because.end());
    if (base.declared >= 0) {
      const auto declared = static_cast<std::size_t>(base.declared);
      for (const facts::Brought& said : graph_.facts.declared_images[declared].brings)
        node.because.push_back(brought_note(base.name, said, from));
    }
    out_.nodes.push_back(std::move(node));
  }

  /// What is there at the end of a stage.
  void thing(int stage, Thing thing, const std::string& image) {
    const Presence& there = graph_.at(thing, facts::end_of(stage));
    if (there.present != Known::yes) return;
    DrawnNode node;
    node.kind = "component";
    node.label = std::string(thing_names[static_cast<std::size_t>(thing)]);
    if (there.version) node.label += " " + there.version.text();
    node.stage = graph_.stage_label(stage);
    node.id = node.kind + ":" + node.stage + ":" +
              std::string(thing_names[static_cast<std::size_t>(thing)]);
    node.place = name(there.place);
    node.span = there.span;
    node.weak = there.weak;
    node.because = there.because;
    edge(there.since.stage < 0 ? image : stage_id(stage), node.id,
         there.since.stage < 0 ? "brings" : "has", {});
    out_.nodes.push_back(std::move(node));
  }

  void package(std::size_t index) {
    const Package& package = graph_.packages[index];
    DrawnNode node;
    node.id = "package:" + std::to_string(index);
    node.kind = "package";
    node.label = package.title();
    node.place = name(package.place);
    node.stage = graph_.stage_label(package.at.stage);
    node.span = package.span;
    node.assumed = package.assumed;
    node.weak = package.weak;
    node.because = package.because;
    edge(stage_id(package.at.stage), node.id, "has", {});
    out_.nodes.push_back(std::move(node));
  }

  /// The last node that a need's subject names, else its stage.
  std::string subject_of(const Need& need) const {
    const std::string stage = graph_.stage_label(need.stage);
    const auto here = subjects_.find({need.subject, stage});
    const auto anywhere = subjects_.find({need.subject, {}});
    if (here == subjects_.end() && anywhere == subjects_.end()) return stage_id(need.stage);
    return out_
        .nodes[std::max(here == subjects_.end() ? 0 : here->second,
                        anywhere == subjects_.end() ? 0 : anywhere->second)]
        .id;
  }

  /// Chains end with what was found instead, or with who says that it does not fit.
  static std::string reason_of(const Need& need) {
    if (need.verdict != Verdict::unmet) return {};
    const auto last = std::find_if(need.chain.rbegin(), need.chain.rend(),
                                   [](const Note& note) { return !note.message.empty(); });
    return last == need.chain.rend() ? "there is none" : last->message;
  }

  void draw_need(const Need& need) {
    std::string object;
    if (need.on_host >= 0) {
      object = host_ids_[static_cast<std::size_t>(need.on_host)];
    } else {
      object = "need:" + std::to_string(needs_++);
      DrawnNode node;
      node.id = object;
      node.kind = "need";
      node.label = need.object;
      node.stage = graph_.stage_label(need.stage);
      node.span = need.span;
      out_.nodes.push_back(std::move(node));
    }
    out_.edges.push_back({subject_of(need), object, "needs",
                          std::string(need.kind) + ": " + need.object,
                          std::string(name(need.verdict)), reason_of(need), need.span, need.chain});
  }

  const Graph& graph_;
  Drawing out_;
  std::vector<std::string> host_ids_;
  std::set<std::string, std::less<>> host_names_, images_;
  std::map<std::pair<std::string, std::string>, std::size_t> subjects_;  ///< by label and stage
  std::size_t needs_ = 0;
};

}  // namespace

Drawing draw(const Graph& graph) { return Drawer(graph).run(); }

}  // namespace cudafit::graph
