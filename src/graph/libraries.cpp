#include "graph/libraries.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "graph/brought_cudnn.h"
#include "graph/build.h"
#include "graph/container.h"
#include "graph/installed.h"
#include "graph/library_fits.h"
#include "graph/wishes.h"
#include "matrix/library_names.h"

namespace cudafit::graph {

namespace {

using matrix::LibsFrom;
using matrix::PipPackage;

/// NVIDIA's wheels come as its dependencies, or may, where its version is not known:
/// numba-cuda[cu12].
bool may_bring_wheels(const Graph& graph, const Package& package) {
  if (const std::optional<PipPackage> row = pip_row(graph, package))
    return row->libs_from == LibsFrom::nvidia_wheels;
  if (package.place != Place::pip || package.install < 0 || package.requirement < 0) return false;
  const std::vector<std::string>& extras =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
          .requirements[static_cast<std::size_t>(package.requirement)]
          .requirement.extras;
  const std::vector<PipPackage>& rows = matrix::pip_package(package.name);
  return std::any_of(rows.begin(), rows.end(), [&](const PipPackage& row) {
    return row.libs_from == LibsFrom::nvidia_wheels &&
           (row.extra.empty() ||
            std::find(extras.begin(), extras.end(), row.extra) != extras.end());
  });
}

/// The other packages that may bring CUDA's libraries into the environment.
std::vector<const Package*> libraries_from_elsewhere(const Graph& graph,
                                                     const std::vector<const Package*>& all,
                                                     const Package& package) {
  std::vector<const Package*> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const Package* other) {
    if (other == &package) return false;
    if (other->place == Place::conda) return true;
    if (other->name.starts_with("nvidia-") || other->name == "cuda-toolkit") return true;
    // torch loads its own libraries first, where it is imported first.
    if (other->name == "torch") return other->gpu != Known::no;
    return may_bring_wheels(graph, *other);
  });
  return out;
}

/// Packages of a family say in their name for which CUDA they are built: what their rows agree on
/// holds for any version.
bool name_says_cuda(const PipPackage& row) {
  if (row.family.empty() || row.cuda_majors.empty()) return false;
  const std::vector<PipPackage>& rows = matrix::pip_package(row.name);
  return std::all_of(rows.begin(), rows.end(), [&](const PipPackage& other) {
    return !other.extra.empty() || other.cuda_majors == row.cuda_majors;
  });
}

/// Of such a package in a version that is not known, where one row describes all of them.
std::optional<PipPackage> row_by_name(const Graph& graph, const Package& package) {
  if (package.place != Place::pip || !package.version.empty() || package.install < 0 ||
      package.requirement < 0)
    return std::nullopt;
  const read::Requirement& wanted =
      graph.facts.pip_installs[static_cast<std::size_t>(package.install)]
          .requirements[static_cast<std::size_t>(package.requirement)]
          .requirement;
  const std::vector<PipPackage>& rows = matrix::pip_package(package.name);
  const bool plain = wanted.kind == read::Requirement::Kind::named && wanted.extras.empty() &&
                     std::count_if(rows.begin(), rows.end(),
                                   [](const PipPackage& row) { return row.extra.empty(); }) == 1;
  if (!plain) return std::nullopt;
  for (const PipPackage& row : rows) {
    if (row.extra.empty() && row.variant == package.build && name_says_cuda(row)) return row;
  }
  return std::nullopt;
}

class Judge {
 public:
  Judge(Graph& graph, int stage) : graph_(graph), stage_(stage), end_(facts::end_of(stage)) {}

