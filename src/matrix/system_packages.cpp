#include "matrix/system_packages.h"

#include <algorithm>
#include <array>

#include "matrix/rows.h"
#include "matrix/shapes_image.h"
#include "matrix/tag_fields.h"

namespace cudafit::matrix {
namespace {

using Words = std::vector<std::string_view>;

bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Brought {
  std::string_view word;
  Known SystemPackage::*field;
};
constexpr std::array<Brought, 12> brought = {{
    {"driver", &SystemPackage::brings_driver},
    {"nvcc", &SystemPackage::brings_nvcc},
    {"cuda-headers", &SystemPackage::brings_headers},
    {"cudart", &SystemPackage::brings_cuda_runtime},
    {"libraries", &SystemPackage::brings_cuda_libraries},
    {"cudnn", &SystemPackage::brings_cudnn},
    {"nccl", &SystemPackage::brings_nccl},
    {"cc", &SystemPackage::brings_cc},
    {"python", &SystemPackage::brings_python},
    {"pip", &SystemPackage::brings_pip},
    {"alias", &SystemPackage::brings_python_alias},
    {"python-headers", &SystemPackage::brings_python_headers},
}};

/// As the table counts them, from 1; 0 for a manager it does not know.
std::uint32_t manager_number(std::string_view manager) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> families = {{
      {"apt", "apt"},
      {"apt-get", "apt"},
      {"aptitude", "apt"},
      {"dnf", "rpm"},
      {"yum", "rpm"},
      {"microdnf", "rpm"},
      {"tdnf", "rpm"},
      {"zypper", "rpm"},
      {"apk", "apk"},
  }};
  for (const auto& [name, family] : families) {
    if (name != manager) continue;
    const auto* const at =
        std::find(shapes::manager_words.begin(), shapes::manager_words.end(), family);
    return static_cast<std::uint32_t>(at - shapes::manager_words.begin()) + 1;
  }
  return 0;
}

/// A package of the system, else of all systems.
template <const Shape& S>
std::optional<Row<S>> of_system(const Rows<S>& found, const std::string& os) {
  std::optional<Row<S>> out;
  for (const auto row : found) {
    if (row.text("os").empty() && !out) out = row;
    if (!os.empty() && row.text("os") == os) out = row;
  }
  return out;
}

template <const Shape& S>
SystemPackage make(const Row<S>& row, const TagFields& fields, Known recommends) {
  SystemPackage out;
  const Words brings = row.texts("brings");
  const Words recommended = row.texts("recommends");
  const Words may = row.texts("may");
  // Most bring nothing of it.
  const bool nothing = brings.empty() && recommended.empty() && may.empty();
  for (const Brought& thing : brought) {
    Known& value = out.*thing.field;
    value = Known::no;
    if (nothing) continue;
    if (holds(may, thing.word)) value = Known::unknown;
    if (holds(recommended, thing.word)) value = recommends;
    if (holds(brings, thing.word)) value = Known::yes;
  }
  out.cuda = Version::parse(fill_fields(row.text("cuda"), fields)).value_or(Version{});
  const Version cudnn = Version::parse(fill_fields(row.text("cudnn"), fields)).value_or(Version{});
  out.cudnn_major = cudnn.major();
  bool harmless = false;
  if (const Version below = row.version("driver_below")) {
    out.brings_driver = !out.cuda ? Known::unknown : known(out.cuda < below);
    harmless = out.brings_driver != Known::yes;
  }
  out.python_program = row.text("program");
  out.python_version = row.version("python");
  out.floats = row.flag("floats");
  if (!harmless) {
    out.harm = static_cast<Harm>(row.choice("harm"));
    out.why = row.text("why");
    out.fix = fill_fields(row.text("fix"), fields);
  }
  out.source = row.source();
  out.weak = row.weak();
  return out;
}

/// "ubuntu22.04": a system as the tables write it.
std::string system_text(std::string_view os, const Version& version) {
  if (os.empty() || !version) return {};
  const std::string minor = version.parts < 2 ? ""
                            : version.minor() < 10 && os == "ubuntu"
                                ? ".0" + std::to_string(version.minor())
                                : "." + std::to_string(version.minor());
  return std::string(os) + std::to_string(version.major()) + minor;
}

}  // namespace

std::optional<SystemPackage> system_package(std::string_view manager, std::string_view name,
                                            std::string_view os, Version os_version,
                                            Known recommends) {
  const std::uint32_t number = manager_number(manager);
  if (!number) return std::nullopt;
  const std::string system = system_text(os, os_version);
  const auto row = of_system(rows<shapes::system_packages>().find(number, name), system);
  if (row) return make(*row, {}, recommends);
  std::optional<SystemPackage> best;
  std::size_t most = 0;
  if (name.empty()) return std::nullopt;
  const auto patterns = rows<shapes::system_package_names>().find(number);
  // They are sorted by text: those that start like the name stand together.
  const auto from = [&](char first) {
    std::size_t low = 0;
    for (std::size_t high = patterns.size(); low < high;) {
      const std::size_t middle = low + (high - low) / 2;
      if (patterns[middle].text("name")[0] < first) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const std::size_t end = from(static_cast<char>(name[0] + 1));
  for (std::size_t i = from(name[0]); i < end; ++i) {
    const auto pattern = patterns[i];
    const std::string_view text = pattern.text("name");
    const std::optional<TagFields> fields = match_fields(text, name);
    if (!fields || (best && fixed_length(text) <= most)) continue;
    most = fixed_length(text);
    best = make(pattern, *fields, recommends);
  }
  return best;
}

std::optional<RunfileAnswer> runfile(std::string_view file) {
  for (const auto row : rows<shapes::installers>()) {
    const std::optional<TagFields> fields = match_fields(row.text("name"), file);
    if (!fields) continue;
    RunfileAnswer out;
    out.kind = static_cast<RunfileAnswer::Kind>(row.choice("kind") - 1);
    for (const auto& [name, text] : *fields) {
      const Version version = Version::parse(text).value_or(Version{});
      if (name == "cuda") out.cuda = version;
      if (name == "driver") out.driver = version;
      if (name == "release") out.cudnn = version;
    }
    const Words brings = row.texts("brings");
    const Words may = row.texts("may");
    out.brings_nvcc = known(holds(brings, "nvcc"));
    out.brings_driver = holds(may, "driver") ? Known::unknown : known(holds(brings, "driver"));
    if (const Version below = row.version("driver_below"))
      out.brings_driver = known(out.cuda < below);
    out.source = row.source();
    out.weak = row.weak();
    return out;
  }
  return std::nullopt;
}

}  // namespace cudafit::matrix
