// Which Python packages end up installed, in order: what the base image brings, what pip, uv and
// conda are asked for, what they pull in, what COPY --from carries from one stage to another.

#include <algorithm>
#include <tuple>

#include "graph/build.h"
#include "graph/handing_on.h"
#include "graph/shipping.h"
#include "graph/wheels.h"
#include "matrix/companions.h"
#include "matrix/pip_packages.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Position;

Version cuda_of_variant(std::string_view variant) {
  // cu118 is 11.8: the last digit is the minor.
  if (!variant.starts_with("cu") || variant.size() < 4) return {};
  const std::string_view digits = variant.substr(2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  const std::string text = std::string(digits.substr(0, digits.size() - 1)) + "." +
                           std::string(digits.substr(digits.size() - 1));
  return Version::parse(text).value_or(Version{});
}

std::string public_text(std::string_view version) {
  const std::optional<PyVersion> parsed = PyVersion::parse(version);
  return parsed ? parsed->public_version().text() : std::string(version);
}

/// A package that the base image brings.
Package of_base(const Graph& graph, int stage) {
  Package out;
  out.place = Place::image;
  out.at = facts::start_of(stage);
  out.span = graph.facts.stages[static_cast<std::size_t>(stage)].from;
  return out;
}

/// What people say is installed in their own image.
void bring_declared(Graph& graph, int stage, const facts::DeclaredImage& declared) {
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  for (const facts::Brought& said : declared.brings) {
    const std::optional<PyVersion> version = PyVersion::parse(said.version);
    if (said.kind != facts::Brought::Kind::package || !version) continue;
    Package package = of_base(graph, stage);
    package.name = said.name;
    package.version = version->public_version().text();
    package.build = version->local;
    package.cuda = cuda_of_variant(package.build);
    if (package.cuda) package.gpu = Known::yes;
    if (package.build == "cpu") package.gpu = Known::no;
    package.declared = true;
    package.because.push_back(brought_note(base.name, said, package.span));
    graph.packages.push_back(std::move(package));
  }
}

void bring_from_base(Graph& graph, int stage) {
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (const facts::DeclaredImage* const declared = graph.declared_base(stage))
    bring_declared(graph, stage, *declared);
  if (!base.contents || base.contents->torch.empty()) return;
  Package torch = of_base(graph, stage);
  torch.name = "torch";
  torch.version = public_text(base.contents->torch);
  torch.build = base.contents->torch_variant;
  torch.cuda = cuda_of_variant(torch.build);
  if (!torch.cuda) torch.cuda = base.contents->cuda;
  torch.gpu = torch.build == "cpu" ? Known::no : Known::yes;
  torch.weak = base.contents->weak;
  torch.because.push_back(shows(base.name + " brings " + torch.title(), torch.span));
  torch.because.back().source = base.contents->source.text();
  torch.because.insert(torch.because.end(), base.because.begin(), base.because.end());
  graph.packages.push_back(std::move(torch));
}

class Installs {
 public:
  Installs(Graph& graph, std::size_t index)
      : graph_(graph), index_(index), install_(graph.facts.pip_installs[index]) {}

  void run() {
    if (install_.elsewhere || install_.dry_run) return;
    for (std::size_t i = 0; i < install_.requirements.size(); ++i) {
      if (install_.requirements[i].applies == Known::no) continue;
      if (install_.requirements[i].requirement.name.empty()) continue;
      add(i);
    }
    if (!install_.no_deps) pulled_in();
  }

 private:
  Package from(std::size_t i) const {
    const facts::Asked& asked = install_.requirements[i];
    Package out;
    out.name = asked.requirement.name;
    out.environment = install_.environment;
    out.at = install_.at;
    out.install = static_cast<int>(index_);
    out.requirement = static_cast<int>(i);
    out.span = asked.span;
    out.certainty = asked.applies == Known::yes ? install_.certainty : facts::Certainty::possible;
    for (const facts::Link& link : asked.how) out.because.push_back(shows(link.words, link.span));
    return out;
  }

  /// What is there already and satisfies the requirement stays.
  bool satisfied(const facts::Asked& asked) const {
    if (install_.upgrade || install_.force_reinstall) return false;
    if (asked.requirement.kind != read::Requirement::Kind::named || !asked.requirement.known)
      return false;
    const PackageAnswer there =
        graph_.package(asked.requirement.name, install_.at, &install_.environment);
    if (there.present != Known::yes || there.package->version.empty()) return false;
    std::string version = there.package->version;
    if (!there.package->build.empty()) version += "+" + there.package->build;
    const std::optional<PyVersion> parsed = PyVersion::parse(version);
    return parsed && asked.requirement.specifiers.contains(*parsed, true);
  }

  void add(std::size_t i) {
    const facts::Asked& asked = install_.requirements[i];
    if (satisfied(asked)) return;
    Package package = from(i);
    if (package.name == "torch") {
      choose(i, package);
    } else {
      pin(asked, package);
    }
    graph_.packages.push_back(std::move(package));
  }

  void choose(std::size_t i, Package& package) {
    WheelChoice choice = choose_wheel(graph_, index_, i);
    if (choice.wheel) {
      const matrix::TorchWheel& wheel = *choice.wheel;
      package.version = wheel.torch;
      package.build = wheel.variant;
      package.cuda = wheel.cuda;
      package.gpu = known(static_cast<bool>(wheel.cuda));
      package.weak = choice.weak;
      package.assumed = choice.assumed;
      package.because.push_back(
          says(package.title() +
                   (wheel.cuda ? " is a CUDA " + wheel.cuda.text() + " build" : " is a CPU build"),
               wheel.source));
      if (choice.assumed) {
        package.as_of = matrix::data_date();
        package.because.push_back(shows("nothing pins it: " + package.title() +
                                            " is the newest known on " + std::string(package.as_of),
                                        {}));
      }
    } else {
      pin(install_.requirements[i], package);
      // The command fails, so nothing may be built on what it would install.
      if (choice.outcome == WheelChoice::Outcome::none)
        package.certainty = facts::Certainty::possible;
    }
    graph_.wheels.push_back(std::move(choice));
  }

  static void pin(const facts::Asked& asked, Package& package) {
    if (!asked.requirement.known) return;
    if (const auto exact = asked.requirement.specifiers.exact()) {
      package.version = exact->public_version().text();
      package.build = exact->local;
      package.cuda = cuda_of_variant(package.build);
      if (package.cuda) package.gpu = Known::yes;
      if (package.build == "cpu") package.gpu = Known::no;
      return;
    }
    if (asked.requirement.kind != read::Requirement::Kind::named ||
        !asked.requirement.specifiers.empty()) {
      return;
    }
    if (const auto newest = matrix::newest_release(package.name)) {
      package.version = newest->version;
      package.as_of = newest->date;
      package.assumed = true;
      package.weak = newest->weak;
      package.because.push_back(says("nothing pins it: " + package.title() +
                                         " is the newest known on " + std::string(newest->date),
                                     newest->source));
    }
  }

  /// torch as a dependency of what is installed here.
  void pulled_in() {
    // Asked for in this very command, be it there already or not.
    for (const facts::Asked& asked : install_.requirements) {
      if (asked.requirement.name == "torch" && asked.applies != Known::no) return;
    }
    for (std::size_t i = 0; i < install_.requirements.size(); ++i) {
      const facts::Asked& asked = install_.requirements[i];
      if (asked.applies != Known::yes || !asked.requirement.known) continue;
      const Package* const made = installed_as(i);
      if (made == nullptr || made->version.empty()) continue;
      // The newest is known of PyPI only, and taken where nothing else has a say.
      if (made->assumed && (!only_pypi() || torch_held_in_command(install_, i))) continue;
      for (const matrix::Companion& pair : matrix::companion_torch(made->name, made->version)) {
        if (!pair.exact || pair.torch_range || pair.weak) continue;
        return depend(*made, std::string(pair.torch), pair.source, pair.weak);
      }
      for (const matrix::TorchPin& pinned : matrix::torch_pins(made->name)) {
        if (pinned.torch.empty() || pinned.weak || pinned.torch.ends_with("*")) continue;
        const auto range = Specifiers::parse(pinned.range);
        const auto version = PyVersion::parse(made->version);
        if (!range || !version || !range->contains(*version, true)) continue;
        return depend(*made, std::string(pinned.torch), pinned.source, pinned.weak);
      }
    }
    for (std::size_t i = 0; i < install_.requirements.size(); ++i)
      if (may_want_another_torch(i)) return perhaps_replaced(i);
  }

  /// It is made for one torch, which is not known; or its newest version may want a newer one.
  bool may_want_another_torch(std::size_t i) const {
    const facts::Asked& asked = install_.requirements[i];
    const read::Requirement& wanted = asked.requirement;
    if (asked.applies == Known::no || wanted.kind != read::Requirement::Kind::named) return false;
    if (installed_as(i) == nullptr) return false;
    const bool open = !wanted.known || !wanted.specifiers.exact();
    if (wanted.known && wanted.specifiers.empty() && !install_.upgrade &&
        !install_.force_reinstall &&
        graph_.package(wanted.name, install_.at, &install_.environment).present == Known::yes)
      return false;
    for (const matrix::PipPackage& row : matrix::pip_package(wanted.name)) {
      if (!row.torch_pin.empty()) return true;
      // What runs on every image takes the torch that is there.
      const bool any = row.base_flavor == matrix::BaseFlavor::any && row.cuda_majors.empty();
      if (open && row.requires_torch == Known::yes && !any) return true;
    }
    // Companions of torch that bring it. triton does not.
    return wanted.name.starts_with("torch") && matrix::newest(wanted.name).has_value();
  }

  /// Whether the torch that is there stays is not known.
  void perhaps_replaced(std::size_t i) {
    const PackageAnswer there = graph_.package("torch", install_.at, &install_.environment);
    if (there.package == nullptr) return;
    Package package = from(i);
    package.name = "torch";
    package.requirement = -1;
    package.certainty = facts::Certainty::possible;
    graph_.packages.push_back(std::move(package));
  }

  bool only_pypi() const {
    const IndexList list = index_list(install_);
    return list.complete && list.all.size() == 1 && list.all.front().kind == Index::Kind::pypi;
  }

  /// A wheel of that torch for the command's Python, as far as both are known.
  Known has_wheel(std::string_view torch) const {
    const std::string python = python_tag(graph_, install_);
    if (python.empty()) return Known::unknown;
    for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch)) {
      if (std::find(wheel.pythons.begin(), wheel.pythons.end(), python) != wheel.pythons.end())
        return Known::yes;
    }
    return Known::no;
  }

  const Package* installed_as(std::size_t i) const {  // they stand last, in order
    const auto last = graph_.packages.end();
    const auto found = std::lower_bound(
        graph_.packages.begin() + static_cast<std::ptrdiff_t>(first_), last, static_cast<int>(i),
        [](const Package& each, int wanted) { return each.requirement < wanted; });
    return found != last && found->requirement == static_cast<int>(i) ? &*found : nullptr;
  }

  void depend(const Package& dependent, const std::string& torch, const matrix::Citation& source,
              bool weak) {
    const PackageAnswer there = graph_.package("torch", install_.at, &install_.environment);
    if (there.present == Known::yes && there.package->version == torch) return;
    Package package;
    package.name = "torch";
    package.environment = install_.environment;
    package.at = install_.at;
    package.install = static_cast<int>(index_);
    package.span = dependent.span;
    package.certainty = dependent.certainty;
    // Another Python gets an older dependent, and that another torch.
    if (dependent.assumed && has_wheel(torch) != Known::yes)
      package.certainty = facts::Certainty::possible;
    package.version = torch;
    package.assumed = dependent.assumed;
    package.as_of = dependent.as_of;
    package.weak = weak || dependent.weak;
    package.because = dependent.because;
    package.because.push_back(says(dependent.title() + " requires torch " + torch, source));
    // From the same indexes: the pin is like one that is written.
    const std::string platform = platform_of(graph_, install_.at.stage).name;
    const IndexList indexes = index_list(install_);
    if (indexes.complete && indexes.all.size() == 1) {
      for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch)) {
        const Index& index = indexes.all.front();
        const bool here = index.kind == Index::Kind::pypi    ? wheel.pypi
                          : index.kind == Index::Kind::torch ? wheel.directory == index.directory
                                                             : false;
        if (!here || wheel.platform != platform) continue;
        package.build = wheel.variant;
        package.cuda = wheel.cuda;
        package.gpu = known(static_cast<bool>(wheel.cuda));
        package.weak = package.weak || wheel.weak;
        package.because.push_back(says(
            package.title() +
                (wheel.cuda ? " is a CUDA " + wheel.cuda.text() + " build" : " is a CPU build"),
            wheel.source));
        break;
      }
    }
    graph_.packages.push_back(std::move(package));
  }

  Graph& graph_;
  std::size_t index_;
  std::size_t first_ = graph_.packages.size();  ///< of the packages of this command
  const facts::PipInstall& install_;
};

