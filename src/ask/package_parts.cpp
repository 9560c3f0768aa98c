#include "ask/package_parts.h"

#include "ask/words.h"
#include "matrix/extensions.h"
#include "matrix/frameworks.h"
#include "matrix/pip_packages.h"
#include "terms/pep440.h"

namespace cudafit::ask {
namespace {

/// Whether a range of releases ("" for the one release `first`, or for all) has to do with what was
/// asked: it holds the version, or begins within the line that was named.
bool fits(const Wanted& wanted, std::string_view range, std::string_view first) {
  if (wanted.version.empty()) return true;
  const std::string line = std::string(wanted.version) + ".";
  if (!first.empty() && (first == wanted.version || first.starts_with(line))) return true;
  if (range.empty()) return first.empty();
  const auto version = PyVersion::parse(wanted.version);
  const auto specifiers = Specifiers::parse(range);
  return version && specifiers && specifiers->contains(*version, true);
}

/// The first version a range names: 2.14 of ">=2.14,<2.15".
std::string first_of(std::string_view range) {
  const auto specifiers = Specifiers::parse(range);
  if (!specifiers) return {};
  for (const Specifier& each : specifiers->all) {
    using enum Specifier::Op;
    if (each.op == greater_equal || each.op == equal || each.op == compatible)
      return each.version.text();
  }
  return {};
}

std::string span(const Version& from, const Version& to) {
  if (!from) return "";
  return from == to ? from.text() : from.text() + " to " + to.text();
}

std::string_view libs_words(matrix::LibsFrom from) {
  using enum matrix::LibsFrom;
  switch (from) {
    case bundled:
      return "inside its wheel";
    case static_:
      return "linked into it";
    case nvidia_wheels:
      return "nvidia-* wheels it depends on";
    case torch:
      return "torch's";
    case system:
      return "the image's";
    case conda:
      return "conda packages";
    case driver:
      return "none but libcuda of the host";
    case none:
      return "none: no GPU code";
    case placeholder:
      return "none: the release on the index is a placeholder";
    case unknown:
      break;
  }
  return "";
}

std::string_view flavor_words(matrix::BaseFlavor flavor) {
  using enum matrix::BaseFlavor;
  switch (flavor) {
    case any:
      return "any image";
    case base:
      return "nvidia/cuda base";
    case runtime:
      return "nvidia/cuda runtime";
    case cudnn_runtime:
      return "nvidia/cuda cudnn-runtime";
    case devel:
      return "nvidia/cuda devel";
    case cudnn_devel:
      return "nvidia/cuda cudnn-devel";
    case unknown:
      break;
  }
  return "";
}

std::string numbers(const std::vector<unsigned>& values) {
  std::string out;
  for (const unsigned each : values) out += (out.empty() ? "" : ", ") + std::to_string(each);
  return out;
}

std::string cudnn_words(const matrix::PipPackage& row) {
  if (row.cudnn_min) return row.cudnn_min.text() + " or newer";
  if (!row.cudnn_majors.empty()) return numbers(row.cudnn_majors);
  return yes_no(row.needs_cudnn);
}

std::string cuda_words(const matrix::PipPackage& row) {
  std::string out =
      row.cuda_min ? row.cuda_min.text() + (row.cuda_minor_locked ? " exactly" : " or newer") : "";
  if (!row.cuda_majors.empty()) out += (out.empty() ? "" : ", of CUDA ") + numbers(row.cuda_majors);
  return out;
}

/// What the plain package needs, as a sentence behind the others.
void add_needs_summary(Answer& answer, const Wanted& wanted) {
  std::vector<matrix::PipPackage> rows;
  std::vector<std::string_view> extras;
  for (const matrix::PipPackage& each : matrix::pip_package(wanted.name)) {
    if (!fits(wanted, each.range, first_of(each.range)) || !each.variant.empty()) continue;
    if (!each.extra.empty()) extras.push_back(each.extra);
    if (each.extra == wanted.extra) rows.push_back(each);
  }
  // Where the versions that were named differ, the table says it.
  if (rows.size() != 1) return;
  const matrix::PipPackage& row = rows.front();
  std::string words;
  const auto add = [&](std::string_view what, const std::string& value) {
    if (!value.empty() && value != "no")
      words += (words.empty() ? "" : ", ") + std::string(what) + value;
  };
  if (row.libs_from == matrix::LibsFrom::none) {
    answer.summary += fmt::format(
        "{}Plain {} has no GPU code{}.", answer.summary.empty() ? "" : " ", wanted.name,
        extras.empty()
            ? ""
            : "; for GPUs: " + wanted.name + "[" + join(extras, "], " + wanted.name + "[") + "]");
    return;
  }
  add("CUDA ", cuda_words(row));
  add("cuDNN ", cudnn_words(row));
  add("driver ", driver_text(row.min_driver));
  add("torch ", std::string(row.torch_pin));
  if (row.libs_from != matrix::LibsFrom::unknown)
    add("CUDA libraries: ", std::string(libs_words(row.libs_from)));
  if (words.empty()) return;
  answer.summary += (answer.summary.empty() ? wanted.name + " needs " : " It needs ") + words + ".";
}

std::string_view compiles_words(matrix::Compiles compiles) {
  using enum matrix::Compiles;
  switch (compiles) {
    case never:
      return "never";
    case always:
      return "always";
    case unless_prebuilt:
      return "unless a wheel fits";
    case only_with_flags:
      return "only when asked to";
    case only_from_source:
      return "only from its sources";
    case when_used:
      return "when it is used";
    case unknown:
      break;
  }
  return "";
}

std::string_view without_gpu_words(matrix::WithoutGpu what) {
  using enum matrix::WithoutGpu;
  switch (what) {
    case works_fixed_list:
      return "compiles for its own list of GPUs";
    case index_error:
      return "fails: IndexError: list index out of range";
    case silent_cpu:
      return "builds without CUDA and does not say so";
    case own_error:
      return "fails with a message of its own";
    case unknown:
      break;
  }
  return "";
}

}  // namespace

bool has_releases(const std::string& name) {
  return !matrix::framework_releases(name).empty() || !matrix::pip_package(name).empty() ||
         !matrix::find_extension(name).empty();
}

std::vector<std::string_view> release_names() {
  std::vector<std::string_view> out = matrix::framework_names();
  for (const std::string_view name : matrix::pip_package_names()) out.push_back(name);
  for (const matrix::Extension& each : matrix::extensions()) out.push_back(each.name);
  return out;
}

void add_builds(Answer& answer, const Wanted& wanted) {
  Section table{"Built with",
                {"versions", "extra", "variant", "CUDA", "toolkits", "cuDNN", "jaxlib", "torch",
                 "TensorRT", "GPUs", "released", "where", "note"},
                {}};
  std::vector<std::string> cudas, cudnns;
  for (const matrix::FrameworkRelease& each : matrix::framework_releases(wanted.name)) {
    if (!fits(wanted, each.range, each.version)) continue;
    if (!wanted.extra.empty() && each.extra != wanted.extra) continue;
    std::string gpus = join(each.archs, " ");
    if (gpus.empty() && each.cc_min) gpus = "from " + each.cc_min.text();
    std::string where(each.index.empty() ? each.image : each.index);
    std::string jaxlib(each.jaxlib);
    if (!each.jaxlib_min.empty()) jaxlib += " (>=" + std::string(each.jaxlib_min) + ")";
    std::string notes(each.note);
    const auto also = [&](std::string_view what, const std::string& list) {
      if (!list.empty()) notes += (notes.empty() ? "" : "; ") + std::string(what) + list;
    };
    also("extras: ", join(each.extras));
    also("variants: ", join(each.variants));
    also("requires ", join(each.pins));
    also("compiled by ", std::string(each.compiler));
    if (each.extra.empty() && each.variant.empty()) {
      cudas.push_back(join(each.cuda));
      if (!each.cudnn.empty()) cudnns.push_back(join(each.cudnn));
    }
    Line line{{each.range.empty() ? each.version : std::string(each.range), std::string(each.extra),
               std::string(each.variant), join(each.cuda), span(each.cuda_from, each.cuda_to),
               join(each.cudnn), jaxlib, std::string(each.torch), std::string(each.tensorrt), gpus,
               std::string(each.date), where, notes},
              {each.source},
              each.weak};
    // Some rows only say what is needed, which has a table of its own.
    constexpr std::size_t said_from = 3;
    if (std::any_of(line.cells.begin() + said_from, line.cells.end(),
                    [](const std::string& cell) { return !cell.empty(); }))
      table.lines.push_back(std::move(line));
  }
  if (wanted.version.empty() && !cudas.empty() && !cudas.back().empty())
    answer.summary =
        fmt::format("The newest releases of {} are built with CUDA {}.", wanted.name, cudas.back());
  if (!wanted.version.empty() && !cudas.empty()) {
    const bool same = std::all_of(cudas.begin(), cudas.end(),
                                  [&](const std::string& each) { return each == cudas.front(); });
    if (same && !cudas.front().empty()) {
      answer.summary =
          fmt::format("{} {} is built with CUDA {}", wanted.name, wanted.version, cudas.front());
      if (!cudnns.empty()) answer.summary += " and cuDNN " + cudnns.front();
      answer.summary += '.';
    }
  }
  add_table(answer, std::move(table));
}

void add_needs(Answer& answer, const Wanted& wanted) {
  Section table{"Needs",
                {"versions", "extra", "variant", "CUDA libraries", "CUDA", "cuDNN", "driver",
                 "image", "Python", "torch", "note"},
                {}};
  for (const matrix::PipPackage& each : matrix::pip_package(wanted.name)) {
    if (!fits(wanted, each.range, first_of(each.range))) continue;
    if (!wanted.extra.empty() && each.extra != wanted.extra) continue;
    std::string python;
    if (each.python_min) python = each.python_min.text();
    if (each.python_max) python += " to " + each.python_max.text();
    std::string note(each.note);
    const auto also = [&](bool holds, std::string_view what) {
      if (holds) note += (note.empty() ? "" : "; ") + std::string(what);
    };
    also(each.needs_nvcc_at_build == Known::yes, "compiles with nvcc when it is installed");
    also(each.needs_nvcc_at_run == Known::yes, "calls nvcc when it is used");
    also(each.needs_cc_at_run == Known::yes, "calls a C compiler when it is used");
    also(!each.successor.empty(), "use " + std::string(each.successor));
    also(!each.via.empty(), "as " + std::string(each.via));
    also(!each.error.empty(), "otherwise: " + std::string(each.error));
    also(each.silent, "falls back to the CPU without a word");
    table.lines.push_back(
        {{each.range.empty() ? "all" : std::string(each.range), std::string(each.extra),
          std::string(each.variant), std::string(libs_words(each.libs_from)), cuda_words(each),
          cudnn_words(each), driver_text(each.min_driver),
          std::string(flavor_words(each.base_flavor)), python,
          each.torch_pin.empty() && each.requires_torch == Known::yes ? "needed"
                                                                      : std::string(each.torch_pin),
          note},
         {each.source},
         each.weak});
  }
  if (!wanted.version.empty() || table.lines.size() == 1) add_needs_summary(answer, wanted);
  add_table(answer, std::move(table));
  Section extras{"Extras", {"extra", "versions", "exists", "effect", "instead"}, {}};
  for (const matrix::ExtraFact& each : matrix::extras(wanted.name)) {
    if (!fits(wanted, each.range, first_of(each.range))) continue;
    extras.lines.push_back(
        {{std::string(each.extra), std::string(each.range), each.exists ? "yes" : "no",
          std::string(each.effect), std::string(each.fix)},
         {each.source},
         each.weak});
  }
  add_table(answer, std::move(extras));
}

void add_compiling(Answer& answer, const Wanted& wanted) {
  for (const matrix::Extension& each : matrix::find_extension(wanted.name)) {
    if (!fits(wanted, each.range, first_of(each.range))) continue;
    Facts facts("Compiling CUDA" +
                (each.range.empty() ? "" : " (" + std::string(each.range) + ")"));
    const auto add = [&](std::string name, std::string_view value) {
      facts.add(std::move(name), std::string(value), each.source, each.weak);
    };
    add("when it is installed", compiles_words(each.compiles));
    add("from its sources", yes_no(each.source_compiles));
    add("nvcc when it compiles", yes_no(each.needs_nvcc_at_build));
    add("nvcc when it is used", yes_no(each.needs_nvcc_at_run));
    if (each.no_build_isolation) add("pip option", "--no-build-isolation: its setup imports torch");
    add("GPUs are chosen by", each.arch_variable);
    add("forced by", each.force_variable.empty() ? "" : std::string(each.force_variable) + "=1");
    add("kept from it by", join(each.skip_variables));
    add("asked for by", join(each.build_variables));
    add("where no GPU is seen", without_gpu_words(each.without_gpu));
    add("lowest CUDA", each.min_cuda.text());
    add("lowest compute capability", each.min_cc.text());
    add("its wheels", each.prebuilt_where);
    add("repositories", join(each.repositories));
    add("note", each.note);
    facts.into(answer);
    if (answer.summary.empty() && each.compiles != matrix::Compiles::unknown &&
        each.compiles != matrix::Compiles::never)
      answer.summary = fmt::format("{} compiles CUDA when it is installed: {}.", wanted.name,
                                   compiles_words(each.compiles));
  }
  Section table{"Wheels that keep it from compiling",
                {"versions", "torch", "CUDA", "Python", "platform", "where"},
                {}};
  for (const matrix::PrebuiltWheel& each : matrix::prebuilt_wheels(wanted.name)) {
    if (!fits(wanted, each.range, first_of(each.range))) continue;
    table.lines.push_back({{std::string(each.range), join(each.torch), join(each.cudas),
                            pythons(each.pythons), join(each.platforms), std::string(each.where)},
                           {each.source},
                           each.weak});
  }
  add_table(answer, std::move(table));
}

}  // namespace cudafit::ask
