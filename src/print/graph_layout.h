#pragma once
// Where everything of a drawn graph stands, in pixels. Columns by where things live: hosts, images,
// stages, packages. Each stage has a lane of its own: its card and the image it starts from in the
// first row, under them one row for everything that is in it, each with its needs below. So no line
// of text ever meets another, and lines between columns run through rows that are empty there.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "graph/draw.h"

namespace cudafit::print {

inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct Box {
  int x = 0, y = 0, w = 0, h = 0;
  bool placed() const { return w > 0; }
  int right() const { return x + w; }
  int bottom() const { return y + h; }
};

/// One line of text inside a box. All text is as `shown` gives it.
struct TextLine {
  std::string text;
  std::string_view style;  ///< class of the style sheet: name, quiet, reason
  int x = 0, y = 0;        ///< of its start on the base line
  bool at_end = false;     ///< x is where it ends
};

struct Card {
  Box box;
  std::vector<TextLine> lines;
};

/// A need's row: what is asked for, and why it is not there. Its node is a need of its own, or it
/// stands on the way to a host.
struct DrawnRoute {
  std::string path;  ///< of SVG; empty: not drawn
  std::string tip;   ///< the arrow's head; may be empty
  Card row;          ///< of needs only
};

struct Lane {
  std::size_t stage = nowhere;  ///< index of its node; nowhere: what belongs to no stage
  Box box;
  std::vector<TextLine> lines;  ///< what is in it, in numbers
};

struct ColumnHead {
  std::string_view name;
  int x = 0, w = 0;
};

struct Layout {
  int width = 0, height = 0;
  std::vector<Card> cards;            ///< of the nodes, by index; needs have none
  std::vector<DrawnRoute> routes;     ///< of the edges, by index
  std::vector<std::size_t> from, to;  ///< of the edges: indices of nodes, or nowhere
  std::vector<Lane> lanes;
  std::vector<std::size_t> order;               ///< placed nodes as they are read
  std::vector<std::vector<std::size_t>> needs;  ///< edges by the node that needs, unmet ones first
};

/// Host, image, stage, packages.
extern const std::array<ColumnHead, 4> columns;

Layout lay_out(const graph::Drawing& drawing);

}  // namespace cudafit::print
