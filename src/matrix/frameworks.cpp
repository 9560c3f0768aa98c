#include "matrix/frameworks.h"

#include <algorithm>
#include <utility>

#include "matrix/pip_name.h"
#include "matrix/remembered.h"
#include "matrix/rows.h"
#include "matrix/shapes_frameworks.h"
#include "matrix/shapes_image.h"
#include "terms/pep440.h"

namespace cudafit::matrix {
namespace {

using ReleaseRow = Row<shapes::framework_releases>;

std::string version_of(const ReleaseRow& row) {
  std::string out = row.version("from").text();
  if (const std::string_view post = row.text("post"); !post.empty()) out.append(".").append(post);
  return out;
}

/// A version to compare by; what has none comes first.
PyVersion ordinal(std::string_view version) {
  return PyVersion::parse(version.empty() ? "0" : version).value_or(PyVersion{});
}

/// The lowest version a specifier names as its beginning; empty: none.
std::string lower_bound(std::string_view range) {
  const std::optional<Specifiers> specifiers = Specifiers::parse(range);
  if (!specifiers) return {};
  for (const Specifier& one : specifiers->all) {
    using enum Specifier::Op;
    const bool begins =
        one.op == greater_equal || one.op == equal || one.op == compatible || one.op == greater;
    if (!begins) continue;
    const bool wildcard = one.text.ends_with(".*");
    return wildcard ? one.text.substr(0, one.text.size() - 2) : one.text;
  }
  return {};
}

bool decides(const PipPackage& pip, const FrameworkRelease& release) {
  if (pip.extra != release.extra) return false;
  if (!pip.variant.empty() && pip.variant != release.variant) return false;
  const std::optional<Specifiers> range = Specifiers::parse(pip.range);
  return range && range->contains(ordinal(release.version), true);
}

FrameworkRelease make(const ReleaseRow& row, std::string package) {
  FrameworkRelease out;
  out.package = std::move(package);
  out.version = version_of(row);
  out.range = row.text("range");
  out.extra = row.text("extra");
  out.variant = row.text("variant");
  out.date = row.text("date");
  out.cuda = row.versions("cuda");
  out.cudnn = row.versions("cudnn");
  out.cuda_from = row.version("cuda_from");
  out.cuda_to = row.version("cuda_to");
  out.cc_min = row.version("cc_min");
  out.archs = row.texts("archs");
  out.compiler = row.text("compiler");
  out.tensorrt = row.text("tensorrt");
  out.jaxlib = row.text("jaxlib");
  out.jaxlib_min = row.text("jaxlib_min");
  out.extras = row.texts("extras");
  out.variants = row.texts("variants");
  out.pins = row.texts("pins");
  out.torch = row.text("torch");
  out.index = row.text("index");
  out.image = row.text("image");
  out.note = row.text("note");
  out.source = row.source();
  out.weak = row.weak();
  return out;
}

/// A range of releases of which only its needs are known.
FrameworkRelease make(const PipPackage& pip, std::string package) {
  FrameworkRelease out;
  out.package = std::move(package);
  out.version = lower_bound(pip.range);
  out.range = pip.range;
  out.extra = pip.extra;
  out.variant = pip.variant;
  out.torch = pip.torch_pin;
  out.note = pip.note;
  out.needs = pip;
  out.source = pip.source;
  out.weak = pip.weak;
  return out;
}

bool before(const FrameworkRelease& a, const FrameworkRelease& b) {
  const std::strong_ordering order = ordinal(a.version) <=> ordinal(b.version);
  if (order != 0) return order < 0;
  return std::pair(a.extra, a.variant) < std::pair(b.extra, b.variant);
}

std::vector<FrameworkRelease> all_releases(const std::string& name) {
  const std::vector<PipPackage>& needs = pip_package(name);
  std::vector<bool> used(needs.size());
  std::vector<FrameworkRelease> out;
  // Other names of a package stand in lists, so the whole table is looked at: some hundred rows.
  for (const ReleaseRow row : rows<shapes::framework_releases>()) {
    if (row.text("package") != name && !row.lists("also", name)) continue;
    FrameworkRelease release = make(row, name);
    for (std::size_t i = 0; i < needs.size(); ++i) {
      if (!release.image.empty() || !decides(needs[i], release)) continue;
      release.needs = needs[i];
      if (release.torch.empty()) release.torch = needs[i].torch_pin;
      used[i] = true;
      break;
    }
    out.push_back(std::move(release));
  }
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if (!used[i]) out.push_back(make(needs[i], name));
  }
  std::stable_sort(out.begin(), out.end(), before);
  return out;
}

}  // namespace

const std::vector<FrameworkRelease>& framework_releases(std::string_view package) {
  static Remembered<std::vector<FrameworkRelease>> known;
  const std::string name = pip_name(package);
  return known.get(name, [&] { return all_releases(name); });
}

std::vector<std::string_view> framework_names() {
  std::vector<std::string_view> out;
  for (const ReleaseRow row : rows<shapes::framework_releases>()) {
    out.push_back(row.text("package"));
    const std::vector<std::string_view> also = row.texts("also");
    out.insert(out.end(), also.begin(), also.end());
  }
  for (const auto row : rows<shapes::pip_packages>()) {
    const std::string_view libs = row.word("libs");
    if (libs != "none" && libs != "unknown" && libs != "placeholder")
      out.push_back(row.text("name"));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace cudafit::matrix
