#include "print/graph.h"

#include <doctest/doctest.h>

#include <chrono>

#include "print/graph_layout.h"
#include "print/markup.h"
#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;
using graph::Drawing;
using graph::DrawnEdge;
using graph::DrawnNode;

namespace {

DrawnNode node(std::string id, std::string kind, std::string label, std::string place,
               std::string stage, Span span = {}) {
  DrawnNode out;
  out.id = std::move(id);
  out.kind = std::move(kind);
  out.label = std::move(label);
  out.place = std::move(place);
  out.stage = std::move(stage);
  out.span = span;
  return out;
}

DrawnEdge edge(std::string from, std::string to, std::string relation, std::string label = {}) {
  return {std::move(from), std::move(to), std::move(relation), std::move(label), {}, {}, {}, {}};
}

DrawnEdge need(std::string from, std::string to, std::string label, std::string verdict,
               std::string reason = {}, Span span = {}) {
  DrawnEdge out = edge(std::move(from), std::move(to), "needs", std::move(label));
  out.verdict = std::move(verdict);
  out.reason = std::move(reason);
  out.span = span;
  if (!out.reason.empty()) out.because = {{out.reason, span, "NVIDIA CUDA compatibility guide"}};
  return out;
}

/// Two hosts, two stages, needs of each verdict.
Drawing application(const Report& report) {
  Drawing out;
  out.nodes = {
      node("host:prod", "host", "prod, driver 535, A100, RTX 2080 Ti", "host", ""),
      node("host:lab", "host", "lab, driver 580.65.06", "host", ""),
      node("stage:build", "stage", "build", "", "build"),
      node("image:devel", "image", "nvidia/cuda:12.4.1-devel-ubuntu22.04", "image", ""),
      node("component:build:nvcc", "component", "nvcc 12.4.131", "image", "build"),
      node("stage:runtime", "stage", "runtime (product)", "", "runtime",
           find(report, 0, "nvidia/cuda:${CUDA_VERSION}-runtime-ubuntu22.04")),
      node("image:run", "image", "nvidia/cuda:12.4.1-runtime-ubuntu22.04", "image", "",
           find(report, 0, "12.4.1")),
      node("component:runtime:CUDA runtime", "component", "CUDA runtime 12.4.127", "image",
           "runtime"),
      node("package:0", "package", "torch 2.9.1+cu130", "pip", "runtime",
           find(report, 0, "torch==2.9.1")),
      node("package:1", "package", "numpy 2.3.5", "pip", "runtime", find(report, 1, "numpy")),
      node("package:2", "package", "bitsandbytes 0.42.0", "pip", "runtime",
           find(report, 1, "bitsandbytes==0.42.0")),
      node("need:0", "need", "cuDNN 9", "", "runtime"),
      node("need:1", "need", "NumPy >= 1", "", "runtime"),
  };
  out.nodes[9].assumed = true;
  out.nodes[8].because = {{"asked for here", find(report, 0, "cu130"), ""},
                          {"CUDA 13.0 by its index", {}, "PyTorch release matrix"}};
  out.edges = {
      edge("stage:build", "image:devel", "starts-from"),
      edge("image:devel", "component:build:nvcc", "brings"),
      edge("stage:runtime", "image:run", "starts-from"),
      edge("stage:runtime", "stage:build", "copies-from", "/opt/app"),
      edge("image:run", "component:runtime:CUDA runtime", "brings"),
      edge("stage:runtime", "package:0", "has"),
      edge("stage:runtime", "package:1", "has"),
      edge("stage:runtime", "package:2", "has"),
      need("package:0", "host:prod", "driver for CUDA: driver >= 580.65.06", "unmet",
           "driver 535 comes from .cudafit.toml", find(report, 0, "cu130")),
      need("package:0", "host:lab", "driver for CUDA: driver >= 580.65.06", "met"),
      need("package:2", "need:0", "cuDNN: cuDNN 9", "unknown"),
      need("package:0", "need:1", "a NumPy this torch works with: NumPy >= 1", "met"),
  };
  return out;
}

std::string hostile_text() {
  return "</script><script>alert(1)</script>]]>\"'&\xE2\x80\xAE"
         "evil\x1b[31m\xEF\xBF\xBE "
         "<!-- --> a\xCC\x80\xCC\x80\xCC\x80\xCC\x80\xCC\x80 \xFF ${x} `y` </style></title></svg>";
}

Drawing hostile_drawing() {
  const std::string bad = hostile_text();
  Drawing out;
  out.nodes = {node("host:" + bad, "host", bad + ", " + bad, "host", ""),
               node("stage:" + bad, "stage", bad + " (product)", "", bad),
               node("image:" + bad, "image", "x/y:" + bad, "image", ""),
               node("package:0", "package", bad, "pip", bad), node("need:0", "need", bad, "", bad)};
  for (DrawnNode& one : out.nodes) one.because = {{bad, {}, bad}};
  out.edges = {
      edge("stage:" + bad, "image:" + bad, "starts-from", bad),
      edge("stage:" + bad, "package:0", "has"), need("package:0", "host:" + bad, bad, "unmet", bad),
      need("package:0", "need:0", bad, "unmet", bad), need("nobody", "nothing", bad, "unmet", bad)};
  return out;
}

/// So many stages with so many packages each, every one with a need.
Drawing big(int stages, int packages) {
  Drawing out;
  out.nodes.push_back(node("host:a", "host", "a, driver 535", "host", ""));
  int needs = 0;
  for (int s = 0; s < stages; ++s) {
    const std::string stage = "s" + std::to_string(s);
    out.nodes.push_back(node("stage:" + stage, "stage", stage, "", stage));
    out.nodes.push_back(node("image:" + stage, "image", "image:" + stage, "image", ""));
    out.edges.push_back(edge("stage:" + stage, "image:" + stage, "starts-from"));
    if (s > 0) out.edges.push_back(edge("stage:" + stage, "stage:s0", "copies-from", "/x"));
    for (int p = 0; p < packages; ++p) {
      const std::string id = "package:" + stage + ":" + std::to_string(p);
      out.nodes.push_back(node(id, "package", "package 1." + std::to_string(p), "pip", stage));
      out.edges.push_back(edge("stage:" + stage, id, "has"));
      out.edges.push_back(need(id, "host:a", "driver for CUDA: driver >= 600", "unmet",
                               "driver 535 is what this host says that it has, and for a long "
                               "time has had, whoever asks"));
      const std::string thing = "need:" + std::to_string(needs++);
      out.nodes.push_back(node(thing, "need", "it", "", stage));
      out.edges.push_back(need(id, thing, "thing: it", "met"));
    }
  }
  return out;
}

bool apart(const Box& a, const Box& b) {
  return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

}  // namespace

TEST_CASE("a drawn graph as a picture and as a page") {
  const std::vector<Report> reports = rich();
  const DrawnGraph one{&reports[0], "gpu", application(reports[0])};
  check_golden("graph.svg", graph_svg({&one, 1}));
  check_golden("graph.html", graph_html({&one, 1}, plain()));
}

TEST_CASE("builds stand one below the other") {
  const std::vector<Report> reports = rich();
  const std::vector<DrawnGraph> two{{&reports[0], "gpu", application(reports[0])},
                                    {&reports[0], "cpu", application(reports[0])}};
  const std::string svg = graph_svg(two);
  CHECK(svg.find("docker/Dockerfile, build gpu") < svg.find("docker/Dockerfile, build cpu"));
  CHECK(svg.find("id=\"g0n0\"") != std::string::npos);
  CHECK(svg.find("id=\"g1n0\"") != std::string::npos);
  CHECK(graph_svg({}).find("There is no Dockerfile.") != std::string::npos);
  CHECK(graph_html({}, plain()).find("There is no Dockerfile.") != std::string::npos);
}

TEST_CASE("hostile names in a drawn graph") {
  const std::vector<Report> reports = hostile();
  const DrawnGraph one{&reports[0], hostile_text(), hostile_drawing()};
  const std::string svg = graph_svg({&one, 1});
  const std::string html = graph_html({&one, 1}, plain());
  check_golden("hostile.graph.svg", svg);
  check_golden("hostile.graph.html", html);
  for (const std::string& text : {svg, html}) {
    for (const char* act : {"<script>alert", "]]>", "\xE2\x80\xAE", "\x1b", "\xEF\xBF\xBE",
                            "<!-- --", "\xFF", "\xC2\x9B"})
      CHECK_MESSAGE(text.find(act) == std::string::npos, act);
  }
  CHECK(html.find("</script>") == html.rfind("</script>"));
  CHECK(html.find("</style>") == html.rfind("</style>"));
}

TEST_CASE("nothing drawn overlaps, however much there is") {
  const std::vector<Report> reports = rich();
  for (const Drawing& drawing : {application(reports[0]), hostile_drawing(), big(12, 25)}) {
    const Layout layout = lay_out(drawing);
    std::vector<Box> boxes;
    for (const Card& card : layout.cards) {
      if (card.box.placed()) boxes.push_back(card.box);
    }
    for (const DrawnRoute& route : layout.routes) {
      if (route.row.box.placed()) boxes.push_back(route.row.box);
    }
    std::size_t meetings = 0;
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      const Box& box = boxes[a];
      CHECK((box.x >= 0 && box.y >= 0 && box.right() <= layout.width &&
             box.bottom() <= layout.height));
      for (std::size_t b = a + 1; b < boxes.size(); ++b) meetings += apart(box, boxes[b]) ? 0 : 1;
    }
    CHECK(meetings == 0);
    // Every need that has both ends has a line, and a row with its words.
    for (std::size_t i = 0; i < drawing.edges.size(); ++i) {
      if (layout.from[i] == nowhere || layout.to[i] == nowhere) continue;
      CHECK_FALSE(layout.routes[i].path.empty());
      if (drawing.edges[i].verdict == "unmet") CHECK(layout.routes[i].row.lines.size() >= 2);
    }
  }
}

