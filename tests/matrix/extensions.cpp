#include "matrix/extensions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "matrix/torch.h"
#include "terms/pep440.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Extension one(std::string_view name) {
  const std::vector<Extension> rows = find_extension(name);
  REQUIRE_FALSE(rows.empty());
  return rows.front();
}

std::string by_url(std::string_view url) {
  const std::vector<Extension> rows = find_extension_by_repository(url);
  return rows.empty() ? "" : std::string(rows.front().name);
}

/// Whether a wheel of `version` is listed for the combination.
bool prebuilt(std::string_view package, std::string_view version, std::string_view torch,
              std::string_view cuda, std::string_view python) {
  const auto holds = [](const std::vector<std::string_view>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  };
  for (const PrebuiltWheel& row : prebuilt_wheels(package)) {
    if (Specifiers::parse(row.range)->contains(*PyVersion::parse(version), true) &&
        holds(row.torch, torch) && holds(row.cudas, cuda) && holds(row.pythons, python))
      return true;
  }
  return false;
}

}  // namespace

TEST_CASE("every extension is well formed") {
  std::set<std::string> names, repositories;
  for (const Extension& row : extensions()) {
    CAPTURE(row.name);
    CHECK_FALSE(row.source.title.empty());
    CHECK(row.compiles != Compiles::unknown);
    CHECK(Specifiers::parse(row.range));
    const bool first = names.emplace(row.name).second;
    for (const std::string_view alias : row.aliases) CHECK(find_extension(alias).size() >= 1);
    for (const std::string_view repository : row.repositories) {
      CAPTURE(repository);
      CHECK((repositories.emplace(repository).second || !first));
      CHECK(by_url("git+https://" + std::string(repository) + ".git@main") == row.name);
      CHECK(std::count(repository.begin(), repository.end(), '/') == 2);
    }
    for (const std::string_view word : row.skip_variables)
      CHECK(word.find('=') != std::string_view::npos);
    for (const std::string_view word : row.build_variables)
      CHECK(word.find('=') != std::string_view::npos);
    if (row.without_gpu == WithoutGpu::index_error) CHECK(row.honours_torch_cuda_arch_list);
    if (row.honours_torch_cuda_arch_list) CHECK(row.arch_variable == "TORCH_CUDA_ARCH_LIST");
    if (row.compiles == Compiles::when_used) CHECK(row.needs_nvcc_at_run == Known::yes);
    if (row.source.title.starts_with("from memory")) CHECK(row.weak);
  }
}

TEST_CASE("found by any name and by any address") {
  CHECK(one("Flash_Attn").name == "flash-attn");
  CHECK(one("tiny-cuda-nn").name == "tinycudann");
  CHECK(one("SAM2").name == "sam-2");
  CHECK(find_extension("numpy").empty());
  CHECK(by_url("git+https://github.com/NVIDIA/apex") == "apex");
  CHECK(by_url("git+https://github.com/NVIDIA/apex.git@24.04.01") == "apex");
  CHECK(by_url("https://github.com/facebookresearch/detectron2.git") == "detectron2");
  CHECK(by_url("git+ssh://git@github.com/facebookresearch/pytorch3d.git@stable") == "pytorch3d");
  CHECK(by_url("git@github.com:Dao-AILab/flash-attention.git") == "flash-attn");
  CHECK(by_url("git+https://github.com/NVlabs/tiny-cuda-nn/#subdirectory=bindings/torch") ==
        "tinycudann");
  CHECK(by_url("https://github.com/facebookresearch/xformers/archive/abc.zip") == "xformers");
  CHECK(by_url("https://github.com/NVIDIA").empty());
  CHECK(by_url("https://github.com/numpy/numpy").empty());
  CHECK(by_url("").empty());
  CHECK(by_url("./submodules/simple-knn").empty());
}

