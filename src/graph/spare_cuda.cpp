// Parts of CUDA that a shipped stage carries although nothing in it uses them. Who uses what is
// known of packages only, so everything that is installed has to be known, and nothing else may be
// there that could use them.

#include <algorithm>
#include <array>

#include "graph/assignments.h"
#include "graph/audience.h"
#include "graph/build.h"
#include "graph/container.h"
#include "graph/installed.h"
#include "graph/shipping.h"
#include "matrix/companions.h"
#include "matrix/pip_packages.h"
#include "matrix/torch.h"

namespace cudafit::graph {

namespace {

using matrix::BaseFlavor;
using matrix::Extension;
using matrix::LibsFrom;
using matrix::PipPackage;

/// What is started is a program of a package that is installed. Everything else (a script, an
/// application that a server loads) has contents that are not known, and may compile when it runs.
bool starts_package(const StartCommand& command, const std::vector<const Package*>& packages) {
  const facts::ProgramUse* const use = command.first();
  if (use == nullptr || use->certainty == facts::Certainty::possible) return false;
  if (!std::all_of(command.all.begin(), command.all.end(), [&](const facts::ProgramUse* other) {
        return other->at.step != use->at.step || other == use || only_prepares(*other);
      }))
    return false;
  const auto installed = [&](std::string_view module) {
    std::string name(module.substr(0, module.find('.')));
    std::replace(name.begin(), name.end(), '_', '-');
    return std::any_of(packages.begin(), packages.end(),
                       [&](const Package* package) { return package->name == name; });
  };
  static constexpr std::array<std::string_view, 2> own_code{"vllm", "mlflow"};
  if (std::find(own_code.begin(), own_code.end(), use->program) != own_code.end())
    return installed(use->program);
  const std::string_view module = started_module(*use);
  return !module.empty() && installed(module);
}

/// What the packages of a stage take from the image.
struct Wants {
  matrix::Flavor enough = matrix::Flavor::base;
  bool cudnn = false;
  bool all_known = true;         ///< the matrix knows every one of them
  bool compiles = false;         ///< one compiles when it runs, or is not known not to
  const Package* own = nullptr;  ///< brings the CUDA that it uses
  std::string looked_at;         ///< those that may use a GPU, how many more; empty: none may
};

class Judge {
 public:
  Judge(Graph& graph, int stage)
      : graph_(graph), stage_(stage), end_(facts::end_of(stage)), chain_(chain_of(graph, stage)) {}

  void run() {
    image_ = graph_.base_image(stage_);
    if (image_ == nullptr || image_->verdict != Verdict::met || !image_->answer.row) return;
    const matrix::ImageTag& tag = *image_->answer.row;
    const matrix::Flavor flavor = tag.flavor;
    if ((flavor != matrix::Flavor::devel && flavor != matrix::Flavor::runtime) || tag.weak) return;
    command_ = start_command(graph_, stage_);
    const Audience who = audience(graph_, stage_);
    if (made_to_build_on(graph_, stage_) || who == Audience::people) return;
    if (!followed(graph_, chain_) || runs_compilers(graph_, chain_)) return;
    if (shows_toolkit_use(graph_, chain_) || builds_later(graph_, chain_) || says_where()) return;
    packages_ = shipped(graph_, stage_);
    const std::optional<Wants> wants = wanted();
    if (!wants || wants->looked_at.empty()) return;
    if (flavor == matrix::Flavor::devel)
      return toolkit(*wants, who == Audience::service && starts_package(command_, packages_));
    if (who != Audience::service) return;
    const std::optional<matrix::ImageContents>& has =
        graph_.bases[static_cast<std::size_t>(stage_)].contents;
    if (has && has->cuda_libraries == Known::yes) libraries(*wants);
  }

 private:
  /// Whoever says where the toolkit is, or for which GPUs to compile, uses it.
  bool says_where() const {
    static constexpr std::array<std::string_view, 4> names{"TORCH_CUDA_ARCH_LIST", "CUDA_HOME",
                                                           "MAX_JOBS", "NVCC_FLAGS"};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return build_variable(graph_, end_, name).set == Known::yes;
    });
  }

