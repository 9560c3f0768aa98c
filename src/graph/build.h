#pragma once
// The steps of connect(), one file each. Private to the graph room.

#include "graph/graph.h"

namespace cudafit::graph {

/// Image needs.
void judge_images(Graph& graph);
/// What the image at the bottom of each stage brings.
void find_bases(Graph& graph);
/// Keys of NVIDIA's apt repositories that are not the right ones, or not there.
void judge_keys(Graph& graph);
/// "corp/base brings torch 2.4.1+cu124 (.cudafit.toml:13)".
Note brought_note(const std::string& image, const facts::Brought& said, Span from);
/// What the containers of each stage start.
void find_starts(Graph& graph);
/// One of NVIDIA's installers is only asked or unpacked.
bool installs_nothing(const facts::Runfile& runfile);
/// It is told a directory of its own to put the toolkit in.
bool has_own_directory(const facts::Runfile& runfile);
/// What is present when.
void fill_timeline(Graph& graph);
/// Which Python packages end up installed, and which wheels were chosen.
void fill_packages(Graph& graph);
/// Which installations compile CUDA code, against which torch.
void find_extension_builds(Graph& graph);
/// Compilers, their versions and lists of GPUs that builds want.
void judge_toolchain(Graph& graph);
/// The nvcc that runs at `at` may be of another toolkit than the stage's: a mount or a path leads
/// to it, or something that is not followed may have replaced it.
bool another_toolkit(const Graph& graph, facts::Position at);
/// What the packages of the system's package managers bring; after find_bases.
void find_system_packages(Graph& graph);
/// Compilers that shipped stages want when they run.
void judge_shipped_toolchain(Graph& graph);
/// Two cuDNNs in one stage, and what is compiled with one and shipped without; before
/// find_spare_cuda.
void judge_cudnn(Graph& graph);
/// Programs that are started where a library they are linked with is missing.
void judge_linked(Graph& graph);
/// Parts of CUDA that shipped stages carry for nothing.
void find_spare_cuda(Graph& graph);
/// Toolkits that are installed over another one.
void find_second_toolkits(Graph& graph);
/// Packages that are started in a stage and installed in another.
void find_lost_packages(Graph& graph);
/// A package of that name may have to do with CUDA. Nothing else in a distribution depends on a
/// compiler for CUDA or on cuDNN.
bool may_bring_cuda(std::string_view package);
/// What product stages load of CUDA, and for which GPUs it has code.
void find_cuda_uses(Graph& graph);
/// Whether the declared hosts' drivers are new enough for it.
void judge_drivers(Graph& graph);
/// Whether NVIDIA_REQUIRE_CUDA lets them through; after judge_drivers, which goes before.
void judge_gates(Graph& graph);
/// Whether their GPUs have code made for them; after judge_drivers.
void judge_gpu_code(Graph& graph);
/// Whether compilers know the architectures they are asked for.
void judge_targets(Graph& graph);
/// Declared GPUs that newer drivers and toolkits leave out; after find_cuda_uses.
void find_ended_gpus(Graph& graph);
/// Drivers installed into what is shipped.
void find_installed_drivers(Graph& graph);
/// A package of NVIDIA's container toolkit, which hosts use to start containers.
bool container_tool(std::string_view package);
/// Packages that apt cannot install, or installs for another CUDA.
void judge_apt(Graph& graph);
/// Base images that are out of support, lack a platform or cannot run what is installed; after
/// judge_torch_wheels, which goes before.
void judge_bases(Graph& graph);
/// What stages need of a host, where none is declared.
void find_host_ranges(Graph& graph);

/// As the matrix names package managers; empty for other tools.
std::string_view manager_name(facts::Installer tool);
/// Indexes of torch that do not exist or get no releases any more.
void judge_torch_indexes(Graph& graph);
/// Nightly indexes that are empty, and backends that the machine that builds decides.
void judge_moving_indexes(Graph& graph);
/// Packages whose setup imports a torch that it cannot see; after find_extension_builds.
void judge_hidden_torch(Graph& graph);
/// Requirements that no index satisfies.
void judge_torch_wheels(Graph& graph);
/// CPU builds where a GPU is asked for, and a torch that is replaced.
void judge_torch_builds(Graph& graph);
/// Companions of torch.
void judge_torch_pairs(Graph& graph);
/// Requirements that bring something else than they say, and images that were given up.
void judge_package_slips(Graph& graph);
/// What was built for another torch or another CUDA than it meets; after judge_torch_builds.
void judge_builds(Graph& graph);
/// torch and the NumPy it meets.
void judge_numpy(Graph& graph);
void judge_services(Graph& graph);
/// torch's CUDA and the image's, where both are used; after find_cuda_uses.
void compare_cudas(Graph& graph);

/// Everything the command asks for may be there already, so that it asks no index.
bool may_be_satisfied(const Graph& graph, std::size_t pip_install);

/// Something else in the command may decide which torch that requirement of torch gets: a package
/// that needs torch, a constraint.
bool torch_held_in_command(const facts::PipInstall& install, std::size_t requirement);
/// A torch may be there before the command that the data do not know, and that would do.
bool torch_may_be_there(const Graph& graph, const facts::PipInstall& install);

/// `at` is in the stage of `where` or below it, and comes before `where`.
bool came_before(const facts::Facts& facts, facts::Position at, facts::Position where);
/// Whether the two are the same set of packages.
Known same_environment(const facts::Environment& a, const facts::Environment& b);
/// Whether what the base image brought is in the environment.
Known sees_image(const facts::Facts& facts, const facts::Environment& environment);

/// How the name of the image was reached.
inline void add_how(const Graph& graph, const ImageNeed& need, std::vector<Note>& out) {
  for (const facts::Link& link : graph.fact_of(need).how)
    out.push_back({link.words, link.span, {}});
}
/// "Ubuntu 24.04": the system of an image, for people.
std::string system_title(const matrix::ImageContents& has);
/// The torch that the command pins, without a local version; empty when it pins none.
std::string pinned_torch(const facts::PipInstall& install);

/// A note without a place.
inline Note says(std::string words, const matrix::Citation& source) {
  return {std::move(words), {}, source.text()};
}
/// A note at a place.
inline Note shows(std::string words, Span span) { return {std::move(words), span, {}}; }

}  // namespace cudafit::graph
