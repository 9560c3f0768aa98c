// The report for people: a line for what is fine, the reasons for what is not.

#include <fmt/format.h>

#include <map>

#include "host/doctor.h"
#include "print/escape.h"

namespace cudafit::host {
namespace {

constexpr std::size_t widest_verdict = 9;
constexpr std::size_t widest_id = 18;

std::string_view kind_words(Kind kind) {
  switch (kind) {
    case Kind::wsl1:
      return "WSL1";
    case Kind::wsl2:
      return "WSL2";
    case Kind::jetson:
      return "Jetson";
    case Kind::linux_:
      break;
  }
  return "";
}

std::string header(const Report& report) {
  std::string out;
  const auto add = [&](std::string_view word) {
    if (!word.empty()) out += (out.empty() ? "" : ", ") + print::escape(word);
  };
  add(report.system.empty() ? "a system that does not say its name" : report.system);
  if (!report.kernel.empty()) add("Linux " + report.kernel);
  add(report.architecture);
  add(kind_words(report.kind));
  if (report.container) add("in a container");
  return out + "\n";
}

void line(std::string& out, std::string_view name, std::string_view text) {
  out += fmt::format("{:{}}{}: {}\n", "", widest_verdict + 1, name, text);
}

std::string from(const Check& check) {
  return check.from.empty() ? "" : fmt::format(" ({})", check.from);
}

void add(std::string& out, const Check& check) {
  out += fmt::format("{:<{}} {:<{}} {}\n", name(check.verdict), widest_verdict, check.id, widest_id,
                     print::escape(check.seen + from(check)));
  if (check.verdict != Verdict::failed && check.verdict != Verdict::warning) return;
  line(out, "why", check.why);
  for (const std::string& fix : check.fix) line(out, "fix", print::escape(fix));
  for (const matrix::Citation& source : check.sources) line(out, "source", source.text());
}

}  // namespace

std::string report_text(const Report& report) {
  std::string out = header(report) + "\n";
  std::string absent;
  std::map<std::string, std::string> unknown;  // by the reason that is that of several
  const auto list = [](std::string& into, std::string_view id) {
    into += (into.empty() ? "" : ", ") + std::string(id);
  };
  for (const Check& check : report.checks) {
    if (check.verdict == Verdict::not_here)
      list(absent, check.id);
    else if (check.verdict == Verdict::not_known)
      list(unknown[check.seen + from(check)], check.id);
    else
      add(out, check);
  }
  for (const auto& [reason, ids] : unknown)
    out += fmt::format("{:<{}} {}: {}\n", name(Verdict::not_known), widest_verdict, ids,
                       print::escape(reason));
  if (!absent.empty())
    out += fmt::format("{:<{}} {}\n", name(Verdict::not_here), widest_verdict, absent);
  return out + fmt::format("\n{} failed, {} warning{}, {} ok, {} not known, {} not here.\n",
                           report.count(Verdict::failed), report.count(Verdict::warning),
                           report.count(Verdict::warning) == 1 ? "" : "s",
                           report.count(Verdict::ok), report.count(Verdict::not_known),
                           report.count(Verdict::not_here));
}

}  // namespace cudafit::host
