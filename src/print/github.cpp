#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <random>
#include <unordered_map>
#include <vector>

#include "print/escape.h"
#include "print/places.h"
#include "print/print.h"
#include "print/repository.h"
#include "print/totals.h"

namespace cudafit::print {

namespace {

/// GitHub keeps ten errors and ten warnings of one step and drops the rest without a word.
constexpr std::size_t max_per_severity = 10;

std::string replace(std::string_view text, std::string_view characters) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) == std::string_view::npos) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// Text as the runner's command parser expects it; line breaks are gone already, `escape` shows
/// them.
std::string message_text(std::string_view text) { return replace(escape(text), "%"); }
std::string property_text(std::string_view text) { return replace(escape(text), "%:,"); }

constexpr std::string_view line_break = "%0A";

/// Of a finding on one line. A line break that belongs to it has no column.
std::uint32_t last_column(Places& places, const Places::Where& where) {
  if (!where.span) return 1;
  const LineMap& map = places.lines(where.span.file);
  const std::uint32_t line = where.range.start.line;
  const auto line_end = static_cast<std::uint32_t>(map.line_begin(line) + map.line(line).size());
  const std::uint32_t end = map.position(std::min(where.span.end, line_end)).column;
  return std::max(where.range.start.column, end - 1);
}

/// One annotation; GitHub knows files from the root of the repository. It refuses columns when the
/// lines differ. endColumn is the last column that is meant, not the one behind it: the toolkit
/// says it "defaults to startColumn".
std::string annotation(Places& places, const Diagnostic& finding, const PrintOptions& options) {
  const Places::Where where = places.where(finding);
  const Position start = where.range.start;
  const std::uint32_t end_line = where.span ? places.last_line(where.span) : start.line;
  std::string out =
      fmt::format("::{} file={},line={},endLine={}", name(finding.severity),
                  property_text(repository_path(options, where.path)), start.line, end_line);
  if (start.line == end_line) {
    out += fmt::format(",col={},endColumn={}", start.column, last_column(places, where));
  }
  out += fmt::format(
      ",title={}::{}: {} {}", property_text(fmt::format("cudafit ({})", finding.rule)),
      message_text(spot(where.path, start)), finding.rule, message_text(finding.message));
  for (const Note& note : finding.notes) {
    out += line_break;
    if (const Span span = places.clamp(note.span)) {
      out += message_text(spot(places.path(span.file), places.range(span).start)) + ": ";
    }
    out += message_text(note.message);
    if (!note.source.empty()) out += fmt::format(" ({})", message_text(note.source));
  }
  for (const Fix& fix : finding.fixes) {
    out += fmt::format("{}help[{}]: {}", line_break, name(fix.safety), message_text(fix.title));
  }
  return out + "\n";
}

/// Findings of one severity, by file in order of appearance.
struct Queue {
  struct Item {
    std::size_t report;
    const Diagnostic* finding;
  };
  struct File {
    std::string_view path;
    std::deque<Item> items;
  };
  std::vector<File> files;
  std::unordered_map<std::string_view, std::size_t> index;  ///< of `files`
  std::size_t size = 0;

  void add(std::string_view path, Item item) {
    const auto [at, fresh] = index.try_emplace(path, files.size());
    if (fresh) files.push_back({path, {}});
    files[at->second].items.push_back(item);
    ++size;
  }

  /// At most `limit`, one of each file in turn, so that no file is silent because another is loud.
  std::vector<Item> take(std::size_t limit) {
    std::vector<Item> out;
    for (bool more = true; more && out.size() < limit;) {
      more = false;
      for (File& file : files) {
        if (file.items.empty() || out.size() == limit) continue;
        out.push_back(file.items.front());
        file.items.pop_front();
        more = true;
      }
    }
    return out;
  }
};

std::string random_token() {
  std::random_device device;
  std::string out = "cudafit-";
  for (int i = 0; i < 4; ++i) fmt::format_to(std::back_inserter(out), "{:08x}", device());
  return out;
}

}  // namespace

std::string github(std::span<const Report> reports, const PrintOptions& options) {
  const std::string token = options.stop_token.empty() ? random_token() : options.stop_token;
  std::string out =
      fmt::format("::stop-commands::{}\n{}::{}::\n", token, full(reports, options), token);

  std::vector<Places> places;
  std::vector<std::string> unread;
  Queue errors;
  Queue warnings;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    places.emplace_back(reports[i]);
    for (const PathError& error : reports[i].errors) {
      unread.push_back(fmt::format("::error title=cudafit::{}: {}\n", message_text(error.path),
                                   message_text(error.message)));
    }
    for (const Diagnostic& finding : reports[i].findings) {
      if (finding.severity == Severity::hint) continue;  // in the summary only
      Queue& queue = finding.severity == Severity::error ? errors : warnings;
      queue.add(places[i].where(finding).path, {i, &finding});
    }
  }
  const std::size_t all = unread.size() + errors.size + warnings.size;
  unread.resize(std::min(unread.size(), max_per_severity));
  for (const std::string& line : unread) out += line;
  std::size_t shown = unread.size();
  for (const auto& [queue, limit] : {std::pair(&errors, max_per_severity - unread.size()),
                                     std::pair(&warnings, max_per_severity)}) {
    for (const Queue::Item& item : queue->take(limit)) {
      out += annotation(places[item.report], *item.finding, options);
      ++shown;
    }
  }
  if (all > shown) out += fmt::format("… and {} more in the summary\n", all - shown);
  return out;
}

}  // namespace cudafit::print