TEST_CASE("what makes each of them special") {
  CHECK(one("flash-attn").metadata_needs_cuda_home);
  CHECK(one("flash-attn").skip_variables.front() == "FLASH_ATTENTION_SKIP_CUDA_BUILD=TRUE");
  CHECK(one("flash-attn").without_gpu == WithoutGpu::works_fixed_list);
  CHECK_FALSE(one("flash-attn").honours_torch_cuda_arch_list);
  CHECK(one("apex").cuda_check == CudaCheck::exact);
  CHECK(one("apex").compiles == Compiles::only_with_flags);
  CHECK(one("apex").pypi_is_other);
  CHECK(one("deepspeed").needs_nvcc_at_run == Known::yes);
  CHECK(one("deepspeed").cuda_check == CudaCheck::own_list);
  CHECK(one("detectron2").without_gpu == WithoutGpu::silent_cpu);
  CHECK(one("detectron2").force_variable == "FORCE_CUDA");
  CHECK(one("diff-gaussian-rasterization").without_gpu == WithoutGpu::index_error);
  CHECK(one("tinycudann").without_gpu == WithoutGpu::own_error);
  CHECK(one("tinycudann").arch_variable == "TCNN_CUDA_ARCHITECTURES");
  CHECK(one("tinycudann").links_libcuda);
  CHECK(one("natten").arch_variable == "NATTEN_CUDA_ARCH");
  CHECK(one("transformer-engine-torch").needs_cudnn_headers);
  CHECK(one("gsplat").compiles == Compiles::when_used);
  CHECK(one("gsplat").source_compiles == Known::yes);
  CHECK(one("flashinfer-python").prebuilt_ops.size() == 2);
  CHECK(one("pycuda").needs_headers_at_build == Known::yes);
  CHECK(one("pycuda").needs_nvcc_at_run == Known::yes);
  CHECK(one("triton").needs_cc_at_run == Known::yes);
  CHECK_FALSE(one("triton").weak);
  CHECK(one("vllm").needs_cc_at_run == Known::yes);
  CHECK(one("sam-2").skip_variables.front() == "SAM2_BUILD_CUDA=0");
  CHECK(one("sam-2").needs_nvcc_at_build == Known::no);
  CHECK_FALSE(one("llama-cpp-python").python_extension);
  CHECK(find_extension("nvdiffrast").size() == 2);
  CHECK(find_extension("mmcv").size() == 2);
  CHECK(one("onnxruntime-gpu").compiles == Compiles::never);
  CHECK(one("exllamav2").weak);
}

TEST_CASE("prebuilt wheels") {
  CHECK(prebuilt("flash-attn", "2.8.3", "2.8", "cu12", "cp311"));
  CHECK_FALSE(prebuilt("flash-attn", "2.8.3", "2.9", "cu12", "cp311"));
  CHECK_FALSE(prebuilt("flash-attn", "2.8.3", "2.4", "cu12", "cp313"));
  CHECK_FALSE(prebuilt("flash-attn", "2.8.3", "2.8", "cu13", "cp311"));
  CHECK(prebuilt("flash-attn", "2.5.8", "2.3", "cu11", "cp310"));
  CHECK(prebuilt("flash-attn", "2.5.8", "1.12", "cu11", "cp310"));
  CHECK_FALSE(prebuilt("flash-attn", "2.5.8", "1.12", "cu12", "cp310"));
  CHECK(prebuilt("flash-attn", "2.3.0", "2.0", "cu118", "cp310"));
  CHECK(prebuilt("flash-attn", "2.3.5", "2.1", "cu12", "cp310"));  // it takes 12.2 for any 12
  CHECK(prebuilt("Mamba_SSM", "2.2.2", "2.3", "cu12", "cp310"));
  CHECK(prebuilt("causal-conv1d", "1.4.0", "2.4", "cu12", "cp312"));
  CHECK(prebuilt_wheels("apex").empty());
  for (const std::string_view package : {"flash-attn", "mamba-ssm", "causal-conv1d"}) {
    for (const PrebuiltWheel& row : prebuilt_wheels(package)) {
      CAPTURE(row.range);
      CHECK_FALSE(row.source.title.empty());
      for (const std::string_view torch : row.torch)
        CHECK(find_torch_release(torch) == Existence::published);
    }
  }
}
