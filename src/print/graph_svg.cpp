// The version graph as one SVG file: no script, no font, nothing from elsewhere.

#include <fmt/format.h>

#include <algorithm>

#include "print/graph.h"
#include "print/graph_drawing.h"
#include "print/graph_words.h"
#include "print/markup.h"

namespace cudafit::print {

std::string graph_svg(std::span<const DrawnGraph> graphs) {
  constexpr int title_height = 20;
  std::string body;
  std::string title;
  std::string description;
  int width = columns.back().x + columns.back().w + 24;
  int y = graphs.empty() ? 64 : 0;
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    const DrawnGraph& one = graphs[i];
    Places places(*one.report);
    const Layout layout = lay_out(one.drawing);
    const std::string name = title_words(one);
    const int title_room = layout.width - 48;
    body += fmt::format(
        "<g class=\"build\" transform=\"translate(0 {})\">\n"
        "<text class=\"title\" x=\"24\" y=\"34\">{}<title>{}</title></text>\n"
        "<g transform=\"translate(0 {})\">\n",
        y, entities(cut(name, static_cast<std::size_t>(title_room / 11))), entities(name),
        title_height);
    body += drawing_elements(one, places, layout, i, nullptr) + "</g>\n</g>\n";
    title += (title.empty() ? "" : "; ") + name;
    description += (description.empty() ? "" : " ") + name + ": " + drawing_description(one);
    width = std::max(width, layout.width);
    y += title_height + layout.height + 8;
  }
  if (graphs.empty()) {
    description = "There is no Dockerfile.";
    body = "<text class=\"quiet\" x=\"24\" y=\"36\">There is no Dockerfile.</text>\n";
  }
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" role=\"img\" "
      "aria-labelledby=\"title description\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\">\n",
      width, y);
  out += fmt::format("<title id=\"title\">What is put together: {}</title>\n", entities(title));
  out += fmt::format("<desc id=\"description\">{}</desc>\n", entities(description));
  out += "<style>\n" + std::string(drawing_style) + "</style>\n";
  out += "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" + body + "</svg>\n";
  return out;
}

}  // namespace cudafit::print
