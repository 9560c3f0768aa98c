#pragma once
// One drawn graph as elements of SVG; it stands alone in a file, and in a page.

#include <string>
#include <string_view>

#include "print/graph_links.h"
#include "print/places.h"

namespace cudafit::print {

/// The style sheet of drawings, light and dark. Everything in it is of the class `graph`.
extern const std::string_view drawing_style;

/// The elements of one build, the first thing at the top left corner. In a page (`links` given) the
/// parts are links to what is said of them in words, and name what lights up with them.
std::string drawing_elements(const DrawnGraph& one, Places& places, const Layout& layout,
                             std::size_t build, const Links* links);

/// For those who do not see it: how much there is, and what is unmet.
std::string drawing_description(const DrawnGraph& one);

}  // namespace cudafit::print
