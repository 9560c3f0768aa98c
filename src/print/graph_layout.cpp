#include "print/graph_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "print/graph_routes.h"
#include "print/markup.h"

namespace cudafit::print {

constexpr std::array<ColumnHead, 4> columns{
    {{"host", 24, 190}, {"image", 278, 262}, {"stage", 600, 176}, {"packages", 836, 420}}};

namespace {

using graph::Drawing;
using graph::DrawnEdge;
using graph::DrawnNode;

constexpr int margin = 24, head = 30, pad = 12, gap = 6, need_gap = 4, lane_gap = 14;
constexpr int tall = 44;       // a card with room for two lines that end at it
constexpr int host_room = 84;  // of a host's name in the row of a need
constexpr int indent = 26;     // of a need under what needs it
constexpr int name_line = 16;  // heights of lines
constexpr int reason_line = 15;
constexpr int need_line = 22;
constexpr int stripe = 12;  // before the text of a card

/// What letters take, a bit more than they do: of names, small names, sentences.
constexpr std::size_t letters(int pixels, int tenths) {
  return pixels <= 0 ? 0 : static_cast<std::size_t>(pixels * 10 / tenths);
}
constexpr int name_tenths = 74, quiet_tenths = 68, reason_tenths = 64;

int rank(std::string_view verdict) { return verdict == "unmet" ? 0 : verdict == "unknown" ? 1 : 2; }

class Layouter {
 public:
  explicit Layouter(const Drawing& drawing) : drawing_(drawing) {}

  Layout run() {
    out_.cards.resize(drawing_.nodes.size());
    out_.routes.resize(drawing_.edges.size());
    out_.needs.resize(drawing_.nodes.size());
    resolve();
    sort_into_lanes();
    place_hosts();
    place_lanes();
    out_.width = columns.back().x + columns.back().w + margin;
    route_edges(drawing_, out_);
    return std::move(out_);
  }

 private:
  struct Members {
    std::vector<std::size_t> images, items;  ///< nodes
  };

  const DrawnNode& node(std::size_t index) const { return drawing_.nodes[index]; }

  /// Ids become indices; needs are hung under who has them, those that hurt first.
  void resolve() {
    std::unordered_map<std::string_view, std::size_t> ids;
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) ids.emplace(node(i).id, i);
    const auto index = [&](const std::string& id) {
      const auto found = ids.find(id);
      return found == ids.end() ? nowhere : found->second;
    };
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      const DrawnEdge& edge = drawing_.edges[i];
      out_.from.push_back(index(edge.from));
      out_.to.push_back(index(edge.to));
      if (out_.from[i] != nowhere && out_.to[i] != nowhere && edge.relation == "needs")
        out_.needs[out_.from[i]].push_back(i);
    }
    for (std::vector<std::size_t>& needs : out_.needs) {
      std::stable_sort(needs.begin(), needs.end(), [&](std::size_t a, std::size_t b) {
        return rank(drawing_.edges[a].verdict) < rank(drawing_.edges[b].verdict);
      });
    }
  }

