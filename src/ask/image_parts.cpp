#include "ask/image_parts.h"

#include <map>

#include "ask/gates.h"
#include "ask/words.h"
#include "matrix/components.h"
#include "matrix/driver.h"
#include "matrix/gate.h"
#include "matrix/host.h"
#include "matrix/matrix.h"

namespace cudafit::ask {
namespace {

/// CUDA's version and system of a tag of nvidia/cuda.
std::optional<matrix::Gate> gate_of(const Image& image) {
  const auto row = matrix::find_tag(image.repository, image.tag).row;
  if (!row || !row->cuda || row->flavor == matrix::Flavor::none) return std::nullopt;
  if (image.repository != "nvidia/cuda" && image.repository != "nvcr.io/nvidia/cuda")
    return std::nullopt;
  return matrix::image_gate(row->release, image.arch, row->os);
}

std::string flavor(const Image& image) {
  const auto parts = matrix::parse_tag(image.repository, image.tag);
  if (!parts) return "";
  return parts->flavor == matrix::Flavor::base      ? "base"
         : parts->flavor == matrix::Flavor::runtime ? "runtime"
         : parts->flavor == matrix::Flavor::devel   ? "devel"
                                                    : "";
}

std::string with_version(Known known, const std::string& version) {
  if (known != Known::yes) return yes_no(known);
  return version.empty() ? "yes" : version;
}

}  // namespace

std::string support_words(const matrix::Support& support) {
  if (support.supported) return "supported on " + std::string(support.as_of);
  if (support.ended.empty()) return "not supported on " + std::string(support.as_of);
  return fmt::format("ended {}{}", support.ended_or_earlier ? "by " : "", support.ended);
}

void add_support(Facts& facts, const matrix::Support& support) {
  facts.add("NVIDIA's support", support_words(support), support.source, support.weak);
  facts.add("planned deletion", std::string(support.deletion), support.source, support.weak);
}

namespace {

std::string cudnn_words(const matrix::ImageContents& held) {
  if (held.cudnn_version) return "cuDNN " + held.cudnn_version.text();
  return held.cudnn_major ? "cuDNN " + std::to_string(held.cudnn_major) : "cuDNN";
}

/// "CUDA 12.4.1, cuDNN 9.1.0.70, no nvcc, no Python on ubuntu 22.04"
std::string inside(const Image& image, const matrix::ImageContents& held) {
  std::vector<std::string> parts;
  const auto name = matrix::parse_tag(image.repository, image.tag);
  if (held.cuda) parts.push_back("CUDA " + held.cuda.text());
  if (!held.torch.empty()) {
    std::string torch = "torch " + held.torch;
    if (!held.cuda && name && name->cuda) {
      torch += " for CUDA " + name->cuda.text();
      if (!name->cudnn.empty()) torch += " with its own " + std::string(name->cudnn);
    }
    parts.push_back(std::move(torch));
  }
  if (!held.tensorflow.empty()) parts.push_back("TensorFlow " + held.tensorflow);
  if (held.cudnn == Known::yes) parts.push_back(cudnn_words(held));
  if (held.nvcc != Known::unknown) parts.push_back(held.nvcc == Known::yes ? "nvcc" : "no nvcc");
  if (held.python == Known::no) parts.emplace_back("no Python");
  if (held.python_version) parts.push_back("Python " + held.python_version.text());
  std::string out = join(parts);
  if (!out.empty() && !held.os.empty())
    out += fmt::format(" on {}{}{}", held.os, held.os_release.empty() ? "" : " ", held.os_release);
  return out;
}

/// Images for Jetson: their host is a system of its own.
bool for_jetson(const std::string& repository) {
  if (repository.find("/l4t-") != std::string::npos) return true;
  const std::vector<matrix::JetsonRelease> all = matrix::jetson_releases();
  return std::any_of(all.begin(), all.end(), [&](const matrix::JetsonRelease& each) {
    return each.image.substr(0, each.image.rfind(':')) == repository;
  });
}

/// The CUDA that programs of the image bring or load.
Version cuda_of(const Image& image, const std::optional<matrix::ImageContents>& held) {
  if (for_jetson(image.repository)) return {};
  if (held && held->cuda) return held->cuda;
  const auto name = matrix::parse_tag(image.repository, image.tag);
  return name ? name->cuda : Version{};
}

}  // namespace

std::string image_summary(const Image& image, const std::optional<matrix::ImageContents>& held,
                          const matrix::TagAnswer& found) {
  using matrix::Existence;
  const std::string name = image.repository + ":" + std::string(image.tag);
  if (!held) return name + " is known by name only.";
  const std::string what = inside(image, *held);
  const bool listed = !matrix::releases(image.repository).empty();
  std::string out;
  if (found.existence == Existence::removed) {
    out = name + " was removed; it had " + what + ".";
  } else if (found.existence == Existence::published) {
    out = name + " has " + what + ".";
  } else if (found.existence == Existence::newer) {
    out = fmt::format("{} is newer than the data ({}); by its name it has {}.", name, found.reason,
                      what);
  } else if (listed) {
    out = fmt::format("Nobody has shown that {} exists; by its name it has {}.", name, what);
  } else {
    out = name + (what.empty() ? " is known." : " has " + what + ".");
  }
  if (!held->note.empty()) out += fmt::format(" Note: {}.", held->note);
  const Version cuda = cuda_of(image, held);
  const auto floor = cuda ? matrix::driver_floor(cuda, matrix::HostOs::linux_) : std::nullopt;
  if (floor)
    out += fmt::format(" {} needs driver {}.", held->cuda ? "Its CUDA" : "Its torch",
                       driver_text(floor->needed));
  const auto gate = gate_of(image);
  if (!gate) {
    if (held->gated && floor) out += " What its NVIDIA_REQUIRE_CUDA asks for is not known.";
    return out;
  }
  const GateWords words = words_of(*gate);
  if (!words.newer.empty())
    out += fmt::format(" Its containers start with driver {} ({}).", words.sentence(),
                       words.condition);
  return out;
}

void add_contents(Answer& answer, const matrix::ImageContents& held, const Version& nccl) {
  Facts facts("Contents");
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), held.source, held.weak);
  };
  std::string system(held.os);
  if (!held.os_release.empty()) system += " " + std::string(held.os_release);
  add("system", system);
  add("CUDA", held.cuda.text());
  add("nvcc", yes_no(held.nvcc));
  add("CUDA headers", yes_no(held.cuda_headers));
  add("libcudart", yes_no(held.cuda_runtime));
  add("CUDA libraries", yes_no(held.cuda_libraries));
  const std::string cudnn = held.cudnn_version ? held.cudnn_version.text()
                            : held.cudnn_major ? std::to_string(held.cudnn_major)
                                               : "";
  add("cuDNN", with_version(held.cudnn, cudnn));
  add("NCCL", with_version(held.nccl, nccl.text()));
  add("cuda-compat", yes_no(held.cuda_compat));
  add("C compiler", yes_no(held.c_compiler));
  add("Python", with_version(held.python, held.python_version.text()));
  add("Python programs", join(held.python_programs));
  add("pip", yes_no(held.pip));
  add("python3 of the distribution", held.distro_python.text());
  add("conda", yes_no(held.conda));
  add("torch", held.torch + (held.torch_variant.empty() ? "" : " (" + held.torch_variant + ")"));
  add("TensorFlow", held.tensorflow);
  add("architectures", join(held.architectures));
  add("note", std::string(held.note));
  facts.into(answer);
}

