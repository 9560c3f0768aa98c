// The version graph as JSON, DOT (Graphviz) and Mermaid.

#include <algorithm>
#include <map>

#include "print/escape.h"
#include "print/graph.h"
#include "print/json_text.h"
#include "print/places.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;
using graph::Drawing;
using graph::DrawnEdge;
using graph::DrawnNode;

Json or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

Json place_of(Places& places, Span span) {
  const Span inside = places.clamp(span);
  if (!inside) return {};
  const Range range = places.range(inside);
  const auto position = [](Position at, std::uint32_t offset) {
    return Json{{"line", at.line}, {"column", at.column}, {"offset", offset}};
  };
  return {{"path", places.path(inside.file)},
          {"start", position(range.start, inside.begin)},
          {"end", position(range.end, inside.end)}};
}

Json notes(Places& places, const std::vector<Note>& list) {
  Json out = Json::array();
  for (const Note& note : list) {
    out.push_back({{"message", note.message},
                   {"span", place_of(places, note.span)},
                   {"source", or_null(note.source)}});
  }
  return out;
}

Json json_of(const DrawnGraph& one) {
  Places places(*one.report);
  Json nodes = Json::array();
  for (const DrawnNode& node : one.drawing.nodes) {
    nodes.push_back({{"id", node.id},
                     {"kind", node.kind},
                     {"label", node.label},
                     {"place", or_null(node.place)},
                     {"stage", or_null(node.stage)},
                     {"span", place_of(places, node.span)},
                     {"assumed", node.assumed},
                     {"weak", node.weak},
                     {"because", notes(places, node.because)}});
  }
  Json edges = Json::array();
  for (const DrawnEdge& edge : one.drawing.edges) {
    edges.push_back({{"from", edge.from},
                     {"to", edge.to},
                     {"relation", edge.relation},
                     {"label", or_null(edge.label)},
                     {"verdict", or_null(edge.verdict)},
                     {"reason", or_null(edge.reason)},
                     {"span", place_of(places, edge.span)},
                     {"because", notes(places, edge.because)}});
  }
  return {{"path", one.report->path},
          {"build", or_null(one.build)},
          {"nodes", std::move(nodes)},
          {"edges", std::move(edges)}};
}

/// Text inside double quotes that neither Graphviz nor Mermaid reads as anything else.
std::string quoted(std::string_view text, bool mermaid) {
  std::string out = "\"";
  for (const char c : escape(text)) {
    if (mermaid &&
        (c == '"' || c == '#' || c == '<' || c == '>' || c == '`' || c == '&' || c == ';')) {
      out += "#" + std::to_string(static_cast<unsigned char>(c)) + ";";
    } else if (!mermaid && (c == '"' || c == '\\')) {
      (out += '\\') += c;
    } else {
      out += c;
    }
  }
  return out += '"';
}

std::string words(const DrawnNode& node, Places& places) {
  std::string out = node.label;
  if (node.assumed) out += " (newest known)";
  if (const Span span = places.clamp(node.span)) {
    out += ", " + std::string(places.path(span.file)) + ":" +
           std::to_string(places.range(span).start.line);
  }
  return out;
}

std::string words(const DrawnEdge& edge) {
  const std::string said = edge.label.empty() ? edge.relation : edge.label;
  return edge.verdict.empty() ? said : said + " [" + edge.verdict + "]";
}

std::map<std::string, std::string, std::less<>> short_names(const Drawing& drawing) {
  std::map<std::string, std::string, std::less<>> out;
  for (const DrawnNode& node : drawing.nodes)
    out.emplace(node.id, "n" + std::to_string(out.size()));
  return out;
}

}  // namespace

std::string graph_json(std::span<const DrawnGraph> graphs, const PrintOptions& options) {
  Json list = Json::array();
  for (const DrawnGraph& one : graphs) list.push_back(json_of(one));
  const Json out = {{"schema", 1},
                    {"tool",
                     {{"name", "cudafit"},
                      {"version", options.tool_version},
                      {"data", or_null(options.data_date)}}},
                    {"graphs", std::move(list)}};
  return json_text(out);
}

std::string graph_dot(std::span<const DrawnGraph> graphs) {
  std::string out;
  for (const DrawnGraph& one : graphs) {
    Places places(*one.report);
    const auto names = short_names(one.drawing);
    out +=
        "digraph " + quoted(one.report->path, false) + " {\n  rankdir=LR;\n  node [shape=box];\n";
    for (const DrawnNode& node : one.drawing.nodes)
      out += "  " + names.at(node.id) + " [label=" + quoted(words(node, places), false) + "];\n";
    for (const DrawnEdge& edge : one.drawing.edges) {
      const auto from = names.find(edge.from);
      const auto to = names.find(edge.to);
      if (from == names.end() || to == names.end()) continue;
      out += "  " + from->second + " -> " + to->second + " [label=" + quoted(words(edge), false) +
             (edge.verdict == "unmet" ? ", color=red" : "") + "];\n";
    }
    out += "}\n";
  }
  return out;
}

std::string graph_mermaid(std::span<const DrawnGraph> graphs) {
  std::string out;
  for (const DrawnGraph& one : graphs) {
    Places places(*one.report);
    const auto names = short_names(one.drawing);
    out += "flowchart LR\n";
    for (const DrawnNode& node : one.drawing.nodes)
      out += "  " + names.at(node.id) + "[" + quoted(words(node, places), true) + "]\n";
    for (const DrawnEdge& edge : one.drawing.edges) {
      const auto from = names.find(edge.from);
      const auto to = names.find(edge.to);
      if (from == names.end() || to == names.end()) continue;
      out += "  " + from->second + " -->|" + quoted(words(edge), true) + "| " + to->second + "\n";
    }
  }
  return out;
}

}  // namespace cudafit::print
