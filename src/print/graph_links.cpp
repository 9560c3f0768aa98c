#include "print/graph_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace cudafit::print {

namespace {

struct Part {
  Span span;
  std::size_t index;
  bool edge;
};

class Linker {
 public:
  Linker(const DrawnGraph& one, const Layout& layout, std::size_t build)
      : drawing_(one.drawing), report_(*one.report), layout_(layout), build_(build) {}

  Links run() {
    out_.nodes.resize(drawing_.nodes.size());
    out_.edges.resize(drawing_.edges.size());
    out_.findings.resize(report_.findings.size());
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) ends(i);
    gather();
    for (std::size_t i = 0; i < report_.findings.size(); ++i) finding(i);
    return std::move(out_);
  }

 private:
  void ends(std::size_t edge) {
    const std::size_t from = layout_.from[edge];
    const std::size_t to = layout_.to[edge];
    if (from == nowhere || to == nowhere) return;
    const std::string name = edge_name(build_, edge);
    for (const auto& [node, other] : {std::pair{from, to}, std::pair{to, from}}) {
      out_.nodes[node].push_back(name);
      out_.nodes[node].push_back(node_name(build_, other));
      out_.edges[edge].push_back(node_name(build_, node));
    }
  }

  /// Everything with a place, sorted by it.
  void gather() {
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (drawing_.nodes[i].span && drawing_.nodes[i].kind != "need")
        parts_.push_back({drawing_.nodes[i].span, i, false});
    }
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      if (drawing_.edges[i].span) parts_.push_back({drawing_.edges[i].span, i, true});
    }
    std::stable_sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) {
      return std::tie(a.span.file, a.span.begin) < std::tie(b.span.file, b.span.begin);
    });
    for (const Part& part : parts_) longest_ = std::max(longest_, part.span.size());
  }

  void finding(std::size_t index) {
    const Span span = report_.findings[index].span;
    if (span) {
      const std::uint32_t begin = span.begin > longest_ ? span.begin - longest_ : 0;
      auto part = std::lower_bound(parts_.begin(), parts_.end(), std::pair{span.file, begin},
                                   [](const Part& a, const std::pair<FileId, std::uint32_t>& b) {
                                     return std::tie(a.span.file, a.span.begin) <
                                            std::tie(b.first, b.second);
                                   });
      for (; part != parts_.end() && part->span.file == span.file && part->span.begin <= span.end;
           ++part) {
        const bool overlap = part->span.begin < span.end && span.begin < part->span.end;
        if (overlap || part->span == span) together(index, *part);
      }
    }
    if (out_.findings[index].empty()) stage_of(index);
  }

  void together(std::size_t finding, const Part& part) {
    const std::string name = finding_name(build_, finding);
    std::vector<std::string>& list = out_.findings[finding];
    if (!part.edge) {
      list.push_back(node_name(build_, part.index));
      out_.nodes[part.index].push_back(name);
      return;
    }
    list.push_back(edge_name(build_, part.index));
    out_.edges[part.index].push_back(name);
    for (const std::size_t node : {layout_.from[part.index], layout_.to[part.index]}) {
      if (node != nowhere) list.push_back(node_name(build_, node));
    }
  }

  void stage_of(std::size_t finding) {
    const std::string& stage = report_.findings[finding].stage;
    if (stage.empty()) return;
    for (const Lane& lane : layout_.lanes) {
      if (lane.stage == nowhere || drawing_.nodes[lane.stage].stage != stage) continue;
      return together(finding, {{}, lane.stage, false});
    }
  }

  const graph::Drawing& drawing_;
  const Report& report_;
  const Layout& layout_;
  std::size_t build_;
  std::vector<Part> parts_;
  std::uint32_t longest_ = 0;
  Links out_;
};

}  // namespace

std::string node_name(std::size_t build, std::size_t node) {
  return fmt::format("g{}n{}", build, node);
}

std::string edge_name(std::size_t build, std::size_t edge) {
  return fmt::format("g{}e{}", build, edge);
}

std::string finding_name(std::size_t build, std::size_t finding) {
  return fmt::format("g{}f{}", build, finding);
}

Links link_up(const DrawnGraph& one, const Layout& layout, std::size_t build) {
  return Linker(one, layout, build).run();
}

}  // namespace cudafit::print
