#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "print/changes.h"
#include "print/escape.h"
#include "print/markdown.h"
#include "print/places.h"
#include "print/print.h"
#include "print/style.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

/// A larger upload fails as a whole. Some room is kept for the closing words.
constexpr std::size_t max_bytes = (1u << 20) - 1024;

std::string linked(std::string_view url, std::string_view text) {
  return url.empty() ? std::string(text) : fmt::format("[{}]({})", text, url);
}

std::string place(const PrintOptions& options, std::string_view path, Position at) {
  std::string text = markdown(fmt::format("{}:{}", path, at.line));
  if (options.blob_url.empty()) return text;
  return linked(fmt::format("{}/{}#L{}", options.blob_url, percent_encode(path), at.line), text);
}

std::string row(Places& places, const Diagnostic& finding, const PrintOptions& options) {
  const Places::Where where = places.where(finding);
  return fmt::format("| {} | {} | {} | {} |\n", name(finding.severity),
                     linked(docs_page(options, finding.rule), markdown(finding.rule)),
                     place(options, where.path, where.range.start), markdown(finding.message));
}

std::string diff(Places& places, const Fix& fix, const PrintOptions& options) {
  std::string out;
  for (const ChangedFile& file : changes(places, fix)) {
    if (file.lines.empty()) continue;
    out += fmt::format("@@ {}:{} @@\n", escape(places.path(file.file)), file.line);
    for (const ChangedLine& line : file.lines) {
      out += line.sign == '.'
                 ? fmt::format(" ... {}\n", line.text)
                 : fmt::format("{}{}\n", line.sign, line.excerpt(options.width).text());
    }
  }
  return out;
}

/// The reasons and the first fix, folded away.
std::string details(Places& places, const Diagnostic& finding, const PrintOptions& options) {
  if (finding.notes.empty() && finding.fixes.empty()) return {};
  const Places::Where where = places.where(finding);
  std::string out =
      fmt::format("<details><summary>{} {}</summary>\n\n",
                  markdown(spot(where.path, where.range.start)), markdown(finding.rule));
  for (const Note& note : finding.notes) {
    out += "- ";
    if (const Span span = places.clamp(note.span)) {
      out += place(options, places.path(span.file), places.range(span).start) + " ";
    }
    out += markdown(note.message);
    if (!note.source.empty()) out += fmt::format(" ({})", markdown(note.source));
    out += "\n";
  }
  if (!finding.fixes.empty()) {
    const Fix& fix = finding.fixes.front();
    out += fmt::format("\n{}: {}\n", markdown(fmt::format("help[{}]", name(fix.safety))),
                       markdown(fix.title));
    const std::string changed = diff(places, fix, options);
    const std::string ticks = fence(changed);
    if (!changed.empty()) out += fmt::format("\n{}diff\n{}{}\n", ticks, changed, ticks);
  }
  return out + "\n</details>\n\n";
}

/// Parts in order, as long as they fit.
class Page {
 public:
  bool add(std::string_view part) {
    if (text_.size() + part.size() > max_bytes) return false;
    text_ += part;
    return true;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

struct Item {
  Places* places;
  const Diagnostic* finding;
};

/// The worst first; within one severity in the order of the reports.
std::vector<Item> sorted(std::span<const Report> reports, std::vector<Places>& places,
                         const PrintOptions& options) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (const Diagnostic& finding : reports[i].findings) {
      if (visible(finding, options)) items.push_back({&places[i], &finding});
    }
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.finding->severity > b.finding->severity;
  });
  return items;
}

}  // namespace

std::string github_summary(std::span<const Report> reports, const PrintOptions& options) {
  PrintOptions plain = options;
  plain.color = false;
  std::vector<Places> places(reports.begin(), reports.end());
  const std::vector<Item> items = sorted(reports, places, options);

  Page page;
  std::string line = summary_line(reports, plain);
  line.pop_back();  // the line break, which would be shown as one
  page.add(fmt::format("### cudafit\n\n{}\n\n", markdown(line)));
  for (const Report& report : reports) {
    for (const PathError& error : report.errors) {
      page.add(fmt::format("- {}: {}\n", markdown(error.path), markdown(error.message)));
    }
  }
  if (!items.empty()) page.add("\n| severity | rule | place | finding |\n|---|---|---|---|\n");
  std::size_t rows = 0;
  while (rows < items.size() && page.add(row(*items[rows].places, *items[rows].finding, options)))
    ++rows;
  if (!items.empty()) page.add("\n");
  for (const Report& report : reports) {
    for (const StageSummary& stage : report.stages) {
      if (!stage.line.empty())
        page.add(fmt::format("- {}: {}\n", markdown(report.path), markdown(stage.line)));
    }
  }
  page.add("\n");
  std::size_t folded = 0;
  while (folded < rows && page.add(details(*items[folded].places, *items[folded].finding, options)))
    ++folded;

  std::string out = page.take();
  if (rows < items.size()) {
    out += fmt::format("\n{} more findings are not shown: GitHub takes at most 1 MiB.\n",
                       items.size() - rows);
  } else if (folded < rows) {
    out += fmt::format("\nThe details of {} findings are not shown: GitHub takes at most 1 MiB.\n",
                       rows - folded);
  }
  return out;
}

}  // namespace cudafit::print
