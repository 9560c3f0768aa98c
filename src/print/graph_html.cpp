// The version graph as one page. All of it can be read without its script.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "print/graph.h"
#include "print/graph_drawing.h"
#include "print/graph_page.h"
#include "print/graph_words.h"
#include "print/markup.h"
#include "source/base64.h"
#include "source/sha256.h"

namespace cudafit::print {

namespace {

using graph::DrawnEdge;
using graph::DrawnNode;

std::string code(const std::string& shown_text) {
  return shown_text.empty() ? std::string() : "<code>" + entities(shown_text) + "</code>";
}

std::string list_of(Places& places, const std::vector<Note>& notes, std::string_view style) {
  if (notes.empty()) return {};
  std::string out = fmt::format("<ul class=\"{}\">\n", style);
  for (const Note& note : notes) {
    out += "<li>" + markup(note.message);
    if (const std::string at = place_words(places, note.span); !at.empty()) out += " " + code(at);
    if (!note.source.empty()) out += " <cite>" + markup(note.source) + "</cite>";
    out += "</li>\n";
  }
  return out + "</ul>\n";
}

std::string attribute_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

/// One build: its drawing, its findings and all of it in words.
class Section {
 public:
  Section(const DrawnGraph& one, std::size_t build)
      : one_(one),
        build_(build),
        places_(*one.report),
        layout_(lay_out(one.drawing)),
        links_(link_up(one, layout_, build)) {}

  std::string drawing() {
    std::string out = fmt::format(
        "<section class=\"build\" id=\"g{}\">\n<h2>{}</h2>\n<p class=\"sum\">{}</p>\n"
        "<div class=\"drawing\">\n",
        build_, entities(title_words(one_)), entities(sum_words(one_.drawing)));
    // A group, not an image: what is in it can be reached.
    out += fmt::format(
        "<svg class=\"graph\" role=\"group\" aria-labelledby=\"g{0}title g{0}desc\" "
        "viewBox=\"0 0 {1} {2}\" width=\"{1}\" height=\"{2}\">\n<title id=\"g{0}title\">{3}"
        "</title>\n<desc id=\"g{0}desc\">{4}</desc>\n"
        "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
        build_, layout_.width, layout_.height,
        entities("What is put together: " + title_words(one_)),
        entities(drawing_description(one_)));
    out += drawing_elements(one_, places_, layout_, build_, &links_);
    return out + "</svg>\n</div>\n" + in_words() + "</section>\n";
  }

  std::string findings() {
    std::string out;
    const std::vector<Diagnostic>& list = one_.report->findings;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::hint}) {
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].severity == severity) out += finding(list[i], i);
      }
    }
    return out.empty() ? "<p class=\"quiet\">Nothing is found in it.</p>\n"
                       : "<ol>\n" + out + "</ol>\n";
  }

 private:
  std::string finding(const Diagnostic& found, std::size_t index) {
    std::string out = fmt::format(
        "<li class=\"finding {0}\" id=\"{1}\" tabindex=\"0\" data-lit=\"{2}\">\n"
        "<p class=\"top\"><span class=\"severity\">{0}</span> <span class=\"rule\">{3}</span></p>\n"
        "<p class=\"message\">{4}</p>\n",
        name(found.severity), finding_name(build_, index), attribute_list(links_.findings[index]),
        markup(found.rule), markup(found.message));
    const Places::Where where = places_.where(found);
    std::string at = place_words(places_, where.span);
    if (at.empty()) at = shown(where.path);
    out += "<p class=\"quiet\">" + code(at);
    for (const auto& [what, which] :
         {std::pair{"stage", &found.stage}, {"host", &found.host}, {"build", &found.build}}) {
      if (!which->empty()) out += fmt::format(", {} {}", what, markup(*which));
    }
    out += "</p>\n" + list_of(places_, found.notes, "notes");
    if (!found.fixes.empty()) {
      out += "<ul class=\"fixes\">\n";
      for (const Fix& fix : found.fixes)
        out += fmt::format("<li><span class=\"safety\">{}</span> {}</li>\n", name(fix.safety),
                           markup(fix.title));
      out += "</ul>\n";
    }
    return out + "</li>\n";
  }

  std::string in_words() {
    std::string out = "<div class=\"words\">\n<h3>In words</h3>\n<div class=\"entries\">\n";
    for (const std::size_t i : layout_.order) {
      out += entry(i);
      for (const std::size_t edge : layout_.needs[i]) out += need(edge);
    }
    return out + "</div>\n</div>\n";
  }

  std::string entry(std::size_t index) {
    const DrawnNode& node = one_.drawing.nodes[index];
    std::string out = fmt::format("<div class=\"entry\" id=\"{}w\">\n<p><strong>{}</strong></p>\n",
                                  node_name(build_, index), markup(node.label));
    return out + tail(entities(kind_words(node)), node.span, node.because);
  }

  std::string need(std::size_t index) {
    const DrawnEdge& edge = one_.drawing.edges[index];
    std::string out = fmt::format("<div class=\"entry\" id=\"{}w\">\n<p><strong>{}</strong></p>\n",
                                  edge_name(build_, index), markup(edge.label));
    std::string kind =
        fmt::format("<span class=\"{0}-words\">{0}</span>, needed by {1}", edge.verdict,
                    markup(one_.drawing.nodes[layout_.from[index]].label));
    if (!edge.reason.empty()) out += "<p class=\"unmet-words\">" + markup(edge.reason) + "</p>\n";
    const DrawnNode& to = one_.drawing.nodes[layout_.to[index]];
    if (to.kind == "host") kind += ", of " + markup(to.label);
    return out + tail(kind, edge.span, edge.because);
  }

  /// What is said of anything: what it is, where it is written, how that is known.
  std::string tail(const std::string& kind, Span span, const std::vector<Note>& because) {
    std::string out = "<p class=\"quiet\">" + kind + "</p>\n";
    if (const std::string at = place_words(places_, span); !at.empty())
      out += "<p>" + code(at) + "</p>\n";
    return out + list_of(places_, because, "why") + "</div>\n";
  }

  const DrawnGraph& one_;
  std::size_t build_;
  Places places_;
  Layout layout_;
  Links links_;
};

