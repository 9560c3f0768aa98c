#include "matrix/gate.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "matrix/rows.h"
#include "matrix/shapes_driver.h"
#include "terms/ascii.h"

namespace cudafit::matrix {
namespace {

using Property = GateCondition::Property;
using Operator = GateCondition::Operator;

/// Calls `each` with the pieces of `text` between separators, empty ones left out.
template <typename Each>
void split(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end) each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::optional<GateCondition> parse_condition(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Property>, 4> properties = {
      {{"cuda", Property::cuda},
       {"driver", Property::driver},
       {"brand", Property::brand},
       {"arch", Property::arch}}};
  // Longer operators first: >= begins with >.
  constexpr std::array<std::pair<std::string_view, Operator>, 6> operators = {
      {{"!=", Operator::unequal},
       {"<=", Operator::less_equal},
       {">=", Operator::greater_equal},
       {"=", Operator::equal},
       {"<", Operator::less},
       {">", Operator::greater}}};
  GateCondition out;
  const std::string name = ascii::lowered(text.substr(0, text.find_first_of("=!<>")));
  const auto property = std::find_if(properties.begin(), properties.end(),
                                     [&](const auto& p) { return p.first == name; });
  if (property == properties.end()) return std::nullopt;
  out.property = property->second;
  text.remove_prefix(name.size());
  const auto op = std::find_if(operators.begin(), operators.end(),
                               [&](const auto& o) { return text.starts_with(o.first); });
  if (op == operators.end()) return std::nullopt;
  out.op = op->second;
  text.remove_prefix(op->first.size());
  if (out.property == Property::brand) {
    if (text.empty() || (out.op != Operator::equal && out.op != Operator::unequal))
      return std::nullopt;
    out.word = ascii::lowered(text);
    return out;
  }
  const std::optional<Version> version = Version::parse(text);
  if (!version) return std::nullopt;
  out.version = *version;
  return out;
}

bool compare(const Version& host, Operator op, const Version& wanted) {
  switch (op) {
    case Operator::equal:
      return host == wanted;
    case Operator::unequal:
      return host != wanted;
    case Operator::less:
      return host < wanted;
    case Operator::less_equal:
      return host <= wanted;
    case Operator::greater:
      return host > wanted;
    case Operator::greater_equal:
      return host >= wanted;
  }
  return false;
}

/// Some release of a branch against a condition: known where the whole branch agrees.
Known compare_branch(std::uint32_t branch, Operator op, const Version& wanted) {
  if (wanted.major() != branch) {
    const Version some{.number = {branch, 0, 0, 0}, .parts = 1};
    return known(compare(some, op, wanted));
  }
  const Version first{.number = {branch, 0, 0, 0}, .parts = 1};
  if (wanted == first && op == Operator::greater_equal) return Known::yes;
  if (wanted == first && op == Operator::less) return Known::no;
  return Known::unknown;
}

Known holds(const GateCondition& condition, const HostFacts& host, std::string_view brand) {
  switch (condition.property) {
    case Property::cuda:
      return host.cuda ? known(compare(host.cuda, condition.op, condition.version))
                       : Known::unknown;
    case Property::driver:
      if (!host.driver) return Known::unknown;
      return host.driver.parts == 1
                 ? compare_branch(host.driver.major(), condition.op, condition.version)
                 : known(compare(host.driver, condition.op, condition.version));
    case Property::arch:
      return host.cc ? known(compare(host.cc, condition.op, condition.version)) : Known::unknown;
    case Property::brand:
      if (brand.empty()) return Known::unknown;
      return known((condition.word == brand) == (condition.op == Operator::equal));
  }
  return Known::unknown;
}

Known judge(const Gate& gate, const HostFacts& host, std::string_view brand) {
  Known out = Known::no;
  for (const GateClause& clause : gate.any) {
    Known all = Known::yes;
    for (const GateCondition& condition : clause.all)
      all = both(all, holds(condition, host, brand));
    out = either(out, all);
  }
  return out;
}

/// Brands every libnvidia-container names; to older ones all others are "unknown".
bool named_by_all(std::string_view brand) {
  constexpr std::array<std::string_view, 6> old = {"quadro", "tesla",   "nvs",
                                                   "grid",   "geforce", "titan"};
  return std::find(old.begin(), old.end(), brand) != old.end();
}

GateCondition driver_condition(Operator op, const Version& version) {
  return {.property = Property::driver, .op = op, .version = version, .word = {}};
}

/// The clauses of one row of the table.
void add_clauses(const Row<shapes::image_gate>& row, Gate& gate) {
  std::vector<std::string_view> brands = row.texts("brands");
  if (brands.empty()) brands.emplace_back();
  const auto add = [&](std::string_view brand, std::vector<GateCondition> range) {
    GateClause clause;
    if (!brand.empty()) {
      clause.all.push_back({.property = Property::brand,
                            .op = Operator::equal,
                            .version = {},
                            .word = std::string(brand)});
    }
    clause.all.insert(clause.all.end(), range.begin(), range.end());
    gate.any.push_back(std::move(clause));
  };
  for (const std::string_view brand : brands) {
    for (const Version& branch : row.versions("branches")) {
      Version next = branch;
      ++next.number[0];
      add(brand, {driver_condition(Operator::greater_equal, branch),
                  driver_condition(Operator::less, next)});
    }
    if (row.version("from"))
      add(brand, {driver_condition(Operator::greater_equal, row.version("from"))});
  }
}

bool for_platform(const std::vector<std::string_view>& platforms, std::string_view os,
                  std::string_view arch) {
  return std::any_of(platforms.begin(), platforms.end(), [&](std::string_view platform) {
    const std::size_t slash = platform.find('/');
    return platform.substr(slash + 1) == arch && (os.empty() || platform.substr(0, slash) == os);
  });
}

}  // namespace

Gate parse_gate(std::string_view require) {
  Gate out;
  split(require, ' ', [&](std::string_view alternative) {
    if (out.first.empty()) out.first = alternative;
    GateClause clause;
    split(alternative, ',', [&](std::string_view text) {
      std::optional<GateCondition> condition = parse_condition(text);
      if (!condition) {
        out.valid = false;
      } else {
        clause.all.push_back(std::move(*condition));
      }
    });
    if (!clause.all.empty()) out.any.push_back(std::move(clause));
  });
  return out;
}

std::optional<Gate> image_gate(Version cuda_release, std::string_view arch, std::string_view os) {
  if (cuda_release.parts < 2) return std::nullopt;
  const Rows<shapes::image_gate> release = rows<shapes::image_gate>().find(cuda_release);
  std::set<std::uint32_t> sets;
  for (const auto row : release) {
    if (for_platform(row.texts("platforms"), os, arch)) sets.insert(row.number("set").value_or(0));
  }
  if (sets.size() != 1) return std::nullopt;
  Gate out;
  for (const auto row : release.find(cuda_release, *sets.begin())) {
    if (out.any.empty()) {
      out.first = "cuda>=" + row.version("cuda_at_least").text();
      out.any.push_back({{{.property = Property::cuda,
                           .op = Operator::greater_equal,
                           .version = row.version("cuda_at_least"),
                           .word = {}}}});
      out.source = row.source();
      out.weak = row.weak();
    }
    add_clauses(row, out);
  }
  return out;
}

Known passes(const Gate& gate, const HostFacts& facts) {
  if (!gate.valid) return Known::unknown;
  if (gate.any.empty()) return Known::yes;
  HostFacts host = facts;
  if (!host.cuda) {
    const std::optional<DriverInfo> branch = driver(host.driver, host.os);
    if (branch && !branch->weak) host.cuda = branch->max_cuda;
  }
  const std::string brand = ascii::lowered(host.brand);
  const Known named = judge(gate, host, brand);
  if (brand.empty() || named_by_all(brand)) return named;
  return judge(gate, host, "unknown") == named ? named : Known::unknown;
}

Version gate_cuda(const Gate& gate) {
  Version lowest;
  for (const GateClause& clause : gate.any) {
    if (clause.all.size() != 1) continue;
    const GateCondition& condition = clause.all.front();
    if (condition.property != Property::cuda || condition.op != Operator::greater_equal) continue;
    if (!lowest || condition.version < lowest) lowest = condition.version;
  }
  return lowest;
}

namespace {

/// Of a driver under Linux, whatever the GPU's brand.
Known passes_all(const Gate& gate, Version version) {
  HostFacts host{.driver = version, .os = HostOs::linux_, .cuda = {}, .brand = {}, .cc = {}};
  if (const auto branch = driver(version, host.os); branch && !branch->weak)
    host.cuda = branch->max_cuda;
  Known out = Known::yes;
  for (const std::string_view brand : shapes::brand_words) {
    host.brand = brand;
    out = both(out, passes(gate, host));
    if (out == Known::no) return out;
  }
  return out;
}

Version bare(unsigned branch) { return {.number = {branch, 0, 0, 0}, .parts = 1}; }

}  // namespace

Version gate_driver(const Gate& gate, Version floor) {
  Version first;
  const std::vector<DriverInfo> branches = driver_branches(HostOs::linux_);
  for (auto at = branches.rbegin(); at != branches.rend() && at->branch > floor.major(); ++at) {
    const Known passed = passes_all(gate, bare(at->branch));
    if (passed == Known::no) return first;
    if (passed == Known::yes) first = bare(at->branch);
  }
  return passes_all(gate, floor) == Known::yes ? floor : first;
}

std::vector<unsigned> gate_older(const Gate& gate, Version floor, Version from) {
  std::vector<unsigned> out;
  for (const DriverInfo& info : driver_branches(HostOs::linux_)) {
    if (info.branch >= floor.major() && info.branch < from.major() &&
        passes_all(gate, bare(info.branch)) == Known::yes)
      out.push_back(info.branch);
  }
  return out;
}

std::vector<unsigned> gate_branches(const Gate& gate, std::string_view brand) {
  std::set<unsigned> out;
  for (const GateClause& clause : gate.any) {
    std::optional<unsigned> branch;
    bool fits = true;
    for (const GateCondition& condition : clause.all) {
      if (condition.property == Property::brand) {
        fits = fits && condition.op == Operator::equal &&
               (condition.word == brand || (!named_by_all(brand) && condition.word == "unknown"));
      } else if (condition.property == Property::driver) {
        if (condition.op == Operator::greater_equal) branch = condition.version.major();
      } else {
        fits = false;
      }
    }
    if (fits && branch) out.insert(*branch);
  }
  return {out.begin(), out.end()};
}

}  // namespace cudafit::matrix
