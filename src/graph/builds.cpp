// Python packages that were built for another torch, CUDA, C++ ABI or Python than they meet, and
// what an image was put together with and then replaced.

#include <algorithm>

#include "graph/build.h"
#include "graph/installed.h"
#include "graph/wheels.h"
#include "matrix/companions.h"
#include "matrix/torch.h"
#include "matrix/torch_name.h"
#include "terms/ascii.h"
#include "terms/pep440.h"

namespace cudafit::graph {

namespace {

using facts::Asked;
using facts::PipInstall;

/// The torch that is there in the end, where that is certain.
const Package* final_torch(const Graph& graph, const PipInstall& install) {
  const facts::Position end = facts::end_of(install.at.stage);
  const PackageAnswer there = graph.package("torch", end, &install.environment);
  if (there.present != Known::yes || there.package->version.empty() || there.package->weak)
    return nullptr;
  const Package& torch = *there.package;
  if (graph.opaque_between(torch.at, end, false) != nullptr) return nullptr;
  const bool more = std::any_of(graph.facts.pip_installs.begin(), graph.facts.pip_installs.end(),
                                [&](const PipInstall& other) {
                                  return !other.complete && !other.elsewhere && !other.dry_run &&
                                         came_before(graph.facts, other.at, end) &&
                                         !came_before(graph.facts, other.at, torch.at);
                                });
  return more ? nullptr : &torch;
}

void add_links(const std::vector<facts::Link>& how, Need& need) {
  for (const facts::Link& link : how) need.chain.push_back(shows(link.words, link.span));
}

// ---- wheels whose names say what they are for

/// The C++ ABI of a torch that pip installed.
Known cxx11_abi(const Graph& graph, const Package& torch) {
  if (torch.place != Place::pip || torch.build.empty()) return Known::unknown;
  const Platform platform = platform_of(graph, torch.at.stage);
  Known out = Known::unknown;
  for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch.version)) {
    if (wheel.variant != torch.build || wheel.platform != platform.name || wheel.weak) continue;
    if (out != Known::unknown && out != wheel.cxx11_abi) return Known::unknown;
    out = wheel.cxx11_abi;
  }
  return out;
}

/// The wheel is for another Python; "abi3" and "none" run on later ones, too.
bool other_python(const read::WheelName& wheel, const std::string& python) {
  const auto own = [](const std::string& tag) { return tag.starts_with("cp"); };
  return !python.empty() && !wheel.pythons.empty() &&
         std::all_of(wheel.pythons.begin(), wheel.pythons.end(), own) &&
         std::all_of(wheel.abis.begin(), wheel.abis.end(), own) &&
         std::find(wheel.pythons.begin(), wheel.pythons.end(), python) == wheel.pythons.end();
}

/// What of the label does not fit; false when all of it may.
bool differs(const Graph& graph, const matrix::WheelLabel& label, const Package& torch,
             ForeignWheel& out) {
  const auto parsed = PyVersion::parse(torch.version);
  const std::optional<Version> version =
      parsed && !parsed->is_prerelease() ? Version::parse(torch.version) : std::nullopt;
  if (version && label.torch && !label.torch.same_line(*version)) {
    out.differs = ForeignWheel::Differs::torch;
    out.built_for = "torch " + label.torch.text();
    out.meets = torch.title();
  } else if (label.cuda && torch.gpu == Known::yes && torch.cuda &&
             label.cuda.major() != torch.cuda.major()) {
    out.differs = ForeignWheel::Differs::cuda;
    out.built_for = "CUDA " + label.cuda.text();
    out.meets = torch.title() + ", which is for CUDA " + torch.cuda.text();
  } else {
    const Known abi = cxx11_abi(graph, torch);
    if (label.cxx11_abi == Known::unknown || abi == Known::unknown || abi == label.cxx11_abi)
      return false;
    out.differs = ForeignWheel::Differs::abi;
    const bool wants = label.cxx11_abi == Known::yes;
    out.built_for = wants ? "the C++11 ABI" : "the C++ ABI before C++11";
    out.meets = torch.title() + ", which has the " + (wants ? "old" : "new") + " one";
  }
  return true;
}

