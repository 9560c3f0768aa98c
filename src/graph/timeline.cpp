// Walks what each stage does, in order, and notes what is present from then on.

#include <algorithm>
#include <array>
#include <tuple>

#include "graph/build.h"
#include "graph/handing_on.h"
#include "matrix/conda_packages.h"
#include "matrix/system_packages.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;
using facts::Position;

constexpr std::array cuda_things{Thing::nvcc,           Thing::cuda_headers, Thing::cuda_runtime,
                                 Thing::cuda_libraries, Thing::cudnn,        Thing::nccl,
                                 Thing::cuda_compat,    Thing::driver};

/// Fills the timeline of one stage.
class Walk {
 public:
  Walk(Graph& graph, int stage) : graph_(graph), stage_(stage) {}

  void system(const facts::SystemInstall& install) {
    const auto number = static_cast<std::size_t>(&install - graph_.facts.system_installs.data());
    for (std::size_t i = 0; i < install.packages.size(); ++i) {
      const facts::SystemPackageName& package = install.packages[i];
      const std::optional<matrix::SystemPackage>& known = graph_.system_packages[number][i];
      if (!known) {
        unknown_package(install, package);
        continue;
      }
      described(install, package, *known);
    }
    if (!install.complete)
      blur_all(install.at, install.span, "what is installed here is not known");
  }

  void conda(const facts::CondaInstall& install) {
    for (const facts::CondaSpec& spec : install.specs) {
      const auto known = spec.known ? matrix::conda_package(spec.name, spec.channel) : std::nullopt;
      if (!known) {
        blur(Thing::c_compiler, install.at, spec.span, "a conda package may bring a C compiler");
        if (!spec.known || may_bring_cuda(spec.name)) {
          for (const Thing thing : cuda_things)
            blur(thing, install.at, spec.span, "a conda package may bring it");
        }
        continue;
      }
      const Version version = known->version_is_cuda ? conda_version(spec) : Version{};
      const auto put = [&](Thing thing, Known has, Version which) {
        Presence now =
            from_package(install.at, install.certainty, spec.span, which,
                         "conda's " + spec.name + " brings it", known->source, known->weak);
        now.place = Place::conda;
        now.environment = install.environment;
        note(thing, has, std::move(now));
      };
      put(Thing::nvcc, known->has_nvcc, version);
      put(Thing::cuda_headers, known->has_headers, version);
      put(Thing::c_compiler, known->has_cc, {});
      // Libraries of a conda environment are found by what is linked in that environment; they are
      // not the system's, and may do for it.
      for (const auto& [thing, has] : {std::pair(Thing::cuda_runtime, known->has_cuda_runtime),
                                       std::pair(Thing::cuda_libraries, known->has_cuda_libraries),
                                       std::pair(Thing::cudnn, known->has_cudnn)}) {
        if (has != Known::no) blur(thing, install.at, spec.span, "a conda package may bring it");
      }
    }
    if (!install.complete || install.creates)
      blur(Thing::c_compiler, install.at, install.span, "conda may bring a C compiler");
    if (!install.complete)
      blur_all(install.at, install.span, "what conda installs here is not known");
    blur_programs(install.at, install.span, "conda may bring Python");
  }

  void runfile(const facts::Runfile& runfile) {
    const auto known = matrix::runfile(runfile.file);
    if (!known) return blur_all(runfile.at, runfile.span, "this installer is not known");
    if (installs_nothing(runfile)) return;
    const bool toolkit = known->kind == matrix::RunfileAnswer::Kind::toolkit;
    if (toolkit && has_own_directory(runfile)) {
      // Which of the two counts is a matter of paths.
      for (const Thing thing : cuda_things)
        doubt(thing, runfile.at, runfile.span, "a toolkit is installed in a directory of its own");
    }
    Presence now = from_package(runfile.at, runfile.certainty, runfile.span, known->cuda,
                                runfile.file + " installs the toolkit", known->source, known->weak);
    if (toolkit && known->brings_nvcc != Known::no && !has_own_directory(runfile)) {
      for (const Thing thing :
           {Thing::nvcc, Thing::cuda_headers, Thing::cuda_runtime, Thing::cuda_libraries})
        note(thing, known->brings_nvcc, now);
      return;
    }
    blur_all(runfile.at, runfile.span, "what this installer brings is not known");
  }

