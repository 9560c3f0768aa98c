#include "print/answer.h"

#include <algorithm>

#include "print/escape.h"
#include "print/json_text.h"

namespace cudafit::print {
namespace {

using ask::Answer;
using ask::Line;
using ask::Section;

/// The sources of an answer in the order in which its lines name them.
class Numbered {
 public:
  /// Without `each`, sources of one title count as one.
  Numbered(const Answer& answer, bool each) : each_(each) {
    for (const Section& section : answer.sections) {
      for (const Line& line : section.lines) {
        for (const matrix::Citation& source : line.sources) number(source);
      }
    }
  }
  const std::vector<matrix::Citation>& all() const { return all_; }
  /// "[1] [4?]"
  std::string marks(const Line& line) const {
    std::string out;
    for (const matrix::Citation& source : line.sources) {
      const std::string mark = "[" + std::to_string(at(source) + 1) + (line.weak ? "?]" : "]");
      if (out.find(mark) == std::string::npos) out += (out.empty() ? "" : " ") + mark;
    }
    return out;
  }
  bool any_weak(const Answer& answer) const {
    return std::any_of(answer.sections.begin(), answer.sections.end(), [](const Section& section) {
      return std::any_of(section.lines.begin(), section.lines.end(),
                         [](const Line& line) { return line.weak; });
    });
  }

 private:
  std::size_t at(const matrix::Citation& source) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const matrix::Citation& c) {
      return c.id == source.id || (!each_ && c.title == source.title);
    });
    return static_cast<std::size_t>(found - all_.begin());
  }
  void number(const matrix::Citation& source) {
    if (at(source) == all_.size()) all_.push_back(source);
  }

  bool each_;
  std::vector<matrix::Citation> all_;
};

constexpr std::size_t page = 110;  // columns

/// Lines of words, none wider than `width` unless a word is.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> out(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (!out.back().empty() && out.back().size() + 1 + word.size() > width) out.emplace_back();
    if (!out.back().empty()) out.back() += ' ';
    out.back() += word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  for (const std::string& line : wrap(text, page - indent))
    out += std::string(indent, ' ') + line + "\n";
  return out;
}

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

using Rows = std::vector<std::vector<std::string>>;

/// The width of each column, shrunk so that the table fits the page as far as words allow it.
std::vector<std::size_t> fit(const Rows& rows) {
  std::vector<std::size_t> widths, least;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    least.resize(widths.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
      least[i] = std::max(least[i], longest_word(row[i]));
    }
  }
  // The marks in the last column are never broken.
  std::size_t total = 2 * widths.size();
  for (const std::size_t width : widths) total += width;
  while (total > page) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest]))
        widest = i;
    }
    if (widest == widths.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

/// A table too wide for a page, line by line: the first cell, then what the others say.
std::string cards(const Rows& rows) {
  std::string out;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    const std::vector<std::string>& cells = rows[row];
    out += "  " + rows[0][0] + " " + cells[0] + "  " + cells.back() + "\n";
    for (std::size_t i = 1; i + 1 < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      const std::vector<std::string> lines = wrap(rows[0][i] + ": " + cells[i], page - 8);
      for (const std::string& line : lines)
        out += (&line == &lines.front() ? "      " : "        ") + line + "\n";
    }
  }
  return out;
}

/// Rows of cells, the last of which are the marks of sources.
std::string layout(const Rows& rows, bool named) {
  const std::vector<std::size_t> widths = fit(rows);
  std::size_t height_of_all = 0;
  for (const auto& row : rows) {
    std::size_t height = 1;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      height = std::max(height, wrap(row[i], widths[i]).size());
    height_of_all += height;
  }
  constexpr std::size_t tall = 4;  // lines for one row, on average
  if (named && height_of_all > tall * rows.size()) return cards(rows);
  std::string out;
  for (const auto& row : rows) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(i + 1 == row.size() ? std::vector{row[i]} : wrap(row[i], widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string words;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string cell = line < cells[i].size() ? cells[i][line] : "";
        cell.resize(std::max(cell.size(), widths[i]), ' ');
        words += "  " + cell;
      }
      words.erase(words.find_last_not_of(' ') + 1);
      out += words + "\n";
    }
  }
  return out;
}

std::vector<std::string> printable(const std::vector<std::string>& cells) {
  std::vector<std::string> out;
  for (const std::string& cell : cells) out.push_back(escape(cell));
  return out;
}

std::string dated(const AnswerOptions& options) {
  return "data of " + std::string(options.data_date);
}