TEST_CASE("a stage says what it is made from, as far as there is room") {
  Drawing drawing;
  for (int i = 0; i < 9; ++i) {
    const std::string name = "s" + std::to_string(i);
    drawing.nodes.push_back(node("stage:" + name, "stage", name + " (product)", "", name));
    if (i > 0) drawing.edges.push_back(edge("stage:s0", "stage:" + name, "copies-from", "/x"));
  }
  const Layout layout = lay_out(drawing);
  std::vector<std::string> lines;
  for (const TextLine& line : layout.cards[0].lines) lines.push_back(line.text);
  CHECK(lines == std::vector<std::string>{"s0", "product", "copies from s1", "copies from s2",
                                          "copies from s3", "and 5 more"});
  for (const DrawnRoute& route : layout.routes) CHECK_FALSE(route.path.empty());
}

TEST_CASE("drawing takes time in proportion to what is drawn") {
  const std::vector<Report> reports = rich();
  const auto seconds = [&](int packages) {
    const DrawnGraph one{&reports[0], "", big(4, packages)};
    const auto start = std::chrono::steady_clock::now();
    CHECK(graph_html({&one, 1}, plain()).size() > 1000);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  seconds(10);
  const double small = seconds(100);
  // Sixteen times as much; what is quadratic would take 256 times as long.
  CHECK(seconds(1600) < 80 * small + 0.5);
}

TEST_CASE("text that fits") {
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdefg", 6) == "abcde\xE2\x80\xA6");
  CHECK(cut("\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD", 5) == "\xE4\xB8\xAD\xE4\xB8\xAD\xE2\x80\xA6");
  CHECK(cut("a\xCC\x80\xCC\x80\xCC\x80\xCC\x80z", 9) == "a\xCC\x80\xCC\x80z");
  CHECK(wrap("one two three", 7, 3) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("one two three four", 7, 2) ==
        std::vector<std::string>{"one two", "three \xE2\x80\xA6"});
  CHECK(wrap("abcdefghij", 4, 3) == std::vector<std::string>{"abcd", "efgh", "ij"});
  CHECK(wrap("\xE4\xB8\xAD\xE4\xB8\xAD", 1, 9).size() == 2);
  CHECK(wrap("", 4, 3).empty());
  CHECK(markup("a\xEF\xBF\xBF<\x07") == "a\\u{ffff}&lt;\\u{7}");
}
