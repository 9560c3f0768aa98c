// What the rows of a package that may compile CUDA code say of one installation: by what it does,
// by the wheels there are for the torch, CUDA and Python in force, by its variables and options.

#include "graph/extension_judge.h"

#include <algorithm>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/wheels.h"
#include "matrix/pip_packages.h"
#include "matrix/torch.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::PipInstall;
using matrix::Compiles;
using matrix::Extension;
using matrix::PrebuiltWheel;
using Source = ExtensionSource;

bool named_in(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& each) { return each == name || each == ":all:"; });
}

Known in_range(std::string_view range, const Source& source) {
  if (range.empty()) return Known::yes;
  const auto clauses = Specifiers::parse(range);
  if (!clauses) return Known::unknown;
  if (const auto version = PyVersion::parse(source.version); version && !source.version.empty())
    return known(clauses->contains(*version, true));
  return Known::unknown;
}

/// "2.0.1" is of the line "2.0".
bool of_line(std::string_view version, std::string_view line) {
  return version.starts_with(line) &&
         (version.size() == line.size() || version[line.size()] == '.');
}

Known of_torch(const PrebuiltWheel& row, const std::optional<Package>& torch) {
  if (!torch || torch->version.empty()) return Known::unknown;
  return known(std::any_of(row.torch.begin(), row.torch.end(),
                           [&](std::string_view line) { return of_line(torch->version, line); }));
}

Known of_cuda(const PrebuiltWheel& row, const std::optional<Package>& torch) {
  if (!torch || !torch->cuda) return Known::unknown;
  const std::string major = "cu" + std::to_string(torch->cuda.major());
  const std::string exact = major + std::to_string(torch->cuda.minor());
  return known(std::any_of(row.cudas.begin(), row.cudas.end(),
                           [&](std::string_view cuda) { return cuda == major || cuda == exact; }));
}

template <typename List>
Known among(const List& list, std::string_view value) {
  if (value.empty()) return Known::unknown;
  return known(std::find(list.begin(), list.end(), value) != list.end());
}

/// Judges one installation.
class Judge {
 public:
  Judge(const Graph& graph, ExtensionBuild& build, const PipInstall* install, Source source)
      : graph_(graph), build_(build), install_(install), source_(std::move(source)) {}

  /// The rows of the package; all that may hold must agree.
  void run(const std::vector<Extension>& rows) {
    bool first = true;
    for (const Extension& row : rows) {
      const Known compiles = compiled(row);
      const Known wants = wants_compiler(row, compiles);
      const Known out = left_out(row);
      const Known here = out == Known::yes                                 ? Known::no
                         : out == Known::unknown && compiles == Known::yes ? Known::unknown
                                                                           : compiles;
      const Known dropped = both(out, compiles);
      const auto agree = [&](Known& now, Known value) {
        now = first || now == value ? value : Known::unknown;
      };
      agree(build_.compiles, here);
      agree(build_.wants_nvcc, wanted_by(dropped, wants));
      agree(build_.left_out, dropped);
      if (!first && row.cuda_check != build_.row.cuda_check)
        build_.row.cuda_check = matrix::CudaCheck::unknown;
      if (!first && row.without_gpu != build_.row.without_gpu)
        build_.row.without_gpu = matrix::WithoutGpu::unknown;
      build_.weak = build_.weak || row.weak;
      first = false;
    }
    build_.asks_first = build_.compiles != Known::yes && build_.wants_nvcc == Known::yes;
  }

 private:
  Known any_true(const std::vector<std::string_view>& assignments) const {
    Known out = Known::no;
    for (const std::string_view each : assignments)
      out = either(out, assigned(graph_, build_.at, each));
    return out;
  }

  Known asked_for(const Extension& row) const {
    Known out = any_true(row.build_variables);
    if (!row.build_options.empty())
      out = either(out, option_given(graph_, build_.at, row.build_options));
    if (install_ != nullptr && build_.requirement >= 0) {
      const auto& extras =
          install_->requirements[static_cast<std::size_t>(build_.requirement)].requirement.extras;
      for (const std::string_view extra : row.build_extras) {
        if (std::find(extras.begin(), extras.end(), extra) != extras.end()) return Known::yes;
      }
    }
    return out;
  }

  /// Compiling CUDA is tried at all, as far as wheels and variables decide.
  Known compiled(const Extension& row) const {
    if (source_.from == Source::From::wheel) return Known::no;
    const Known skipped = any_true(row.skip_variables);
    if (skipped == Known::yes) return Known::no;
    const Known tried = compiled_unless_skipped(row);
    return skipped == Known::no ? tried : both(tried, Known::unknown);
  }

  Known compiled_unless_skipped(const Extension& row) const {
    const bool from_index = source_.from == Source::From::index;
    if (!from_index && row.source_compiles != Known::unknown) return row.source_compiles;
    if (from_index && row.pypi_is_other) return Known::no;
    switch (row.compiles) {
      case Compiles::unknown:
        return Known::unknown;
      case Compiles::never:
      case Compiles::when_used:
        return Known::no;
      case Compiles::always:
        return from_index ? from_sources(row) : Known::yes;
      case Compiles::only_from_source:
        if (!from_index) return Known::yes;
        return install_ != nullptr && named_in(install_->no_binary, row.name) ? Known::yes
                                                                              : Known::no;
      case Compiles::only_with_flags: {
        const Known asked = asked_for(row);
        return from_index && asked == Known::yes ? from_sources(row) : asked;
      }
      case Compiles::unless_prebuilt:
        if (asked_for(row) == Known::yes) return from_sources(row);
        return without_wheel(row);
    }
    return Known::unknown;
  }