  void run() {
    // Rows are of wheels for x86_64; for aarch64 many packages have others, without CUDA.
    if (platform_of(graph_, stage_).name != "linux_x86_64") return;
    const std::vector<const Package*> all = installed(graph_, end_);
    // What is installed behind the last known package may change everything.
    for (const Package* package : all) {
      if (package->place != Place::pip || package->certainty != facts::Certainty::certain) continue;
      if (graph_.opaque_between(package->at, end_, false) != nullptr) continue;
      std::optional<PipPackage> row = pip_row(graph_, *package);
      if (!row) row = row_by_name(graph_, *package);
      if (!row || row->libs_from != LibsFrom::system || !row->via.empty()) continue;
      if (may_do_without_cuda(*row)) continue;
      if (!named_for_gpu(package->name) && row->extra.empty() && !gpu_wish(graph_, stage_))
        continue;
      // Another index may have a build for another CUDA under the same name.
      if (row->extra.empty() ? !from_pypi(graph_, *package) : !from_its_publisher(graph_, *package))
        continue;
      // A host's toolkit may be mounted where the image has none.
      if (graph_.at(Thing::cuda_libraries, end_).present == Known::yes
              ? library_path_leads_elsewhere(graph_, stage_)
              : library_path_is_set(graph_, stage_))
        continue;
      const auto others = libraries_from_elsewhere(graph_, all, *package);
      if (others.empty()) {
        judge(*package, *row);
      } else {
        judge_beside(*package, *row, others);
      }
    }
  }

 private:
  /// A package is there that does its work with this one.
  bool used(const Package& package) const {
    const std::vector<const Package*> all = installed(graph_, end_);
    return std::any_of(all.begin(), all.end(), [&](const Package* other) {
      if (same_environment(package.environment, other->environment) == Known::no) return false;
      const std::vector<PipPackage>& rows = matrix::pip_package(other->name);
      return std::any_of(rows.begin(), rows.end(), [&](const PipPackage& row) {
        const std::string_view via = row.via;
        return via.substr(0, via.find_first_of("<>=!~[ ")) == package.name;
      });
    });
  }

  LibraryNeed start(const Package& package, const PipPackage& row, LibraryNeed::What what) const {
    LibraryNeed out;
    out.what = what;
    out.package = static_cast<std::size_t>(&package - graph_.packages.data());
    out.row = row;
    out.assumed = package.assumed;
    const auto compiles = libdevice_user(graph_, package);
    out.libdevice = compiles && !compiles->training;
    if (!row.cuda_majors.empty()) out.cuda_major = row.cuda_majors.back();
    if (!row.cudnn_majors.empty()) out.cudnn_major = row.cudnn_majors.back();
    out.need.stage = stage_;
    out.need.subject = package.title();
    out.need.span = package.span;
    out.need.chain = package.because;
    out.need.weak = row.weak || package.weak;
    return out;
  }

  void finish(LibraryNeed need, Verdict verdict, const Presence& there) {
    need.need.verdict = verdict;
    need.need.weak = need.need.weak || there.weak;
    need.need.chain.push_back(says(need.need.subject + " uses the " + need.need.object +
                                       " of the system, it brings none of its own",
                                   need.row.source));
    need.need.chain.insert(need.need.chain.end(), there.because.begin(), there.because.end());
    graph_.libraries.push_back(std::move(need));
  }

  static std::optional<matrix::OpenedLibraries> opened_by(const Package& package) {
    const auto version = Version::parse(package.version);
    return version ? matrix::opened_libraries(package.name, *version) : std::nullopt;
  }

  void judge(const Package& package, const PipPackage& row) {
    const bool libraries = row.base_flavor != matrix::BaseFlavor::any &&
                           row.base_flavor != matrix::BaseFlavor::base &&
                           row.base_flavor != matrix::BaseFlavor::unknown;
    const Presence& cuda = graph_.at(libraries ? Thing::cuda_libraries : Thing::cuda_runtime, end_);
    LibraryNeed need = start(package, row, LibraryNeed::What::cuda_libraries);
    need.need.kind = "CUDA libraries";
    need.need.object = libraries ? "CUDA libraries" : "CUDA runtime";
    if (need.cuda_major != 0) need.need.object += " of CUDA " + std::to_string(need.cuda_major);
    const auto opened = opened_by(package);
    if (cuda.present != Known::yes) {
      finish(std::move(need), cuda.present == Known::no ? Verdict::unmet : Verdict::unknown, cuda);
      if (cuda.present == Known::no) return;  // cuDNN comes with what mends it
    } else if (opened && cuda.version) {
      if (judge_opened(std::move(need), *opened, cuda)) return;
    } else {
      judge_version(std::move(need), cuda);
    }
    if (wants_cudnn(package, row)) judge_cudnn(package, row);
  }

