#include <fmt/format.h>

#include <algorithm>

#include "print/changes.h"
#include "print/escape.h"
#include "print/frame.h"
#include "print/places.h"
#include "print/print.h"
#include "print/snippet.h"
#include "print/totals.h"
#include "source/apply.h"

namespace cudafit::print {

namespace {

constexpr std::size_t max_fixes = 3;

/// One finding taken apart: everything that shows line numbers is known before the first is
/// printed, because the widest of them sets the gutter.
class Finding {
 public:
  Finding(Places& places, const Diagnostic& finding, const PrintOptions& options)
      : places_(places), finding_(finding), options_(options), where_(places.where(finding)) {
    collect_snippets();
    for (std::size_t i = 0; i < std::min(max_fixes, finding.fixes.size()); ++i) {
      changes_.push_back(changes(places, finding.fixes[i]));
    }
  }

  std::string print() const {
    const Frame frame(options_, digits());
    std::string out = headline(frame);
    for (std::size_t i = 0; i < snippets_.size(); ++i) {
      const auto& [file, snippet] = snippets_[i];
      if (i > 0 || !where_.span) {
        out += frame.bar() + frame.arrow(":::", linked(first_place(file)));
      }
      out += frame.bar() + snippet.draw(frame, ink(finding_.severity));
    }
    if (!snippets_.empty()) out += frame.bar();
    out += reasons(frame);
    out += helps(frame);
    const std::string page = docs_page(options_, finding_.rule);
    out += page.empty() ? frame.equals("more", fmt::format("cudafit explain {}", finding_.rule))
                        : frame.equals("docs", link(options_, page, page));
    return out;
  }

 private:
  struct InFile {
    FileId file;
    Snippet snippet;
  };

  void collect_snippets() {
    std::vector<std::pair<FileId, std::vector<Annotation>>> files;
    const auto add = [&](Span span, const std::string& label, bool primary) {
      auto found = std::find_if(files.begin(), files.end(),
                                [&](const auto& f) { return f.first == span.file; });
      if (found == files.end()) found = files.insert(files.end(), {span.file, {}});
      found->second.push_back({span, label, primary});
    };
    if (where_.span) add(where_.span, finding_.label, true);
    for (const Note& note : finding_.notes) {
      if (const Span span = places_.clamp(note.span)) add(span, note.message, false);
    }
    for (auto& [file, annotations] : files) {
      snippets_.push_back({file, Snippet(places_, file, std::move(annotations))});
    }
  }

  std::size_t digits() const {
    std::uint32_t largest = where_.range.start.line;
    for (const InFile& part : snippets_) largest = std::max(largest, part.snippet.largest_line());
    for (const auto& fix : changes_) {
      for (const ChangedFile& file : fix) {
        for (const ChangedLine& line : file.lines) largest = std::max(largest, line.number);
      }
    }
    return std::to_string(largest).size();
  }

  std::string headline(const Frame& frame) const {
    const std::string rule = link(options_, docs_page(options_, finding_.rule), finding_.rule);
    const bool fixable = applicable(finding_, options_.unsafe_fixes) != nullptr;
    std::string out =
        frame.style(ink(finding_.severity), fmt::format("{}[{}]", name(finding_.severity), rule));
    if (fixable) out += fmt::format(" {}", frame.style(Ink::note, "[*]"));
    out += frame.style(Ink::bold, ": " + escape(finding_.message)) + "\n";
    return out + frame.arrow("-->", where_.span ? linked(where_.path, where_.range.start)
                                                : escape(where_.path));
  }

  std::string linked(std::string_view path, Position position) const {
    return link(options_, file_url(options_, path), spot(path, position));
  }

  /// Where the first note in another file points.
  std::pair<std::string_view, Position> first_place(FileId file) const {
    for (const Note& note : finding_.notes) {
      const Span span = places_.clamp(note.span);
      if (span && span.file == file) return {places_.path(file), places_.range(span).start};
    }
    return {places_.path(file), {}};
  }
  std::string linked(std::pair<std::string_view, Position> place) const {
    return linked(place.first, place.second);
  }

  /// Facts without a place, then who says so: each source once.
  std::string reasons(const Frame& frame) const {
    std::string out;
    std::vector<std::string_view> sources;
    for (const Note& note : finding_.notes) {
      if (!places_.clamp(note.span) && !note.message.empty())
        out += frame.equals("note", escape(note.message));
      if (!note.source.empty() &&
          std::find(sources.begin(), sources.end(), note.source) == sources.end()) {
        sources.push_back(note.source);
      }
    }
    for (const std::string_view source : sources) out += frame.equals("source", escape(source));
    if (!finding_.host.empty()) out += frame.equals("host", escape(finding_.host));
    if (!finding_.build.empty()) out += frame.equals("build", escape(finding_.build));
    if (options_.verbose && !options_.data_date.empty())
      out += frame.equals("data", escape(options_.data_date));
    return out;
  }

  std::string helps(const Frame& frame) const {
    std::string out;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const Fix& fix = finding_.fixes[i];
      out +=
          fmt::format("{}: {}\n", frame.style(Ink::note, fmt::format("help[{}]", name(fix.safety))),
                      escape(fix.title));
      bool diff = false;
      for (const ChangedFile& file : changes_[i]) {
        if (file.lines.empty()) continue;
        if (file.file != where_.span.file) {
          out += frame.arrow(":::", linked(places_.path(file.file), {file.line, 1}));
        }
        out += frame.bar();
        for (const ChangedLine& line : file.lines) out += changed(frame, line);
        diff = true;
      }
      if (diff) out += frame.bar();
    }
    if (finding_.fixes.size() > max_fixes) {
      out += fmt::format("{}: {} more in --format json\n", frame.style(Ink::note, "help"),
                         finding_.fixes.size() - max_fixes);
    }
    return out;
  }

  std::string changed(const Frame& frame, const ChangedLine& line) const {
    if (line.sign == '.') return frame.gap(line.text);
    const Ink ink = line.sign == '-' ? Ink::removed : Ink::added;
    return frame.numbered(line.number, line.sign,
                          frame.style(ink, line.excerpt(options_.width).text()));
  }

  Places& places_;
  const Diagnostic& finding_;
  const PrintOptions& options_;
  Places::Where where_;
  std::vector<InFile> snippets_;
  std::vector<std::vector<ChangedFile>> changes_;  ///< per shown fix
};

}  // namespace

std::string full(std::span<const Report> reports, const PrintOptions& options) {
  std::string out;
  for (const Report& report : reports) {
    Places places(report);
    for (const Diagnostic& finding : report.findings) {
      if (visible(finding, options)) out += Finding(places, finding, options).print() + "\n";
    }
    bool any = false;
    for (const StageSummary& stage : report.stages) {
      if (stage.line.empty()) continue;
      if (reports.size() + options.clean_files > 1) out += escape(report.path) + ": ";
      out += escape(stage.line) + "\n";
      any = true;
    }
    if (any) out += "\n";
  }
  return out + summary_line(reports, options);
}

}  // namespace cudafit::print