  void provides(const facts::Provides& provided) {
    Presence now{.present = Known::yes};
    now.version = Version::parse(provided.version).value_or(Version{});
    now.since = provided.at;
    now.span = provided.span;
    now.environment.path = provided.environment;
    now.because.push_back(shows(provided.program + ": " + provided.how, provided.span));
    if (provided.program == "nvcc") note(Thing::nvcc, Known::yes, now);
    if (provided.program == "gcc" || provided.program == "cc" || provided.program == "clang")
      note(Thing::c_compiler, Known::yes, now);
    if (provided.program == "conda") note(Thing::conda, Known::yes, now);
    program(provided.program, Known::yes, std::move(now));
  }

  /// What is taken out may be what the image brought.
  void removal(const facts::SystemRemoval& removal) {
    for (const facts::SystemPackageName& package : removal.packages) {
      if (removal.certainty == Certainty::certain && all_compat(package.name)) {
        Presence gone = uncertain(removal.at, removal.span, package.name + " is removed here");
        gone.present = Known::no;
        graph_.timeline.add(stage_, Thing::cuda_compat, {removal.at, std::move(gone)});
        continue;
      }
      for (const Thing thing : cuda_things) {
        if (may_hold(package.name, thing))
          doubt(thing, removal.at, removal.span, package.name + " is removed here");
      }
    }
    if (removal.complete) return;
    for (const Thing thing : cuda_things)
      doubt(thing, removal.at, removal.span, "packages that are not known are removed here");
  }

  void removal(const facts::ToolkitRemoval& removal) {
    for (const Thing thing : cuda_things)
      doubt(thing, removal.at, removal.span, "a toolkit's directory is removed here");
  }

  void opaque(const facts::Opaque& opaque) {
    if (opaque.touches.system) blur_all(opaque.at, opaque.span, opaque.what);
  }

  void copy(const facts::StageCopy& copied) {
    if (copied.mount) return;
    if (copied.from < 0) {
      // The contents of other images are judged by their own FROM only.
      for (const std::string& source : copied.sources) {
        if (holds_toolkit(source) || holds_programs(source))
          return blur_all(copied.at, copied.span, "copied from another image");
      }
      return;
    }
    for (const std::string& source : copied.sources) {
      if (holds_toolkit(source)) {
        for (const Thing thing : cuda_things) carry(thing, copied);
      }
      if (only_programs(source)) {
        for (const Thing thing : {Thing::nvcc, Thing::c_compiler, Thing::conda})
          carry(thing, copied);
        blur_programs(copied.at, copied.span, "copied from another stage");
      } else if (holds_programs(source)) {
        for (std::size_t i = 0; i < thing_count; ++i) carry(static_cast<Thing>(i), copied);
        blur_programs(copied.at, copied.span, "copied from another stage");
      }
    }
    if (!copied.complete) blur_all(copied.at, copied.span, "copied from another stage");
  }

 private:
  /// The name, or the pattern, is of whatever libraries for forward compatibility are there.
  bool all_compat(std::string_view package) {
    if (package == "cuda-compat*" || package == "cuda-compat-*") return true;
    const Presence& there = current(Thing::cuda_compat);
    return there.present == Known::yes && there.version.parts > 1 &&
           package == "cuda-compat-" + std::to_string(there.version.major()) + "-" +
                          std::to_string(there.version.minor());
  }