void install_conda(Graph& graph, std::size_t index) {
  const facts::CondaInstall& install = graph.facts.conda_installs[index];
  for (std::size_t i = 0; i < install.specs.size(); ++i) {
    const facts::CondaSpec& spec = install.specs[i];
    Package package;
    package.name = spec.name == "pytorch" || spec.name == "pytorch-gpu" ? "torch" : spec.name;
    package.place = Place::conda;
    package.environment = install.environment;
    package.at = install.at;
    package.install = static_cast<int>(index);
    package.requirement = static_cast<int>(i);
    package.span = spec.span;
    package.certainty = install.certainty;
    if (spec.known) {
      std::string_view version = spec.version;
      while (version.starts_with('=')) version.remove_prefix(1);
      if (PyVersion::parse(version)) package.version = version;
    }
    graph.packages.push_back(std::move(package));
  }
}

void remove(Graph& graph, const facts::PipRemoval& removal) {
  for (const std::string& name : removal.names) {
    Package gone;
    gone.name = name;
    gone.removed = true;
    gone.place = Place::pip;
    gone.environment = removal.environment;
    gone.at = removal.at;
    gone.span = removal.span;
    gone.certainty = removal.certainty;
    graph.packages.push_back(std::move(gone));
  }
  if (removal.complete) return;
  // A list that is not read: of nothing that is there it is known any more whether it stays.
  std::vector<Package> perhaps;
  for (const Package* const package : present(graph, removal.at, &removal.environment)) {
    const bool apart = package->place == Place::image && removal.environment.known &&
                       sees_image(graph.facts, removal.environment) != Known::yes;
    const auto named = std::count(removal.names.begin(), removal.names.end(), package->name);
    if (apart || named > 0) continue;
    perhaps.push_back(*package);
    perhaps.back().at = removal.at;
    perhaps.back().certainty = facts::Certainty::possible;
  }
  for (Package& package : perhaps) graph.packages.push_back(std::move(package));
}