  bool wants_cudnn(const Package& package, const PipPackage& row) const {
    if (row.cudnn_by_user && !used(package)) return false;
    return row.needs_cudnn == Known::yes ||
           (!row.cudnn_majors.empty() && row.needs_cudnn != Known::no);
  }

  /// The directory of another toolkit is named: its libraries may be found there.
  bool another_toolkit_named(const Version& cuda) const {
    return std::any_of(graph_.facts.toolkit_paths.begin(), graph_.facts.toolkit_paths.end(),
                       [&](const facts::ToolkitPath& path) {
                         if (!came_before(graph_.facts, path.at, end_)) return false;
                         const auto version = Version::parse(path.version);
                         return !version || !version->same_line(cuda);
                       });
  }

  /// A package that opens each library by its name: what is wrong with CUDA and with cuDNN is one
  /// need. False where CUDA fits and cuDNN is still to be judged.
  bool judge_opened(LibraryNeed need, const matrix::OpenedLibraries& opened, const Presence& cuda) {
    const PipPackage& row = need.row;
    if (another_toolkit_named(cuda.version)) return true;
    bool fits = cuda_fits(row, cuda.version);
    std::vector<Note> notes;
    for (const std::string_view name : opened.names) {
      const matrix::LibraryName there = matrix::library_in_toolkit(name, cuda.version);
      if (there.present != Known::no) continue;
      // What is only inferred explains a mismatch, and does not make one.
      if (fits && (there.weak || opened.weak)) continue;
      fits = false;
      need.missing.push_back(name);
      notes.push_back(says("CUDA " + cuda.version.text() + " has " + std::string(there.instead) +
                               ", not " + std::string(name),
                           there.source));
    }
    const Presence& cudnn = graph_.at(Thing::cudnn, end_);
    const bool judged = cudnn.present == Known::yes && cudnn.version;
    const bool finds_cudnn = !judged || cudnn_fits(row, cudnn.version);
    need.what = LibraryNeed::What::opened;
    std::string wants_cudnn;
    if (judged && !finds_cudnn && cudnn_major_fits(row, cudnn.version))
      wants_cudnn = "cuDNN >= " + row.cudnn_min.text();
    else if (need.cudnn_major != 0)
      wants_cudnn = "cuDNN " + std::to_string(need.cudnn_major);
    need.need.object = wants_cudnn;
    if (!fits) {
      need.has = cuda.version;
      need.need.object = "CUDA " + (minor_differs(row, cuda.version) ? row.cuda_min.text()
                                    : need.cuda_major == 0 ? std::string("of another release")
                                                           : std::to_string(need.cuda_major));
      if (!wants_cudnn.empty()) need.need.object += " and " + wants_cudnn;
    }
    if (!finds_cudnn) need.has_cudnn = cudnn.version;
    need.need.weak = need.need.weak || (!finds_cudnn && cudnn.weak);
    const bool met = fits && finds_cudnn;
    if (!fits || judged) {
      finish(std::move(need), met ? Verdict::met : Verdict::unmet, cuda);
      std::vector<Note>& chain = graph_.libraries.back().need.chain;
      chain.insert(chain.end(), notes.begin(), notes.end());
      if (!finds_cudnn || cudnn.present == Known::no)
        chain.insert(chain.end(), cudnn.because.begin(), cudnn.because.end());
      return true;
    }
    return false;
  }

