#pragma once
// NVIDIA_REQUIRE_CUDA: what an image demands of the host before a container of it is started. Only
// the legacy container hook asks; CDI does not.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/driver.h"
#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

struct GateCondition {
  enum class Property : std::uint8_t { cuda, driver, brand, arch };
  enum class Operator : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };
  Property property = Property::cuda;
  Operator op = Operator::greater_equal;
  Version version;   ///< of cuda, driver, arch
  std::string word;  ///< of brand, in lower case
};

/// All of these have to hold.
struct GateClause {
  std::vector<GateCondition> all;
};

/// One of the clauses has to hold; a gate without clauses lets everything through.
struct Gate {
  std::vector<GateClause> any;
  bool valid = true;  ///< false: some condition cannot be read, nothing is known
  std::string first;  ///< the first clause as written: what the error message quotes
  Citation source;    ///< empty where it was parsed from a text
  bool weak = false;
};

/// Spaces separate alternatives, commas conditions that hold together; properties cuda, driver,
/// brand, arch; operators = != < <= > >=. Never fails: see Gate::valid.
Gate parse_gate(std::string_view require);

/// The gate of nvidia/cuda images of a release. `arch` "amd64" or "arm64"; `os` as tags write it
/// ("ubuntu22.04"). Without `os`: only where all systems of that release have the same gate.
/// Nothing when it is not known, as for every release newer than the mirrors.
std::optional<Gate> image_gate(Version cuda_release, std::string_view arch,
                               std::string_view os = {});

/// What is known of the host; versions without parts and empty texts are unknown.
struct HostFacts {
  Version driver;  ///< one number: a bare branch
  HostOs os = HostOs::linux_;
  Version cuda;       ///< that the driver supports; without it, the driver's branch tells
  std::string brand;  ///< as NVML names it: "geforce", "tesla", "nvidia" (Gpu::brand)
  Version cc;         ///< compute capability
};
/// yes: the container starts; no: "unsatisfied condition"; unknown: the facts do not decide.
Known passes(const Gate& gate, const HostFacts& host);

/// The lowest CUDA whose drivers pass whatever the brand: 12.6 of "cuda>=12.6 brand=...". No parts
/// when the gate has none.
Version gate_cuda(const Gate& gate);
/// The driver from `floor` on from which all pass, whatever the brand: the floor itself, or a bare
/// branch. No parts when the newest known branch does not.
Version gate_driver(const Gate& gate, Version floor);
/// Branches from that of `floor` on, below `from`, that pass all the same, whatever the brand.
std::vector<unsigned> gate_older(const Gate& gate, Version floor, Version from);
/// Older driver branches that pass for a brand, rising: 470, 535, 550.
std::vector<unsigned> gate_branches(const Gate& gate, std::string_view brand);

}  // namespace cudafit::matrix
