#include "print/graph_drawing.h"

#include <fmt/format.h>

#include "print/graph_words.h"
#include "print/markup.h"

namespace cudafit::print {

constexpr std::string_view drawing_style =
    R"(.graph{font:12px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.graph text{fill:#1f2328;direction:ltr;unicode-bidi:isolate;white-space:pre}
.graph .paper{fill:#fff}
.graph .lane{fill:#f5f7f9;stroke:#e3e8ed}
.graph .title{font-size:16px;font-weight:600}
.graph .head{font-size:11px;font-weight:600;letter-spacing:.08em;fill:#59636e}
.graph .name{font:600 12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.graph .quiet{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#59636e}
.graph .reason{fill:#b3261e}
.graph .card{fill:#fff;stroke:#c9d1d9}
.graph .row{fill:#eef1f4;stroke:none}
.graph .line,.graph .tip,.graph .mark{fill:none;stroke:#aab4bf;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.graph .hit{fill:none;stroke:transparent;stroke-width:11}
.graph .stripe{fill:#8c959f}
.graph .at-host{fill:#57606a}
.graph .at-image{fill:#0969da}
.graph .at-apt{fill:#bc4c00}
.graph .at-pip{fill:#8250df}
.graph .at-conda{fill:#1a7f37}
.graph .met .line,.graph .met .tip{stroke:#8cc7a1}
.graph .met .mark{stroke:#2da44e;stroke-width:2}
.graph .unknown .line{stroke-dasharray:4 4}
.graph .unknown .row{fill:none;stroke:#aab4bf;stroke-dasharray:4 4}
.graph .unknown .mark{stroke:#6e7781;stroke-width:2}
.graph .unmet .line,.graph .unmet .tip{stroke:#d1242f;stroke-width:2}
.graph .unmet .mark{stroke:#d1242f;stroke-width:2.4}
.graph .unmet .row{fill:#fff0ee;stroke:#f3b8b3}
.graph .unmet .quiet{fill:#b3261e;font-weight:600}
@media (prefers-color-scheme:dark){
.graph text{fill:#e6edf3}
.graph .paper{fill:#0d1117}
.graph .lane{fill:#141a22;stroke:#222a34}
.graph .head,.graph .quiet{fill:#9aa4af}
.graph .reason{fill:#ff9a92}
.graph .card{fill:#1d2530;stroke:#3b4552}
.graph .row{fill:#1b222c}
.graph .line,.graph .tip,.graph .mark{stroke:#5b6673}
.graph .at-image{fill:#4c9aff}
.graph .at-apt{fill:#f0883e}
.graph .at-pip{fill:#b18cff}
.graph .at-conda{fill:#4ac26b}
.graph .met .line,.graph .met .tip{stroke:#35694a}
.graph .met .mark{stroke:#4ac26b}
.graph .unknown .row{stroke:#5b6673}
.graph .unknown .mark{stroke:#9aa4af}
.graph .unmet .line,.graph .unmet .tip,.graph .unmet .mark{stroke:#ff6a62}
.graph .unmet .row{fill:#2f1a1c;stroke:#6e2b2d}
.graph .unmet .quiet{fill:#ff9a92}
}
)";

namespace {

using graph::DrawnEdge;
using graph::DrawnNode;

std::string line_of(const TextLine& line) {
  return fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\"{}>{}</text>\n", line.style, line.x,
                     line.y, line.at_end ? " text-anchor=\"end\"" : "", entities(line.text));
}

std::string rectangle(std::string_view style, const Box& box, int radius) {
  return fmt::format(
      "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\n", style, box.x,
      box.y, box.w, box.h, radius);
}

std::string stroke(std::string_view style, std::string_view path) {
  return path.empty() ? std::string() : fmt::format("<path class=\"{}\" d=\"{}\"/>\n", style, path);
}

/// The sign of a verdict around a point: a tick, a cross, a question mark.
std::string sign(std::string_view verdict, int x, int y) {
  if (verdict == "met") return stroke("mark", fmt::format("M{} {}l3 3l5 -6", x - 4, y));
  if (verdict == "unmet") return stroke("mark", fmt::format("M{} {}l7 7m0 -7l-7 7", x - 3, y - 3));
  return stroke("mark",
                fmt::format("M{} {}q0 -3 3 -3q3 0 3 2.4q0 1.8 -3 2.6v1m0 2.6v.2", x - 3, y - 2));
}

class Elements {
 public:
  Elements(const DrawnGraph& one, Places& places, const Layout& layout, std::size_t build,
           const Links* links)
      : drawing_(one.drawing), places_(places), layout_(layout), build_(build), links_(links) {}

  std::string run() {
    heads();
    for (const Lane& lane : layout_.lanes) {
      out_ += rectangle("lane", lane.box, 10);
      for (const TextLine& line : lane.lines) out_ += line_of(line);
    }
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      if (drawing_.edges[i].relation != "needs") link(i);
    }
    for (const std::size_t i : layout_.order) {
      node(i);
      for (const std::size_t edge : layout_.needs[i]) need(edge);
    }
    return std::move(out_);
  }

 private:
  void heads() {
    const int y = columns_top;
    for (const ColumnHead& head : columns)
      out_ += line_of({std::string(head.name), "head", head.x, y, false});
    if (!drawing_.nodes.empty() && drawing_.nodes.front().kind != "host")
      out_ += line_of({"none is declared", "quiet", columns[0].x, y + 28, false});
    int x = columns[3].x + columns[3].w - 216;
    for (const std::string_view verdict : {"met", "unknown", "unmet"}) {
      out_ += fmt::format("<g class=\"{}\">", verdict) +
              stroke("line", fmt::format("M{} {}h22", x, y - 4)) + "</g>" +
              line_of({std::string(verdict), "quiet", x + 28, y, false});
      x += verdict == "met" ? 64 : 92;
    }
  }

  /// Opens an element for a part: in a page it can be reached, and knows what belongs to it.
  void open(std::string_view style, const std::string& name, std::string_view label,
            const std::vector<std::string>* lit, bool reachable) {
    const bool link = links_ != nullptr && reachable;
    out_ += fmt::format("<{} class=\"{}\" id=\"{}\"", link ? "a" : "g", style, name);
    if (link) out_ += fmt::format(" href=\"#{}w\" aria-label=\"{}\"", name, entities(label));
    if (links_ != nullptr && lit != nullptr) {
      out_ += " data-lit=\"";
      for (const std::string& other : *lit) (out_ += &other == &lit->front() ? "" : " ") += other;
      out_ += "\"";
    }
    out_ += "><title>" + entities(label) + "</title>\n";
  }
  void close(bool reachable) { out_ += links_ != nullptr && reachable ? "</a>\n" : "</g>\n"; }

  void node(std::size_t i) {
    const DrawnNode& node = drawing_.nodes[i];
    const Card& card = layout_.cards[i];
    std::string label = shown(node.label) + " (" + kind_words(node) + ")";
    if (const std::string at = place_words(places_, node.span); !at.empty()) label += ", " + at;
    open("node " + node.kind, node_name(build_, i), label,
         links_ == nullptr ? nullptr : &links_->nodes[i], true);
    out_ += rectangle("card", card.box, 6);
    out_ += rectangle(node.place.empty() ? "stripe" : "stripe at-" + node.place,
                      {card.box.x + 4, card.box.y + 6, 3, card.box.h - 12}, 1);
    for (const TextLine& line : card.lines) out_ += line_of(line);
    close(true);
  }

  std::string name_of(std::size_t node) const { return shown(drawing_.nodes[node].label); }

  void link(std::size_t i) {
    const DrawnRoute& route = layout_.routes[i];
    if (route.path.empty()) return;
    const DrawnEdge& edge = drawing_.edges[i];
    std::string label =
        name_of(layout_.from[i]) + " " + edge.relation + " " + name_of(layout_.to[i]);
    if (!edge.label.empty()) label += ": " + shown(edge.label);
    open("edge " + edge.relation, edge_name(build_, i), label,
         links_ == nullptr ? nullptr : &links_->edges[i], false);
    out_ += stroke("line", route.path) + stroke("tip", route.tip);
    close(false);
  }

  void need(std::size_t i) {
    const DrawnRoute& route = layout_.routes[i];
    if (!route.row.box.placed()) return;
    const DrawnEdge& edge = drawing_.edges[i];
    std::string label =
        edge.verdict + ": " + name_of(layout_.from[i]) + " needs " + shown(edge.label);
    if (!edge.reason.empty()) label += "; " + shown(edge.reason);
    open("edge needs " + edge.verdict, edge_name(build_, i), label,
         links_ == nullptr ? nullptr : &links_->edges[i], true);
    out_ += stroke("hit", route.path) + stroke("line", route.path) + stroke("tip", route.tip);
    const bool own = drawing_.nodes[layout_.to[i]].kind == "need";
    if (own) out_ += fmt::format("<g class=\"need\" id=\"{}\">", node_name(build_, layout_.to[i]));
    out_ += rectangle("row", route.row.box, 5);
    out_ += sign(edge.verdict, route.row.box.x + 12, route.row.box.y + 11);
    for (const TextLine& line : route.row.lines) out_ += line_of(line);
    if (own) out_ += "</g>\n";
    close(true);
  }

  static constexpr int columns_top = 38;

  const graph::Drawing& drawing_;
  Places& places_;
  const Layout& layout_;
  std::size_t build_;
  const Links* links_;
  std::string out_;
};

}  // namespace

std::string drawing_elements(const DrawnGraph& one, Places& places, const Layout& layout,
                             std::size_t build, const Links* links) {
  return Elements(one, places, layout, build, links).run();
}

std::string drawing_description(const DrawnGraph& one) {
  constexpr std::size_t most = 20;
  std::string out = sum_words(one.drawing);
  std::size_t said = 0;
  for (const DrawnEdge& edge : one.drawing.edges) {
    if (edge.verdict != "unmet") continue;
    if (said++ == most) break;
    out += ". Unmet: " + shown(edge.label) + " (" + shown(edge.reason) + ")";
  }
  return out + ".";
}

}  // namespace cudafit::print
