// "gpu RTX 5090", "sm_120", "p3.2xlarge": the toolkits, drivers and builds that run on a GPU.

#include "matrix/gpu.h"

#include "ask/subjects.h"
#include "ask/toolkits.h"
#include "ask/words.h"
#include "matrix/cloud.h"
#include "matrix/coverage.h"
#include "matrix/driver.h"
#include "matrix/libraries.h"
#include "matrix/nvcc.h"
#include "matrix/sm_history.h"
#include "matrix/torch.h"
#include "source/nearest.h"
#include "terms/ascii.h"

namespace cudafit::ask {
namespace {

std::string from_to(const Version& first, const Version& last) {
  if (!first) return "";
  return first.text() + (last ? " to " + last.text() : " and newer");
}

std::string from_to(unsigned first, unsigned last) {
  if (first == 0) return "";
  return std::to_string(first) + (last ? " to " + std::to_string(last) : " and newer");
}

std::string brand_words(const matrix::Gpu& gpu) {
  std::string out(gpu.brand);
  for (const std::string_view other : gpu.brand_or) out += " or " + std::string(other);
  return out;
}

void add_gpu(Answer& answer, const matrix::Gpu& gpu, std::string_view written) {
  Facts facts(gpu.name.empty() ? std::string(gpu.sm)
                               : fmt::format("{} ({})", written, matrix::sm_name(gpu.cc)));
  if (ascii::lowered(gpu.name) != ascii::lowered(written))
    facts.add("product", std::string(gpu.name), gpu.source, gpu.weak);
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), gpu.source, gpu.weak);
  };
  add("compute capability", gpu.cc.text());
  add("architecture", std::string(gpu.architecture));
  add("kind", std::string(gpu.segment));
  add("brand (NVML)", brand_words(gpu));
  if (gpu.memory_gb) add("memory", std::to_string(gpu.memory_gb) + " GB");
  if (gpu.tegra) add("Tegra", "Jetson or DRIVE: images and drivers of its own");
  add("forward compatibility", gpu.data_center_class == Known::yes ? "yes (data-center GPU)"
                               : gpu.data_center_class == Known::no
                                   ? "no: cuda-compat fails with error 804"
                                   : "");
  add("under WSL2", yes_no(gpu.wsl2));
  if (const auto history = matrix::sm_history(gpu.cc)) {
    const auto past = [&](std::string name, std::string value) {
      facts.add(std::move(name), std::move(value), history->source, history->weak);
    };
    const auto support = matrix::arch_support(gpu.sm);
    facts.add("CUDA toolkits whose nvcc targets it",
              from_to(history->first_cuda, history->last_cuda),
              support ? support->source : history->source, history->weak);
    past("deprecated since CUDA", history->deprecated_since.text());
    past("newer toolkits call it", std::string(history->renamed));
    past("driver branches", from_to(history->first_branch, history->last_branch));
  }
  facts.into(answer);
}

void add_targets(Answer& answer, const Version& cc) {
  const auto history = matrix::sm_history(cc);
  if (!history || history->targets.size() < 2) return;
  Section table{"Names nvcc takes", {"target", "CUDA", "deprecated since"}, {}};
  for (const matrix::SmTarget& each : history->targets) {
    table.lines.push_back(
        {{std::string(each.name), from_to(each.first, each.last), each.deprecated.text()},
         {history->source},
         history->weak});
  }
  add_table(answer, std::move(table));
}

/// Runs of releases: "2.8.0 to 2.10.0, 2.12.0".
class Runs {
 public:
  void add(std::string_view release, bool in) {
    if (in) {
      if (!open_) first_ = release;
      last_ = release;
    } else {
      close();
    }
    open_ = in;
  }
  std::string text() {
    close();
    open_ = false;
    return out_;
  }

 private:
  void close() {
    if (!open_) return;
    out_ += out_.empty() ? "" : ", ";
    out_ += first_;
    if (first_ != last_) out_.append(" to ").append(last_);
  }
  std::string out_;
  std::string_view first_, last_;
  bool open_ = false;
};

/// torch's wheels for a platform, release by release, judged for one GPU.
class TorchBuilds {
 public:
  TorchBuilds(const matrix::Gpu& gpu, std::string_view platform) : gpu_(gpu), platform_(platform) {}