void add_foreign(Graph& graph, std::size_t at, std::size_t requirement, const Package* torch,
                 const matrix::Citation& source, ForeignWheel out) {
  const PipInstall& install = graph.facts.pip_installs[at];
  out.install = at;
  out.requirement = requirement;
  out.need.kind = "a wheel built for what is there";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = out.wheel;
  out.need.object = out.built_for;
  add_links(install.requirements[requirement].how, out.need);
  if (torch != nullptr) {
    out.need.weak = torch->assumed;
    for (const Note& note : torch->because) {
      const auto& chain = out.need.chain;
      if (std::find(chain.begin(), chain.end(), note) == chain.end())
        out.need.chain.push_back(note);
    }
    if (torch->span)
      out.need.chain.push_back(shows(torch->title() + " comes from here", torch->span));
  }
  out.need.chain.push_back(says("its name says what it was built for", source));
  const bool known =
      std::any_of(graph.pairings.foreign.begin(), graph.pairings.foreign.end(),
                  [&](const ForeignWheel& other) { return other.need.span == out.need.span; });
  if (!known) graph.pairings.foreign.push_back(std::move(out));
}

/// Files that are named whole.
void judge_file(Graph& graph, std::size_t at, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const Asked& asked = install.requirements[index];
  if (!asked.requirement.known || asked.applies != Known::yes || !asked.requirement.wheel) return;
  const read::WheelName& wheel = *asked.requirement.wheel;
  const auto label = matrix::wheel_label(wheel.name, wheel.version.local);
  if (!label || label->weak) return;
  ForeignWheel out;
  out.wheel = wheel.name + " " + wheel.version.text();
  out.need.span = asked.span;
  const std::string python = python_tag(graph, install);
  if (other_python(wheel, python)) {
    out.differs = ForeignWheel::Differs::python;
    out.built_for = "Python " + wheel.pythons.front();
    out.meets = "Python " + python;
    return add_foreign(graph, at, index, nullptr, label->source, std::move(out));
  }
  const Package* const torch = final_torch(graph, install);
  if (torch == nullptr || !differs(graph, *label, *torch, out)) return;
  // A later command may put another build in its place.
  const PackageAnswer last =
      graph.package(wheel.name, facts::end_of(install.at.stage), &install.environment);
  if (last.present != Known::yes || last.package->install != static_cast<int>(at) ||
      last.package->requirement != static_cast<int>(index))
    return;
  add_foreign(graph, at, index, torch, label->source, std::move(out));
}

/// "https://data.pyg.org/whl/torch-2.4.0%2Bcu121.html" as wheel_page() takes it.
std::string address_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url = url.substr(scheme + 3);
  std::string out;
  for (std::size_t i = 0; i < url.size(); ++i) {
    const bool plus =
        url[i] == '%' && i + 2 < url.size() && url[i + 1] == '2' && ascii::lower(url[i + 2]) == 'b';
    out += plus ? '+' : url[i];
    if (plus) i += 2;
  }
  return out;
}

/// Pages with wheels, for packages that are taken from them.
void judge_page(Graph& graph, std::size_t at, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const Asked& asked = install.requirements[index];
  if (!asked.requirement.known || asked.applies != Known::yes) return;
  if (asked.requirement.kind != read::Requirement::Kind::named || install.find_links.size() != 1)
    return;
  const facts::OptionValue& page = install.find_links.front();
  if (!page.value.complete || !install.no_binary.empty()) return;
  const auto label = matrix::wheel_page(asked.requirement.name, address_of(page.value.value));
  if (!label || label->weak) return;
  const Package* const torch = final_torch(graph, install);
  ForeignWheel out;
  out.page = true;
  out.only = install.no_index;
  out.wheel = asked.requirement.name;
  out.need.span = page.span;
  if (torch == nullptr || !differs(graph, *label, *torch, out)) return;
  add_links(page.how, out.need);
  add_foreign(graph, at, index, torch, label->source, std::move(out));
}

// ---- torch and companions from different indexes

struct Built {
  Version cuda;
  std::vector<Note> because;
};