std::string count_words(std::span<const DrawnGraph> graphs) {
  std::array<std::size_t, 3> counts{};
  for (const DrawnGraph& one : graphs) {
    for (const Diagnostic& found : one.report->findings)
      ++counts[static_cast<std::size_t>(found.severity)];
  }
  std::string out;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::hint}) {
    const std::size_t n = counts[static_cast<std::size_t>(severity)];
    if (n > 0)
      out +=
          fmt::format("{}{} {}{}", out.empty() ? "" : ", ", n, name(severity), n == 1 ? "" : "s");
  }
  return out.empty() ? "nothing found" : out;
}

std::string head(const std::string& title) {
  const std::string style = std::string(page_style) + std::string(drawing_style);
  // Nothing is loaded, nothing runs and nothing is styled but what this very text holds.
  const std::string policy = fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; "
      "form-action 'none'",
      to_base64(sha256(style)), to_base64(sha256(page_script)));
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         policy +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>" +
         entities(title) + "</title>\n<style>" + style + "</style>\n</head>\n";
}

}  // namespace

std::string graph_html(std::span<const DrawnGraph> graphs, const PrintOptions& options) {
  const std::string title =
      graphs.size() == 1 ? "cudafit: " + title_words(graphs.front()) : "cudafit: the builds";
  std::string drawings;
  std::string beside;
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    Section section(graphs[i], i);
    drawings += section.drawing();
    if (graphs.size() > 1) beside += "<h3>" + entities(title_words(graphs[i])) + "</h3>\n";
    beside += section.findings();
  }
  if (graphs.empty()) drawings = "<p class=\"quiet\">There is no Dockerfile.</p>\n";
  std::string out = head(title) + "<body>\n<header>\n<h1>What the build puts together</h1>\n<p>";
  if (graphs.size() > 1) out += fmt::format("{} builds: ", graphs.size());
  out += count_words(graphs) + "</p>\n</header>\n<main>\n" + drawings + "</main>\n";
  out += "<aside class=\"beside\">\n<div class=\"findings\">\n<h2>Findings</h2>\n" + beside +
         "</div>\n<div class=\"details\" id=\"details\" role=\"status\" hidden>\n<h2>Details</h2>\n"
         "<div id=\"details-words\"></div>\n</div>\n</aside>\n";
  out += "<footer>cudafit " + markup(options.tool_version);
  if (!options.data_date.empty()) out += ", data of " + markup(options.data_date);
  out += ". <code>cudafit explain RULE</code> says more of a finding.</footer>\n<script>" +
         std::string(page_script) + "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace cudafit::print