void add_release(Answer& answer, const matrix::ImageRelease& release) {
  Facts facts("The release");
  facts.add("month", release.month, release.source, release.weak);
  const auto add = [&](std::string name, std::string value) {
    facts.add(std::move(name), std::move(value), release.details_source, release.details_weak);
  };
  add("CUDA, exactly", std::string(release.cuda_build));
  facts.add("TensorRT", std::string(release.tensorrt), release.details_source,
            release.details_weak || release.tensorrt_weak);
  add("TensorRT-LLM", std::string(release.tensorrt_llm));
  add("vLLM", std::string(release.vllm));
  add("driver", driver_text(release.driver));
  std::string older;
  for (const Version& each : release.data_center_drivers)
    older += (older.empty() ? "" : ", ") + driver_text(each);
  add("older drivers on data-center GPUs", older);
  add("driver its CUDA came with", driver_text(release.cuda_driver));
  if (release.size_mb) add("size", megabytes(*release.size_mb));
  if (release.compressed_mb) add("size as pulled", megabytes(*release.compressed_mb));
  facts.into(answer);
}

void add_gate(Answer& answer, const Image& image,
              const std::optional<matrix::ImageContents>& held) {
  Facts facts("What it asks of the host");
  const auto gate = gate_of(image);
  const Version cuda = cuda_of(image, held);
  const auto floor = cuda ? matrix::driver_floor(cuda, matrix::HostOs::linux_) : std::nullopt;
  if (gate && gate->valid) {
    const auto add = [&](std::string name, std::string value) {
      facts.add(std::move(name), std::move(value), gate->source, gate->weak);
    };
    add("NVIDIA_REQUIRE_CUDA begins with", gate->any.empty() ? "" : gate->first);
    const GateWords words = words_of(*gate);
    add("starts with driver branch", words.newer);
    add("on GeForce also with", words.geforce);
    add("on workstation GPUs also with", words.workstation);
    add("on data-center GPUs also with", words.data_center);
  }
  if (floor)
    facts.add("driver its CUDA needs", driver_text(floor->needed), floor->source, floor->weak);
  const auto windows = cuda ? matrix::driver_floor(cuda, matrix::HostOs::windows) : std::nullopt;
  const auto wsl2 = matrix::host_requirement("windows-driver", "wsl2");
  if (windows && wsl2 && windows->needed < wsl2->minimum)
    facts.add("under WSL2", "driver of Windows " + std::string(wsl2->written), wsl2->source,
              wsl2->weak);
  else if (windows)
    facts.add("under WSL2", "driver of Windows " + driver_text(windows->needed), windows->source,
              windows->weak);
  if (const auto old = matrix::old_apt_key(image.repository, image.tag))
    facts.add("apt-get update",
              fmt::format("fails: built by {}, before NVIDIA's signing key changed", old->built),
              old->source);
  facts.into(answer);
}

