#include "matrix/pip_packages.h"

#include <algorithm>
#include <array>
#include <string>

#include "matrix/remembered.h"
#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "terms/ascii.h"

namespace cudafit::matrix {
namespace {

/// As PEP 503 says: lower case, runs of `-`, `_` and `.` are one `-`.
std::string normalized(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool joint = c == '-' || c == '_' || c == '.';
    if (joint && !out.empty() && out.back() == '-') continue;
    out += joint ? '-' : ascii::lower(c);
  }
  return out;
}

struct Need {
  std::string_view word;
  Known PipPackage::*field;
};
constexpr std::array<Need, 6> needs = {{
    {"cudnn", &PipPackage::needs_cudnn},
    {"nvcc-at-build", &PipPackage::needs_nvcc_at_build},
    {"nvcc-at-run", &PipPackage::needs_nvcc_at_run},
    {"headers-at-run", &PipPackage::needs_headers_at_run},
    {"cc-at-run", &PipPackage::needs_cc_at_run},
    {"torch", &PipPackage::requires_torch},
}};

void apply(PipPackage& out, const std::vector<std::string_view>& words, Known value) {
  for (const Need& need : needs) {
    if (std::find(words.begin(), words.end(), need.word) != words.end()) out.*need.field = value;
  }
}

std::vector<unsigned> majors(const std::vector<std::string_view>& texts) {
  std::vector<unsigned> out;
  for (const std::string_view text : texts)
    out.push_back(Version::parse(text).value_or(Version{}).major());
  return out;
}

PipPackage make(const Row<shapes::pip_packages>& row) {
  PipPackage out;
  out.name = row.text("name");
  out.extra = row.text("extra");
  out.range = row.text("range");
  out.variant = row.text("variant");
  out.libs_from = static_cast<LibsFrom>(row.choice("libs") - 1);
  out.via = row.text("via");
  out.cuda_min = row.version("cuda_min");
  out.cuda_majors = majors(row.texts("cuda_majors"));
  out.cuda_min_checked = row.flag("min_checked");
  out.headers_from = row.version("headers_from");
  out.cuda_minor_locked = row.flag("minor_locked");
  out.cudnn_majors = majors(row.texts("cudnn_majors"));
  out.cudnn_min = row.version("cudnn_min");
  out.cudnn_by_user = row.flag("cudnn_by_user");
  apply(out, row.texts("needs"), Known::yes);
  apply(out, row.texts("needs_not"), Known::no);
  if (const std::uint32_t base = row.choice("base"))
    out.base_flavor = static_cast<BaseFlavor>(base - 1);
  out.min_driver = row.version("driver");
  out.torch_pin = row.text("torch");
  out.python_min = row.version("python_min");
  out.python_max = row.version("python_max");
  out.error = row.text("error");
  out.silent = row.flag("silent");
  out.note = row.text("note");
  out.family = row.text("family");
  out.successor = row.text("successor");
  out.source = row.source();
  out.weak = row.weak();
  return out;
}

}  // namespace

const std::vector<PipPackage>& pip_package(std::string_view name) {
  static Remembered<std::vector<PipPackage>> known;
  const std::string key = normalized(name);
  return known.get(key, [&] {
    std::vector<PipPackage> out;
    for (const auto row : rows<shapes::pip_packages>().find(key)) out.push_back(make(row));
    return out;
  });
}

std::vector<std::string_view> family_for(std::string_view family, unsigned cuda_major) {
  std::vector<std::string_view> out;
  for (const auto row : rows<shapes::pip_packages>()) {
    if (family.empty() || row.text("family") != family) continue;
    const std::vector<unsigned> its = majors(row.texts("cuda_majors"));
    const std::string_view name = row.text("name");
    const bool fits = std::find(its.begin(), its.end(), cuda_major) != its.end();
    if (fits && (out.empty() || out.front() != name)) out.insert(out.begin(), name);
  }
  return out;
}

std::vector<std::string_view> pip_package_names() {
  std::vector<std::string_view> out;
  for (const auto row : rows<shapes::pip_packages>()) {
    const std::string_view name = row.text("name");
    if (out.empty() || out.back() != name) out.push_back(name);
  }
  return out;
}

Known needs_torch(std::string_view package) {
  Known out = Known::unknown;
  for (const PipPackage& row : pip_package(package)) {
    if (row.requires_torch == Known::yes) return Known::yes;
    if (!row.extra.empty()) continue;
    if (row.requires_torch != Known::no) return Known::unknown;
    out = Known::no;
  }
  return out;
}

std::vector<TorchPin> torch_pins(std::string_view package) {
  std::vector<TorchPin> out;
  for (const PipPackage& row : pip_package(package)) {
    if (row.torch_pin.empty() && row.requires_torch != Known::yes) continue;
    out.push_back(
        {.torch = row.torch_pin, .range = row.range, .source = row.source, .weak = row.weak});
  }
  return out;
}

std::vector<ExtraFact> extras(std::string_view package) {
  std::vector<ExtraFact> out;
  for (const auto row : rows<shapes::pip_extras>().find(normalized(package))) {
    out.push_back({.package = row.text("package"),
                   .extra = row.text("extra"),
                   .range = row.text("range"),
                   .exists = !row.flag("missing"),
                   .effect = row.text("effect"),
                   .fix = row.text("fix"),
                   .source = row.source(),
                   .weak = row.weak()});
  }
  return out;
}

std::optional<NewestRelease> newest_release(std::string_view package) {
  const auto found = rows<shapes::pip_newest>().find(normalized(package));
  if (found.empty()) return std::nullopt;
  const auto row = found.front();
  return NewestRelease{.version = row.text("version"),
                       .date = row.text("date"),
                       .source = row.source(),
                       .weak = row.weak()};
}

}  // namespace cudafit::matrix