  /// One variant; `variant_of` names it for a release, empty where the release has none.
  template <typename VariantOf>
  Line line(std::string name, VariantOf variant_of) const {
    using How = matrix::Coverage::How;
    Runs code, ptx, none;
    Line out;
    for (const matrix::TorchRelease& release : matrix::torch_releases()) {
      const std::string_view variant = variant_of(release);
      if (variant.empty()) continue;
      const auto build = matrix::torch_archs(release.version, variant, platform_);
      const How how = build ? matrix::coverage(build->sass, build->ptx, gpu_).how : How::unknown;
      code.add(release.version, how == How::machine_code);
      ptx.add(release.version, how == How::compiled_by_driver && !build->ptx_weak);
      // A wheel for the CPU has code for no GPU.
      none.add(release.version, how == How::none || variant == "cpu");
      if (!build) continue;
      out.weak = out.weak || build->weak;
      out.cite(build->source);
    }
    out.cells = {std::move(name), code.text(), ptx.text(), none.text()};
    return out;
  }
  Line variant(std::string_view name) const {
    return line(std::string(name), [&](const matrix::TorchRelease& release) {
      return matrix::torch_archs(release.version, name, platform_) ? name : std::string_view();
    });
  }
  /// One past the newest release with machine code for the GPU; 0: there is none.
  std::size_t last(std::string_view variant) const {
    const std::vector<matrix::TorchRelease>& all = matrix::torch_releases();
    for (std::size_t i = all.size(); i > 0; --i) {
      const auto build = matrix::torch_archs(all[i - 1].version, variant, platform_);
      if (build && matrix::coverage(build->sass, build->ptx, gpu_).how ==
                       matrix::Coverage::How::machine_code)
        return i;
    }
    return 0;
  }
  /// What `pip install torch` without an index takes.
  Line plain() const {
    return line("(PyPI)", [&](const matrix::TorchRelease& release) {
      return platform_ == "linux_x86_64" ? release.pypi_linux_x86_64 : release.pypi_linux_aarch64;
    });
  }

 private:
  const matrix::Gpu& gpu_;
  std::string_view platform_;
};

/// Variants of the newest releases and those with machine code for the GPU.
void add_torch(Answer& answer, const matrix::Gpu& gpu, std::string_view platform) {
  constexpr std::size_t recent = 20;  // releases: some two years
  const std::vector<matrix::TorchRelease>& releases = matrix::torch_releases();
  std::vector<std::string_view> variants, fresh;
  for (std::size_t i = 0; i < releases.size(); ++i) {
    for (const matrix::TorchWheel& wheel : matrix::torch_wheels(releases[i].version)) {
      if (wheel.platform != platform || !wheel.cuda) continue;
      const auto add = [&](std::vector<std::string_view>& into) {
        if (std::find(into.begin(), into.end(), wheel.variant) == into.end())
          into.push_back(wheel.variant);
      };
      add(variants);
      if (i + recent >= releases.size()) add(fresh);
    }
  }
  std::sort(variants.begin(), variants.end(),
            [](auto a, auto b) { return a.size() != b.size() ? a.size() > b.size() : a > b; });
  Section table{
      platform == "linux_x86_64" ? "PyTorch wheels (Linux x86-64)" : "PyTorch wheels (Linux arm64)",
      {"variant", "have code for it", "only PTX, compiled by the driver", "have none"},
      {}};
  const TorchBuilds builds(gpu, platform);
  Line plain = builds.plain();
  const std::string on_pypi = plain.sources.empty() ? "" : plain.cells[1];
  if (!on_pypi.empty())
    answer.summary += fmt::format(" torch from PyPI has code for it: {}.", on_pypi);
  if (!plain.sources.empty()) table.lines.push_back(std::move(plain));
  std::string_view best, best_release;
  std::size_t reached = 0;
  for (const std::string_view variant : variants) {
    const std::size_t last = builds.last(variant);
    if (last > reached) {
      reached = last;
      best = variant;
      best_release = releases[last - 1].version;
    }
    Line line = builds.variant(variant);
    const bool new_one = std::find(fresh.begin(), fresh.end(), variant) != fresh.end();
    if (line.sources.empty() || (line.cells[1].empty() && !new_one)) continue;
    table.lines.push_back(std::move(line));
  }
  if (!best.empty() && !on_pypi.ends_with(best_release))
    answer.summary +=
        fmt::format(" The wheels of the index {} have it up to {}.", best, best_release);
  add_table(answer, std::move(table));
}

