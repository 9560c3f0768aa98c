#pragma once
// The extractors, one file each. Private to the facts room.

#include <string_view>

#include "facts/facts.h"

namespace cudafit::facts {

using document::Command;
using document::Document;
using document::Stage;
using document::Step;

class Fetches;             // downloads.h
struct CondaPip;           // conda_files.h
class PythonEnvironments;  // python_environment.h

/// FROM, COPY --from, RUN --mount=from: which images are wanted.
void images(const Document& document, Facts& out);
/// Global ARGs used in stages, ARGs named like variables of the base.
void variables(const Document& document, Facts& out);
/// `RUN export`, `RUN cd`.
void exports(const Document& document, Facts& out);
/// `ENV X=$(command)`.
void substitutions(const Document& document, Facts& out);
/// ` # words` behind arguments.
void comments(const Document& document, Facts& out);
/// `pip install pkg>=1.2`.
void specifiers(const Document& document, Facts& out);
/// NVIDIA's rotated apt key.
void apt_keys(const Document& document, Facts& out);
/// Commands that fail in a build because it has no GPU; after settings.
void gpu_use(const Document& document, Facts& out);

/// Every variable a command sees: ENV, ARG, exports, prefixes, what the base brings. First of all,
/// since others ask Facts::variable.
void settings(const Document& document, Facts& out);
/// conda, mamba, micromamba, with the files that the context holds. What these ask pip for is left
/// to pip_installs, in the order of positions.
std::vector<CondaPip> conda_installs(const Document& document, const document::Context& context,
                                     const Fetches& fetches, const PythonEnvironments& environments,
                                     Facts& out);
/// pip and uv, with the requirements files that the context holds.
void pip_installs(const Document& document, const document::Context& context,
                  const PythonEnvironments& environments, const std::vector<CondaPip>& sections,
                  Facts& out);
/// apt, dnf, yum, apk, zypper, dpkg and rpm.
void system_installs(const Document& document, const Fetches& fetches, Facts& out);
/// What apt holds, and where it takes packages from.
void package_sources(const Document& document, Facts& out);
/// CUDA builds of torch that pip installs in Windows images.
void windows_cuda(const Document& document, Facts& out);
/// Downloads that may be programs.
void fetched_programs(const Document& document, const Fetches& fetches, Facts& out);
/// NVIDIA's own installers.
void runfiles(const Document& document, const Fetches& fetches, Facts& out);
/// nvcc, cmake, setup.py and the like, with the architectures they name.
void compiles(const Document& document, Facts& out);
/// Programs that compilers link, with the libraries they name; after settings.
void program_links(const Document& document, Facts& out);
/// Which toolkits are named by their directories.
void toolkit_paths(const Document& document, Facts& out);
/// Programs that RUN, CMD, ENTRYPOINT and HEALTHCHECK start.
void programs(const Document& document, Facts& out);
/// In which environments those are found.
void program_environments(const Document& document, const PythonEnvironments& environments,
                          Facts& out);
/// COPY and ADD, from stages, images and the context.
void copies(const Document& document, Facts& out);
/// Files that tell the loader where to look, and stubs of libcuda it finds there.
void loader_directories(const Document& document, Facts& out);
/// Wishes for more than computing, scripts that start containers; after settings.
void container_uses(const Document& document, Facts& out);
/// What makes rules about containers silent; after system_installs and container_uses.
void doubts(const Document& document, Facts& out);
/// `ENV X=$env:Y`.
void powershell_variables(const Document& document, Facts& out);
/// What cannot be followed, and programs put in place by other means than packages.
void opaques(const Document& document, const Fetches& fetches, Facts& out);

/// Calls `visit(stage, step)` for every step of every stage that is built.
template <typename Visit>
void each_step(const Document& document, Visit visit) {
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    for (const Step& step : stage.steps) visit(stage, step);
  }
}

/// How the value of a variable was reached, for the chain of reasons.
Link reached(const document::Variable& variable);

/// Python's package installers: index of the first word behind `install`/`add`, 0 when the command
/// is none of them.
std::size_t install_arguments(const Command& command);

}  // namespace cudafit::facts
