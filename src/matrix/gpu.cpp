#include "matrix/gpu.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "matrix/distance.h"
#include "matrix/gpu_names.h"
#include "matrix/nvcc.h"
#include "matrix/remembered.h"
#include "matrix/rows.h"
#include "matrix/shapes_driver.h"

namespace cudafit::matrix {
namespace {

using Product = Row<shapes::gpu>;

/// Which compilers know an architecture.
struct Compilers {
  Version first, last;
};

/// Of every "sm_80" in the compilers' lists.
std::map<std::string_view, Compilers> compilers() {
  std::map<std::string_view, Compilers> out;
  for (const Row<shapes::nvcc> line : rows<shapes::nvcc>()) {
    const Version cuda = line.version("cuda");
    for (const std::string_view real : line.texts("real"))
      out.try_emplace(real, Compilers{cuda, cuda}).first->second.last = cuda;
  }
  return out;
}

/// What the compute capability says of a product.
Gpu with_product(Gpu gpu, const Product& row) {
  gpu.name = row.text("name");
  gpu.brand = row.word("brand");
  gpu.brand_or = row.texts("brand_or");
  gpu.segment = row.word("segment");
  gpu.memory_gb = named_memory(gpu.name);
  gpu.data_center_class = row.known("data_center");
  if (gpu.brand == "tesla" || gpu.brand == "nvidia") gpu.wsl2 = Known::unknown;  // WDDM or not
  gpu.source = row.source();
  gpu.weak = gpu.weak || row.weak();
  return gpu;
}

/// A product one of whose names may be what was written.
struct Candidate {
  Product row;
  std::size_t left_out;
};

/// A product with all its names taken apart.
struct Named {
  Product row;
  std::vector<std::pair<std::string_view, GpuName>> names;
};

/// All of them, taken apart.
const std::vector<Named>& named_products() {
  static const std::vector<Named> all = [] {
    std::vector<Named> out;
    for (const Product row : rows<shapes::gpu>()) {
      out.push_back({row, {}});
      std::vector<std::string_view> names = row.texts("also");
      names.push_back(row.text("name"));
      for (const std::string_view name : names)
        out.back().names.emplace_back(name, read_gpu_name(name));
    }
    return out;
  }();
  return all;
}

std::vector<Candidate> candidates(const GpuName& written) {
  std::vector<Candidate> out;
  for (const auto& [row, names] : named_products()) {
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const auto& [name, parts] : names) {
      if (const auto n = left_out(written, parts)) least = std::min(least, *n);
    }
    if (least != std::numeric_limits<std::size_t>::max()) out.push_back({row, least});
  }
  if (std::any_of(out.begin(), out.end(), [](const Candidate& c) { return c.left_out == 0; }))
    std::erase_if(out, [](const Candidate& c) { return c.left_out != 0; });
  return out;
}

/// One GPU for each compute capability: the plainest name, facts only where all agree.
std::vector<Gpu> merge(std::vector<Candidate> found) {
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.left_out, a.row.text("name").size()) <
           std::pair(b.left_out, b.row.text("name").size());
  });
  std::map<Version, Gpu> out;
  for (const Candidate& candidate : found) {
    const Version cc = candidate.row.version("cc");
    const std::optional<Gpu> base = gpu_of(cc);
    if (!base) continue;
    const Gpu gpu = with_product(*base, candidate.row);
    const auto [at, fresh] = out.emplace(cc, gpu);
    if (fresh) continue;
    if (at->second.brand != gpu.brand) at->second.brand = {};
    if (at->second.segment != gpu.segment) at->second.segment = {};
    if (at->second.memory_gb != gpu.memory_gb) at->second.memory_gb = 0;
    if (at->second.data_center_class != gpu.data_center_class)
      at->second.data_center_class = Known::unknown;
    if (at->second.wsl2 != gpu.wsl2) at->second.wsl2 = Known::unknown;
  }
  std::vector<Gpu> gpus;
  for (auto& [cc, gpu] : out) {
    gpu.ambiguous = out.size() > 1;
    gpus.push_back(gpu);
  }
  return gpus;
}

std::vector<std::string> nearest_names(const GpuName& written) {
  std::set<std::pair<std::size_t, std::string_view>> near;
  for (const auto& [row, names] : named_products()) {
    for (const auto& [name, parts] : names) {
      const std::size_t apart = distance(written.joined, parts.joined);
      if (apart <= std::max<std::size_t>(1, written.joined.size() / 4)) near.emplace(apart, name);
    }
  }
  std::vector<std::string> out;
  for (const auto& [apart, name] : near) {
    if (out.size() < 3 && std::find(out.begin(), out.end(), name) == out.end())
      out.emplace_back(name);
  }
  return out;
}

}  // namespace

