// torch: wheels, releases, the GPUs they were compiled for.
#include <algorithm>

#include "matrix/rows.h"
#include "matrix/shapes_torch.h"
#include "matrix/torch.h"
#include "matrix/torch_name.h"

namespace cudafit::matrix {
namespace {

using WheelRow = Row<shapes::torch_wheels>;
using ReleaseRow = Row<shapes::torch_releases>;

std::string_view variant_of(const WheelRow& row) {
  if (const std::string_view variant = row.text("variant"); !variant.empty()) return variant;
  const std::string_view version = row.text("version");
  const std::size_t plus = version.find('+');
  return plus == std::string_view::npos ? std::string_view() : version.substr(plus + 1);
}

TorchWheel wheel(const WheelRow& row) {
  const std::string_view variant = variant_of(row);
  return {
      .torch = without_local(row.text("version")),
      .version = row.text("version"),
      .variant = variant,
      .cuda = variant_cuda(variant),
      .directory = row.text("directory"),
      .pypi = row.text("directory").empty(),
      .platform = row.word("platform"),
      .pythons = row.texts("pythons"),
      .bundling = static_cast<Bundling>(row.choice("bundling")),
      .cudnn = row.text("cudnn"),
      .nccl = row.text("nccl"),
      .triton = row.text("triton"),
      .pins_weak = row.flag("pins_weak"),
      .glibc = row.version("glibc"),
      .cxx11_abi = row.known("cxx11_abi"),
      .advertised = !row.flag("unadvertised"),
      .source = row.source(),
      .weak = row.weak(),
  };
}

Rows<shapes::torch_wheels> wheel_rows(const TorchName& name) {
  return rows<shapes::torch_wheels>().find(name.number, name.post);
}

std::optional<ReleaseRow> release_row(std::string_view version) {
  const std::optional<TorchName> name = torch_name(version);
  if (!name) return std::nullopt;
  const auto found = rows<shapes::torch_releases>().find(name->number, name->post);
  if (found.empty()) return std::nullopt;
  return found.front();
}

TorchRelease release(const ReleaseRow& row) {
  TorchRelease out;
  out.date = row.text("date");
  out.other_variants = row.texts("other_variants");
  out.unclear_pythons = row.texts("unclear_pythons");
  out.source = row.source();
  out.weak = row.weak();
  for (const WheelRow wheel_row :
       wheel_rows({.number = row.version("torch"), .post = row.text("post")})) {
    out.version = without_local(wheel_row.text("version"));
    if (!wheel_row.text("directory").empty()) continue;
    const std::string_view platform = wheel_row.word("platform");
    if (platform == "linux_x86_64") out.pypi_linux_x86_64 = variant_of(wheel_row);
    if (platform == "linux_aarch64") out.pypi_linux_aarch64 = variant_of(wheel_row);
    if (platform == "win_amd64") out.pypi_win_amd64 = variant_of(wheel_row);
  }
  return out;
}

TorchArchs archs(const Row<shapes::torch_archs>& row) {
  TorchArchs out;
  out.variant = row.text("variant");
  out.platform = row.text("platform");
  out.sass = row.texts("sass");
  out.ptx = row.texts("ptx");
  out.ptx_weak = row.flag("ptx_weak");
  out.source = row.source();
  out.weak = row.weak();
  const auto wheels = wheel_rows({.number = row.version("torch"), .post = row.text("post")});
  if (!wheels.empty()) out.torch = without_local(wheels.front().text("version"));
  return out;
}

}  // namespace

std::vector<TorchWheel> torch_wheels(std::string_view torch) {
  std::vector<TorchWheel> out;
  const std::optional<TorchName> name = torch_name(torch);
  if (!name) return out;
  for (const WheelRow row : wheel_rows(*name)) out.push_back(wheel(row));
  return out;
}

const std::vector<TorchRelease>& torch_releases() {
  static const std::vector<TorchRelease> all = [] {
    std::vector<TorchRelease> out;
    for (const ReleaseRow row : rows<shapes::torch_releases>()) out.push_back(release(row));
    return out;
  }();
  return all;
}

std::optional<TorchRelease> torch_release(std::string_view version) {
  const std::optional<ReleaseRow> row = release_row(version);
  if (!row) return std::nullopt;
  return release(*row);
}

bool torch_known(std::string_view version) {
  const std::optional<ReleaseRow> row = release_row(version);
  return row && !row->word("listed").empty();
}

Existence find_torch_release(std::string_view version) {
  const std::optional<TorchName> name = torch_name(version);
  if (!name) return Existence::unknown;
  if (release_row(version)) return Existence::published;
  const auto all = rows<shapes::torch_releases>();
  if (name->number > all.back().version("torch")) return Existence::newer;
  if (!name->post.empty() || name->number < all.front().version("torch")) return Existence::unknown;
  // The next release must come from a listing of the index: that would have shown this one too.
  for (const ReleaseRow row : all) {
    if (row.version("torch") < name->number || row.word("listed").empty()) continue;
    return row.word("listed") == "index" ? Existence::never : Existence::unknown;
  }
  return Existence::unknown;
}

std::optional<TorchArchs> torch_archs(std::string_view torch, std::string_view variant,
                                      std::string_view platform) {
  const std::optional<TorchName> name = torch_name(torch);
  if (!name) return std::nullopt;
  const auto found = rows<shapes::torch_archs>().find(name->number, name->post, variant, platform);
  if (found.empty()) return std::nullopt;
  return archs(found.front());
}

std::vector<TorchArchs> torch_archs() {
  std::vector<TorchArchs> out;
  for (const Row<shapes::torch_archs> row : rows<shapes::torch_archs>()) out.push_back(archs(row));
  return out;
}

std::optional<TorchWheel> newest_torch(std::string_view directory, std::string_view python,
                                       std::string_view platform) {
  const auto all = rows<shapes::torch_wheels>();
  for (std::size_t i = all.size(); i-- > 0;) {
    const WheelRow row = all[i];
    if (row.text("directory") != directory || row.word("platform") != platform) continue;
    const std::vector<std::string_view> pythons = row.texts("pythons");
    if (python.empty() || std::find(pythons.begin(), pythons.end(), python) != pythons.end())
      return wheel(row);
  }
  return std::nullopt;
}

}  // namespace cudafit::matrix