/// A path holds the packages of an environment: the environment itself, or something above it.
bool holds(std::string_view source, const facts::Environment& environment) {
  while (source.size() > 1 && source.ends_with('/')) source.remove_suffix(1);
  if (!environment.path.empty()) {
    const std::string_view path = environment.path;
    return path == source || (path.starts_with(source) &&
                              (source == "/" || path.substr(source.size()).starts_with('/')));
  }
  // The system's own.
  return source == "/" || source == "/usr" || source == "/usr/local" ||
         source == "/usr/local/lib" || source.find("site-packages") != std::string_view::npos ||
         source.find("dist-packages") != std::string_view::npos ||
         (source.starts_with("/usr/local/lib/python") || source.starts_with("/usr/lib/python"));
}

void carry(Graph& graph, const facts::StageCopy& copied) {
  if (copied.from < 0 || copied.mount) return;
  std::vector<Package> carried;
  for (const Package* const package : shipped(graph, copied.from)) {
    const bool all =
        std::any_of(copied.sources.begin(), copied.sources.end(),
                    [&](const std::string& source) { return holds(source, package->environment); });
    if (!all || package->place == Place::image) continue;
    Package& here = carried.emplace_back(*package);
    here.at = copied.at;
    here.carried_from = copied.from;
    hand_on(here.because,
            shows("carried here from stage " + graph.stage_label(copied.from), copied.span));
  }
  for (Package& package : carried) graph.packages.push_back(std::move(package));
}

