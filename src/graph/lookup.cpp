// Questions to the graph.

#include <algorithm>
#include <utility>

#include "graph/build.h"

namespace cudafit::graph {

std::string Graph::stage_label(int stage) const {
  return stage < 0 ? std::string() : facts.stages[static_cast<std::size_t>(stage)].label;
}

std::vector<const Need*> Graph::needs() const {
  std::vector<const Need*> out;
  for (const LibraryNeed& each : libraries) out.push_back(&each.need);
  for (const PythonNeed& each : pythons) out.push_back(&each.need);
  for (const CondaSolve& each : conda_solves) out.push_back(&each.need);
  for (const CondaBuildNeed& each : conda_builds) out.push_back(&each.need);
  for (const CondaFrozen& each : conda_frozen) out.push_back(&each.need);
  for (const CompilerNeed& each : compiler_needs) out.push_back(&each.need);
  for (const CudaMatch& each : cuda_matches) out.push_back(&each.need);
  for (const GpuListNeed& each : gpu_lists) out.push_back(&each.need);
  for (const RunCompilerNeed& each : run_compilers) out.push_back(&each.need);
  for (const CudnnClash& each : cudnn_clashes) out.push_back(&each.need);
  for (const CudnnLeft& each : cudnn_left) out.push_back(&each.need);
  for (const LinkedNeed& each : linked) out.push_back(&each.need);
  for (const SecondToolkit& each : second_toolkits) out.push_back(&each.need);
  for (const LostPackage& each : lost_packages) out.push_back(&each.need);
  for (const DriverNeed& each : driver_needs) out.push_back(&each.need);
  for (const GateNeed& each : gate_needs) out.push_back(&each.need);
  for (const GpuNeed& each : gpu_needs) out.push_back(&each.need);
  for (const TargetNeed& each : target_needs) out.push_back(&each.need);
  for (const NativeTarget& each : native_targets) out.push_back(&each.need);
  for (const BoundTarget& each : bound_targets) out.push_back(&each.need);
  for (const EndedGpu& each : ended_gpus) out.push_back(&each.need);
  for (const InstalledDriver& each : installed_drivers) out.push_back(&each.need);
  for (const ContainerNeed& each : container_needs) out.push_back(&each.need);
  for (const WheelNeed& each : torch.wheels) out.push_back(&each.need);
  for (const IndexNeed& each : torch.indexes) out.push_back(&each.need);
  for (const EndedNeed& each : torch.ended) out.push_back(&each.need);
  for (const CpuNeed& each : torch.cpu) out.push_back(&each.need);
  for (const TorchOverride& each : torch.overrides) out.push_back(&each.need);
  for (const PairNeed& each : torch.pairs) out.push_back(&each.need);
  for (const HeldChange& each : apt.held) out.push_back(&each.need);
  for (const CudnnChoice& each : apt.cudnn) out.push_back(&each.need);
  for (const UpgradeMove& each : apt.upgrades) out.push_back(&each.need);
  for (const AbsentPackage& each : apt.absent) out.push_back(&each.need);
  for (const SupportNeed& each : base_needs.support) out.push_back(&each.need);
  for (const PlatformNeed& each : base_needs.platforms) out.push_back(&each.need);
  for (const MuslNeed& each : base_needs.musl) out.push_back(&each.need);
  for (const WindowsNeed& each : base_needs.windows) out.push_back(&each.need);
  for (const JetsonNeed& each : base_needs.jetson) out.push_back(&each.need);
  for (const ExtraNeed& each : pairings.extras) out.push_back(&each.need);
  for (const ShadowNeed& each : pairings.shadows) out.push_back(&each.need);
  for (const RetiredNeed& each : pairings.retired) out.push_back(&each.need);
  for (const SplitBuild& each : pairings.split) out.push_back(&each.need);
  for (const ForeignWheel& each : pairings.foreign) out.push_back(&each.need);
  for (const NumpyNeed& each : pairings.numpy) out.push_back(&each.need);
  for (const ImageOverride& each : pairings.overrides) out.push_back(&each.need);
  for (const CudaDifference& each : pairings.differences) out.push_back(&each.need);
  return out;
}

const ImageNeed* Graph::base_image(int stage) const {
  if (stage < 0) return nullptr;
  const int image = bases[static_cast<std::size_t>(stage)].image;
  return image < 0 ? nullptr : &images[static_cast<std::size_t>(image)];
}

const facts::DeclaredImage* Graph::declared_base(int stage) const {
  if (stage < 0) return nullptr;
  const int declared = bases[static_cast<std::size_t>(stage)].declared;
  return declared < 0 ? nullptr : &facts.declared_images[static_cast<std::size_t>(declared)];
}

std::string Package::title() const {
  std::string out = name;
  if (!version.empty()) out += " " + version;
  if (!build.empty()) out += (version.empty() ? " " : "+") + build;
  return out;
}

namespace {

/// `where` is reached from `stage`: the stage itself, or the end of one below it.
facts::Position limit_in(const facts::Facts& facts, facts::Position where, int stage) {
  for (int at = where.stage; at >= 0; at = facts.stages[static_cast<std::size_t>(at)].parent) {
    if (at == stage) return at == where.stage ? where : facts::end_of(stage);
  }
  return {};
}

/// `envs/name` and `/opt/conda/envs/name`: conda's directory is known at one place only.
bool named_alike(std::string_view shorter, std::string_view path) {
  return shorter.starts_with("envs/") && path.size() > shorter.size() && path.ends_with(shorter) &&
         path[path.size() - shorter.size() - 1] == '/';
}

}  // namespace

// An environment made by the build may or may not see what the image brought. Where none is made,
// the one of the image is meant, even if its place is not known.
Known sees_image(const facts::Facts& facts, const facts::Environment& environment) {
  if (environment.known) {
    const bool own = environment.path.empty() || environment.path == "/opt/conda";
    return own ? Known::yes : Known::unknown;
  }
  const bool made =
      std::any_of(facts.provides.begin(), facts.provides.end(),
                  [](const facts::Provides& each) { return !each.environment.empty(); }) ||
      std::any_of(facts.conda_installs.begin(), facts.conda_installs.end(),
                  [](const facts::CondaInstall& each) { return each.creates; });
  return made ? Known::unknown : Known::yes;
}

Known same_environment(const facts::Environment& a, const facts::Environment& b) {
  if (!a.known || !b.known) return Known::unknown;
  if (a.conda && b.conda && (named_alike(a.path, b.path) || named_alike(b.path, a.path)))
    return Known::yes;
  return known(a == b);
}

bool came_before(const facts::Facts& facts, facts::Position at, facts::Position where) {
  for (int stage = where.stage; stage >= 0;
       stage = facts.stages[static_cast<std::size_t>(stage)].parent) {
    if (stage == at.stage) return stage != where.stage || at < where;
  }
  return false;
}

const facts::Opaque* Graph::opaque_between(facts::Position where, facts::Position until,
                                           bool system) const {
  for (const facts::Opaque& opaque : facts.opaques) {
    if (system ? !opaque.touches.system : !opaque.touches.packages) continue;
    const facts::Position limit = limit_in(facts, until, opaque.at.stage);
    if (limit.stage < 0 || !(opaque.at < limit)) continue;
    // Of a stage below `where`'s own, everything came before.
    if (opaque.at.stage == where.stage ? opaque.at < where
                                       : limit_in(facts, where, opaque.at.stage).stage >= 0) {
      continue;
    }
    return &opaque;
  }
  return nullptr;
}

void PackageIndex::update(const std::vector<Package>& packages) {
  for (; seen_ < packages.size(); ++seen_) {
    const Package& package = packages[seen_];
    const auto stage = static_cast<std::size_t>(package.at.stage);
    if (stage >= stages_.size()) stages_.resize(stage + 1);
    stages_[stage].all.push_back(seen_);
    stages_[stage].by_name[package.name].push_back(seen_);
  }
}

const PackageIndex::Indices& PackageIndex::of(int stage) const {
  static const Indices none;
  const auto index = static_cast<std::size_t>(stage);
  return index < stages_.size() ? stages_[index].all : none;
}

const PackageIndex::Indices& PackageIndex::of(int stage, std::string_view name) const {
  static const Indices none;
  const auto index = static_cast<std::size_t>(stage);
  if (index >= stages_.size()) return none;
  const auto found = stages_[index].by_name.find(name);
  return found == stages_[index].by_name.end() ? none : found->second;
}

PackageAnswer Graph::package(std::string_view name, facts::Position where,
                             const facts::Environment* environment) const {
  package_index.update(packages);
  PackageAnswer answer;
  for (int stage = where.stage; stage >= 0;
       stage = facts.stages[static_cast<std::size_t>(stage)].parent) {
    const facts::Position limit = stage == where.stage ? where : facts::end_of(stage);
    const PackageIndex::Indices& named = package_index.of(stage, name);
    for (auto at = named.rbegin(); at != named.rend(); ++at) {
      const Package* const each = &packages[*at];
      if (!(each->at < limit) && each->place != Place::image) continue;
      const Known same = environment == nullptr ? Known::yes
                         : each->place == Place::image
                             ? sees_image(facts, *environment)
                             : same_environment(*environment, each->environment);
      if (same == Known::no) continue;
      const bool certain = each->certainty == facts::Certainty::certain && same == Known::yes;
      if (each->removed) {
        answer.present = certain ? Known::no : Known::unknown;
      } else {
        answer.package = each;
        answer.present = certain ? Known::yes : Known::unknown;
      }
      return answer;
    }
  }
  return answer;
}

}  // namespace cudafit::graph