  /// By its name the package, or one of those that a pattern stands for, may be what holds it.
  static bool may_hold(std::string_view package, Thing thing) {
    static constexpr std::array<std::pair<std::string_view, Thing>, 6> own{{
        {"compat", Thing::cuda_compat},
        {"cudnn", Thing::cudnn},
        {"nccl", Thing::nccl},
        {"libnvidia", Thing::driver},
        {"nvidia-driver", Thing::driver},
        {"cuda-driver", Thing::driver},
    }};
    for (const auto& [word, what] : own) {
      if (package.find(word) != std::string_view::npos) return thing == what;
    }
    if (package.starts_with("lib"))
      return may_bring_cuda(package) &&
             (thing == Thing::cuda_libraries || thing == Thing::cuda_headers);
    return may_bring_cuda(package);
  }

  static bool holds_toolkit(std::string_view path) {
    return path == "/" || path == "/usr" || path == "/usr/" || path == "/usr/local" ||
           path == "/usr/local/" || path.starts_with("/usr/local/cuda");
  }
  static bool holds_programs(std::string_view path) {
    return path == "/" || path == "/usr" || path == "/usr/" || path == "/usr/local" ||
           path == "/usr/local/" || path == "/opt" || path == "/opt/" ||
           path.starts_with("/usr/bin") || path.starts_with("/usr/local/bin") ||
           path.starts_with("/opt/conda") || path.starts_with("/root") ||
           path.starts_with("/usr/lib");
  }

  /// No libraries lie there.
  static bool only_programs(std::string_view path) {
    return path.starts_with("/usr/bin") || path.starts_with("/usr/local/bin");
  }

  static Version conda_version(const facts::CondaSpec& spec) {
    std::string_view text = spec.version;
    while (!text.empty() && (text[0] == '=' || text[0] == '~')) text.remove_prefix(1);
    const std::size_t end = text.find_first_not_of("0123456789.");
    text = text.substr(0, end);
    while (text.ends_with('.')) text.remove_suffix(1);
    return Version::parse(text).value_or(Version{});
  }

  Presence from_package(Position at, Certainty certainty, Span span, Version version,
                        std::string words, const matrix::Citation& source, bool weak) {
    Presence now{.present = certainty == Certainty::certain ? Known::yes : Known::unknown};
    now.version = version;
    now.place = Place::apt;
    now.since = at;
    now.span = span;
    now.because.push_back(shows(std::move(words), span));
    now.because.back().source = source.text();
    now.weak = weak;
    return now;
  }

  void described(const facts::SystemInstall& install, const facts::SystemPackageName& package,
                 const matrix::SystemPackage& known) {
    const auto put = [&](Thing thing, Known has, Version version) {
      if (has == Known::no) return;
      note(thing, has,
           from_package(install.at, install.certainty, package.span, version,
                        package.name + " is installed here", known.source, known.weak));
    };
    const Version cudnn = cudnn_version(package, known.cudnn_major);
    put(Thing::nvcc, known.brings_nvcc, known.cuda);
    put(Thing::cuda_headers, known.brings_headers, known.cuda);
    put(Thing::cuda_runtime, known.brings_cuda_runtime, known.cuda);
    put(Thing::cuda_libraries, known.brings_cuda_libraries, known.cuda);
    put(Thing::cudnn, known.brings_cudnn, cudnn);
    put(Thing::nccl, known.brings_nccl, {});
    put(Thing::c_compiler, known.brings_cc, {});
    put(Thing::driver, known.brings_driver, {});
    const auto run = [&](std::string_view name, Known has, Version version) {
      if (has == Known::no) return;
      program(name, has,
              from_package(install.at, install.certainty, package.span, version,
                           package.name + " is installed here", known.source, known.weak));
    };
    Version python = known.python_version;
    const Base& base = graph_.bases[static_cast<std::size_t>(stage_)];
    if (!python && base.contents) python = base.contents->distro_python;
    if (known.brings_python == Known::unknown)
      blur_programs(install.at, package.span, package.name + " may bring Python");
    // What depends on Python depends on the distribution's own.
    if (known.brings_python == Known::yes)
      run(known.python_program.empty() ? "python3" : known.python_program, Known::yes, python);
    run("python", known.brings_python_alias, python);
    run("pip", known.brings_pip, python);
    run("pip3", known.brings_pip, python);
  }