  /// A script may have brought other libraries.
  bool script_before() const {
    const std::size_t root = graph_.facts.stages[static_cast<std::size_t>(stage_)].root;
    return graph_.opaque_between(facts::start_of(static_cast<int>(root)), end_, false) != nullptr;
  }

  /// Others bring libraries of CUDA, and nobody knows which of all these it finds. But where all of
  /// them are of a CUDA that it was not built for, as the system's are, it finds none.
  void judge_beside(const Package& package, const PipPackage& row,
                    const std::vector<const Package*>& others) {
    const Presence& cuda = graph_.at(Thing::cuda_libraries, end_);
    if (cuda.present != Known::yes || !cuda.version || another_toolkit_named(cuda.version)) return;
    const bool finds_cuda = cuda_fits(row, cuda.version) ||
                            std::any_of(others.begin(), others.end(), [&](const Package* other) {
                              return !other->cuda || cuda_fits(row, other->cuda);
                            });
    if (finds_cuda)
      judge_cudnn_beside(package, row, others);
    else
      judge_cuda_beside(package, row, others, cuda);
  }

  void judge_cuda_beside(const Package& package, const PipPackage& row,
                         const std::vector<const Package*>& others, const Presence& cuda) {
    if (script_before()) return;
    std::vector<Note> brought;
    for (const Package* const other : others) {
      if (other->place != Place::pip || other->certainty != facts::Certainty::certain ||
          other->assumed || other->weak)
        return;
      brought.push_back(
          shows(fmt::format("{} brings libraries of CUDA {}", other->title(), other->cuda.text()),
                other->span));
    }
    LibraryNeed need = start(package, row, LibraryNeed::What::cuda_libraries);
    need.need.kind = "CUDA libraries";
    need.need.object = "CUDA libraries of CUDA " + std::to_string(need.cuda_major);
    // The GPU may be asked for by what stands beside it alone.
    need.need.weak = need.need.weak || !named_for_gpu(package.name);
    const std::size_t before = graph_.libraries.size();
    if (const auto opened = opened_by(package))
      judge_opened(std::move(need), *opened, cuda);
    else
      judge_version(std::move(need), cuda);
    if (graph_.libraries.size() == before) return;
    std::vector<Note>& chain = graph_.libraries.back().need.chain;
    chain.insert(chain.end(), brought.begin(), brought.end());
  }

  /// The files of each major of cuDNN have names of their own, and a minor below the one it was
  /// built with is refused: where every cuDNN there is is such a one, it has none.
  void judge_cudnn_beside(const Package& package, const PipPackage& row,
                          const std::vector<const Package*>& others) {
    if (row.cudnn_majors.empty() || !wants_cudnn(package, row)) return;
    const Presence& cudnn = graph_.at(Thing::cudnn, end_);
    const bool there = cudnn.present == Known::yes;
    if (there ? !cudnn.version || cudnn_fits(row, cudnn.version) : cudnn.present != Known::no)
      return;
    if (script_before()) return;
    bool minor_counts = there && cudnn_major_fits(row, cudnn.version);
    std::vector<Note> brought;
    for (const Package* const other : others) {
      const BroughtCudnn one = brought_cudnn(graph_, *other);
      if (one.present == Known::no) continue;
      if (one.present == Known::unknown || cudnn_fits(row, one.version)) return;
      std::string words = fmt::format("{} brings cuDNN {}", other->title(), one.version.text());
      if (cudnn_major_fits(row, one.version))
        minor_counts = true;
      else
        words += ", whose files have other names";
      brought.push_back(one.source.title.empty() ? shows(words, other->span)
                                                 : says(words, one.source));
    }
    LibraryNeed need = start(package, row, LibraryNeed::What::cudnn);
    need.need.kind = "cuDNN";
    need.need.object = minor_counts ? "cuDNN >= " + row.cudnn_min.text()
                                    : "cuDNN " + std::to_string(need.cudnn_major);
    // The GPU may be asked for by what stands beside it alone.
    need.need.weak = need.need.weak || !named_for_gpu(package.name);
    if (there && opened_by(package)) {
      need.what = LibraryNeed::What::opened;
      need.has_cudnn = cudnn.version;
    } else if (there) {
      need.what = LibraryNeed::What::cudnn_version;
      need.has = cudnn.version;
    }
    finish(std::move(need), Verdict::unmet, cudnn);
    std::vector<Note>& chain = graph_.libraries.back().need.chain;
    chain.insert(chain.end(), brought.begin(), brought.end());
  }

