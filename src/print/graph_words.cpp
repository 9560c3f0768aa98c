#include "print/graph_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "print/markup.h"

namespace cudafit::print {

std::string place_words(Places& places, Span span) {
  const Span inside = places.clamp(span);
  if (!inside) return {};
  const Range range = places.range(inside);
  std::string out = fmt::format("{}:{}:{}", shown(places.path(inside.file)), range.start.line,
                                range.start.column);
  // The end is the last character, not the one after it.
  if (range.end.line != range.start.line) {
    out += fmt::format("-{}:{}", range.end.line, std::max(range.end.column, 2u) - 1);
  } else if (range.end.column > range.start.column + 1) {
    out += fmt::format("-{}", range.end.column - 1);
  }
  return out;
}

std::string kind_words(const graph::DrawnNode& node) {
  std::string out = node.kind;
  if (!node.place.empty() && node.place != node.kind) out += ", " + node.place;
  if (!node.stage.empty() && node.kind != "stage") out += ", stage " + shown(node.stage);
  if (node.assumed) out += ", nothing pins it: the newest known";
  if (node.weak) out += ", inferred";
  return out;
}

std::string sum_words(const graph::Drawing& drawing) {
  std::size_t stages = 0;
  std::size_t images = 0;
  std::size_t parts = 0;
  for (const graph::DrawnNode& node : drawing.nodes) {
    stages += node.kind == "stage" ? 1 : 0;
    images += node.kind == "image" ? 1 : 0;
    parts += node.kind == "package" || node.kind == "component" ? 1 : 0;
  }
  std::size_t needs = 0;
  std::size_t unmet = 0;
  for (const graph::DrawnEdge& edge : drawing.edges) {
    needs += edge.relation == "needs" ? 1 : 0;
    unmet += edge.verdict == "unmet" ? 1 : 0;
  }
  const auto counted = [](std::size_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  std::string out =
      counted(stages, "stage") + ", " + counted(images, "image") + ", " + counted(parts, "part");
  if (needs == 0) return out;
  return out + (unmet == 0 ? fmt::format("; {}, none unmet", counted(needs, "need"))
                           : fmt::format("; {} of {} unmet", unmet, counted(needs, "need")));
}

std::string title_words(const DrawnGraph& one) {
  const std::string path = shown(one.report->path);
  return one.build.empty() ? path : path + ", build " + shown(one.build);
}

}  // namespace cudafit::print
