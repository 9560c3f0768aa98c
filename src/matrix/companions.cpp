#include "matrix/companions.h"

#include <algorithm>

#include "matrix/pip_name.h"
#include "matrix/rows.h"
#include "matrix/shapes_torch.h"
#include "matrix/torch.h"
#include "matrix/torch_name.h"
#include "terms/pep440.h"

namespace cudafit::matrix {
namespace {

using CompanionRow = Row<shapes::companions>;

/// Whether `version` is the one named, or in the specifier. Local versions do not count.
bool fits(std::string_view named, bool range, std::string_view version) {
  const std::optional<PyVersion> candidate = PyVersion::parse(without_local(version));
  if (!candidate) return false;
  if (range) {
    const std::optional<Specifiers> specifiers = Specifiers::parse(named);
    return specifiers && specifiers->contains(*candidate, true);
  }
  const std::optional<PyVersion> other = PyVersion::parse(named);
  return other && *other == *candidate;
}

bool fits_version(const CompanionRow& row, std::string_view version) {
  return fits(row.text("version"), row.flag("range"), version);
}

bool fits_torch(const CompanionRow& row, std::string_view torch) {
  return fits(row.text("torch"), row.flag("torch_range"), torch);
}

Companion companion(const CompanionRow& row) {
  return {
      .package = row.text("package"),
      .version = row.text("version"),
      .torch = row.text("torch"),
      .range = row.flag("range"),
      .torch_range = row.flag("torch_range"),
      .exact = row.flag("exact"),
      .required_by_torch = row.flag("required_by_torch"),
      .preferred = !row.flag("second"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

Rows<shapes::companions> rows_of(std::string_view package) {
  return rows<shapes::companions>().find(std::string_view(pip_name(package)));
}

}  // namespace

std::vector<Companion> companions_of(std::string_view torch) {
  std::vector<Companion> out;
  for (const CompanionRow row : rows<shapes::companions>()) {
    if (fits_torch(row, torch)) out.push_back(companion(row));
  }
  std::stable_sort(out.begin(), out.end(), [](const Companion& a, const Companion& b) {
    return a.package != b.package ? a.package < b.package : a.preferred && !b.preferred;
  });
  return out;
}

std::vector<Companion> companion_torch(std::string_view package, std::string_view version) {
  std::vector<Companion> out;
  for (const CompanionRow row : rows_of(package)) {
    if (fits_version(row, version)) out.push_back(companion(row));
  }
  return out;
}

PairAnswer companion_pairs(std::string_view package, std::string_view version,
                           std::string_view torch) {
  PairAnswer answer;
  if (!PyVersion::parse(without_local(version)) || !PyVersion::parse(without_local(torch)))
    return answer;
  bool all_exact = true;
  for (const CompanionRow row : rows_of(package)) {
    const bool same_torch = fits_torch(row, torch);
    if (!fits_version(row, version)) {
      // torch wants another version of this package than the one asked for.
      if (same_torch && row.flag("required_by_torch") && answer.pairs == Known::unknown)
        answer = {.pairs = Known::no, .torch = {}, .source = row.source(), .weak = row.weak()};
      continue;
    }
    if (same_torch)
      return {.pairs = Known::yes, .torch = {}, .source = row.source(), .weak = row.weak()};
    all_exact &= row.flag("exact");
    answer.torch.push_back(row.text("torch"));
    if (answer.source.id.empty()) answer.source = row.source();
    answer.weak |= row.weak();
  }
  if (!answer.torch.empty() && all_exact) answer.pairs = Known::no;
  if (answer.pairs == Known::unknown) return {};
  return answer;
}

CompanionExistence find_companion(std::string_view package, std::string_view version) {
  const std::string name = pip_name(package);
  for (const CompanionRow row : rows_of(package)) {
    if (!row.flag("range") && fits_version(row, version))
      return {.existence = Existence::published,
              .reason = {},
              .source = row.source(),
              .weak = row.weak()};
  }
  for (const auto row : rows<shapes::companions_absent>().find(std::string_view(name))) {
    if (fits(row.text("version"), false, version)) {
      return {.existence = Existence::never,
              .reason = row.text("reason"),
              .source = row.source(),
              .weak = row.weak()};
    }
  }
  const std::optional<Newest> last = newest(package);
  const std::optional<PyVersion> asked = PyVersion::parse(without_local(version));
  if (last && asked && *asked > PyVersion::parse(last->version).value_or(*asked))
    return {
        .existence = Existence::newer, .reason = {}, .source = last->source, .weak = last->weak};
  return {};
}

std::optional<Newest> newest(std::string_view package) {
  const std::string name = pip_name(package);
  if (name == "torch") {
    const TorchRelease& last = torch_releases().back();
    return Newest{.package = "torch",
                  .version = last.version,
                  .date = last.date,
                  .source = last.source,
                  .weak = last.weak};
  }
  const auto found = rows<shapes::companions_newest>().find(std::string_view(name));
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return Newest{.package = row.text("package"),
                .version = row.text("version"),
                .date = row.text("date"),
                .source = row.source(),
                .weak = row.weak()};
}

}  // namespace cudafit::matrix
