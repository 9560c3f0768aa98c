#include "print/json_text.h"
#include "print/places.h"
#include "print/recommendation.h"
#include "print/recommendation_words.h"

namespace cudafit::print {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

void set_place(Json& out, Places& places, Span span) {
  span = places.clamp(span);
  if (!span) {
    out["path"] = out["line"] = out["column"] = nullptr;
    return;
  }
  const Position start = places.range(span).start;
  out["path"] = places.path(span.file);
  out["line"] = start.line;
  out["column"] = start.column;
}

Json note_of(Places& places, const Note& note) {
  Json out = {{"message", note.message}};
  set_place(out, places, note.span);
  out["source"] = or_null(note.source);
  return out;
}

Json notes_of(Places& places, const std::vector<Note>& notes) {
  Json out = Json::array();
  for (const Note& note : notes) out.push_back(note_of(places, note));
  return out;
}

Json image_of(Places& places, const advise::ImageSummary& image) {
  Json out = {{"name", image.name}};
  out["cuda"] = or_null(image.cuda);
  out["flavor"] = or_null(image.flavor);
  out["cudnn"] = or_null(image.cudnn);
  out["system"] = or_null(image.system);
  out["python"] = or_null(image.python);
  out["torch"] = or_null(image.torch);
  out["holds"] = image.holds;
  out["architectures"] = image.architectures;
  out["driver"] = or_null(image.driver);
  out["support"] = or_null(image.support);
  out["size"] = or_null(image.size);
  out["sources"] = notes_of(places, image.sources);
  return out;
}

Json files_of(const std::vector<advise::Rewritten>& files) {
  Json out = Json::array();
  for (const advise::Rewritten& file : files) {
    if (file.before == file.after) continue;
    out.push_back(
        {{"path", file.path}, {"diff", unified_diff(file.path, file.before, file.after)}});
  }
  return out;
}

Json stage_of(Places& places, const advise::StageAdvice& stage) {
  Json out = {{"stage", stage.label}, {"product", stage.product}};
  set_place(out, places, stage.from);
  out["image"] = image_of(places, stage.now);
  Json wants = Json::array();
  for (const advise::Want& want : stage.wants) {
    Json each = {{"who", want.who}, {"what", want.what}, {"verdict", word(want.verdict)}};
    each["of"] = want.of_host ? "host" : "image";
    set_place(each, places, want.span);
    each["because"] = notes_of(places, want.because);
    wants.push_back(std::move(each));
  }
  out["wants"] = std::move(wants);
  Json offers = Json::array();
  for (const advise::Offer& offer : stage.offers) {
    Json each = {{"image", image_of(places, offer.image)}};
    each["present"] = offer.present;
    each["sure"] = offer.sure;
    each["gains"] = offer.gains;
    each["loses"] = offer.loses;
    each["check"] = offer.check;
    each["files"] = files_of(offer.files);
    offers.push_back(std::move(each));
  }
  out["offers"] = std::move(offers);
  out["why_none"] = or_null(stage.why_none);
  if (stage.split) {
    out["split"] = {{"title", or_null(stage.split->title)},
                    {"check", stage.split->check},
                    {"files", files_of(stage.split->files)},
                    {"why_none", or_null(stage.split->why_none)}};
  } else {
    out["split"] = nullptr;
  }
  out["mended"] = stage.mended;
  out["left"] = stage.left;
  return out;
}

}  // namespace

std::string recommendation_json(std::span<const advise::Recommendation> all,
                                const PrintOptions& options) {
  Json out = {{"schema", 1},
              {"tool",
               {{"name", "cudafit"},
                {"version", options.tool_version},
                {"data", or_null(options.data_date)}}}};
  Json files = Json::array();
  for (const advise::Recommendation& each : all) {
    Places places(each.now);
    Json stages = Json::array();
    for (const advise::StageAdvice& stage : each.stages) stages.push_back(stage_of(places, stage));
    files.push_back({{"path", each.now.path},
                     {"build", or_null(each.build)},
                     {"stages", std::move(stages)},
                     {"rewrite", files_of(each.files)}});
  }
  out["files"] = std::move(files);
  return json_text(out);
}

}  // namespace cudafit::print
