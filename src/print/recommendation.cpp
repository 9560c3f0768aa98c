#include "print/recommendation.h"

#include <fmt/format.h>

#include <algorithm>

#include "print/escape.h"
#include "print/places.h"
#include "print/recommendation_words.h"
#include "print/style.h"

namespace cudafit::print {

namespace {

using advise::Offer;
using advise::StageAdvice;
using advise::Want;

/// Text of one file's recommendation.
struct Writing {
  Places places;
  Style style;
  const PrintOptions& options;
  std::string out{};

  std::string place(Span span) {
    span = places.clamp(span);
    if (!span) return {};
    return spot(places.path(span.file), places.range(span).start);
  }

  /// A word in front, and lines behind it that never go under it.
  void row(std::string_view name, const std::string& text) {
    if (text.empty()) return;
    out += fmt::format("     {:<8}{}\n", name, escape(text));
  }

  void wants(const StageAdvice& stage) {
    if (stage.wants.empty()) return;
    out += "  what asks for what\n";
    std::size_t width = 0;
    for (const Want& want : stage.wants) width = std::max(width, want.what.size());
    for (const Want& want : stage.wants) {
      const bool missing = want.verdict == graph::Verdict::unmet;
      const std::string what =
          fmt::format("{:<{}}", escape(want.what), std::min<std::size_t>(width, 44));
      out += fmt::format("    {}  {}{}{}\n", style(missing ? Ink::error : Ink::plain, what),
                         escape(want.who), missing ? " (missing now)" : "",
                         want.span ? "  " + place(want.span) : "");
    }
  }

  void offer(const Offer& each, std::size_t number) {
    out += fmt::format("  {}. {} {}\n", number, verb(each, number == 1),
                       style(Ink::bold, escape(each.image.name)));
    for (const std::string& gain : each.gains) row("mends", gain);
    row("is", versions(each.image));
    row("holds", joined(each.image.holds));
    row("loses", joined(each.loses));
    row("host", each.image.driver);
    row("support", each.image.support);
    row("size", each.image.size);
    for (const std::string& what : each.check) row("check", "that " + what);
    if (number != 1 || !each.sure) return;
    for (const advise::Rewritten& file : each.files) {
      out += printable_diff(unified_diff(file.path, file.before, file.after), options);
    }
  }

  void split(const advise::Recommendation& all, const advise::Split& split) {
    if (!split.why_none.empty()) {
      out += fmt::format("  not split into two stages: {}\n", escape(split.why_none));
      return;
    }
    out += fmt::format("  or {}\n", style(Ink::bold, escape(split.title)));
    for (const std::string& what : split.check) row("check", "that " + what);
    row("diff", "cudafit recommend --split " + all.now.path);
  }

  void stage(const advise::Recommendation& all, const StageAdvice& stage) {
    const char* const what = all.now.shared ? "service" : "stage";
    std::string where = place(stage.from);
    if (where.empty()) where = escape(all.now.path);
    out += fmt::format("{}: {} {}{} starts from {}\n", style(Ink::bold, where), what,
                       escape(stage.label), stage.product ? "" : " (not shipped)",
                       style(Ink::bold, escape(stage.now.name)));
    if (!all.build.empty()) out += fmt::format("  built as {}\n", escape(all.build));
    wants(stage);
    for (std::size_t i = 0; i < stage.offers.size(); ++i) offer(stage.offers[i], i + 1);
    if (!stage.why_none.empty())
      out += fmt::format("  no recommendation: {}\n", escape(stage.why_none));
    if (stage.split) split(all, *stage.split);
    for (const std::string& finding : stage.mended)
      out += fmt::format("  the rewrite also mends {}\n", escape(finding));
    for (const std::string& finding : stage.left)
      out += fmt::format("  no image mends {}\n", escape(finding));
  }
};

}  // namespace

std::string recommendation_text(std::span<const advise::Recommendation> all,
                                const PrintOptions& options) {
  std::string out;
  for (const advise::Recommendation& each : all) {
    Writing writing{Places(each.now), Style(options.color), options};
    for (const StageAdvice& stage : each.stages) {
      if (!out.empty() || !writing.out.empty()) writing.out += "\n";
      writing.stage(each, stage);
    }
    out += writing.out;
  }
  return out;
}

}  // namespace cudafit::print