GpuAnswer find_gpu(std::string_view written) {
  GpuAnswer out;
  if (const Version cc = cc_of(written)) {
    if (const std::optional<Gpu> gpu = gpu_of(cc)) {
      out.gpus.push_back(*gpu);
      return out;
    }
  }
  const GpuName name = read_gpu_name(written);
  static Remembered<std::vector<Gpu>> known;
  out.gpus = known.get(std::string(written), [&] {
    std::vector<Gpu> named = merge(candidates(name));
    return named.empty() ? merge(candidates(without_memory(name))) : named;
  });
  if (out.gpus.empty() && !name.joined.empty()) out.suggestions = nearest_names(name);
  return out;
}

bool is_tegra(Version cc) {
  const Rows<shapes::compute_capability> found = rows<shapes::compute_capability>().find(cc);
  return !found.empty() && found.front().flag("tegra");
}

namespace {

Gpu read_gpu(const Row<shapes::compute_capability>& row,
             const std::map<std::string_view, Compilers>& by_name) {
  Gpu gpu;
  gpu.cc = row.version("cc");
  gpu.architecture = row.text("architecture");
  gpu.tegra = row.flag("tegra");
  gpu.first_branch = row.number("first_branch").value_or(0);
  gpu.last_branch = row.number("last_branch").value_or(0);
  gpu.wsl2 = row.known("wsl2");
  gpu.source = row.source();
  gpu.weak = row.weak();
  if (const auto known = by_name.find(sm_name(gpu.cc)); known != by_name.end()) {
    gpu.sm = known->first;
    gpu.first_cuda = known->second.first;
    // Still known by the newest: no last one.
    if (known->second.last != rows<shapes::nvcc>().back().version("cuda"))
      gpu.last_cuda = known->second.last;
  }
  return gpu;
}

}  // namespace

std::optional<Gpu> gpu_of(Version cc) {
  // Each is put together once: the lists of all compilers are looked through.
  static const std::map<Version, Gpu> all = [] {
    const std::map<std::string_view, Compilers> by_name = compilers();
    std::map<Version, Gpu> out;
    for (const Row<shapes::compute_capability> row : rows<shapes::compute_capability>())
      out.emplace(row.version("cc"), read_gpu(row, by_name));
    return out;
  }();
  const auto found = all.find(cc);
  if (found == all.end()) return std::nullopt;
  return found->second;
}

std::vector<Gpu> gpus() {
  std::vector<Gpu> out;
  for (const Product row : rows<shapes::gpu>()) {
    if (const std::optional<Gpu> base = gpu_of(row.version("cc")))
      out.push_back(with_product(*base, row));
    if (out.size() > 1 && out.back().name == out[out.size() - 2].name)
      out.back().ambiguous = out[out.size() - 2].ambiguous = true;
  }
  return out;
}

std::vector<std::string_view> gpu_product_names() {
  std::set<std::string_view> out;
  for (const Product row : rows<shapes::gpu>()) {
    out.insert(row.text("name"));
    for (const std::string_view name : row.texts("also")) out.insert(name);
  }
  return {out.begin(), out.end()};
}

std::string_view architecture_of(Version cc) {
  const Rows<shapes::compute_capability> found = rows<shapes::compute_capability>().find(cc);
  return found.empty() ? std::string_view() : found.front().text("architecture");
}

std::vector<Version> known_ccs() {
  std::vector<Version> out;
  for (const Row<shapes::compute_capability> row : rows<shapes::compute_capability>())
    out.push_back(row.version("cc"));
  return out;
}

std::string sm_name(Version cc) {
  return "sm_" + std::to_string(cc.major()) + std::to_string(cc.minor());
}

Version cc_of(std::string_view written) {
  std::string text;
  for (const char c : written) text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::string_view rest = text;
  for (const std::string_view prefix : {"sm_", "sm", "compute_", "lto_"}) {
    if (!rest.starts_with(prefix)) continue;
    rest.remove_prefix(prefix.size());
    break;
  }
  if (!rest.empty() && (rest.back() == 'a' || rest.back() == 'f')) rest.remove_suffix(1);
  const std::optional<Version> parsed = Version::parse(rest);
  if (!parsed || parsed->parts > 2) return {};
  if (parsed->parts == 2) return parsed->minor() < 10 ? *parsed : Version{};
  if (rest.size() < 2 || rest.size() > 3) return {};
  return {.number = {parsed->major() / 10, parsed->major() % 10, 0, 0}, .parts = 2};
}

}  // namespace cudafit::matrix