/// The CUDA a companion was built for, by its label or the one index it can come from.
std::optional<Built> companion_cuda(const Graph& graph, const PipInstall& install,
                                    const Asked& asked, const PyVersion& version) {
  if (!version.local.empty()) {
    const Version cuda = matrix::variant_cuda(version.local);
    return cuda ? std::optional(Built{cuda, {}}) : std::nullopt;
  }
  const IndexList list = index_list(install);
  const std::vector<std::size_t> asked_of = list.asked();
  if (!list.complete || !install.complete || asked_of.size() != 1) return std::nullopt;
  const Index& index = list.all[asked_of.front()];
  const Platform platform = platform_of(graph, install.at.stage);
  if (index.kind == Index::Kind::torch && !index.link) {
    const Version cuda = matrix::variant_cuda(index.directory);
    if (!cuda) return std::nullopt;
    return Built{cuda,
                 {shows(asked.requirement.name + " is taken from " + index.directory,
                        index.option != nullptr ? index.option->span : Span{})}};
  }
  if (index.kind != Index::Kind::pypi) return std::nullopt;
  // PyPI's companions are built with PyPI's torch.
  for (const matrix::Companion& pair :
       matrix::companion_torch(asked.requirement.name, version.public_version().text())) {
    if (!pair.exact || pair.torch_range || pair.weak) continue;
    for (const matrix::TorchWheel& wheel : matrix::torch_wheels(pair.torch)) {
      if (!wheel.pypi || wheel.platform != platform.name || wheel.weak || !wheel.cuda) continue;
      return Built{wheel.cuda,
                   {says("PyPI's " + asked.requirement.name + " " + version.text() +
                             " is built for the CUDA of PyPI's torch " + std::string(pair.torch) +
                             ", " + wheel.cuda.text(),
                         wheel.source)}};
    }
  }
  return std::nullopt;
}

void judge_split(Graph& graph, std::size_t at, std::size_t index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  const Asked& asked = install.requirements[index];
  if (!asked.requirement.known || asked.applies != Known::yes ||
      asked.requirement.kind != read::Requirement::Kind::named)
    return;
  const std::string& name = asked.requirement.name;
  const auto version = asked.requirement.specifiers.exact();
  if (!version || version->is_prerelease()) return;
  const std::string release = version->public_version().text();
  const auto check = matrix::build_check(name, release);
  if (!check) return;
  const Package* const torch = final_torch(graph, install);
  if (torch == nullptr || torch->place != Place::pip || torch->gpu != Known::yes || !torch->cuda)
    return;
  // What does not go together at all is a finding of its own.
  if (matrix::companion_pairs(name, release, torch->version).pairs != Known::yes) return;
  const PackageAnswer last =
      graph.package(name, facts::end_of(install.at.stage), &install.environment);
  if (last.present != Known::yes || last.package->install != static_cast<int>(at) ||
      last.package->requirement != static_cast<int>(index))
    return;
  auto built = companion_cuda(graph, install, asked, *version);
  if (!built) return;
  const bool fits = check->minor ? built->cuda.same_line(torch->cuda)
                                 : built->cuda.major() == torch->cuda.major();
  if (fits) return;
  SplitBuild out;
  out.torch = static_cast<std::size_t>(torch - graph.packages.data());
  out.install = at;
  out.requirement = index;
  out.companion = name + " " + version->text();
  out.companion_cuda = built->cuda;
  out.torch_cuda = torch->cuda;
  out.check = *check;
  out.index = torch->build;
  out.need.kind = "a companion built for torch's CUDA";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = out.companion;
  out.need.object = torch->title();
  out.need.span = asked.span;
  out.need.weak = torch->assumed || check->weak;
  add_links(asked.how, out.need);
  out.need.chain.insert(out.need.chain.end(), built->because.begin(), built->because.end());
  out.need.chain.insert(out.need.chain.end(), torch->because.begin(), torch->because.end());
  out.need.chain.push_back(shows(torch->title() + " comes from here", torch->span));
  graph.pairings.split.push_back(std::move(out));
}

// ---- what an image was put together with

/// pip reads the image's constraints, and they hold what is replaced: the command fails instead.
bool constrained(const Graph& graph, const matrix::Curated& fact, const ImageNeed& image,
                 const PipInstall& install) {
  const std::string_view tag = image.asked.tag;
  const auto release = Version::parse(tag.substr(0, tag.find('-')));
  if (!fact.constrained_from || install.tool != facts::Installer::pip) return false;
  if (!release || *release < fact.constrained_from) return false;
  const facts::VariableAnswer variable = graph.facts.variable(install.at, "PIP_CONSTRAINT");
  return variable.setting == nullptr || variable.setting->kind == facts::SettingKind::base;
}

