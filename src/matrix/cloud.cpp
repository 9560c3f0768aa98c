#include "matrix/cloud.h"

#include <algorithm>
#include <string>

#include "matrix/pattern.h"
#include "matrix/rows.h"
#include "matrix/shapes_host.h"
#include "terms/ascii.h"

namespace cudafit::matrix {
namespace {

using Family = Row<shapes::cloud_family>;

/// The family of a type in lower case. No two families fit one type of the tables; a test checks.
std::optional<Family> family_of(std::string_view type) {
  for (const Family row : rows<shapes::cloud_family>()) {
    const std::vector<std::string_view> patterns = row.texts("patterns");
    if (std::any_of(patterns.begin(), patterns.end(),
                    [&](std::string_view pattern) { return match_glob(pattern, type); }))
      return row;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CloudInstance> cloud_instance(std::string_view type) {
  const std::string written = ascii::lowered(type);
  const std::optional<Family> family = family_of(written);
  if (!family) return std::nullopt;
  CloudInstance out;
  out.provider = family->word("provider");
  out.family = family->text("family");
  out.gpu = family->text("gpu");
  out.other = family->text("other");
  out.memory_gib = family->number("memory").value_or(0);
  out.platform = family->word("platform");
  out.vgpu = family->flag("vgpu");
  out.retired = family->flag("retired");
  out.source = family->source();
  out.weak = family->weak();
  if (const std::string_view id = family->text("driver"); !id.empty()) {
    const Rows<shapes::cloud_driver> found = rows<shapes::cloud_driver>().find(id);
    if (!found.empty()) {
      out.default_driver = found.front().version("driver");
      out.default_driver_on = found.front().text("on");
      out.default_driver_source = found.front().source();
      out.default_driver_weak = found.front().weak();
    }
  }
  const Rows<shapes::cloud_instance> size =
      rows<shapes::cloud_instance>().find(std::string_view(written));
  if (size.empty()) return out;
  const Row<shapes::cloud_instance> row = size.front();
  out.name = row.text("name").empty() ? row.text("type") : row.text("name");
  out.count = row.number("count").value_or(0);
  out.share = row.text("share");
  out.weak = out.weak || row.weak();
  return out;
}

std::vector<std::string_view> cloud_instance_types() {
  std::vector<std::string_view> out;
  for (const Row<shapes::cloud_instance> row : rows<shapes::cloud_instance>())
    out.push_back(row.text("name").empty() ? row.text("type") : row.text("name"));
  return out;
}

}  // namespace cudafit::matrix
