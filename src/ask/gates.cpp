#include "ask/gates.h"

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/matrix.h"

namespace cudafit::ask {
namespace {

bool same(const matrix::Gate& a, const matrix::Gate& b) {
  return a.first == b.first && gate_cuda(a) == gate_cuda(b) &&
         gate_branches(a, "tesla") == gate_branches(b, "tesla") &&
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

GateWords words_of(const matrix::Gate& gate) {
  GateWords out;
  if (!gate.valid) return out;
  if (const Version cuda = gate_cuda(gate)) {
    out.condition = "cuda>=" + cuda.text();
    for (const matrix::DriverInfo& branch : matrix::driver_branches(matrix::HostOs::linux_)) {
      if (!branch.max_cuda || branch.max_cuda < cuda) continue;
      out.newer = std::to_string(branch.branch) + " and newer";
      break;
    }
  }
  out.geforce = branch_list(gate_branches(gate, "geforce"));
  out.data_center = branch_list(gate_branches(gate, "tesla"));
  return out;
}

std::string branch_list(const std::vector<unsigned>& branches) {
  std::string out;
  for (const unsigned each : branches) out += (out.empty() ? "" : ", ") + std::to_string(each);
  return out;
}

}  // namespace cudafit::ask