/// The newest release of a library, and where it does not run on the GPU the last one that does.
void add_library(Section& table, matrix::Library library, std::string_view name,
                 const matrix::Gpu& gpu) {
  const std::vector<matrix::LibraryRelease> releases = matrix::library_releases(library);
  bool first = true;
  for (auto each = releases.rbegin(); each != releases.rend(); ++each) {
    bool runs = false;
    for (const unsigned major : each->cuda_majors) {
      const auto found = matrix::library_gpus(library, each->version, newest_toolkit(major));
      if (!found || !found->min_cc) continue;
      const bool here = gpu.cc >= found->min_cc;
      runs = runs || here;
      if (!first && !here) continue;
      const std::string words = !here ? "no: needs " + matrix::sm_name(found->min_cc)
                                : found->deprecated_below && gpu.cc < found->deprecated_below
                                    ? "yes, deprecated"
                                : first ? "yes"
                                        : "yes: the last one";
      table.lines.push_back(
          {{std::string(name), each->version.text(), std::to_string(major), words},
           {found->source},
           found->weak});
    }
    first = false;
    if (runs) return;
  }
}

void add_libraries(Answer& answer, const matrix::Gpu& gpu) {
  Section table{"Libraries", {"library", "release", "for CUDA", "runs on it"}, {}};
  add_library(table, matrix::Library::cudnn, "cuDNN", gpu);
  add_library(table, matrix::Library::nccl, "NCCL", gpu);
  add_library(table, matrix::Library::tensorrt, "TensorRT", gpu);
  add_table(answer, std::move(table));
}

std::string summary(std::string_view written, const std::vector<matrix::Gpu>& gpus) {
  const matrix::Gpu& gpu = gpus.front();
  std::string out;
  if (gpus.size() > 1) {
    out = quoted(written) + " may be one of several: ";
    for (const matrix::Gpu& each : gpus)
      out +=
          (&each == &gpu ? "" : ", ") + std::string(each.name) + " (" + std::string(each.sm) + ")";
    return out + ".";
  }
  // A short name stands for several products: what was written says what is meant.
  out = gpu.name.empty() ? fmt::format("{} is compute capability {}", gpu.sm, gpu.cc.text())
                         : fmt::format("{} is {}", written, matrix::sm_name(gpu.cc));
  if (!gpu.architecture.empty()) out += " (" + std::string(gpu.architecture) + ")";
  if (gpu.first_cuda) {
    out += ": nvcc targets it from CUDA " + gpu.first_cuda.text() + " on";
    if (gpu.last_cuda) out += " up to " + gpu.last_cuda.text();
  }
  if (gpu.first_branch) {
    out += fmt::format(", drivers know the architecture from branch {} on", gpu.first_branch);
    if (gpu.last_branch) out += fmt::format(" up to {}", gpu.last_branch);
  }
  return out + ".";
}

/// "hopper": the compute capabilities of an architecture.
std::vector<Version> ccs_of(std::string_view architecture) {
  std::vector<Version> out;
  for (const Version& cc : matrix::known_ccs()) {
    if (ascii::lowered(matrix::architecture_of(cc)) == ascii::lowered(architecture))
      out.push_back(cc);
  }
  return out;
}

void add_cloud(Answer& answer, const matrix::CloudInstance& cloud) {
  Facts facts("The instance");
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), cloud.source, cloud.weak);
  };
  add("provider", std::string(cloud.provider));
  add("family", std::string(cloud.family));
  add("GPU", std::string(cloud.gpu.empty() ? cloud.other : cloud.gpu));
  if (cloud.name.empty()) add("size", "no list read has this one: answered by the family");
  if (cloud.count) add("GPUs", std::to_string(cloud.count));
  add("share of a GPU", std::string(cloud.share));
  if (cloud.memory_gib) add("memory of a GPU", std::to_string(cloud.memory_gib) + " GiB");
  add("platform", cloud.platform.empty() ? "" : "linux/" + std::string(cloud.platform));
  if (cloud.vgpu) add("driver", "NVIDIA's driver for virtual GPUs");
  if (cloud.retired) add("state", "retired: it cannot be started any more");
  if (cloud.default_driver)
    facts.add("driver of " + std::string(cloud.default_driver_on),
              driver_text(cloud.default_driver), cloud.default_driver_source,
              cloud.default_driver_weak);
  facts.into(answer);
}