  /// Nothing where packages of conda have a say.
  std::optional<Wants> wanted() const {
    Wants out;
    std::size_t more = 0;
    for (const Package* package : packages_) {
      if (package->place == Place::conda) return std::nullopt;
      const std::vector<PipPackage>& pip = matrix::pip_package(package->name);
      // Anything that compiles when it runs, or that is not known not to.
      for (const Extension& row : matrix::find_extension(package->name)) {
        if (row.needs_nvcc_at_run != Known::no || row.needs_cc_at_run == Known::yes)
          out.compiles = true;
      }
      for (const PipPackage& row : pip) {
        if (row.needs_nvcc_at_run == Known::yes || row.needs_cc_at_run == Known::yes ||
            row.needs_headers_at_run == Known::yes)
          out.compiles = true;
      }
      const auto row = row_for(*package, pip);
      const BaseFlavor flavor = flavor_of(*package, row);
      take(flavor, out);
      if (brings_cuda(*package, row) && out.own == nullptr) out.own = package;
      // Of torch's own image the toolkit is all that the smaller one lacks.
      if (package->gpu != Known::yes && package->name != "torch" &&
          (!row || row->libs_from == LibsFrom::none || row->libs_from == LibsFrom::unknown)) {
        ++more;
        continue;
      }
      if (!out.looked_at.empty()) out.looked_at += ", ";
      out.looked_at += package->title();
    }
    if (more > 0 && !out.looked_at.empty())
      out.looked_at += " and " + std::to_string(more) + " more";
    return out;
  }

  /// What holds of the package with its extras, as far as its version does not matter or is known.
  std::optional<PipPackage> row_for(const Package& package,
                                    const std::vector<PipPackage>& rows) const {
    if (auto row = pip_row(graph_, package))
      return perhaps_more(package, *row) ? std::nullopt : row;
    if (package.install < 0 || package.requirement < 0) return std::nullopt;
    if (requirement_of(package).kind != read::Requirement::Kind::named) return std::nullopt;
    std::vector<PipPackage> plain;
    for (const PipPackage& row : rows) {
      if (row.extra.empty() && row.variant.empty()) plain.push_back(row);
    }
    const auto row = row_of(plain, package);
    return row && perhaps_more(package, *row) ? std::nullopt : row;
  }

  const read::Requirement& requirement_of(const Package& package) const {
    return graph_.facts.pip_installs[static_cast<std::size_t>(package.install)]
        .requirements[static_cast<std::size_t>(package.requirement)]
        .requirement;
  }

  /// An extra that no row describes may bring a user of the image's libraries: rembg[gpu].
  bool perhaps_more(const Package& package, const PipPackage& row) const {
    static constexpr std::array<std::string_view, 5> words{"gpu", "cuda", "cu1", "trt", "all"};
    if (package.install < 0 || package.requirement < 0) return false;
    const std::vector<std::string>& extras = requirement_of(package).extras;
    return std::any_of(extras.begin(), extras.end(), [&](const std::string& extra) {
      return extra != row.extra &&
             std::any_of(words.begin(), words.end(), [&](std::string_view word) {
               return extra.find(word) != std::string::npos;
             });
    });
  }

  static BaseFlavor flavor_of(const Package& package, const std::optional<PipPackage>& row) {
    // What is made for one torch uses its libraries.
    if (package.name == "torch" || (!row && matrix::newest(package.name))) return BaseFlavor::any;
    if (!row) return BaseFlavor::unknown;
    if (row->base_flavor != BaseFlavor::unknown) {
      // Some releases of TensorFlow do not find what their extra brings, and take the image's.
      const bool finds = row->libs_from != LibsFrom::nvidia_wheels || row->note.empty();
      return finds ? row->base_flavor : BaseFlavor::unknown;
    }
    const bool none = row->libs_from == LibsFrom::none || row->libs_from == LibsFrom::torch ||
                      row->libs_from == LibsFrom::driver || row->libs_from == LibsFrom::static_;
    return none ? BaseFlavor::any : BaseFlavor::unknown;
  }