/// A release of torch that pip puts over the one the image was put together with. The image's is a
/// pre-release that no index has, so that no release satisfies or equals it.
void judge_override(Graph& graph, std::size_t at) {
  const Package& now = graph.packages[at];
  if (now.name != "torch" || now.place != Place::pip || now.carried_from >= 0 || now.install < 0 ||
      now.certainty != facts::Certainty::certain || now.assumed)
    return;
  const auto version = PyVersion::parse(now.version);
  if (!version || version->is_prerelease()) return;
  const ImageNeed* const image = graph.base_image(now.at.stage);
  if (image == nullptr || image->asked.declared >= 0) return;
  const auto fact = matrix::curated(image->repository, now.name);
  const PipInstall& install = graph.facts.pip_installs[static_cast<std::size_t>(now.install)];
  if (!fact || sees_image(graph.facts, install.environment) != Known::yes) return;
  if (constrained(graph, *fact, *image, install)) return;
  const int root =
      static_cast<int>(graph.facts.stages[static_cast<std::size_t>(now.at.stage)].root);
  const Package* before = nullptr;
  for (std::size_t i = 0; i < graph.packages.size(); ++i) {
    const Package& other = graph.packages[i];
    if (i == at || other.name != now.name) continue;
    if (other.place == Place::image && other.at.stage == root) before = &other;
    // Whoever takes it out first knows, and a second replacement is no news.
    else if (came_before(graph.facts, other.at, now.at))
      return;
  }
  if (graph.opaque_between(facts::start_of(root), now.at, false) != nullptr) return;
  ImageOverride out;
  out.before = before == nullptr ? -1 : static_cast<int>(before - graph.packages.data());
  out.after = at;
  out.image = image->name;
  out.fact = *fact;
  out.need.kind = "what the image was put together with";
  out.need.verdict = Verdict::unmet;
  out.need.stage = now.at.stage;
  out.need.subject = now.title();
  out.need.object = "the torch of " + image->name;
  out.need.span = now.span;
  if (before != nullptr) out.need.chain = before->because;
  out.need.chain.insert(out.need.chain.end(), now.because.begin(), now.because.end());
  out.need.chain.push_back(
      says("the packages of " + image->repository + " are built to go together", fact->source));
  graph.pairings.overrides.push_back(std::move(out));
}

/// One cause, one finding.
void leave_to_image(Graph& graph) {
  std::erase_if(graph.torch.overrides, [&](const TorchOverride& each) {
    const Package& before = graph.packages[each.before];
    const ImageNeed* const image =
        before.place == Place::image ? graph.base_image(before.at.stage) : nullptr;
    return image != nullptr && image->asked.declared < 0 &&
           matrix::curated(image->repository, before.name).has_value();
  });
}

}  // namespace

void judge_builds(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.certainty != facts::Certainty::certain || install.elsewhere || install.dry_run ||
        !install.environment.known)
      continue;
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      judge_file(graph, i, r);
      judge_page(graph, i, r);
      judge_split(graph, i, r);
    }
  }
  for (std::size_t i = 0; i < graph.packages.size(); ++i) judge_override(graph, i);
  leave_to_image(graph);
}

void compare_cudas(Graph& graph) {
  for (std::size_t t = 0; t < graph.cuda_uses.size(); ++t) {
    const CudaUse& torch = graph.cuda_uses[t];
    if (torch.kind != CudaUse::Kind::package || !torch.certain || torch.weak || torch.package < 0)
      continue;
    const Package& package = graph.packages[static_cast<std::size_t>(torch.package)];
    if (package.name != "torch" || package.place != Place::pip || package.assumed) continue;
    // An extension that is compiled for torch with another CUDA is a finding of its own.
    const bool matched = std::any_of(
        graph.cuda_matches.begin(), graph.cuda_matches.end(), [&](const CudaMatch& match) {
          return match.need.stage == torch.stage && match.need.verdict != Verdict::met;
        });
    if (matched) continue;
    for (std::size_t o = 0; o < graph.cuda_uses.size(); ++o) {
      const CudaUse& other = graph.cuda_uses[o];
      if (other.stage != torch.stage || !other.certain || other.weak) continue;
      if (other.kind != CudaUse::Kind::system && other.kind != CudaUse::Kind::compiled) continue;
      if (!torch.cuda || other.cuda.major() == torch.cuda.major()) continue;
      CudaDifference out;
      out.torch = t;
      out.other = o;
      out.need.kind = "one CUDA";
      out.need.verdict = Verdict::unmet;
      out.need.stage = torch.stage;
      out.need.subject = torch.title;
      out.need.object = other.title;
      out.need.span = torch.span;
      out.need.chain = torch.because;
      out.need.chain.push_back(shows(other.title + " uses CUDA " + other.cuda.text(), other.span));
      out.need.chain.insert(out.need.chain.end(), other.because.begin(), other.because.end());
      graph.pairings.differences.push_back(std::move(out));
      break;
    }
  }
}

}  // namespace cudafit::graph