  void judge_version(LibraryNeed need, const Presence& cuda) {
    const PipPackage& row = need.row;
    Verdict verdict = !cuda.version                  ? Verdict::unknown
                      : cuda_fits(row, cuda.version) ? Verdict::met
                                                     : Verdict::unmet;
    need.what = LibraryNeed::What::cuda_version;
    if (verdict == Verdict::unmet && minor_differs(row, cuda.version)) {
      need.need.object = "CUDA " + row.cuda_min.text();
    } else if (verdict == Verdict::unmet) {
      for (const std::string_view name : matrix::family_for(row.family, cuda.version.major()))
        need.siblings.emplace_back(name);
      need.assumed = need.assumed && !name_says_cuda(row);
    } else if (verdict == Verdict::met && row.cuda_min_checked && cuda.version.parts > 1 &&
               cuda.version < row.cuda_min) {
      verdict = Verdict::unmet;
      need.what = LibraryNeed::What::cuda_minimum;
      need.need.object = "CUDA >= " + row.cuda_min.text();
    }
    need.has = cuda.version;
    if (verdict == Verdict::met) judge_headers(need, cuda);
    finish(std::move(need), verdict, cuda);
  }

  /// It compiles with the headers of the toolkit when it runs.
  void judge_headers(const LibraryNeed& base, const Presence& cuda) {
    if (!base.row.headers_from || cuda.version < base.row.headers_from) return;
    const Presence& headers = graph_.at(Thing::cuda_headers, end_);
    if (headers.present != Known::no) return;
    LibraryNeed need = base;
    need.what = LibraryNeed::What::headers;
    need.need.kind = "CUDA headers";
    need.need.object = "CUDA headers";
    finish(std::move(need), Verdict::unmet, headers);
  }

  void judge_cudnn(const Package& package, const PipPackage& row) {
    const Presence& cudnn = graph_.at(Thing::cudnn, end_);
    LibraryNeed need = start(package, row, LibraryNeed::What::cudnn);
    need.need.kind = "cuDNN";
    need.need.object = "cuDNN";
    if (need.cudnn_major != 0) need.need.object += " " + std::to_string(need.cudnn_major);
    if (cudnn.present != Known::yes) {
      return finish(std::move(need), cudnn.present == Known::no ? Verdict::unmet : Verdict::unknown,
                    cudnn);
    }
    need.what = LibraryNeed::What::cudnn_version;
    need.has = cudnn.version;
    Verdict verdict = cudnn.version ? Verdict::met : Verdict::unknown;
    if (cudnn.version && !cudnn_major_fits(row, cudnn.version)) verdict = Verdict::unmet;
    if (verdict == Verdict::met && !cudnn_fits(row, cudnn.version)) {
      verdict = Verdict::unmet;
      need.need.object = "cuDNN >= " + row.cudnn_min.text();
    }
    finish(std::move(need), verdict, cudnn);
  }

  Graph& graph_;
  int stage_;
  facts::Position end_;
};

}  // namespace

void judge_libraries(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (graph.facts.stages[i].product && !without_gpus(graph, static_cast<int>(i)))
      Judge(graph, static_cast<int>(i)).run();
  }
}

}  // namespace cudafit::graph