  static void take(BaseFlavor flavor, Wants& out) {
    switch (flavor) {
      case BaseFlavor::any:
      case BaseFlavor::base:
        break;
      case BaseFlavor::runtime:
        out.enough = std::max(out.enough, matrix::Flavor::runtime);
        break;
      case BaseFlavor::cudnn_runtime:
        out.enough = std::max(out.enough, matrix::Flavor::runtime);
        out.cudnn = true;
        break;
      case BaseFlavor::devel:
      case BaseFlavor::cudnn_devel:
        out.enough = matrix::Flavor::devel;
        break;
      case BaseFlavor::unknown:
        out.all_known = false;
        break;
    }
  }

  static bool brings_cuda(const Package& package, const std::optional<PipPackage>& row) {
    if (package.place != Place::pip || package.certainty != facts::Certainty::certain) return false;
    if (package.name == "torch") return package.gpu == Known::yes && package.cuda;
    return row && row->base_flavor == BaseFlavor::any && !row->cuda_majors.empty() &&
           (row->libs_from == LibsFrom::bundled || row->libs_from == LibsFrom::nvidia_wheels);
  }

  /// Of devel images: nothing compiles, neither here nor when it runs. `told`: it is known what a
  /// container starts; else that may compile.
  void toolkit(const Wants& wants, bool told) {
    if (wants.compiles || wants.enough == matrix::Flavor::devel) return;
    SpareCuda out = start(wants);
    out.need.kind = "a toolkit only where something compiles";
    out.need.object = "nothing compiles";
    const ExtensionBuild* const built = compiled();
    if (built != nullptr && built->compiles != Known::yes) return;
    for (const facts::StageCopy& copied : graph_.facts.stage_copies) {
      // Programs that another stage compiled link the libraries.
      if (among(chain_, copied.at.stage)) out.all_known = false;
    }
    // What is compiled here may link them, too.
    if (built != nullptr || (!told && others_may_link())) out.all_known = false;
    if (!out.all_known) {
      out.enough = matrix::Flavor::runtime;
      out.cudnn = !image_->answer.row->cudnn.empty();
    }
    if (image_->repository == "pytorch/pytorch") {
      out.enough = matrix::Flavor::runtime;
      out.cudnn = true;
    }
    if (built != nullptr) {
      out.compiled = built->title;
      out.need.chain.push_back(
          shows(built->title + " is compiled here, and then needs it no more", built->span));
    } else {
      out.need.chain.push_back(shows("only wheels are installed: " + wants.looked_at, {}));
      out.need.chain.push_back(
          shows("no nvcc, cmake, make or setup.py, no script or repository is run or installed in "
                "this stage",
                {}));
    }
    out.need.chain.push_back(
        shows("none of the packages is known to compile when it runs", packages_.front()->span));
    out.all_known = out.all_known && told;
    (told ? graph_.spare_cuda : graph_.perhaps_spare).push_back(std::move(out));
  }

  /// A package that compiles, or may, when it is installed.
  const ExtensionBuild* compiled() const {
    for (const ExtensionBuild& build : graph_.extension_builds) {
      if (among(chain_, build.at.stage) &&
          (build.compiles != Known::no || build.wants_nvcc != Known::no))
        return &build;
    }
    return nullptr;
  }

  /// Of runtime images: only wheels that bring their own libraries use CUDA.
  void libraries(const Wants& wants) {
    // What compiles when it runs may link them, too.
    if (wants.own == nullptr || !wants.all_known || wants.compiles || compiled() != nullptr) return;
    if (others_may_link() || library_path_is_set(graph_, stage_)) return;
    // A cuDNN that breaks the wheel's is reported as that.
    for (const CudnnClash& clash : graph_.cudnn_clashes) {
      if (clash.need.stage == stage_) return;
    }
    SpareCuda out = start(wants);
    out.own = wants.own->title();
    out.need.kind = "the image's libraries only where something uses them";
    out.need.chain = wants.own->because;
    if (wants.enough == matrix::Flavor::base) {
      out.part = SpareCuda::Part::libraries;
      out.need.object = "nothing uses the image's CUDA libraries";
    } else if (wants.enough == matrix::Flavor::runtime && !wants.cudnn && two_cudnns(*wants.own)) {
      out.part = SpareCuda::Part::cudnn;
      out.need.object = "nothing uses the image's cuDNN";
    } else {
      return;
    }
    out.need.chain.push_back(
        shows("everything that is installed is known: " + wants.looked_at, wants.own->span));
    out.need.chain.push_back(
        shows("nothing is compiled here, and no program is copied from another stage", {}));
    graph_.spare_cuda.push_back(std::move(out));
  }