struct Event {
  Position at;
  enum class Kind : std::uint8_t { base, copy, conda, pip, removal } kind;
  std::size_t index;

  bool operator<(const Event& other) const {
    return std::tie(at, kind, index) < std::tie(other.at, other.kind, other.index);
  }
};

}  // namespace

Platform platform_of(const Graph& graph, int stage) {
  const std::string& platform = graph.facts.stages[static_cast<std::size_t>(stage)].platform;
  if (platform.starts_with("linux/arm64")) return {"linux_aarch64", false};
  if (platform.starts_with("linux/amd64")) return {"linux_x86_64", false};
  if (platform.starts_with("windows")) return {"win_amd64", false};
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (base.contents && base.contents->os == "windows") return {"win_amd64", false};
  return {"linux_x86_64", true};
}

std::string python_tag(const Graph& graph, const facts::PipInstall& install) {
  const auto tag = [](const Version& version) {
    return version.parts < 2
               ? std::string()
               : "cp" + std::to_string(version.major()) + std::to_string(version.minor());
  };
  if (const auto named = Version::parse(install.python)) return tag(*named);
  if (!install.environment.known || install.environment.conda) return {};
  if (!install.environment.path.empty()) {
    std::string last;
    for (const facts::Provides& each : graph.facts.provides) {
      if (each.environment != install.environment.path) continue;
      // Of another stage, or made later: it says nothing, or contradicts.
      const auto version = Version::parse(each.version);
      if (!version || each.at.stage != install.at.stage || !(each.at < install.at)) return {};
      last = tag(*version);
    }
    return last;
  }
  // pip belongs to the python of the same spelling.
  const std::string_view program = install.program == "pip" || install.program == "python"
                                       ? std::string_view("python")
                                       : std::string_view("python3");
  for (const std::string_view name : {program, std::string_view("python3")}) {
    const Presence& found = graph.at(name, install.at);
    if (found.present == Known::yes && found.version)
      return found.weak ? std::string() : tag(found.version);
  }
  return {};
}

