#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "print/changes.h"
#include "print/escape.h"
#include "print/markdown.h"
#include "print/places.h"
#include "print/print.h"
#include "print/report_markdown.h"
#include "print/repository.h"
#include "print/style.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

/// Kept for the closing words.
constexpr std::size_t room = 1024;

std::string linked(std::string_view url, std::string_view text) {
  return url.empty() ? std::string(text) : fmt::format("[{}]({})", text, url);
}

std::string place(const PrintOptions& options, std::string_view path, Position at) {
  std::string text = markdown(fmt::format("{}:{}", path, at.line));
  if (options.blob_url.empty()) return text;
  return linked(fmt::format("{}/{}#L{}", options.blob_url,
                            percent_encode(repository_path(options, path)), at.line),
                text);
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
  explicit Page(std::size_t max_bytes) : max_bytes_(max_bytes - std::min(max_bytes, room)) {}
  bool add(std::string_view part) {
    if (part.size() > max_bytes_ - text_.size()) return false;
    text_ += part;
    return true;
  }
  std::string take() { return std::move(text_); }

 private:
  std::size_t max_bytes_;
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

/// What each stage that is shipped needs of its host.
std::string stages(std::span<const Report> reports, const PrintOptions& options) {
  std::string rows;
  std::string lines;
  for (const Report& report : reports) {
    for (const StageSummary& stage : report.stages) {
      if (stage.product && stage.needs) {
        const HostNeeds& needs = *stage.needs;
        const std::string gpus = fmt::format("{}{}{}", needs.gpu_min,
                                             needs.gpu_newer         ? " or newer"
                                             : needs.gpu_max.empty() ? ""
                                                                     : " to ",
                                             needs.gpu_newer ? "" : needs.gpu_max);
        rows +=
            fmt::format("| {} | {} | {} | {} | {} | {} |\n", place(options, report.path, {}),
                        markdown(stage.name), markdown(stage.image), markdown(needs.driver),
                        markdown(needs.gpu_min.empty() ? "" : gpus), markdown(needs.decided_by));
      } else if (!stage.line.empty()) {
        lines += fmt::format("- {}: {}\n", markdown(report.path), markdown(stage.line));
      }
    }
  }
  if (!rows.empty()) {
    rows.insert(0,
                "\n| file | stage | image | oldest driver | GPUs | decided by "
                "|\n|---|---|---|---|---|---|\n");
    rows += "\n";
  }
  return rows + lines;
}

}  // namespace

std::string report_markdown(std::span<const Report> reports, const PrintOptions& options,
                            std::size_t max_bytes, std::string_view drawings) {
  PrintOptions plain = options;
  plain.color = false;
  std::vector<Places> places(reports.begin(), reports.end());
  const std::vector<Item> items = sorted(reports, places, options);

  Page page(max_bytes);
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
  page.add(stages(reports, options));
  page.add("\n");
  std::size_t folded = 0;
  while (folded < rows && page.add(details(*items[folded].places, *items[folded].finding, options)))
    ++folded;
  const bool drawn = page.add(drawings);

  std::string out = page.take();
  const std::string most = fmt::format("at most {} KiB fit", max_bytes >> 10);
  if (rows < items.size()) {
    out += fmt::format("\n{} more findings are not shown: {}.\n", items.size() - rows, most);
  } else if (folded < rows) {
    out += fmt::format("\nThe details of {} findings are not shown: {}.\n", rows - folded, most);
  } else if (!drawn) {
    out += fmt::format("\nThe drawings are not shown: {}.\n", most);
  }
  return out;
}

std::string markdown_report(std::span<const Report> reports, const PrintOptions& options) {
  return report_markdown(reports, options, std::numeric_limits<std::size_t>::max());
}

std::string github_summary(std::span<const Report> reports, const PrintOptions& options,
                           std::string_view drawings, std::size_t there) {
  // A larger upload fails as a whole.
  constexpr std::size_t most = 1u << 20;
  return there + room >= most ? "" : report_markdown(reports, options, most - there, drawings);
}

}  // namespace cudafit::print
