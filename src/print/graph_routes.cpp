#include "print/graph_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace cudafit::print {

namespace {

using graph::DrawnEdge;
using graph::DrawnNode;

constexpr int port = 14;     // how far below the top of a card its lines end
constexpr int low_port = 9;  // how far above its bottom those go out that lead into its lane

/// How far inside a card the lines to its needs begin. Unmet needs stand first: the others' lines
/// pass on the left of theirs.
int trunk(std::string_view verdict) {
  return verdict == "unmet" ? 18 : verdict == "unknown" ? 13 : 8;
}

struct Point {
  int x, y;
};

/// From `a` along its row to the column `x`, in it to the row of `b`, and there to `b`: corners are
/// round. Lines with one column share it.
std::string path(Point a, int x, Point b) {
  if (a.y == b.y) return fmt::format("M{} {}H{}", a.x, a.y, b.x);
  const int in = x < a.x ? -1 : 1;
  const int out = x < b.x ? 1 : -1;
  const int down = b.y > a.y ? 1 : -1;
  const int r = std::min({10, std::abs(x - a.x), std::abs(b.x - x), std::abs(b.y - a.y) / 2});
  return fmt::format("M{} {}H{}Q{} {} {} {}V{}Q{} {} {} {}H{}", a.x, a.y, x - in * r, x, a.y, x,
                     a.y + down * r, b.y - down * r, x, b.y, x + out * r, b.y, b.x);
}

/// Down from `a`, then right to `b`.
std::string hook(Point a, Point b) {
  const int r = std::min({8, b.x - a.x, b.y - a.y});
  return fmt::format("M{} {}V{}Q{} {} {} {}H{}", a.x, a.y, b.y - r, a.x, b.y, a.x + r, b.y, b.x);
}

/// The head of an arrow that arrives at `at`, going left or right.
std::string tip(Point at, bool leftwards) {
  const int back = leftwards ? at.x + 6 : at.x - 6;
  return fmt::format("M{} {}L{} {}L{} {}", back, at.y - 4, at.x, at.y, back, at.y + 4);
}

class Router {
 public:
  Router(const graph::Drawing& drawing, Layout& layout) : drawing_(drawing), out_(layout) {}

  void run() {
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      if (out_.from[i] == nowhere || out_.to[i] == nowhere) continue;
      if (drawing_.edges[i].relation == "needs") {
        need(i);
      } else if (from(i).box.placed() && to(i).box.placed()) {
        link(i);
      }
    }
  }

 private:
  const Card& from(std::size_t edge) const { return out_.cards[out_.from[edge]]; }
  const Card& to(std::size_t edge) const { return out_.cards[out_.to[edge]]; }
  const DrawnNode& target(std::size_t edge) const { return drawing_.nodes[out_.to[edge]]; }

  void link(std::size_t i) {
    DrawnRoute& route = out_.routes[i];
    const Box& a = from(i).box;
    const Box& b = to(i).box;
    if (target(i).kind == "stage") {
      // Around the left of the stages, each a little apart from the last.
      const int x = columns[2].x - 12 - static_cast<int>(turns_++ % 3) * 7;
      const Point end{b.x, b.bottom() - low_port};
      route.path = path({a.x, a.bottom() - low_port}, x, end);
      route.tip = tip(end, false);
    } else if (target(i).kind == "image") {
      const Point end{b.right(), b.y + port};
      route.path = path({a.x, a.y + port}, columns[2].x - 40, end);
      route.tip = tip(end, true);
    } else if (drawing_.nodes[out_.from[i]].kind == "image") {
      route.path = path({a.right(), a.bottom() - low_port}, columns[1].x + columns[1].w + 12,
                        {b.x, b.y + b.h / 2});
    } else {
      route.path =
          path({a.right(), a.y + port}, columns[2].x + columns[2].w + 24, {b.x, b.y + b.h / 2});
    }
  }

  /// From who needs to the need's row, and from there to the host that it is judged on.
  void need(std::size_t i) {
    DrawnRoute& route = out_.routes[i];
    const Box& row = route.row.box;
    if (!row.placed()) return;
    const Box& a = from(i).box;
    const Point start{row.x, row.y + 11};
    if (a.x < row.x && a.right() >= row.right()) {
      route.path = hook({a.x + trunk(drawing_.edges[i].verdict), a.bottom()}, start);
    } else if (a.placed()) {
      const int above = drawing_.edges[i].verdict == "unmet" ? 5 : 0;  // beside the others' line
      route.path = path({a.right(), a.y + port - above},
                        columns[2].x + columns[2].w + 24 + 2 * above, start);
    }
    const Box& host = to(i).box;
    if (!host.placed() || target(i).kind != "host") return;
    // Each verdict has a column of its own on the way, so that red is never under grey.
    const std::string& verdict = drawing_.edges[i].verdict;
    const int x = host.right() + (verdict == "unmet" ? 36 : verdict == "unknown" ? 28 : 20);
    const Point end{host.right(), host.y + port + (verdict == "unmet" ? 0 : 7)};
    route.path += path(start, x, end);
    route.tip = tip(end, true);
  }

  const graph::Drawing& drawing_;
  Layout& out_;
  std::size_t turns_ = 0;
};

}  // namespace

void route_edges(const graph::Drawing& drawing, Layout& layout) { Router(drawing, layout).run(); }

}  // namespace cudafit::print