  void sort_into_lanes() {
    std::unordered_map<std::string_view, std::size_t> lanes;
    std::vector<std::size_t> lane_of(drawing_.nodes.size(), nowhere);
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (node(i).kind != "stage") continue;
      lane_of[i] = out_.lanes.size();
      lanes.emplace(node(i).stage, out_.lanes.size());
      out_.lanes.push_back({i, {}, {}});
    }
    members_.resize(out_.lanes.size());
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (node(i).kind != "package" && node(i).kind != "component") continue;
      const auto lane = lanes.find(node(i).stage);
      (lane == lanes.end() ? rest() : members_[lane->second]).items.push_back(i);
    }
    std::vector<bool> seen(drawing_.nodes.size());
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      const std::size_t from = out_.from[i];
      const std::size_t to = out_.to[i];
      if (from == nowhere || to == nowhere || node(to).kind != "image" || seen[to]) continue;
      if (lane_of[from] == nowhere) continue;
      seen[to] = true;
      members_[lane_of[from]].images.push_back(to);
    }
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (node(i).kind == "image" && !seen[i]) rest().images.push_back(i);
    }
  }

  /// The lane of what belongs to no stage.
  Members& rest() {
    if (out_.lanes.empty() || out_.lanes.back().stage != nowhere) {
      out_.lanes.emplace_back();
      members_.emplace_back();
    }
    return members_.back();
  }

  static void line(Card& card, std::string text, std::string_view style, int y) {
    card.lines.push_back({std::move(text), style, card.box.x + stripe, y, false});
  }

  /// A card of a name and quiet lines under it.
  void card(std::size_t index, std::size_t column, int y, const std::vector<std::string>& lines) {
    Card& out = out_.cards[index];
    const ColumnHead& in = columns[column];
    out_.order.push_back(index);
    out.box = {in.x, y, in.w, 12 + name_line * static_cast<int>(lines.size())};
    int base = y + 18;
    for (const std::string& text : lines) {
      const bool first = &text == &lines.front();
      line(out, cut(text, letters(in.w - 2 * stripe, first ? name_tenths : quiet_tenths)),
           first ? "name" : "quiet", base);
      base += name_line;
    }
  }

  void place_hosts() {
    int y = margin + head + pad;
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (node(i).kind != "host") continue;
      card(i, 0, y, host_lines(node(i).label));
      y = place_needs(i, out_.cards[i].box, indent) + lane_gap;
    }
    out_.height = std::max(out_.height, y + margin - lane_gap);
  }

  /// "prod, driver 535, A100": one line each, the last says how many are left out.
  static std::vector<std::string> host_lines(const std::string& label) {
    constexpr std::size_t most = 8;
    std::vector<std::string> lines;
    std::size_t begin = 0;
    std::size_t left_out = 0;
    while (begin <= label.size()) {
      const std::size_t end = std::min(label.find(", ", begin), label.size());
      if (lines.size() < most) {
        lines.push_back(shown(std::string_view(label).substr(begin, end - begin)));
      } else {
        ++left_out;
      }
      begin = end + 2;
    }
    if (left_out > 0) lines.push_back(fmt::format("and {} more", left_out));
    return lines;
  }

  /// Where the whole name is too long for a line, what tells images apart comes first.
  static std::vector<std::string> image_lines(const std::string& label) {
    if (std::string whole = shown(label);
        cut(whole, letters(columns[1].w - 2 * stripe, name_tenths)) == whole)
      return {std::move(whole)};
    const std::size_t slash = label.rfind('/');
    const std::size_t colon = label.find_first_of(":@", slash == std::string::npos ? 0 : slash);
    if (colon == std::string::npos || colon + 1 >= label.size()) return {shown(label)};
    return {shown(std::string_view(label).substr(colon + 1)),
            shown(std::string_view(label).substr(0, colon))};
  }

  std::vector<std::string> stage_lines(std::size_t index) const {
    constexpr std::size_t most = 5;
    std::vector<std::string> lines{shown(node(index).stage)};
    if (node(index).label.ends_with(" (product)")) lines.emplace_back("product");
    const auto links = links_.find(index);
    if (links == links_.end()) return lines;
    const std::vector<std::size_t>& list = links->second;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (lines.size() == most) {
        lines.push_back(fmt::format("and {} more", list.size() - i));
        break;
      }
      const bool parent = drawing_.edges[list[i]].relation == "starts-from";
      lines.push_back((parent ? "from " : "copies from ") + shown(node(out_.to[list[i]]).stage));
    }
    return lines;
  }

  void place_lanes() {
    for (std::size_t i = 0; i < drawing_.edges.size(); ++i) {
      if (out_.from[i] != nowhere && out_.to[i] != nowhere && node(out_.to[i]).kind == "stage")
        links_[out_.from[i]].push_back(i);
    }
    int y = margin + head;
    for (std::size_t i = 0; i < out_.lanes.size(); ++i) y = place_lane(i, y) + lane_gap;
    out_.height = std::max(out_.height, y + margin - lane_gap);
  }

  int place_lane(std::size_t index, int top) {
    Lane& lane = out_.lanes[index];
    const Members& members = members_[index];
    int images = top + pad;
    for (const std::size_t image : members.images) {
      card(image, 1, images, image_lines(node(image).label));
      out_.cards[image].box.h = std::max(out_.cards[image].box.h, tall);
      images = place_needs(image, out_.cards[image].box, indent) + gap;
    }
    int row = images - gap;
    if (lane.stage != nowhere) {
      card(lane.stage, 2, top + pad, stage_lines(lane.stage));
      out_.cards[lane.stage].box.h = std::max(out_.cards[lane.stage].box.h, tall);
      row = std::max(row, out_.cards[lane.stage].box.bottom());
    }
    caption(lane, members, top + pad);
    row = std::max(row, top + pad + 28);
    if (lane.stage != nowhere) {
      const ColumnHead& packages = columns[3];
      row = place_needs(lane.stage, {packages.x, row, packages.w, gap - need_gap}, 0);
    }
    for (const std::size_t item : members.items) row = place_item(item, row + gap);
    const int left = columns[1].x - pad;
    lane.box = {left, top, columns[3].x + columns[3].w + pad - left, row + pad - top};
    return lane.box.bottom();
  }

  int place_item(std::size_t index, int y) {
    Card& out = out_.cards[index];
    const ColumnHead& in = columns[3];
    out_.order.push_back(index);
    out.box = {in.x, y, in.w, 28};
    std::string place = node(index).place;
    if (node(index).assumed) place = "newest known, " + place;
    const int taken = static_cast<int>(place.size()) * quiet_tenths / 10 + stripe;
    line(out, cut(shown(node(index).label), letters(in.w - 2 * stripe - taken, name_tenths)),
         "name", y + 18);
    out.lines.push_back({std::move(place), "quiet", out.box.right() - stripe, y + 18, true});
    return place_needs(index, out.box, indent);
  }

  /// The needs under a box, one below the other; gives where they end.
  int place_needs(std::size_t index, const Box& under, int in) {
    int y = under.bottom();
    for (const std::size_t edge : out_.needs[index]) {
      const DrawnEdge& need = drawing_.edges[edge];
      Card& row = out_.routes[edge].row;
      row.box = {under.x + in, y + need_gap, under.w - in, need_line};
      const int start = row.box.x + 24;
      const int room = row.box.right() - 8 - start;
      const std::string host = host_of(edge);
      const int taken = host.empty() ? 0 : host_room;
      const std::size_t fits = letters(room - taken, quiet_tenths);
      // What hurts is said in full, as far as two lines reach.
      const std::vector<std::string> asked = need.verdict == "unmet"
                                                 ? wrap(shown(need.label), fits, 2)
                                                 : std::vector{cut(shown(need.label), fits)};
      for (const std::string& text : asked) {
        if (&text != &asked.front()) row.box.h += reason_line;
        row.lines.push_back({text, "quiet", start, row.box.bottom() - 7, false});
      }
      if (!host.empty()) {
        row.lines.push_back({cut(host, letters(host_room - 8, quiet_tenths)), "quiet",
                             row.box.right() - 8, row.box.y + 15, true});
      }
      if (need.verdict == "unmet") {
        for (std::string& text : wrap(shown(need.reason), letters(room, reason_tenths), 3)) {
          row.box.h += reason_line;
          row.lines.push_back({std::move(text), "reason", start, row.box.bottom() - 7, false});
        }
      }
      y = row.box.bottom();
    }
    return y;
  }

  /// The name of the host that a need is judged on, where it has one.
  std::string host_of(std::size_t edge) const {
    const DrawnNode& host = node(out_.to[edge]);
    return host.kind == "host" ? host_lines(host.label).front() : std::string();
  }

  void caption(Lane& lane, const Members& members, int y) const {
    std::size_t needs = 0;
    std::size_t unmet = 0;
    const auto count = [&](std::size_t index) {
      needs += out_.needs[index].size();
      for (const std::size_t edge : out_.needs[index])
        unmet += drawing_.edges[edge].verdict == "unmet" ? 1 : 0;
    };
    if (lane.stage != nowhere) count(lane.stage);
    for (const std::size_t item : members.items) count(item);
    for (const std::size_t image : members.images) count(image);
    const auto words = [](std::size_t n, std::string_view what) {
      return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
    };
    std::string text =
        members.items.empty() ? "nothing known to be in it" : words(members.items.size(), "part");
    if (needs > 0) text += ", " + words(needs, "need");
    lane.lines.push_back({std::move(text), "quiet", columns[3].x, y + 18, false});
    if (unmet > 0) {
      lane.lines.push_back(
          {fmt::format("{} unmet", unmet), "reason", columns[3].x + columns[3].w, y + 18, true});
    }
  }

  const Drawing& drawing_;
  Layout out_;
  std::vector<Members> members_;                                     ///< of the lanes
  std::unordered_map<std::size_t, std::vector<std::size_t>> links_;  ///< edges to other stages
};

}  // namespace

Layout lay_out(const Drawing& drawing) { return Layouter(drawing).run(); }

}  // namespace cudafit::print
