// "gpu RTX 5090", "sm_120", "p3.2xlarge": the toolkits, drivers and builds that run on a GPU.

#include "matrix/gpu.h"

#include "ask/subjects.h"
#include "ask/words.h"
#include "matrix/cloud.h"
#include "matrix/coverage.h"
#include "matrix/driver.h"
#include "matrix/libraries.h"
#include "matrix/nvcc.h"
#include "matrix/sm_history.h"
#include "matrix/torch.h"
#include "source/nearest.h"

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

void add_gpu(Answer& answer, const matrix::Gpu& gpu) {
  Facts facts(gpu.name.empty() ? std::string(gpu.sm) : fmt::format("{} ({})", gpu.name, gpu.sm));
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

/// One variant of torch's Linux wheels, release by release.
Line torch_line(std::string_view variant, const matrix::Gpu& gpu, bool& newest) {
  using How = matrix::Coverage::How;
  constexpr std::string_view linux = "linux_x86_64";
  Runs code, ptx, none;
  Line line;
  for (const matrix::TorchRelease& release : matrix::torch_releases()) {
    const auto build = matrix::torch_archs(release.version, variant, linux);
    newest = build.has_value();
    if (!build) continue;
    const How how = matrix::coverage(build->sass, build->ptx, gpu).how;
    code.add(release.version, how == How::machine_code);
    ptx.add(release.version, how == How::compiled_by_driver && !build->ptx_weak);
    none.add(release.version, how == How::none);
    line.weak = line.weak || build->weak;
    if (std::none_of(line.sources.begin(), line.sources.end(),
                     [&](const matrix::Citation& c) { return c.id == build->source.id; }))
      line.sources.push_back(build->source);
  }
  line.cells = {std::string(variant), code.text(), ptx.text(), none.text()};
  return line;
}

/// Variants with machine code for the GPU in some release, and those of the newest release.
void add_torch(Answer& answer, const matrix::Gpu& gpu) {
  std::vector<std::string_view> variants;
  for (const matrix::TorchArchs& each : matrix::torch_archs()) {
    if (each.platform != "linux_x86_64") continue;
    if (std::find(variants.begin(), variants.end(), each.variant) == variants.end())
      variants.push_back(each.variant);
  }
  std::sort(variants.begin(), variants.end(),
            [](auto a, auto b) { return a.size() != b.size() ? a.size() > b.size() : a > b; });
  Section table{"PyTorch wheels (Linux x86-64)",
                {"variant", "have code for it", "only PTX, compiled by the driver", "have none"},
                {}};
  for (const std::string_view variant : variants) {
    bool newest = false;
    Line line = torch_line(variant, gpu, newest);
    if (line.sources.empty() || (line.cells[1].empty() && !newest)) continue;
    table.lines.push_back(std::move(line));
  }
  add_table(answer, std::move(table));
}

void add_libraries(Answer& answer, const matrix::Gpu& gpu) {
  constexpr std::array<std::pair<matrix::Library, std::string_view>, 3> all = {
      {{matrix::Library::cudnn, "cuDNN"},
       {matrix::Library::nccl, "NCCL"},
       {matrix::Library::tensorrt, "TensorRT"}}};
  Section table{"Libraries", {"library", "release", "for CUDA", "runs on it"}, {}};
  for (const auto& [library, name] : all) {
    const std::vector<matrix::LibraryRelease> releases = matrix::library_releases(library);
    if (releases.empty()) continue;
    const Version newest = releases.back().version;
    for (const unsigned major : releases.back().cuda_majors) {
      const Version cuda{{major}, 1};
      const auto found = matrix::library_gpus(library, newest, cuda);
      if (!found || !found->min_cc) continue;
      std::string words = gpu.cc < found->min_cc ? "no: needs " + matrix::sm_name(found->min_cc)
                          : found->deprecated_below && gpu.cc < found->deprecated_below
                              ? "yes, deprecated"
                              : "yes";
      table.lines.push_back(
          {{std::string(name), newest.text(), cuda.text(), words}, {found->source}, found->weak});
    }
  }
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
  out = gpu.name.empty() ? fmt::format("{} is compute capability {}", gpu.sm, gpu.cc.text())
                         : fmt::format("{} is {}", gpu.name, gpu.sm);
  if (!gpu.architecture.empty()) out += " (" + std::string(gpu.architecture) + ")";
  if (gpu.first_cuda) {
    out += ": it needs CUDA " + gpu.first_cuda.text() + " or newer";
    if (gpu.last_cuda) out += ", and CUDA up to " + gpu.last_cuda.text();
  }
  if (gpu.first_branch) out += fmt::format(", driver branch {} or newer", gpu.first_branch);
  if (gpu.last_branch) out += fmt::format(" up to {}", gpu.last_branch);
  return out + ".";
}

void add_cloud(Answer& answer, const matrix::CloudInstance& cloud) {
  Facts facts("The instance");
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), cloud.source, cloud.weak);
  };
  add("provider", std::string(cloud.provider));
  add("family", std::string(cloud.family));
  add("GPU", std::string(cloud.gpu.empty() ? cloud.other : cloud.gpu));
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

Reply all_architectures() {
  Answer answer;
  answer.kind = "gpu";
  answer.subject = "GPU architectures";
  Section table{"Compute capabilities",
                {"GPU code", "architecture", "CUDA toolkits", "driver branches", "some products"},
                {}};
  const std::vector<matrix::Gpu> products = matrix::gpus();
  std::vector<Version> ccs = matrix::known_ccs();
  std::reverse(ccs.begin(), ccs.end());
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
  answer.summary = fmt::format("{} products and {} cloud instances are known.", products.size(),
                               matrix::cloud_instance_types().size());
  add_table(answer, std::move(table));
  return {answer, {}};
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

Reply about_gpu(const Question&, std::string_view text_of) {
  if (text_of.empty()) return all_architectures();
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
        fmt::format("{} has {}{}.", answer.subject,
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
  for (const matrix::Gpu& gpu : found.gpus) add_gpu(answer, gpu);
  const matrix::Gpu& gpu = found.gpus.front();
  if (found.gpus.size() == 1) {
    add_targets(answer, gpu.cc);
    if (!gpu.tegra) {
      add_torch(answer, gpu);
      add_libraries(answer, gpu);
    }
  }
  if (gpu.first_cuda) answer.see.push_back("cuda " + gpu.first_cuda.text());
  if (gpu.first_branch) answer.see.push_back(fmt::format("driver {}", gpu.first_branch));
  return {answer, {}};
}

}  // namespace cudafit::ask
