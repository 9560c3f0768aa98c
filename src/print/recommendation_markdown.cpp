#include <fmt/format.h>

#include "print/markdown.h"
#include "print/places.h"
#include "print/recommendation.h"
#include "print/recommendation_words.h"

namespace cudafit::print {

namespace {

std::string place(Places& places, Span span) {
  span = places.clamp(span);
  return span ? spot(places.path(span.file), places.range(span).start) : std::string();
}

std::string wants(Places& places, const advise::StageAdvice& stage) {
  if (stage.wants.empty()) return {};
  std::string out = "| wants | who | | where |\n|---|---|---|---|\n";
  for (const advise::Want& want : stage.wants) {
    out +=
        fmt::format("| {} | {} | {} | {} |\n", markdown(want.what), markdown(want.who),
                    want.of_host ? "host" : word(want.verdict), markdown(place(places, want.span)));
  }
  return out + "\n";
}

std::string offers(const advise::StageAdvice& stage) {
  std::string out =
      "| | image | why | loses | host | support | size |\n|---|---|---|---|---|---|---|\n";
  for (const advise::Offer& offer : stage.offers) {
    std::vector<std::string> why;
    for (const std::string& gain : offer.gains) why.push_back("mends " + gain);
    for (const std::string& what : offer.check) why.push_back("check that " + what);
    out += fmt::format("| {} | {}: {} | {} | {} | {} | {} | {} |\n",
                       verb(offer, &offer == &stage.offers.front()), markdown(offer.image.name),
                       markdown(versions(offer.image)), markdown(joined(why, "; ")),
                       markdown(joined(offer.loses)), markdown(offer.image.driver),
                       markdown(offer.image.support), markdown(offer.image.size));
  }
  return out + "\n";
}

std::string diffs(const std::vector<advise::Rewritten>& files) {
  std::string out;
  for (const advise::Rewritten& file : files) {
    const std::string diff = printable_diff(unified_diff(file.path, file.before, file.after), {});
    const std::string ticks = fence(diff);
    if (!diff.empty()) out += ticks + "diff\n" + diff + ticks + "\n";
  }
  return out;
}

std::string split(const advise::Split& split) {
  if (!split.why_none.empty())
    return fmt::format("Not split into two stages: {}.\n\n", markdown(split.why_none));
  std::string out = fmt::format("Or {}:\n\n", markdown(split.title));
  for (const std::string& what : split.check) out += fmt::format("- [ ] {}\n", markdown(what));
  return out + "\n" + diffs(split.files) + "\n";
}

}  // namespace

std::string recommendation_markdown(std::span<const advise::Recommendation> all,
                                    const PrintOptions&) {
  std::string out;
  for (const advise::Recommendation& each : all) {
    Places places(each.now);
    out += fmt::format("{}## {}\n\n", out.empty() ? "" : "\n", markdown(each.now.path));
    for (const advise::StageAdvice& stage : each.stages) {
      out += fmt::format("### {} {}: {}\n\n", each.now.shared ? "service" : "stage",
                         markdown(stage.label), markdown(stage.now.name));
      out += wants(places, stage);
      if (!stage.offers.empty()) out += offers(stage);
      if (!stage.why_none.empty())
        out += fmt::format("No recommendation: {}.\n\n", markdown(stage.why_none));
      if (stage.split) out += split(*stage.split);
      for (const std::string& finding : stage.mended)
        out += fmt::format("The rewrite also mends {}\n\n", markdown(finding));
      for (const std::string& finding : stage.left)
        out += fmt::format("No image mends {}\n\n", markdown(finding));
    }
    out += diffs(each.files);
  }
  return out;
}

}  // namespace cudafit::print
