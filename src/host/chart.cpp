#include "host/chart.h"

#include <algorithm>

#include "host/commands.h"
#include "host/words.h"
#include "matrix/host_checks.h"

namespace cudafit::host {

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::failed:
      return "failed";
    case Verdict::warning:
      return "warning";
    case Verdict::not_known:
      return "not known";
    case Verdict::not_here:
      break;
  }
  return "not here";
}

Check& Chart::add(std::string_view id, Verdict verdict, std::string seen, std::string from) {
  Check& check = checks_.emplace_back(
      Check{.id = id, .verdict = verdict, .seen = shortened(seen), .from = std::move(from)});
  if (const auto row = matrix::host_check(id, "any")) {
    check.why = row->why;
    check.sources = {row->source};
  }
  return check;
}

Check& Chart::trouble(std::string_view id, Verdict verdict, std::string_view problem,
                      std::string seen, std::string from, const Fields& fields) {
  Check& check = add(id, verdict, std::move(seen), std::move(from));
  check.problem = problem;
  const auto row = matrix::host_check(id, problem);
  if (!row) return check;
  check.why = row->why;
  check.sources = {row->source};
  if (row->weak && verdict == Verdict::failed) check.verdict = Verdict::warning;
  // What only the host can do is not done in here.
  const std::string where = seen_.inside() && id.starts_with("driver") ? "on the host: " : "";
  for (const std::string_view command : row->fix)
    check.fix.push_back(where + filled(command, seen_, fields));
  return check;
}

const Check* Chart::failure(std::string_view prefix) const {
  const auto found = std::find_if(checks_.begin(), checks_.end(), [&](const Check& check) {
    return check.verdict == Verdict::failed && check.id.starts_with(prefix);
  });
  return found == checks_.end() ? nullptr : &*found;
}

void Chart::ok(std::string_view id, std::string seen, std::string from) {
  add(id, Verdict::ok, std::move(seen), std::move(from));
}

Check& Chart::failed(std::string_view id, std::string_view problem, std::string seen,
                     std::string from, const Fields& fields) {
  return trouble(id, Verdict::failed, problem, std::move(seen), std::move(from), fields);
}

Check& Chart::warning(std::string_view id, std::string_view problem, std::string seen,
                      std::string from, const Fields& fields) {
  return trouble(id, Verdict::warning, problem, std::move(seen), std::move(from), fields);
}

void Chart::not_known(std::string_view id, std::string why_not, std::string from) {
  add(id, Verdict::not_known, std::move(why_not), std::move(from));
}

void Chart::not_here(std::string_view id, std::string why_not) {
  add(id, Verdict::not_here, std::move(why_not), "");
}

}  // namespace cudafit::host
