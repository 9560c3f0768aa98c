#include "matrix/extensions.h"

#include <algorithm>
#include <string>

#include "matrix/pip_name.h"
#include "matrix/rows.h"
#include "matrix/shapes_extensions.h"

namespace cudafit::matrix {
namespace {

using ExtensionRow = Row<shapes::extensions>;

Extension extension(const ExtensionRow& row) {
  return {
      .name = row.text("name"),
      .aliases = row.texts("aliases"),
      .repositories = row.texts("repositories"),
      .pypi_is_other = row.flag("pypi_is_other"),
      .python_extension = !row.flag("cmake"),
      .range = row.text("range"),
      .compiles = static_cast<Compiles>(row.choice("compiles")),
      .source_compiles = row.known("source_compiles"),
      .needs_nvcc_at_build = row.known("nvcc_at_build"),
      .needs_nvcc_at_run = row.known("nvcc_at_run"),
      .needs_cc_at_run = row.known("cc_at_run"),
      .needs_headers_at_build = row.known("headers_at_build"),
      .metadata_needs_cuda_home = row.flag("metadata_needs_cuda_home"),
      .needs_torch_at_build = row.flag("torch_at_build"),
      .no_build_isolation = row.flag("no_build_isolation"),
      .isolation_builds_against_newest_torch = row.flag("isolation_builds_against_newest_torch"),
      .arch_variable = row.text("arch_variable"),
      .honours_torch_cuda_arch_list = row.flag("honours_torch_cuda_arch_list"),
      .force_variable = row.text("force_variable"),
      .skip_variables = row.texts("skip_variables"),
      .build_variables = row.texts("build_variables"),
      .build_options = row.texts("build_options"),
      .build_extras = row.texts("build_extras"),
      .prebuilt_ops = row.texts("prebuilt_ops"),
      .without_gpu = static_cast<WithoutGpu>(row.choice("without_gpu")),
      .without_gpu_text = row.text("without_gpu_text"),
      .cuda_check = static_cast<CudaCheck>(row.choice("cuda_check")),
      .cuda_check_text = row.text("cuda_check_text"),
      .min_cuda = row.version("min_cuda"),
      .min_cc = row.version("min_cc"),
      .needs_cudnn_headers = row.flag("cudnn_headers"),
      .links_libcuda = row.flag("links_libcuda"),
      .prebuilt_where = row.text("prebuilt_where"),
      .note = row.text("note"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

std::vector<Extension> all_of(std::string_view name) {
  std::vector<Extension> out;
  for (const ExtensionRow row : rows<shapes::extensions>().find(name))
    out.push_back(extension(row));
  return out;
}

/// host/owner/repository of an address, lower case; empty where it names none.
std::string repository_of(std::string_view url) {
  std::string text(url);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  text.resize(std::min(text.size(), text.find_first_of("#?")));
  if (const std::size_t scheme = text.find("://"); scheme != std::string::npos) {
    text.erase(0, scheme + 3);
  } else if (text.starts_with("git+")) {
    text.erase(0, 4);
  }
  const std::size_t host_end = text.find_first_of("/:");
  if (const std::size_t user = text.find('@'); user < host_end) text.erase(0, user + 1);
  if (const std::size_t colon = text.find(':'); colon < text.find('/')) text[colon] = '/';
  std::size_t end = 0;
  for (int part = 0; part < 3; ++part) {
    if (end == std::string::npos) return {};
    end = text.find('/', part ? end + 1 : 0);
  }
  text.resize(std::min(text.size(), end));
  text.resize(std::min(text.size(), text.rfind('@')));
  if (text.ends_with(".git")) text.resize(text.size() - 4);
  return text;
}

}  // namespace

std::vector<Extension> find_extension(std::string_view name) {
  const std::string wanted = pip_name(name);
  std::vector<Extension> out = all_of(wanted);
  if (!out.empty()) return out;
  for (const ExtensionRow row : rows<shapes::extensions>()) {
    if (row.lists("aliases", wanted)) return all_of(row.text("name"));
  }
  return out;
}

std::vector<Extension> find_extension_by_repository(std::string_view url) {
  const std::string wanted = repository_of(url);
  if (wanted.empty()) return {};
  for (const ExtensionRow row : rows<shapes::extensions>()) {
    if (row.lists("repositories", wanted)) return all_of(row.text("name"));
  }
  return {};
}

std::vector<Extension> extensions() {
  std::vector<Extension> out;
  for (const ExtensionRow row : rows<shapes::extensions>()) out.push_back(extension(row));
  return out;
}

namespace {

PrebuiltWheel wheel(const Row<shapes::prebuilt_wheels>& row) {
  return {
      .package = row.text("package"),
      .range = row.text("range"),
      .torch = row.texts("torch"),
      .cudas = row.texts("cudas"),
      .pythons = row.texts("pythons"),
      .platforms = row.texts("platforms"),
      .where = row.text("where"),
      .complete = row.flag("complete"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

Rows<shapes::prebuilt_wheels> wheel_rows(std::string_view package) {
  return rows<shapes::prebuilt_wheels>().find(std::string_view(pip_name(package)));
}

}  // namespace

std::vector<PrebuiltWheel> prebuilt_wheels(std::string_view package) {
  std::vector<PrebuiltWheel> out;
  for (const auto row : wheel_rows(package)) out.push_back(wheel(row));
  return out;
}

std::vector<PrebuiltWheel> prebuilt_wheels(std::string_view package, std::string_view range) {
  std::vector<PrebuiltWheel> out;
  for (const auto row : wheel_rows(package)) {
    if (row.text("range") == range) out.push_back(wheel(row));
  }
  return out;
}

std::vector<std::string_view> prebuilt_ranges(std::string_view package) {
  std::vector<std::string_view> out;
  for (const auto row : wheel_rows(package)) {
    const std::string_view range = row.text("range");
    const auto known = std::find(out.begin(), out.end(), range);
    if (known == out.end()) out.push_back(range);
  }
  // The last row is of the newest release.
  if (!out.empty()) {
    const auto newest = std::find(out.begin(), out.end(), wheel_rows(package).back().text("range"));
    std::rotate(newest, newest + 1, out.end());
  }
  return out;
}

}  // namespace cudafit::matrix