  /// The image has a cuDNN, and the wheel brings another version.
  bool two_cudnns(const Package& own) const {
    const Presence& system = graph_.at(Thing::cudnn, end_);
    if (system.present != Known::yes || system.version.parts < 2) return false;
    const Version brought = wheel_cudnn(graph_, own);
    return brought && brought != system.version;
  }

  /// A file of the context that may be a program or a library, or a directory of them.
  static bool may_be_program(const std::string& source) {
    const std::string_view name = std::string_view(source).substr(source.find_last_of('/') + 1);
    static constexpr std::array<std::string_view, 4> directories{"bin", "lib", "libs", "lib64"};
    const std::string_view tidy =
        name.empty() ? std::string_view(source).substr(0, source.size() - 1) : name;
    return name.find(".so") != std::string_view::npos || name.ends_with(".bin") ||
           name.ends_with(".gz") || name.ends_with(".tgz") || name.ends_with(".xz") ||
           std::any_of(directories.begin(), directories.end(), [&](std::string_view each) {
             return tidy == each || tidy.ends_with('/' + std::string(each));
           });
  }

  /// What the context or the network bring are files of which nothing is known.
  bool brings_programs() const {
    const auto here = [&](facts::Position at) { return among(chain_, at.stage); };
    if (std::any_of(graph_.facts.fetched_programs.begin(), graph_.facts.fetched_programs.end(),
                    here))
      return true;
    for (const facts::ContextCopy& copied : graph_.facts.context_copies) {
      if (!here(copied.at)) continue;
      if (copied.remote || !copied.complete) return true;
      // Programs have no ending: whatever is put among them may be one.
      if (copied.destination.find("/bin") != std::string::npos ||
          copied.destination.find("/lib") != std::string::npos)
        return true;
      if (std::any_of(copied.sources.begin(), copied.sources.end(), may_be_program)) return true;
    }
    return false;
  }

  /// Something besides the packages may link the image's libraries.
  bool others_may_link() const {
    if (brings_programs()) return true;
    for (const facts::StageCopy& copied : graph_.facts.stage_copies) {
      if (!among(chain_, copied.at.stage)) continue;
      const bool packages =
          std::any_of(packages_.begin(), packages_.end(), [&](const Package* package) {
            return package->carried_from == copied.from && package->at == copied.at;
          });
      if (!packages) return true;
    }
    for (const facts::SystemInstall& install : graph_.facts.system_installs) {
      if (!among(chain_, install.at.stage)) continue;
      if (std::any_of(install.packages.begin(), install.packages.end(),
                      [](const facts::SystemPackageName& package) {
                        return !package.known || may_bring_cuda(package.name);
                      }))
        return true;
    }
    return false;
  }

  SpareCuda start(const Wants& wants) const {
    SpareCuda out;
    out.enough = wants.enough;
    out.cudnn = wants.cudnn;
    out.all_known = wants.all_known;
    out.need.verdict = Verdict::unmet;
    out.need.stage = stage_;
    out.need.subject = image_->repository + ":" + image_->tag;
    out.need.span = graph_.fact_of(*image_).span;
    return out;
  }

  Graph& graph_;
  int stage_;
  facts::Position end_;
  std::vector<int> chain_;
  const ImageNeed* image_ = nullptr;
  StartCommand command_;
  std::vector<const Package*> packages_;
};

}  // namespace

void find_spare_cuda(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    if (graph.facts.stages[i].product) Judge(graph, static_cast<int>(i)).run();
  }
}

}  // namespace cudafit::graph