  /// As far as the request says it: libcudnn9-cuda-12=9.1.0.70-1.
  static Version cudnn_version(const facts::SystemPackageName& package, unsigned major) {
    if (major == 0) return {};
    const std::string_view text = package.version;
    const auto written = Version::parse(text.substr(0, text.find_first_not_of("0123456789.")));
    if (package.version_known && written && written->major() == major) return *written;
    return Version{{major}, 1};
  }

  void unknown_package(const facts::SystemInstall& install,
                       const facts::SystemPackageName& package) {
    const std::string words = package.name + " may bring it";
    blur(Thing::c_compiler, install.at, package.span, words);
    blur_programs(install.at, package.span, words);
    if (package.known && !may_bring_cuda(package.name)) return;
    for (const Thing thing : cuda_things) blur(thing, install.at, package.span, words);
  }

  /// `has` of a package: present, or perhaps.
  void note(Thing thing, Known has, Presence now) {
    if (has == Known::no) return;
    if (has == Known::unknown || now.present != Known::yes) {
      blur(thing, now.since, now.span, now.because.front().message);
      return;
    }
    const Presence& before = current(thing);
    const bool two = thing == Thing::nvcc && before.present == Known::yes && now.version &&
                     before.place != Place::conda && now.place != Place::conda &&
                     !now.version.same_line(before.version);
    graph_.timeline.add(stage_, thing, {now.since, now});
    // Two toolkits: which one is on PATH is a matter of links.
    if (two) doubt(thing, now.since, now.span, now.because.front().message);
  }

  void program(std::string_view name, Known has, Presence now) {
    if (has == Known::unknown || now.present != Known::yes) {
      blur_programs(now.since, now.span, now.because.front().message);
      return;
    }
    graph_.timeline.add(stage_, name, {now.since, std::move(now)});
  }

  /// Whether the thing is there is not known any more, unless it certainly is.
  void blur(Thing thing, Position at, Span span, const std::string& words) {
    if (current(thing).present != Known::no) return;
    graph_.timeline.add(stage_, thing, {at, uncertain(at, span, words)});
  }

  /// What is certainly there may be gone, or another one may count.
  void doubt(Thing thing, Position at, Span span, const std::string& words) {
    const Presence& before = current(thing);
    if (before.present != Known::yes || before.place == Place::conda) return;
    graph_.timeline.add(stage_, thing, {at, uncertain(at, span, words)});
  }

  void blur_programs(Position at, Span span, const std::string& words) {
    if (graph_.timeline.of(any_program, facts::end_of(stage_), graph_.facts).present != Known::no)
      return;
    graph_.timeline.add(stage_, any_program, {at, uncertain(at, span, words)});
  }

  void blur_all(Position at, Span span, const std::string& words) {
    for (std::size_t i = 0; i < thing_count; ++i) blur(static_cast<Thing>(i), at, span, words);
    blur_programs(at, span, words);
  }

  static Presence uncertain(Position at, Span span, const std::string& words) {
    Presence now{.present = Known::unknown};
    now.since = at;
    now.span = span;
    now.because.push_back(shows(words, span));
    return now;
  }

  void carry(Thing thing, const facts::StageCopy& copied) {
    const Presence& there = graph_.timeline.of(thing, facts::end_of(copied.from), graph_.facts);
    if (there.present == Known::no) return;
    Presence now = there;
    now.since = copied.at;
    now.span = copied.span;
    hand_on(now.because,
            shows("copied from stage " + graph_.stage_label(copied.from), copied.span));
    if (now.present == Known::yes) {
      graph_.timeline.add(stage_, thing, {copied.at, std::move(now)});
    } else {
      blur(thing, copied.at, copied.span, "copied from another stage");
    }
  }

  const Presence& current(Thing thing) {
    return graph_.timeline.of(thing, facts::end_of(stage_), graph_.facts);
  }

