#include <fmt/format.h>

#include <algorithm>

#include "merge/write.h"
#include "print/escape.h"
#include "print/markdown.h"
#include "print/markup.h"

namespace cudafit::merge {

namespace {

/// Of names in a table. Longer ones are cut.
constexpr std::size_t widest = 60;

/// 12,345
std::string number(std::size_t value) {
  std::string out = std::to_string(value);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string counted(std::size_t value, const char* one, const char* many) {
  return number(value) + " " + (value == 1 ? one : many);
}

std::string repositories(std::size_t value) { return counted(value, "repository", "repositories"); }

/// `120 errors, 45 warnings, 300 hints`
std::string findings(const Counts& counts) {
  return counted(counts.errors, "error", "errors") + ", " +
         counted(counts.warnings, "warning", "warnings") + ", " +
         counted(counts.hints, "hint", "hints");
}

std::string first_line(const Statistics& all) {
  std::string out = counted(all.reports, "report", "reports") + " of " +
                    repositories(all.repositories) + ": " + findings(all.counts);
  if (all.affected > 0) out += " in " + repositories(all.affected);
  return out + ".";
}

/// What is missing in the counts; empty: nothing.
std::string missing(const Statistics& all) {
  std::string out;
  if (all.unread > 0)
    out += counted(all.unread, "file or report", "files or reports") + " could not be read.";
  if (all.left_out) {
    out += (out.empty() ? "" : " ") +
           std::string("There are more findings, none graver than these: SARIF leaves them out.");
  }
  return out;
}

struct Table {
  std::string title;
  std::vector<std::string> heads;  ///< the first one of the names
  struct Line {
    std::string name;
    std::vector<std::string> numbers;
  };
  std::vector<Line> lines;
  std::string rest;  ///< what is said under it; may be empty
};

std::vector<std::string> numbers(const Counts& counts) {
  return {number(counts.errors), number(counts.warnings), number(counts.hints)};
}

/// "and 9,980 more"
std::string more(std::size_t rows, std::size_t top) {
  return rows > top ? "and " + number(rows - top) + " more" : "";
}

std::vector<Table> tables(const Statistics& all, std::size_t top) {
  const auto shown = [&](const std::vector<Row>& rows) { return std::min(rows.size(), top); };
  Table rules{.title = "By rule",
              .heads = {"rule", "errors", "warnings", "hints", "repositories"},
              .lines = {},
              .rest = more(all.by_rule.size(), top)};
  for (std::size_t i = 0; i < shown(all.by_rule); ++i) {
    const Row& row = all.by_rule[i];
    rules.lines.push_back({row.name, numbers(row.counts)});
    rules.lines.back().numbers.push_back(number(row.affected));
  }
  Table by_repository{.title = "By repository",
                      .heads = {"repository", "errors", "warnings", "hints", "not read"},
                      .lines = {},
                      .rest = {}};
  // The others are what one hopes for, and many.
  std::vector<Row> of_interest;
  for (const Row& row : all.by_repository) {
    if (row.counts.all() + row.unread > 0) of_interest.push_back(row);
  }
  for (std::size_t i = 0; i < shown(of_interest); ++i) {
    const Row& row = of_interest[i];
    by_repository.lines.push_back({row.name, numbers(row.counts)});
    by_repository.lines.back().numbers.push_back(number(row.unread));
  }
  by_repository.rest = more(of_interest.size(), top);
  if (const std::size_t fine = all.by_repository.size() - of_interest.size(); fine > 0) {
    by_repository.rest +=
        (by_repository.rest.empty() ? "" : "; ") + repositories(fine) + " without a finding";
  }
  Table hosts{.title = "By host",
              .heads = {"host", "errors", "warnings", "hints", "repositories", "of"},
              .lines = {},
              .rest = more(all.by_host.size(), top)};
  for (std::size_t i = 0; i < shown(all.by_host); ++i) {
    const Row& row = all.by_host[i];
    hosts.lines.push_back({row.name.empty() ? "(no host named)" : row.name, numbers(row.counts)});
    hosts.lines.back().numbers.push_back(number(row.affected));
    // A finding may name a host that no report lists.
    hosts.lines.back().numbers.push_back(row.checked == 0 ? "" : number(row.checked));
  }
  std::vector<Table> out;
  for (Table* const table : {&rules, &by_repository, &hosts}) {
    // Only that no host is named says nothing.
    const bool worth = table != &hosts || all.by_host.size() != 1 || !all.by_host[0].name.empty();
    if (worth && !(table->lines.empty() && table->rest.empty())) out.push_back(std::move(*table));
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < text.size();) {
    const print::Glyph glyph = print::glyph(text, at);
    out += glyph.columns;
    at += glyph.bytes;
  }
  return out;
}

std::string shown_name(const std::string& name) { return print::cut(print::escape(name), widest); }

std::string plain(const Table& table) {
  std::vector<std::size_t> widths;
  for (const std::string& head : table.heads) widths.push_back(head.size());
  widths[0] = std::max(widths[0], table.title.size());
  for (const Table::Line& line : table.lines) {
    widths[0] = std::max(widths[0], columns(shown_name(line.name)));
    for (std::size_t i = 0; i < line.numbers.size(); ++i)
      widths[i + 1] = std::max(widths[i + 1], line.numbers[i].size());
  }
  const auto row = [&](const std::string& name, const std::vector<std::string>& numbers) {
    std::string out = name + std::string(widths[0] - columns(name), ' ');
    for (std::size_t i = 0; i < numbers.size(); ++i)
      out += fmt::format("  {:>{}}", numbers[i], widths[i + 1]);
    while (out.ends_with(' ')) out.pop_back();
    return out + "\n";
  };
  std::string out = "\n" + row(table.title, {table.heads.begin() + 1, table.heads.end()});
  for (const Table::Line& line : table.lines) out += row(shown_name(line.name), line.numbers);
  return table.rest.empty() ? out : out + table.rest + "\n";
}

std::string marked(const Table& table) {
  std::string out = "\n### " + table.title + "\n\n|";
  for (const std::string& head : table.heads) out += " " + head + " |";
  out += "\n|---|";
  for (std::size_t i = 1; i < table.heads.size(); ++i) out += "---:|";
  out += "\n";
  for (const Table::Line& line : table.lines) {
    out += "| " + print::markdown(shown_name(line.name)) + " |";
    for (const std::string& each : line.numbers) out += " " + each + " |";
    out += "\n";
  }
  return table.rest.empty() ? out : out + "\n" + table.rest + "\n";
}

}  // namespace

std::string text(const Statistics& statistics, std::size_t top) {
  std::string out = first_line(statistics) + "\n";
  if (const std::string gaps = missing(statistics); !gaps.empty()) out += gaps + "\n";
  for (const Table& table : tables(statistics, top)) out += plain(table);
  return out;
}

std::string markdown(const Statistics& statistics, std::size_t top) {
  std::string out = "## cudafit\n\n" + first_line(statistics) + "\n";
  if (const std::string gaps = missing(statistics); !gaps.empty()) out += "\n" + gaps + "\n";
  for (const Table& table : tables(statistics, top)) out += marked(table);
  return out;
}

}  // namespace cudafit::merge
