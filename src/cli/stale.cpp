#include "cli/stale.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/output.h"
#include "matrix/clock.h"
#include "source/nearest.h"
#include "terms/ascii.h"

namespace cudafit::cli {
namespace {

using Day = std::chrono::sys_days;

/// Sources older than this many days are counted in the last line.
constexpr int old_days = 90;
/// Times of SOURCE_DATE_EPOCH behind this one have years of five digits.
constexpr long long last_epoch = 253402300799;

/// Nothing where SOURCE_DATE_EPOCH is no time; that was said then.
std::optional<Day> today() {
  using namespace std::chrono;
  const char* const set = std::getenv("SOURCE_DATE_EPOCH");
  if (set == nullptr || *set == '\0') return floor<days>(system_clock::now());
  const std::string_view text = set;
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > last_epoch) {
    say("SOURCE_DATE_EPOCH is a number of seconds since 1970, not " + in_quotes(text));
    return std::nullopt;
  }
  return floor<days>(sys_seconds(seconds(value)));
}

/// Of a date the build has checked.
Day day_of(std::string_view date) {
  const auto number = [&](std::size_t at, std::size_t n) {
    int value = 0;
    std::from_chars(date.data() + at, date.data() + at + n, value);
    return value;
  };
  return std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2);
}

std::string date_of(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string joined(const std::vector<std::string_view>& words, std::string_view between) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

/// One watched thing with its age.
struct Aged {
  matrix::Watch watch;
  long long age = 0;  ///< days; negative where it was read after today

  std::string next() const { return watch.next.empty() ? "newer" : std::string(watch.next); }
};

/// Those whose subject holds every word of the question, oldest first.
std::vector<Aged> asked(const std::vector<std::string>& question, Day now) {
  std::vector<Aged> out;
  for (const matrix::Watch& watch : matrix::watches()) {
    const std::string subject = ascii::lowered(watch.subject);
    const bool fits = std::all_of(question.begin(), question.end(), [&](const std::string& word) {
      return subject.find(ascii::lowered(word)) != std::string::npos;
    });
    if (fits) out.push_back({watch, (now - day_of(watch.read)).count()});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Aged& a, const Aged& b) { return a.age > b.age; });
  return out;
}

/// The days the watched things were read: each source once, at its oldest reading.
std::pair<std::size_t, std::size_t> old_sources(const std::vector<Aged>& all) {
  std::vector<std::string_view> seen;
  std::size_t old = 0;
  for (const Aged& each : all) {  // oldest first
    if (std::find(seen.begin(), seen.end(), each.watch.source.id) != seen.end()) continue;
    seen.push_back(each.watch.source.id);
    if (each.age > old_days) ++old;
  }
  return {old, seen.size()};
}

std::string closing(const std::vector<Aged>& all, Day now) {
  const auto [old, sources] = old_sources(all);
  const std::string_view data = matrix::data_date();
  const long long age = (now - day_of(data)).count();
  return fmt::format(
      "data of {} ({} {} old); {} of {} sources are older than {} days; CONTRIBUTING.md says how "
      "to bring a new release in",
      data, age, age == 1 ? "day" : "days", old, sources, old_days);
}

std::string text(const std::vector<Aged>& all, Day now) {
  std::vector<std::array<std::string, 6>> lines = {
      {"subject", "newest known", "read on", "days", "watch for", "where"}};
  for (const Aged& each : all) {
    lines.push_back({std::string(each.watch.subject), std::string(each.watch.known),
                     std::string(each.watch.read), std::to_string(each.age), each.next(),
                     std::string(each.watch.look)});
  }
  std::array<std::size_t, 6> widths{};
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string out;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      // Days are a number: to the right.
      out += i == 3 ? fmt::format("{:>{}}  ", line[i], widths[i])
                    : fmt::format("{:<{}}  ", line[i], widths[i]);
    }
    out += line.back() + "\n";
  }
  return out + "\n" + closing(all, now) + ".\n";
}

std::string markdown(const std::vector<Aged>& all, Day now) {
  std::string out =
      "| subject | newest known | read on | days | watch for | where | files |\n"
      "|---|---|---|--:|---|---|---|\n";
  for (const Aged& each : all) {
    const bool link = each.watch.look.starts_with("https://");
    out += fmt::format(
        "| {} | {} | {} | {} | {} | {} | `{}` |\n", each.watch.subject, each.watch.known,
        each.watch.read, each.age, each.next(),
        link ? fmt::format("<{}>", each.watch.look) : fmt::format("`{}`", each.watch.look),
        joined(each.watch.edit, "`, `"));
  }
  return out + "\n" + closing(all, now) + ".\n";
}

std::string json(const std::vector<Aged>& all, Day now) {
  using Json = nlohmann::ordered_json;
  const auto or_null = [](std::string_view value) { return value.empty() ? Json() : Json(value); };
  Json list = Json::array();
  for (const Aged& each : all) {
    const matrix::Watch& watch = each.watch;
    list.push_back({{"subject", watch.subject},
                    {"known", watch.known},
                    {"read", watch.read},
                    {"age_days", each.age},
                    {"next", or_null(watch.next)},
                    {"look", watch.look},
                    {"table", watch.table},
                    {"edit", watch.edit},
                    {"source",
                     {{"id", watch.source.id},
                      {"title", watch.source.title},
                      {"url", or_null(watch.source.url)}}}});
  }
  return Json{{"schema", 1},
              {"data", matrix::data_date()},
              {"today", date_of(now)},
              {"watches", list}}
             .dump(2) +
         "\n";
}

/// Says that nothing fits, and what might have been meant.
int nothing(const std::vector<std::string>& question) {
  std::string asked_for;
  for (const std::string& word : question) asked_for += (asked_for.empty() ? "" : " ") + word;
  // Whole subjects, then their words: "nvida/cuda" is near to one of them only.
  std::vector<std::string_view> names;
  for (const matrix::Watch& watch : matrix::watches()) names.push_back(watch.subject);
  const std::size_t subjects = names.size();
  for (std::size_t i = 0; i < subjects; ++i) {
    std::string_view rest = names[i];
    while (!rest.empty()) {
      const std::size_t blank = rest.find(' ');
      names.push_back(rest.substr(0, blank));
      rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    }
  }
  say("nothing watched is called " + in_quotes(asked_for) + did_you_mean(asked_for, names));
  say_raw("\"cudafit matrix --stale\" lists what is watched.\n");
  return usage;
}

}  // namespace

int stale(const MatrixFlags& flags) {
  const std::optional<Day> now = today();
  if (!now) return usage;
  const std::vector<Aged> all = asked(flags.question, *now);
  if (all.empty()) return nothing(flags.question);
  const bool written = write_out(flags.format == TextFormat::json       ? json(all, *now)
                                 : flags.format == TextFormat::markdown ? markdown(all, *now)
                                                                        : text(all, *now));
  return written ? clean : failure;
}

}  // namespace cudafit::cli
