// The report for programs: schema/doctor.schema.json.

#include "host/doctor.h"
#include "print/json_text.h"

namespace cudafit::host {
namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_word(Kind kind) {
  switch (kind) {
    case Kind::wsl1:
      return "wsl1";
    case Kind::wsl2:
      return "wsl2";
    case Kind::jetson:
      return "jetson";
    case Kind::linux_:
      break;
  }
  return "linux";
}

/// "not_known".
std::string key(Verdict verdict) {
  std::string out(name(verdict));
  for (char& c : out) c = c == ' ' ? '_' : c;
  return out;
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

Json host_json(const std::optional<facts::Host>& host) {
  if (!host) return nullptr;
  Json gpus = Json::array();
  for (const facts::DeclaredGpu& gpu : host->gpus) gpus.push_back(gpu.written);
  return {{"driver", text_or_null(host->driver)},
          {"gpus", std::move(gpus)},
          {"wsl2", host->wsl2},
          {"platform", text_or_null(host->platform)},
          {"toolkit", text_or_null(host->toolkit)},
          {"cdi", host->cdi == Known::unknown ? Json() : Json(host->cdi == Known::yes)},
          {"l4t", text_or_null(host->l4t)}};
}

Json check_json(const Check& check) {
  Json sources = Json::array();
  for (const matrix::Citation& source : check.sources)
    sources.push_back(
        {{"id", source.id}, {"title", source.title}, {"url", text_or_null(source.url)}});
  return {{"id", check.id},
          {"verdict", key(check.verdict)},
          {"problem", text_or_null(check.problem)},
          {"seen", text_or_null(check.seen)},
          {"from", text_or_null(check.from)},
          {"why", check.why},
          {"fix", check.fix},
          {"sources", std::move(sources)}};
}

}  // namespace

std::string report_json(const Report& report) {
  Json checks = Json::array();
  for (const Check& check : report.checks) checks.push_back(check_json(check));
  Json summary = Json::object();
  for (const Verdict verdict :
       {Verdict::failed, Verdict::warning, Verdict::ok, Verdict::not_known, Verdict::not_here})
    summary[key(verdict)] = report.count(verdict);
  return print::json_text({{"schema", 1},
                           {"machine",
                            {{"system", text_or_null(report.system)},
                             {"kernel", text_or_null(report.kernel)},
                             {"architecture", text_or_null(report.architecture)},
                             {"kind", kind_word(report.kind)},
                             {"container", report.container}}},
                           {"host", host_json(report.host)},
                           {"checks", std::move(checks)},
                           {"summary", std::move(summary)}});
}

}  // namespace cudafit::host
