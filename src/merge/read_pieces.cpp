#include "merge/report.h"
#include "print/escape.h"
#include "print/json_text.h"
#include "print/sarif_rules.h"

namespace cudafit::merge {

namespace {

void wrong_at(Pieces& pieces, std::string_view list, std::size_t index) {
  if (pieces.wrong.empty()) pieces.wrong = std::string(list) + "[" + std::to_string(index) + "]";
}

/// Takes a text out of an object.
std::string taken_out(Json& object, const char* name) {
  std::string out = text(object, name);
  if (object.is_object()) object.erase(name);
  return out;
}

void read_json_finding(Json& object, bool texts, Pieces& pieces) {
  Key key{.repository = taken_out(object, "repository"),
          .rule = text(object, "rule"),
          .host = print::escape(text(object, "host")),  // as SARIF has it
          .fingerprint = text(object, "fingerprint"),
          .words = words_of(print::sarif_words(text(object, "message")))};
  Finding finding;
  finding.path = text(object, "path");
  finding.line = position(member(object, "start"), "line");
  finding.column = position(member(object, "start"), "column");
  const bool fine = severity_from(text(object, "severity"), finding.severity) &&
                    !key.rule.empty() && !key.fingerprint.empty() && finding.line > 0 &&
                    finding.column > 0 && member(object, "message").is_string() &&
                    member(object, "path").is_string();
  if (!fine) wrong_at(pieces, "findings", pieces.findings.size());
  if (texts) finding.text = print::json_line(object);
  pieces.findings.emplace_back(std::move(key), std::move(finding));
}

}  // namespace

std::uint64_t words_of(std::string_view sentence) {
  while (sentence.ends_with('.')) sentence.remove_suffix(1);
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : sentence) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

bool severity_from(std::string_view word, Severity& into) {
  for (const Severity each : {Severity::error, Severity::warning, Severity::hint}) {
    if (word != name(each) && word != print::sarif_level(each)) continue;
    into = each;
    return true;
  }
  return false;
}

std::uint64_t position(const Json& value, std::string_view name) {
  const Json& found = member(value, name);
  return found.is_number_unsigned() ? found.get<std::uint64_t>() : 0;
}

void read_source(const Json& object, Pieces& pieces) {
  std::string repository = text(object, "repository");
  std::string digest = text(object, "id");
  if (repository.empty() || digest.empty()) wrong_at(pieces, "reports", pieces.sources.size());
  pieces.digests.push_back(std::move(digest));
  pieces.sources.emplace_back(
      std::move(repository),
      Source{text(object, "version"), text(object, "data"), merge::texts(member(object, "hosts"))});
}

void read_json_piece(const std::string& list, Json& object, bool texts, Pieces& pieces) {
  if (list == "findings") read_json_finding(object, texts, pieces);
  if (list == "reports") read_source(object, pieces);
  if (list == "errors") {
    pieces.unread.push_back(
        {text(object, "repository"), text(object, "path"), text(object, "message")});
  }
  if (list == "stages") {
    std::string repository = taken_out(object, "repository");
    pieces.stages.emplace_back(std::move(repository), texts ? print::json_line(object) : "");
  }
}

void read_sarif_result(Json& object, bool texts, Pieces& pieces) {
  Json properties = member(object, "properties");
  if (!properties.is_object()) properties = Json::object();
  const Json& locations = member(object, "locations");
  const Json place = member(locations.is_array() && !locations.empty() ? locations.front() : Json(),
                            "physicalLocation");
  const std::string message = text(member(object, "message"), "text");
  Key key{.repository = taken_out(properties, "repository"),
          .rule = text(object, "ruleId"),
          .host = text(properties, "host"),
          .fingerprint = text(member(object, "partialFingerprints"), "cudafit/v1"),
          .words = words_of(std::string_view(message).substr(0, message.find('\n')))};
  Finding finding;
  finding.path = text(member(place, "artifactLocation"), "uri");
  finding.line = position(member(place, "region"), "startLine");
  finding.column = position(member(place, "region"), "startColumn");
  const bool fine = severity_from(text(object, "level"), finding.severity) && !key.rule.empty() &&
                    !key.fingerprint.empty() && finding.line > 0 && finding.column > 0;
  if (!fine) wrong_at(pieces, "results", pieces.findings.size());
  if (texts) {
    object.erase("properties");
    object.erase("ruleIndex");
    finding.text = print::json_line(object);
    if (!properties.empty()) finding.properties = print::json_line(properties);
  }
  pieces.findings.emplace_back(std::move(key), std::move(finding));
}

void read_sarif_notification(const Json& object, Pieces& pieces, bool& left_out) {
  if (text(object, "level") != "error") {
    left_out = true;  // the one other thing that is said of a run
    return;
  }
  const Json& locations = member(object, "locations");
  const Json place = member(locations.is_array() && !locations.empty() ? locations.front() : Json(),
                            "physicalLocation");
  pieces.unread.push_back({text(member(object, "properties"), "repository"),
                           text(member(place, "artifactLocation"), "uri"),
                           text(member(object, "message"), "text")});
}

}  // namespace cudafit::merge