Reply architectures(std::vector<Version> ccs) {
  const bool whole = ccs.size() == matrix::known_ccs().size();
  Answer answer;
  answer.kind = "gpu";
  answer.subject = "GPU architectures";
  Section table{"Compute capabilities",
                {"GPU code", "architecture", "CUDA toolkits", "driver branches", "some products"},
                {}};
  const std::vector<matrix::Gpu> products = matrix::gpus();
  std::reverse(ccs.begin(), ccs.end());
  std::vector<std::string> names;
  for (const Version& cc : ccs) names.push_back(matrix::sm_name(cc));
  for (const Version& cc : ccs) {
    const auto history = matrix::sm_history(cc);
    if (!history) continue;
    std::vector<std::string_view> some;
    for (const matrix::Gpu& gpu : products) {
      if (gpu.cc == cc && some.size() < 4) some.push_back(gpu.name);
    }
    table.lines.push_back({{matrix::sm_name(cc), std::string(history->architecture),
                            from_to(history->first_cuda, history->last_cuda),
                            from_to(history->first_branch, history->last_branch), join(some)},
                           {history->source},
                           history->weak});
  }
  answer.summary =
      whole ? fmt::format("{} products and {} cloud instances are known.", products.size(),
                          matrix::cloud_instance_types().size())
            : fmt::format("{} is {}.", matrix::architecture_of(ccs.front()), join(names));
  add_table(answer, std::move(table));
  return {answer, {}};
}

/// "; did you mean ...?" or an end.
std::string hint(std::string_view written) {
  const std::string near = did_you_mean(written, matrix::cloud_instance_types());
  return near.empty() ? "." : near;
}

std::string unknown_gpu(std::string_view written, const std::vector<std::string>& nearest_names) {
  std::string out = "no GPU or cloud instance is known as " + quoted(written);
  std::vector<std::string_view> names;
  if (!nearest_names.empty()) {
    out += "; did you mean ";
    for (const std::string& name : nearest_names)
      out += (&name == &nearest_names.front() ? "" : " or ") + quoted(name);
    return out + "?";
  }
  return out + did_you_mean(written, matrix::cloud_instance_types());
}

}  // namespace

Reply about_gpu(const Question& question, std::string_view text_of) {
  if (text_of.empty()) return architectures(matrix::known_ccs());
  if (const std::vector<Version> ccs = ccs_of(text_of); !ccs.empty()) return architectures(ccs);
  Answer answer;
  answer.kind = "gpu";
  answer.subject = std::string(text_of);
  std::string name(text_of);
  const auto cloud = matrix::cloud_instance(text_of);
  if (cloud) {
    if (!cloud->name.empty()) answer.subject = std::string(cloud->name);
    add_cloud(answer, *cloud);
    const std::string what(cloud->gpu.empty() ? cloud->other : cloud->gpu);
    answer.summary =
        cloud->name.empty()
            ? fmt::format("No size {} is listed{} The family {} has {}.", answer.subject,
                          hint(text_of), cloud->family, what)
            : fmt::format("{} has {}{}.", answer.subject,
                          cloud->count > 1 ? std::to_string(cloud->count) + " x " : "", what);
    if (cloud->gpu.empty()) return {answer, {}};
    name = cloud->gpu;
  }
  const matrix::GpuAnswer found = matrix::find_gpu(name);
  if (found.gpus.empty()) {
    if (cloud) return {answer, {}};
    return {{}, unknown_gpu(text_of, found.suggestions)};
  }
  const std::string words = summary(name, found.gpus);
  answer.summary += (answer.summary.empty() ? "" : " ") + words;
  for (const matrix::Gpu& gpu : found.gpus)
    add_gpu(answer, gpu, found.gpus.size() > 1 ? gpu.name : std::string_view(name));
  const matrix::Gpu& gpu = found.gpus.front();
  if (found.gpus.size() == 1) {
    add_targets(answer, gpu.cc);
    if (!gpu.tegra) {
      const bool arm = question.arch == "arm64" || (cloud && cloud->platform == "arm64");
      add_torch(answer, gpu, arm ? "linux_aarch64" : "linux_x86_64");
      add_libraries(answer, gpu);
    }
  }
  if (gpu.first_cuda) answer.see.push_back("cuda " + gpu.first_cuda.text());
  if (gpu.first_branch) answer.see.push_back(fmt::format("driver {}", gpu.first_branch));
  return {answer, {}};
}

}  // namespace cudafit::ask