/// `a|b` would end a cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : escape(text)) {
    if (c == '|' || c == '<' || c == '*' || c == '`' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string answer_text(const Answer& answer, const AnswerOptions& options) {
  const Numbered sources(answer, options.sources);
  std::string out = escape(answer.subject) + "\n" + wrapped(escape(answer.summary), 0);
  for (const Section& section : answer.sections) {
    out += "\n" + escape(section.title) + "\n";
    Rows rows;
    if (!section.columns.empty()) {
      rows.push_back(printable(section.columns));
      rows.back().emplace_back();
    }
    for (const Line& line : section.lines) {
      rows.push_back(printable(line.cells));
      rows.back().push_back(sources.marks(line));
    }
    out += layout(rows, !section.columns.empty());
  }
  if (!sources.all().empty()) out += "\nSources (" + dated(options) + ")\n";
  for (std::size_t i = 0; i < sources.all().size(); ++i) {
    const matrix::Citation& source = sources.all()[i];
    out += "  [" + std::to_string(i + 1) + "] " + std::string(source.title);
    if (options.sources) {
      out += "\n      " + std::string(source.id) + ", " + std::string(source.date);
      if (!source.url.empty()) out += "\n      " + std::string(source.url);
    }
    out += "\n";
  }
  if (sources.any_weak(answer)) out += "  [?] inferred or from memory\n";
  if (!answer.see.empty()) {
    out += "\nSee also";
    for (const std::string& each : answer.see) out += "\n  cudafit matrix " + escape(each);
    out += "\n";
  }
  return out;
}

std::string answer_json(const Answer& answer, const AnswerOptions& options) {
  using Json = nlohmann::ordered_json;
  const Numbered sources(answer, true);
  Json sections = Json::array();
  for (const Section& section : answer.sections) {
    Json rows = Json::array();
    for (const Line& line : section.lines) {
      Json ids = Json::array();
      for (const matrix::Citation& source : line.sources) ids.push_back(source.id);
      Json row;
      if (section.columns.empty()) {
        row = {{"name", line.cells[0]}, {"value", line.cells[1]}};
      } else {
        Json cells = Json::object();
        for (std::size_t i = 0; i < line.cells.size(); ++i)
          cells[section.columns[i]] = line.cells[i];
        row = {{"cells", std::move(cells)}};
      }
      row["weak"] = line.weak;
      row["sources"] = std::move(ids);
      rows.push_back(std::move(row));
    }
    Json one = {{"title", section.title}};
    if (!section.columns.empty()) one["columns"] = section.columns;
    one[section.columns.empty() ? "facts" : "rows"] = std::move(rows);
    sections.push_back(std::move(one));
  }
  Json cited = Json::array();
  for (const matrix::Citation& source : sources.all())
    cited.push_back({{"id", source.id},
                     {"title", source.title},
                     {"url", source.url.empty() ? Json() : Json(source.url)},
                     {"date", source.date}});
  const Json all = {
      {"schema", 1},
      {"tool",
       {{"name", "cudafit"}, {"version", options.tool_version}, {"data", options.data_date}}},
      {"kind", answer.kind},
      {"subject", answer.subject},
      {"summary", answer.summary},
      {"sections", std::move(sections)},
      {"see", answer.see},
      {"sources", std::move(cited)}};
  return json_text(all);
}

std::string answer_markdown(const Answer& answer, const AnswerOptions& options) {
  const Numbered sources(answer, true);
  std::string out = "# " + cell(answer.subject) + "\n\n" + cell(answer.summary) + "\n";
  for (const Section& section : answer.sections) {
    std::vector<std::string> columns = section.columns;
    if (columns.empty()) columns = {"", ""};
    columns.emplace_back("sources");
    out += "\n## " + cell(section.title) + "\n\n|";
    for (const std::string& column : columns) out += " " + cell(column) + " |";
    out += "\n|";
    for (std::size_t i = 0; i < columns.size(); ++i) out += "---|";
    out += "\n";
    for (const Line& line : section.lines) {
      out += "|";
      for (const std::string& each : line.cells) out += " " + cell(each) + " |";
      out += " " + sources.marks(line) + " |\n";
    }
  }
  if (!sources.all().empty()) out += "\n## Sources (" + dated(options) + ")\n\n";
  for (std::size_t i = 0; i < sources.all().size(); ++i) {
    const matrix::Citation& source = sources.all()[i];
    out += std::to_string(i + 1) + ". " + cell(source.title);
    if (source.url.starts_with("http")) out += ": <" + std::string(source.url) + ">";
    if (!source.url.empty() && !source.url.starts_with("http")) out += ": " + cell(source.url);
    if (options.sources) out += " (" + cell(source.id) + ", " + std::string(source.date) + ")";
    out += "\n";
  }
  if (sources.any_weak(answer)) out += "\n[?]: inferred or from memory.\n";
  return out;
}

}  // namespace cudafit::print
