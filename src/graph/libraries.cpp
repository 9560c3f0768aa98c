#include "graph/libraries.h"

#include <algorithm>

#include "graph/build.h"
#include "graph/installed.h"

namespace cudafit::graph {

namespace {

using matrix::LibsFrom;
using matrix::PipPackage;

bool named_for_gpu(std::string_view name) {
  return name.ends_with("-gpu") || name.find("cuda") != std::string_view::npos ||
         name.find("-cu1") != std::string_view::npos;
}

/// Some other package may bring the libraries into the environment.
bool libraries_from_elsewhere(const std::vector<const Package*>& all, const Package& package) {
  return std::any_of(all.begin(), all.end(), [&](const Package* other) {
    if (other == &package) return false;
    if (other->place == Place::conda) return true;
    if (other->name.starts_with("nvidia-") || other->name == "cuda-toolkit") return true;
    // torch loads its own libraries first, where it is imported first.
    return other->name == "torch" && other->gpu != Known::no;
  });
}

class Judge {
 public:
  Judge(Graph& graph, int stage) : graph_(graph), stage_(stage), end_(facts::end_of(stage)) {}

  void run() {
    const std::vector<const Package*> all = installed(graph_, end_);
    // What is installed behind the last known package may change everything.
    for (const Package* package : all) {
      if (package->place != Place::pip || package->certainty != facts::Certainty::certain) continue;
      if (graph_.opaque_between(package->at, end_, false) != nullptr) continue;
      const std::optional<PipPackage> row = pip_row(graph_, *package);
      if (!row || row->libs_from != LibsFrom::system || !row->via.empty()) continue;
      if (!named_for_gpu(package->name) && row->extra.empty() && !gpu_wish(graph_, stage_))
        continue;
      // Another index may have a build for another CUDA under the same name.
      if (!from_pypi(graph_, *package)) continue;
      if (libraries_from_elsewhere(all, *package) || path_is_set()) continue;
      judge(*package, *row);
    }
  }

 private:
  /// A library path of the stage's own may lead anywhere.
  bool path_is_set() const {
    const facts::VariableAnswer path = graph_.facts.variable(end_, "LD_LIBRARY_PATH");
    return path.setting != nullptr && path.setting->kind != facts::SettingKind::base;
  }

  /// A package is there that does its work with this one.
  bool used(const Package& package) const {
    const std::vector<const Package*> all = installed(graph_, end_);
    return std::any_of(all.begin(), all.end(), [&](const Package* other) {
      if (same_environment(package.environment, other->environment) == Known::no) return false;
      const std::vector<PipPackage> rows = matrix::pip_package(other->name);
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

  void judge(const Package& package, const PipPackage& row) {
    const bool libraries = row.base_flavor != matrix::BaseFlavor::any &&
                           row.base_flavor != matrix::BaseFlavor::base &&
                           row.base_flavor != matrix::BaseFlavor::unknown;
    const Presence& cuda = graph_.at(libraries ? Thing::cuda_libraries : Thing::cuda_runtime, end_);
    LibraryNeed need = start(package, row, LibraryNeed::What::cuda_libraries);
    need.need.kind = "CUDA libraries";
    need.need.object = libraries ? "CUDA libraries" : "CUDA runtime";
    if (need.cuda_major != 0) need.need.object += " of CUDA " + std::to_string(need.cuda_major);
    if (cuda.present != Known::yes) {
      finish(std::move(need), cuda.present == Known::no ? Verdict::unmet : Verdict::unknown, cuda);
      if (cuda.present == Known::no) return;  // cuDNN comes with what mends it
    } else {
      judge_version(std::move(need), cuda);
    }
    if (row.cudnn_by_user && !used(package)) return;
    if (row.needs_cudnn == Known::no || (row.cudnn_majors.empty() && row.needs_cudnn != Known::yes))
      return;
    judge_cudnn(package, row);
  }

  void judge_version(LibraryNeed need, const Presence& cuda) {
    const PipPackage& row = need.row;
    Verdict verdict = Verdict::met;
    need.what = LibraryNeed::What::cuda_version;
    if (!cuda.version) {
      verdict = Verdict::unknown;
    } else if (!row.cuda_majors.empty() &&
               std::find(row.cuda_majors.begin(), row.cuda_majors.end(), cuda.version.major()) ==
                   row.cuda_majors.end()) {
      verdict = Verdict::unmet;
      for (const std::string_view name : matrix::family_for(row.family, cuda.version.major()))
        need.siblings.emplace_back(name);
    } else if (row.cuda_min_checked && cuda.version.parts > 1 && cuda.version < row.cuda_min) {
      verdict = Verdict::unmet;
      need.what = LibraryNeed::What::cuda_minimum;
      need.need.object = "CUDA >= " + row.cuda_min.text();
    } else if (row.cuda_minor_locked && row.cuda_min && cuda.version.parts > 1 &&
               !row.cuda_min.same_line(cuda.version)) {
      verdict = Verdict::unmet;
      need.need.object = "CUDA " + row.cuda_min.text();
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
    const bool major_fits =
        row.cudnn_majors.empty() || std::find(row.cudnn_majors.begin(), row.cudnn_majors.end(),
                                              cudnn.version.major()) != row.cudnn_majors.end();
    if (cudnn.version && !major_fits) verdict = Verdict::unmet;
    // A tag's cuDNN may have been renewed since: only its major and a minor that is too low for
    // every build of the line count.
    if (verdict == Verdict::met && cudnn.version.parts > 1 && row.cudnn_min &&
        row.cudnn_min.major() == cudnn.version.major() && cudnn.version < row.cudnn_min) {
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
    if (graph.facts.stages[i].product && !hides_gpus(graph, static_cast<int>(i)))
      Judge(graph, static_cast<int>(i)).run();
  }
}

}  // namespace cudafit::graph
