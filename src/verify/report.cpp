// What is printed. Texts come from images and engines: nothing of them may act.

#include <nlohmann/json.hpp>

#include "matrix/matrix.h"
#include "print/escape.h"
#include "print/json_text.h"
#include "verify/verify.h"

namespace cudafit::verify {
namespace {

using Json = nlohmann::ordered_json;

void line(std::string& out, std::string_view before, std::string_view text) {
  out += before;
  out += print::escape(text);
  out += '\n';
}

std::string title(const Verification& each) {
  std::string out = each.image.empty() ? "this machine" : each.image;
  if (!each.about.empty()) out = each.about + ": " + out;
  return out;
}

std::string text_of(const Verification& each) {
  const Judgement& judged = each.judgement;
  std::string out;
  line(out, "", title(each) + " (" + each.engine + ")");
  line(out, "  ", std::string(word(judged.verdict)) + ": " + judged.why);
  if (judged.error) {
    std::string error = "error " + std::to_string(judged.error->code);
    if (!judged.error->name.empty()) error += " " + judged.error->name;
    if (!judged.error->message.empty()) error += ": " + judged.error->message;
    line(out, "  ", error);
  }
  for (const Note& note : judged.notes)
    line(out, "  = note: ", note.message + (note.source.empty() ? "" : " [" + note.source + "]"));
  for (const std::string& help : judged.help) line(out, "  = help: ", help);
  for (const std::string& seen : judged.evidence) line(out, "  = seen: ", seen);
  for (const std::string& other : judged.differences)
    line(out, "  = not as the tables say: ", other);
  if (!each.left.empty()) line(out, "  = left behind: ", each.left);
  return out;
}

Json json_of(const Verification& each) {
  const Judgement& judged = each.judgement;
  Json out;
  out["image"] = each.image.empty() ? Json(nullptr) : Json(each.image);
  if (!each.about.empty()) out["about"] = each.about;
  out["engine"] = each.engine;
  out["verdict"] = std::string(key(judged.verdict));
  out["why"] = judged.why;
  if (judged.error)
    out["error"] = {{"code", judged.error->code},
                    {"name", judged.error->name},
                    {"message", judged.error->message},
                    {"at", judged.error->at}};
  out["notes"] = Json::array();
  for (const Note& note : judged.notes) {
    Json one{{"message", note.message}};
    if (!note.source.empty()) one["source"] = note.source;
    out["notes"].push_back(std::move(one));
  }
  out["help"] = judged.help;
  out["seen"] = judged.evidence;
  out["differences"] = judged.differences;
  const Json probe = Json::parse(each.probe, nullptr, false);
  if (probe.is_object()) out["probe"] = probe;
  if (!each.left.empty()) out["left"] = each.left;
  return out;
}

}  // namespace

std::string text(std::span<const Verification> all) {
  std::string out;
  for (const Verification& each : all) out += (out.empty() ? "" : "\n") + text_of(each);
  return out;
}

std::string json(std::span<const Verification> all, std::string_view tool_version) {
  Json out{{"schema", 1},
           {"tool",
            {{"name", "cudafit"},
             {"version", std::string(tool_version)},
             {"data", std::string(matrix::data_date())}}},
           {"verifications", Json::array()}};
  for (const Verification& each : all) out["verifications"].push_back(json_of(each));
  return print::json_text(out);
}

}  // namespace cudafit::verify
