// Which installations compile CUDA code: by what the package does, by the wheels there are for the
// torch, CUDA and Python in force, by its variables and options.

#include <algorithm>

#include "graph/assignments.h"
#include "graph/build.h"
#include "graph/shipping.h"
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
using Kind = read::Requirement::Kind;

/// How a package is asked for.
struct Source {
  enum class From : std::uint8_t { index, archive, repository, wheel, elsewhere } from;
  std::string version;  ///< empty: not known
  bool newest = false;  ///< whatever is newest
};

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

/// The rows that may hold; the first is the newest release's.
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
    const std::vector<PrebuiltWheel> wheels = matrix::prebuilt_wheels(row.name);
    const Known sources = from_sources(row);
    if (wheels.empty()) {
      // Wheels that are elsewhere are found where an option names the place.
      if (row.prebuilt_where.find("PyPI") != std::string_view::npos) return Known::unknown;
      return sources;
    }
    if (sources != Known::yes) return sources;
    return negate(covered(wheels));
  }

  /// A wheel its setup downloads fits.
  Known covered(const std::vector<PrebuiltWheel>& wheels) const {
    Source source = source_;
    // The last row is of the newest release.
    const std::string_view newest = wheels.back().range;
    Known out = Known::no;
    bool described = false;
    const std::string python = install_ == nullptr ? std::string() : python_tag(graph_, *install_);
    for (const PrebuiltWheel& row : wheels) {
      const Known fits = source.version.empty() && source.newest ? known(row.range == newest)
                                                                 : in_range(row.range, source);
      if (fits == Known::no) continue;
      described = true;
      Known here = both(of_torch(row, build_.torch), of_cuda(row, build_.torch));
      here = both(here, among(row.pythons, python));
      const Platform platform = platform_of(graph_, build_.at.stage);
      here = both(here, among(row.platforms, platform.name));
      out = either(out, both(fits, here));
      if (here == Known::no && !row.complete) out = either(out, Known::unknown);
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

facts::Position behind(facts::Position at) { return {at.stage, at.step, at.command + 1}; }

/// Something that is not known whole may have installed another torch.
bool perhaps_replaced(const Graph& graph, const Package& torch, facts::Position at) {
  if (graph.opaque_between(torch.at, at, false) != nullptr) return true;
  const std::vector<int> chain = chain_of(graph, at.stage);
  const auto between = [&](const auto& install) {
    if (install.complete || !graph::among(chain, install.at.stage)) return false;
    if (install.at.stage == at.stage && install.at > at) return false;
    // What nothing pins may have been there already, in whatever version.
    if (torch.assumed) return true;
    return install.at.stage == torch.at.stage
               ? install.at > torch.at
               : !graph::among(chain_of(graph, torch.at.stage), install.at.stage);
  };
  return std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(), between) ||
         std::any_of(graph.facts.conda_installs.begin(), graph.facts.conda_installs.end(), between);
}

/// The torch that the package is compiled against.
void find_torch(const Graph& graph, const PipInstall* install, ExtensionBuild& build) {
  if (install != nullptr && install->isolates(build.row.name) &&
      build.row.isolation_builds_against_newest_torch) {
    build.isolated = true;
    const auto newest = matrix::newest_torch("", python_tag(graph, *install),
                                             platform_of(graph, build.at.stage).name);
    // pip looks at the same indexes for what a build wants.
    const IndexList indexes = index_list(*install);
    const bool plain = indexes.complete && indexes.all.size() == 1 &&
                       indexes.all.front().kind == Index::Kind::pypi;
    if (!newest || !plain) return;
    Package torch;
    torch.name = "torch";
    torch.version = newest->torch;
    torch.build = newest->variant;
    torch.cuda = newest->cuda;
    torch.gpu = known(static_cast<bool>(newest->cuda));
    torch.assumed = true;
    torch.as_of = matrix::data_date();
    torch.weak = newest->weak;
    torch.because.push_back(
        says("pip builds it in an environment of its own, with the newest torch of PyPI: " +
                 torch.title() + " on " + std::string(torch.as_of),
             newest->source));
    build.torch = std::move(torch);
    return;
  }
  const PackageAnswer torch = graph.package("torch", behind(build.at),
                                            install == nullptr ? nullptr : &install->environment);
  if (torch.present == Known::yes && !perhaps_replaced(graph, *torch.package, build.at))
    build.torch = *torch.package;
}

/// `v2.5.8` names a release; a commit or a branch does not.
std::string version_of_ref(std::string_view ref) {
  if (ref.starts_with('v') || ref.starts_with('V')) ref.remove_prefix(1);
  if (ref.find('.') == std::string_view::npos) return {};
  const auto version = PyVersion::parse(ref);
  return version ? version->text() : std::string();
}

void add(Graph& graph, std::vector<Extension> rows, ExtensionBuild build, const PipInstall* install,
         const Source& source) {
  rows = rows_for(std::move(rows), source);
  if (rows.empty()) return;
  build.version = source.version;
  build.row = rows.front();
  if (build.title.empty())
    build.title =
        std::string(build.row.name) + (source.version.empty() ? "" : " " + source.version);
  find_torch(graph, install, build);
  // A torch without CUDA, or of another maker, compiles none.
  const bool other =
      build.torch && (build.torch->gpu == Known::no || build.torch->build.starts_with("rocm") ||
                      build.torch->build.starts_with("xpu"));
  if (!other || !build.row.needs_torch_at_build) {
    Judge(graph, build, install, source).run(rows);
  }
  // What uv is told of its build may change everything.
  const auto tuned = [&](const std::string& name) {
    return name == build.row.name || name == ":all:";
  };
  if (install != nullptr && std::any_of(install->tuned.begin(), install->tuned.end(), tuned))
    build.compiles = build.wants_nvcc = build.left_out = Known::unknown;
  graph.extension_builds.push_back(std::move(build));
}

/// Something before may have installed it already.
bool perhaps_there(const Graph& graph, const PipInstall& install, std::string_view name) {
  if (install.upgrade || install.force_reinstall) return false;
  const PackageAnswer there = graph.package(name, install.at, &install.environment);
  return there.package != nullptr;
}

void by_pip(Graph& graph, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[index];
  if (install.dry_run) return;
  for (std::size_t i = 0; i < install.requirements.size(); ++i) {
    const facts::Asked& asked = install.requirements[i];
    const read::Requirement& wanted = asked.requirement;
    if (asked.applies == Known::no || !wanted.known) continue;
    std::vector<Extension> rows;
    Source source{.from = Source::From::index, .version = {}};
    switch (wanted.kind) {
      case Kind::named: {
        rows = matrix::find_extension(wanted.name);
        if (const auto exact = wanted.specifiers.exact()) {
          source.version = exact->public_version().text();
        } else {
          // The newest, unless a clause or a constraint keeps it lower.
          source.newest = std::all_of(
              wanted.specifiers.all.begin(), wanted.specifiers.all.end(), [](const Specifier& s) {
                return s.op == Specifier::Op::greater_equal || s.op == Specifier::Op::greater;
              });
          for (const facts::Asked& constraint : install.constraints)
            source.newest = source.newest && constraint.requirement.name != wanted.name;
        }
        break;
      }
      case Kind::vcs:
        // Another project inside the repository compiles something else.
        if (!wanted.subdirectory.empty()) continue;
        rows = matrix::find_extension_by_repository(wanted.url.value);
        source.from = Source::From::repository;
        source.version = version_of_ref(wanted.vcs_ref);
        source.newest = wanted.vcs_ref.empty();
        break;
      case Kind::url:
      case Kind::archive_or_wheel_path:
        rows = wanted.kind == Kind::url ? matrix::find_extension_by_repository(wanted.url.value)
                                        : std::vector<Extension>();
        if (rows.empty() && !wanted.name.empty()) rows = matrix::find_extension(wanted.name);
        source.from = wanted.wheel ? Source::From::wheel : Source::From::archive;
        if (wanted.wheel) source.version = wanted.wheel->version.public_version().text();
        break;
      case Kind::directory:
      case Kind::unknown:
        continue;
    }
    if (rows.empty()) continue;
    ExtensionBuild build;
    build.at = install.at;
    build.install = static_cast<int>(index);
    build.requirement = static_cast<int>(i);
    build.span = asked.span;
    build.certainty = asked.applies == Known::yes && !perhaps_there(graph, install, rows[0].name)
                          ? install.certainty
                          : facts::Certainty::possible;
    // Where it is only packed or fetched, what happens is not known.
    if (install.elsewhere) build.certainty = facts::Certainty::possible;
    for (const facts::Link& link : asked.how) build.because.push_back(shows(link.words, link.span));
    add(graph, std::move(rows), std::move(build), &install, source);
  }
}

/// What torch's tools do for a setup.py that asks for a GPU; false where a word other than 1
/// decides.
bool left_out_unless(const Graph& graph, const facts::Compile& compile,
                     std::vector<Extension>& rows) {
  const facts::VariableAnswer answer = build_variable(graph, compile.at, compile.forced_by);
  for (Extension& row : rows) {
    row.without_gpu = matrix::WithoutGpu::silent_cpu;
    row.force_variable = compile.forced_by;
  }
  return answer.set == Known::no || (answer.value() != nullptr && answer.value()->value == "1");
}

void by_setup(Graph& graph, std::size_t index) {
  const facts::Compile& compile = graph.facts.compiles[index];
  const bool setup = compile.kind == facts::CompileKind::setup;
  if (!setup && compile.kind != facts::CompileKind::source) return;
  // `#subdirectory=`: another project inside the repository.
  if (compile.origin.find('#') != std::string::npos) return;
  std::vector<Extension> rows = matrix::find_extension_by_repository(compile.origin);
  // A project of the build context: what torch's tools do is known.
  const bool forced = !compile.forced_by.empty();
  const bool own = rows.empty() && (compile.project == Known::yes || forced);
  if (own) rows = matrix::find_extension("torch-cpp-extension");
  if (rows.empty()) return;
  if (own && forced && !left_out_unless(graph, compile, rows)) return;
  for (const ExtensionBuild& other : graph.extension_builds) {
    if (other.at == compile.at && other.row.name == rows[0].name) return;
  }
  ExtensionBuild build;
  build.at = compile.at;
  build.compile = static_cast<int>(index);
  build.span = compile.span;
  build.certainty = compile.certainty;
  for (const facts::Link& link : compile.how) build.because.push_back(shows(link.words, link.span));
  const PipInstall* install = nullptr;
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    if (graph.facts.pip_installs[i].at != compile.at) continue;
    install = &graph.facts.pip_installs[i];
    build.install = static_cast<int>(i);
  }
  if (own) {
    build.title = "the project's setup.py";
    // Other makers' torch has other tools behind the same names.
    const PackageAnswer torch = graph.package("torch", behind(build.at),
                                              install == nullptr ? nullptr : &install->environment);
    if (torch.present != Known::yes || torch.package->gpu != Known::yes) return;
  }
  // Which of its versions was checked out is not followed.
  add(graph, std::move(rows), std::move(build), install,
      {.from = Source::From::repository, .version = {}});
}

}  // namespace

void find_extension_builds(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) by_pip(graph, i);
  for (std::size_t i = 0; i < graph.facts.compiles.size(); ++i) by_setup(graph, i);
}

}  // namespace cudafit::graph