void fill_packages(Graph& graph) {
  std::vector<Event> events;
  const facts::Facts& facts = graph.facts;
  for (std::size_t i = 0; i < facts.stages.size(); ++i) {
    if (facts.stages[i].root == i)
      events.push_back({facts::start_of(static_cast<int>(i)), Event::Kind::base, i});
  }
  for (std::size_t i = 0; i < facts.stage_copies.size(); ++i)
    events.push_back({facts.stage_copies[i].at, Event::Kind::copy, i});
  for (std::size_t i = 0; i < facts.conda_installs.size(); ++i)
    events.push_back({facts.conda_installs[i].at, Event::Kind::conda, i});
  for (std::size_t i = 0; i < facts.pip_installs.size(); ++i)
    events.push_back({facts.pip_installs[i].at, Event::Kind::pip, i});
  for (std::size_t i = 0; i < facts.pip_removals.size(); ++i)
    events.push_back({facts.pip_removals[i].at, Event::Kind::removal, i});
  std::sort(events.begin(), events.end());
  for (const Event& event : events) {
    switch (event.kind) {
      case Event::Kind::base:
        bring_from_base(graph, static_cast<int>(event.index));
        break;
      case Event::Kind::copy:
        carry(graph, facts.stage_copies[event.index]);
        break;
      case Event::Kind::conda:
        install_conda(graph, event.index);
        break;
      case Event::Kind::pip:
        Installs(graph, event.index).run();
        break;
      case Event::Kind::removal:
        remove(graph, facts.pip_removals[event.index]);
        break;
    }
  }
}

}  // namespace cudafit::graph