  /// pip finds no wheel: only PyPI is asked, which has none.
  Known from_sources(const Extension& row) const {
    if (install_ == nullptr || source_.from != Source::From::index) return Known::yes;
    if (named_in(install_->only_binary, row.name)) return Known::no;
    if (install_->no_index || !install_->find_links.empty()) return Known::unknown;
    const IndexList indexes =
        build_.requirement < 0
            ? index_list(*install_)
            : index_list(*install_,
                         install_->requirements[static_cast<std::size_t>(build_.requirement)]);
    if (!indexes.complete) return Known::unknown;
    bool pypi = false;
    for (const Index& index : indexes.all) {
      if (index.kind == Index::Kind::pypi) {
        pypi = true;
      } else if (index.kind == Index::Kind::torch || index.kind == Index::Kind::torch_flat) {
        if (matrix::on_pytorch_index(row.name).mirrored != Known::no) return Known::unknown;
      } else {
        return Known::unknown;
      }
    }
    return pypi ? Known::yes : Known::unknown;
  }

  Known without_wheel(const Extension& row) const {
    const std::vector<std::string_view> ranges = matrix::prebuilt_ranges(row.name);
    const Known sources = from_sources(row);
    if (ranges.empty()) {
      // Wheels that are elsewhere are found where an option names the place.
      if (row.prebuilt_where.find("PyPI") != std::string_view::npos) return Known::unknown;
      return sources;
    }
    if (sources != Known::yes) return sources;
    return negate(covered(row.name, ranges));
  }

  /// A wheel its setup downloads fits. `ranges`: those of its wheels.
  Known covered(std::string_view package, const std::vector<std::string_view>& ranges) const {
    Known out = Known::no;
    bool described = false;
    const std::string python = install_ == nullptr ? std::string() : python_tag(graph_, *install_);
    const Platform platform = platform_of(graph_, build_.at.stage);
    for (const std::string_view range : ranges) {
      const Known fits = source_.version.empty() && source_.newest ? known(range == ranges.back())
                                                                   : in_range(range, source_);
      if (fits == Known::no) continue;
      described = true;
      for (const PrebuiltWheel& row : matrix::prebuilt_wheels(package, range)) {
        Known here = both(of_torch(row, build_.torch), of_cuda(row, build_.torch));
        here = both(here, among(row.pythons, python));
        here = both(here, among(row.platforms, platform.name));
        out = either(out, both(fits, here));
        if (here == Known::no && !row.complete) out = either(out, Known::unknown);
      }
    }
    return described ? out : Known::unknown;
  }

  Known wants_compiler(const Extension& row, Known compiles) const {
    if (source_.from == Source::From::wheel || any_true(row.skip_variables) == Known::yes)
      return Known::no;
    const bool source = source_.from != Source::From::index || from_sources(row) == Known::yes;
    // Its sources are read before its setup looks for a wheel.
    if (row.metadata_needs_cuda_home && source && row.compiles != Compiles::only_with_flags &&
        any_true(row.skip_variables) == Known::no) {
      return Known::yes;
    }
    // What CMake builds goes on without CUDA, or for another device, unless it is asked otherwise.
    if (!row.python_extension && row.build_options.empty())
      return compiles == Known::no ? Known::no : Known::unknown;
    // Only llama.cpp's present switch gives up where there is no toolkit.
    if (!row.python_extension && !row.build_options.empty())
      return both(compiles,
                  option_given(graph_, build_.at, {"-DGGML_CUDA=on", "-DGGML_CUDA=1"}) == Known::yes
                      ? Known::yes
                      : Known::unknown);
    if (row.needs_headers_at_build == Known::yes || row.needs_nvcc_at_build == Known::yes)
      return compiles;
    return compiles == Known::no ? Known::no : Known::unknown;
  }

  /// What is left out wants no compiler, and what may be left out only may.
  static Known wanted_by(Known dropped, Known wants) {
    if (dropped == Known::yes || wants == Known::no) return Known::no;
    return dropped == Known::unknown ? Known::unknown : wants;
  }

  /// Its setup leaves the CUDA code out where it sees no GPU, and nothing says otherwise.
  Known left_out(const Extension& row) const {
    if (row.without_gpu != matrix::WithoutGpu::silent_cpu) return Known::no;
    Known forced = Known::no;
    if (!row.force_variable.empty())
      forced = either(forced, truthy(graph_, build_.at, row.force_variable));
    if (!row.build_options.empty())
      forced = either(forced, option_given(graph_, build_.at, row.build_options));
    // Setups without a variable for it take a list of architectures for a wish.
    if (row.force_variable.empty() && !row.arch_variable.empty())
      forced = either(forced, truthy(graph_, build_.at, row.arch_variable));
    return negate(forced);
  }

  const Graph& graph_;
  ExtensionBuild& build_;
  const PipInstall* install_;
  Source source_;
};

}  // namespace

std::vector<Extension> rows_for(std::vector<Extension> rows, const Source& source) {
  if (source.version.empty() && source.newest && !rows.empty()) {
    rows.resize(1);
    return rows;
  }
  std::vector<Extension> out;
  for (Extension& row : rows) {
    const Known fits = in_range(row.range, source);
    if (fits == Known::no) continue;
    out.push_back(std::move(row));
    if (fits == Known::yes) break;
  }
  return out;
}

void judge_extension(const Graph& graph, const std::vector<Extension>& rows, const Source& source,
                     const PipInstall* install, ExtensionBuild& build) {
  Judge(graph, build, install, source).run(rows);
}

}  // namespace cudafit::graph
