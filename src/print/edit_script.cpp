#include "print/edit_script.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace cudafit::print {

namespace {

/// Myers' greedy search costs the square of the number of edits. It is therefore stopped after this
/// many, the furthest path is taken as it is, and the search begins anew at its end.
constexpr int max_edits = 128;

struct Point {
  int x = 0;
  int y = 0;
};

using Ids = std::vector<std::uint32_t>;

/// From the start of `a` and `b` to the end of both, or as far as `max_edits` reach: the moves, one
/// point after each.
class Search {
 public:
  Search(const std::uint32_t* a, int n, const std::uint32_t* b, int m)
      : a_(a), b_(b), n_(n), m_(m) {}

  std::vector<Point> path() {
    for (int d = 0;; ++d) {
      trace_.emplace_back(2 * static_cast<std::size_t>(d) + 1, 0);
      int best = 0;
      int reach = -1;
      for (int k = -d; k <= d; k += 2) {
        const int x = furthest(d, k);
        at(d, k) = x;
        if (x >= n_ && x - k >= m_) return back(d, k);
        // Paths may run off the edge; only those on the grid can be taken.
        if (2 * x - k > reach && x <= n_ && x - k <= m_) {
          reach = 2 * x - k;
          best = k;
        }
      }
      if (d == max_edits) return back(d, best);
    }
  }

 private:
  int& at(int d, int k) {
    return trace_[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)];
  }

  /// Whether diagonal k is reached from above (an insertion) in edit d.
  bool down(int d, int k) { return k == -d || (k != d && at(d - 1, k - 1) < at(d - 1, k + 1)); }

  int furthest(int d, int k) {
    int x = d == 0 ? 0 : down(d, k) ? at(d - 1, k + 1) : at(d - 1, k - 1) + 1;
    while (x < n_ && x - k < m_ && x - k >= 0 && a_[x] == b_[x - k]) ++x;
    return x;
  }

  std::vector<Point> back(int d, int k) {
    std::vector<Point> points{{at(d, k), at(d, k) - k}};
    for (; d > 0; --d) {
      const bool insertion = down(d, k);
      k += insertion ? 1 : -1;
      const int x = at(d - 1, k);
      // The edit itself, then where the run of equal lines before it ended.
      points.push_back(insertion ? Point{x, x - k + 1} : Point{x + 1, x - k});
      points.push_back({x, x - k});
    }
    points.push_back({0, 0});
    std::reverse(points.begin(), points.end());
    return points;
  }

  const std::uint32_t* a_;
  const std::uint32_t* b_;
  int n_;
  int m_;
  std::vector<std::vector<int>> trace_;
};

}  // namespace

std::vector<LineChange> edit_script(const Lines& a, const Lines& b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;

  // Numbers instead of lines, so that long lines are compared once.
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  const auto numbered = [&](const Lines& lines) {
    Ids ids;
    for (std::size_t i = head; i < lines.size() - tail; ++i) {
      ids.push_back(
          numbers.try_emplace(lines[i], static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    return ids;
  };
  const Ids left = numbered(a);
  const Ids right = numbered(b);

  std::vector<LineChange> out;
  std::size_t x = 0;
  std::size_t y = 0;
  const auto change = [&](std::size_t to_x, std::size_t to_y) {
    if (!out.empty() && out.back().a_end == head + x && out.back().b_end == head + y) {
      out.back().a_end = head + to_x;
      out.back().b_end = head + to_y;
    } else {
      out.push_back({head + x, head + to_x, head + y, head + to_y});
    }
  };
  while (x < left.size() || y < right.size()) {
    const std::vector<Point> path = Search(left.data() + x, static_cast<int>(left.size() - x),
                                           right.data() + y, static_cast<int>(right.size() - y))
                                        .path();
    for (std::size_t i = 1; i < path.size(); ++i) {
      const auto dx = static_cast<std::size_t>(path[i].x - path[i - 1].x);
      const auto dy = static_cast<std::size_t>(path[i].y - path[i - 1].y);
      if (dx != dy) change(x + dx, y + dy);  // equal steps are equal lines
      x += dx;
      y += dy;
    }
  }
  return out;
}

}  // namespace cudafit::print