void add_size(Answer& answer, const Image& image) {
  Facts facts("Size");
  if (const auto size = matrix::image_size(image.repository, image.tag)) {
    const auto add = [&](std::string name, unsigned mb) {
      if (mb) facts.add(std::move(name), megabytes(mb), size->source, size->weak);
    };
    add("on disk", size->unpacked_mb);
    add("as pulled", size->compressed_mb);
    add("as stated", size->stated_mb);
  }
  if (const auto kind = matrix::size_class(image.repository, image.tag)) {
    const std::string from = megabytes(kind->from_mb);
    const std::string to = megabytes(kind->to_mb);
    facts.add(fmt::format("images of this kind ({})", flavor(image)),
              (from == to ? "about " + from : from + " to " + to) + " on disk, as " +
                  std::string(kind->example),
              kind->source);
  }
  facts.into(answer);
}

void add_packages(Answer& answer, const Image& image) {
  const std::vector<matrix::ImagePackages>& all =
      matrix::image_packages(image.repository, image.tag);
  if (all.empty()) return;
  Section table{"CUDA packages that its Dockerfile names", {"part"}, {}};
  for (const matrix::ImagePackages& each : all) table.columns.emplace_back(each.arch);
  std::vector<std::string> parts;
  std::map<std::string, std::vector<std::string>> cells;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const matrix::ImagePackage& package : all[i].packages) {
      const std::string part =
          std::string(package.component) + (package.headers ? " (headers)" : "");
      std::vector<std::string>& row = cells[part];
      if (row.empty()) {
        row.resize(all.size());
        parts.push_back(part);
      }
      row[i] = std::string(package.name) +
               (package.version.empty() ? "" : "=" + std::string(package.version));
    }
  }
  for (const std::string& part : parts) {
    Line line{{part}, {}, false};
    for (std::size_t i = 0; i < all.size(); ++i) {
      line.cells.push_back(cells[part][i]);
      if (cells[part][i].empty()) continue;
      line.cite(all[i].source);
      line.weak = line.weak || all[i].weak;
    }
    table.lines.push_back(std::move(line));
  }
  const auto row = matrix::find_tag(image.repository, image.tag).row;
  const Version nvcc = row ? matrix::component_version("cuda_nvcc", row->cuda) : Version{};
  const bool devel = row && row->flavor == matrix::Flavor::devel;
  add_table(answer, std::move(table));
  Facts facts("Versions");
  for (const matrix::ImagePackages& each : all) {
    const std::string arch = " (" + std::string(each.arch) + ")";
    if (each.cudnn != all.front().cudnn || each.find("cudnn") == nullptr)
      facts.add("cuDNN" + arch, each.cudnn.text(), each.source, each.weak);
    if (each.nccl != all.front().nccl)
      facts.add("NCCL" + arch, each.nccl.text(), each.source, each.weak);
  }
  if (devel && nvcc) {
    const matrix::ToolkitOfComponent whose = matrix::toolkit_of("cuda_nvcc", nvcc);
    facts.add("nvcc", nvcc.text(), whose.source, whose.weak);
  }
  facts.into(answer);
}

void add_variables(Answer& answer, const Image& image) {
  const auto environment = matrix::environment(image.repository, image.tag);
  if (!environment) return;
  Facts facts("Variables it sets");
  for (const matrix::ImageVariable& each : environment->variables) {
    std::string value = each.known ? std::string(each.value) : "(value not known)";
    constexpr std::size_t longest = 100;
    if (value.size() > longest) value = value.substr(0, longest) + " ...";
    if (value.empty()) value = "(empty)";
    facts.add(std::string(each.name), std::move(value), environment->source);
  }
  facts.into(answer);
}

}  // namespace cudafit::ask