  Graph& graph_;
  int stage_;
};

/// One event of a stage; at the same position what blurs comes before what brings.
struct Event {
  Position at;
  enum class Kind : std::uint8_t {
    opaque,
    removal,
    toolkit_removal,
    system,
    conda,
    runfile,
    provides,
    copy
  } kind;
  std::size_t index;

  bool operator<(const Event& other) const {
    return std::tie(at, kind, index) < std::tie(other.at, other.kind, other.index);
  }
};

template <typename List>
void collect(const List& list, Event::Kind kind, std::vector<Event>& out) {
  for (std::size_t i = 0; i < list.size(); ++i) out.push_back({list[i].at, kind, i});
}

}  // namespace

// NVIDIA's software has its name in its packages' names.
bool may_bring_cuda(std::string_view package) {
  static constexpr std::array<std::string_view, 16> words{
      "cuda",  "cudnn",      "nvidia", "nvcc", "nccl", "cublas", "tensorrt", "libnv",
      "torch", "tensorflow", "caffe",  "nsig", "jax",  "libcu",  "nvhpc",    "hpc"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return package.find(word) != std::string_view::npos;
  });
}

std::string_view manager_name(facts::Installer tool) {
  switch (tool) {
    case facts::Installer::apt:
      return "apt";
    case facts::Installer::dnf:
      return "dnf";
    case facts::Installer::apk:
      return "apk";
    case facts::Installer::zypper:
      return "zypper";
    default:
      return "";
  }
}

void find_system_packages(Graph& graph) {
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    const Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
    const std::string_view os = base.contents ? std::string_view(base.contents->os) : "";
    const Version version = base.contents ? base.contents->os_version : Version{};
    // Without the option a file of apt may switch them off, too.
    const Known recommended = install.no_recommends ? Known::no : Known::unknown;
    auto& found = graph.system_packages.emplace_back();
    found.reserve(install.packages.size());
    for (const facts::SystemPackageName& package : install.packages) {
      found.push_back(package.known ? matrix::system_package(manager_name(install.tool),
                                                             package.name, os, version, recommended)
                                    : std::nullopt);
    }
  }
}

void fill_timeline(Graph& graph) {
  const facts::Facts& facts = graph.facts;
  std::vector<Event> events;
  collect(facts.opaques, Event::Kind::opaque, events);
  collect(facts.system_removals, Event::Kind::removal, events);
  collect(facts.toolkit_removals, Event::Kind::toolkit_removal, events);
  collect(facts.system_installs, Event::Kind::system, events);
  collect(facts.conda_installs, Event::Kind::conda, events);
  collect(facts.runfiles, Event::Kind::runfile, events);
  collect(facts.provides, Event::Kind::provides, events);
  collect(facts.stage_copies, Event::Kind::copy, events);
  // Stages are numbered in the order of the file, so what a stage is built on or copies from is
  // done before it.
  std::sort(events.begin(), events.end());
  for (const Event& event : events) {
    if (event.at.stage < 0) continue;
    Walk walk(graph, event.at.stage);
    switch (event.kind) {
      case Event::Kind::opaque:
        walk.opaque(facts.opaques[event.index]);
        break;
      case Event::Kind::removal:
        walk.removal(facts.system_removals[event.index]);
        break;
      case Event::Kind::toolkit_removal:
        walk.removal(facts.toolkit_removals[event.index]);
        break;
      case Event::Kind::system:
        walk.system(facts.system_installs[event.index]);
        break;
      case Event::Kind::conda:
        walk.conda(facts.conda_installs[event.index]);
        break;
      case Event::Kind::runfile:
        walk.runfile(facts.runfiles[event.index]);
        break;
      case Event::Kind::provides:
        walk.provides(facts.provides[event.index]);
        break;
      case Event::Kind::copy:
        walk.copy(facts.stage_copies[event.index]);
        break;
    }
  }
}

}  // namespace cudafit::graph
