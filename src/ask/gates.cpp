#include "ask/gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "matrix/driver.h"
#include "matrix/matrix.h"

namespace cudafit::ask {
namespace {

bool same(const matrix::Gate& a, const matrix::Gate& b) {
  return a.first == b.first && gate_cuda(a) == gate_cuda(b) &&
         gate_branches(a, "tesla") == gate_branches(b, "tesla") &&
         gate_branches(a, "nvidiartx") == gate_branches(b, "nvidiartx") &&
         gate_branches(a, "geforce") == gate_branches(b, "geforce");
}

}  // namespace

std::vector<ReleaseGate> gates_of(Version release, std::string_view arch) {
  if (const auto gate = matrix::image_gate(release, arch)) return {{{}, *gate}};
  std::vector<ReleaseGate> out;
  for (const matrix::ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.release != release || tag.os.empty() || tag.existence != matrix::Existence::published)
      continue;
    if (std::any_of(out.begin(), out.end(), [&](const ReleaseGate& each) {
          return std::find(each.systems.begin(), each.systems.end(), tag.os) != each.systems.end();
        }))
      continue;
    const auto gate = matrix::image_gate(release, arch, tag.os);
    if (!gate) continue;
    const auto known = std::find_if(
        out.begin(), out.end(), [&](const ReleaseGate& each) { return same(each.gate, *gate); });
    if (known != out.end()) {
      known->systems.push_back(tag.os);
    } else {
      out.push_back({{tag.os}, *gate});
    }
  }
  return out;
}

namespace {

/// Names NVML has for the three kinds of GPUs.
constexpr std::array<std::string_view, 3> brands = {"geforce", "nvidiartx", "tesla"};

}  // namespace

GateWords words_of(const matrix::Gate& gate) {
  GateWords out;
  if (!gate.valid) return out;
  if (const Version cuda = gate_cuda(gate)) out.condition = "cuda>=" + cuda.text();
  struct Row {
    unsigned branch;
    std::array<bool, brands.size()> starts;
    bool all() const {
      return std::all_of(starts.begin(), starts.end(), [](bool b) { return b; });
    }
  };
  std::vector<Row> rows;
  for (const matrix::DriverInfo& branch : matrix::driver_branches(matrix::HostOs::linux_)) {
    Row row{branch.branch, {}};
    for (std::size_t i = 0; i < brands.size(); ++i) {
      matrix::HostFacts host;
      host.driver = Version{{branch.branch}, 1};
      host.cuda = branch.max_cuda;
      host.brand = brands[i];
      row.starts[i] = passes(gate, host) == Known::yes;
    }
    rows.push_back(row);
  }
  std::size_t newer = rows.size();
  while (newer > 0 && rows[newer - 1].all()) --newer;
  if (newer < rows.size()) out.newer = std::to_string(rows[newer].branch) + " and newer";
  for (std::size_t i = 0; i < brands.size(); ++i) {
    std::vector<unsigned> older;
    for (std::size_t row = 0; row < newer; ++row) {
      if (rows[row].starts[i]) older.push_back(rows[row].branch);
    }
    (i == 0 ? out.geforce : i == 1 ? out.workstation : out.data_center) = branch_list(older);
  }
  return out;
}

std::string GateWords::sentence() const {
  std::string out = "branch " + newer;
  if (geforce == data_center && workstation == data_center)
    return data_center.empty() ? out : out + ", and " + data_center;
  const auto add = [&](std::string_view who, const std::string& branches) {
    if (!branches.empty()) out += fmt::format("; on {} also {}", who, branches);
  };
  const bool both = workstation == data_center;
  add(both ? "data-center and workstation GPUs" : "data-center GPUs", data_center);
  if (!both) add("workstation GPUs", workstation);
  add("GeForce", geforce);
  return out;
}

std::string branch_list(const std::vector<unsigned>& branches) {
  std::string out;
  for (const unsigned each : branches) out += (out.empty() ? "" : ", ") + std::to_string(each);
  return out;
}

}  // namespace cudafit::ask
