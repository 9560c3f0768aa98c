// What images hold: flavors of nvidia/cuda, distributions, Python, NGC, TensorFlow.
#include "matrix/contents.h"

#include <doctest/doctest.h>

#include <set>

#include "matrix/rows.h"
#include "matrix/shapes_image.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

ImageContents of(std::string_view repository, std::string_view tag) {
  const std::optional<ImageContents> found = contents(repository, tag);
  CAPTURE(repository);
  CAPTURE(tag);
  REQUIRE(found);
  CHECK(!found->source.id.empty());
  return *found;
}

}  // namespace

TEST_CASE("nvidia/cuda: base, runtime and devel") {
  const ImageContents base = of("nvidia/cuda", "12.4.1-base-ubuntu22.04");
  CHECK(base.cuda_runtime == Known::yes);
  CHECK(base.cuda_libraries == Known::no);
  CHECK(base.nvcc == Known::no);
  CHECK(base.nccl == Known::no);
  CHECK(base.cudnn == Known::no);
  CHECK(base.python == Known::no);
  CHECK(base.pip == Known::no);
  CHECK(base.c_compiler == Known::no);
  CHECK(base.cuda_compat == Known::yes);
  CHECK(base.cuda == v("12.4.1"));
  CHECK(base.os == "ubuntu");
  CHECK(base.os_release == "22.04");
  CHECK(base.distro_python == v("3.10"));
  CHECK(base.apt);
  CHECK(base.gated);
  CHECK(base.complete);
  CHECK_FALSE(base.weak);
  CHECK(base.architectures == std::vector<std::string_view>{"amd64", "arm64"});

  const ImageContents runtime = of("nvcr.io/nvidia/cuda", "12.4.1-runtime-ubuntu22.04");
  CHECK(runtime.cuda_libraries == Known::yes);
  CHECK(runtime.cuda_headers == Known::no);
  CHECK(runtime.nvcc == Known::no);
  CHECK(runtime.nccl == Known::yes);
  CHECK(runtime.complete);

  const ImageContents devel = of("nvidia/cuda", "12.4.1-cudnn-devel-ubuntu22.04");
  CHECK(devel.nvcc == Known::yes);
  CHECK(devel.cuda_headers == Known::yes);
  CHECK(devel.c_compiler == Known::yes);
  CHECK(devel.cudnn == Known::yes);
  CHECK(devel.cudnn_version == v("9.1.0.70"));
  CHECK(devel.cudnn_major == 9);
  CHECK(devel.python == Known::no);
  CHECK(devel.complete);
}

TEST_CASE("nvidia/cuda: cuDNN and NCCL by release and system") {
  CHECK(of("nvidia/cuda", "11.8.0-cudnn8-runtime-ubuntu22.04").cudnn_version == v("8.9.6.50"));
  CHECK(of("nvidia/cuda", "12.3.2-cudnn9-devel-ubuntu22.04").cudnn_version == v("9.0.0.312"));
  CHECK(of("nvidia/cuda", "12.5.1-cudnn-runtime-ubuntu22.04").cudnn_version == v("9.2.1.18"));
  CHECK(of("nvidia/cuda", "12.8.0-cudnn-runtime-ubuntu22.04").cudnn_version == v("9.7.0.66"));
  CHECK(of("nvidia/cuda", "11.3.1-cudnn8-runtime-ubuntu18.04").cudnn_version == v("8.2.0.53"));
  CHECK(of("nvidia/cuda", "11.3.1-cudnn8-runtime-ubuntu20.04").cudnn_version == v("8.2.1.32"));
  CHECK(of("nvidia/cuda", "12.2.0-runtime-ubuntu22.04").nccl == Known::no);
  CHECK(of("nvidia/cuda", "13.1.0-devel-ubuntu24.04").nccl == Known::no);
  CHECK(of("nvidia/cuda", "12.5.1-runtime-ubuntu24.04").nccl == Known::no);
  CHECK(of("nvidia/cuda", "12.5.1-runtime-ubuntu22.04").nccl == Known::yes);
  CHECK(of("nvidia/cuda", "12.6.3-runtime-amzn2023").nccl == Known::no);
  CHECK(of("nvidia/cuda", "9.2-base-ubuntu18.04").cuda_compat == Known::no);

  // Releases whose Dockerfiles are not known: the flavor is, NCCL and the cuDNN are not.
  const ImageContents fresh = of("nvidia/cuda", "13.4.1-cudnn-runtime-ubuntu24.04");
  CHECK(fresh.nvcc == Known::no);
  CHECK(fresh.cuda_libraries == Known::yes);
  CHECK(fresh.nccl == Known::unknown);
  CHECK(fresh.cudnn == Known::yes);
  CHECK(fresh.cudnn_major == 9);
  CHECK_FALSE(fresh.cudnn_version);
  CHECK_FALSE(fresh.complete);
}

TEST_CASE("nvidia/cuda: only Ubuntu is said to have no Python") {
  CHECK(of("nvidia/cuda", "12.6.3-devel-rockylinux9").python == Known::yes);
  CHECK(of("nvidia/cuda", "12.6.3-devel-rockylinux9").weak);
  CHECK(of("nvidia/cuda", "12.6.3-devel-ubi8").python == Known::no);
  CHECK(of("nvidia/cuda", "12.6.3-devel-ubi8").weak);
  CHECK(of("nvidia/cuda", "13.1.0-base-azl3").python == Known::yes);
  CHECK(of("nvidia/cuda", "12.6.3-runtime-cm2").python == Known::unknown);
  CHECK(of("nvidia/cuda", "8.0-devel-ubuntu14.04").python != Known::no);
  CHECK(of("nvidia/cuda", "12.6.3-devel-rockylinux9").c_compiler == Known::unknown);
  CHECK(of("nvidia/cuda", "10.2-devel").python == Known::unknown);
  CHECK(of("nvidia/cuda", "10.2-devel").nvcc == Known::yes);
}

TEST_CASE("distributions, by number, code name and date") {
  for (const std::string_view tag : {"22.04", "jammy", "jammy-20260627"}) {
    const ImageContents ubuntu = of("ubuntu", tag);
    CHECK(ubuntu.os_release == "22.04");
    CHECK(ubuntu.python == Known::no);
    CHECK(ubuntu.pep668 == Known::no);
    CHECK(ubuntu.complete);
  }
  CHECK(of("ubuntu", "24.04").pep668 == Known::yes);
  CHECK(of("ubuntu", "20.04").distro_python == v("3.8"));
  CHECK(of("ubuntu", "latest").os == "ubuntu");
  CHECK(of("ubuntu", "latest").os_release.empty());
  CHECK(of("debian", "bookworm-slim").distro_python == v("3.11"));
  CHECK(of("debian", "12").python == Known::no);
  CHECK(of("alpine", "3.20").os == "alpine");
  CHECK_FALSE(of("alpine", "3.20").apt);
  CHECK(distro_python("ubuntu", v("22.4")) == v("3.10"));
  CHECK(distro_python("ubuntu", v("24.04")) == v("3.12"));
  CHECK_FALSE(distro_python("ubuntu", v("99.04")));
  CHECK(of("debian", "nosuchname-slim").os_release.empty());
}

TEST_CASE("python") {
  const ImageContents slim = of("python", "3.10-slim");
  CHECK(slim.python == Known::yes);
  CHECK(slim.python_version == v("3.10"));
  CHECK(slim.pip == Known::yes);
  CHECK(slim.c_compiler == Known::no);
  CHECK(slim.cuda_runtime == Known::no);
  CHECK(slim.pep668 == Known::no);
  CHECK(slim.os == "debian");
  CHECK(slim.python_programs == std::vector<std::string_view>{"python", "python3"});
  CHECK(slim.complete);
  CHECK(slim.default_cmd_shell == Known::no);
  CHECK(of("python", "3.10.12-slim-bookworm").os_release == "12");
  CHECK(of("python", "3.10.12-slim-bookworm").distro_python == v("3.11"));
  CHECK(of("python", "3.12").c_compiler == Known::yes);
  CHECK(of("python", "3.12-bookworm").c_compiler == Known::yes);
  CHECK(of("python", "3.12-alpine3.20").os == "alpine");
  CHECK(of("python", "3.14-rc-slim").python_version == v("3.14"));
  CHECK(of("python", "slim").python == Known::yes);
  CHECK_FALSE(of("python", "slim").complete);
  CHECK(of("python", "3.12-windowsservercore-ltsc2022").os == "windows");
  CHECK_FALSE(contents("python", "3.12-whatever"));
  CHECK(of("public.ecr.aws/docker/library/python", "3.10-slim").python_version == v("3.10"));
  CHECK(of("mirror.gcr.io/library/python", "3.10-slim").python_version == v("3.10"));
  CHECK(of("arm64v8/python", "3.10-slim").python_version == v("3.10"));
  CHECK(of("ghcr.io/astral-sh/uv", "python3.12-bookworm-slim").python_version == v("3.12"));
  CHECK(of("ghcr.io/astral-sh/uv", "0.5.1-python3.12-bookworm").c_compiler == Known::yes);
}

TEST_CASE("conda") {
  CHECK(of("continuumio/miniconda3", "23.10.0-1").conda == Known::yes);
  CHECK(of("continuumio/miniconda3", "latest").nvcc == Known::no);
  CHECK(of("condaforge/mambaforge", "latest").c_compiler == Known::no);
  CHECK(of("mambaorg/micromamba", "1.5.8").python == Known::no);
  const ImageContents cuda = of("mambaorg/micromamba", "1.5.8-jammy-cuda-12.1.1");
  CHECK(cuda.cuda == v("12.1.1"));
  CHECK(cuda.cuda_libraries == Known::no);
  CHECK(cuda.conda == Known::yes);
  CHECK(cuda.gated);
  CHECK(of("mambaorg/micromamba", "cuda12.1.1-ubuntu22.04").cuda == v("12.1.1"));
  CHECK(of("quay.io/jupyter/pytorch-notebook", "cuda12-latest").nvcc == Known::no);
}

TEST_CASE("NGC") {
  const ImageContents torch = of("nvcr.io/nvidia/pytorch", "24.01-py3");
  CHECK(torch.torch == "2.2.0a0+81ea7a4");
  CHECK(torch.cuda == v("12.3.2"));
  CHECK(torch.nvcc == Known::yes);
  CHECK(torch.weak);
  CHECK_FALSE(torch.complete);
  CHECK(of("nvcr.io/nvidia/pytorch", "25.12-py3").cuda == v("13.1.0"));
  CHECK_FALSE(contents("nvcr.io/nvidia/pytorch", "99.01-py3"));
  const ImageContents triton = of("nvcr.io/nvidia/tritonserver", "26.07-trtllm-python-py3");
  CHECK(triton.cuda == v("13.1.0"));
  CHECK(of("nvcr.io/nvidia/tritonserver", "26.07-vllm-python-py3").cuda == v("13.3.0"));
  CHECK(of("nvcr.io/nvidia/cuda-dl-base", "25.08-cuda13.0-devel-ubuntu24.04").nvcc == Known::yes);
  CHECK(of("nvcr.io/nvidia/l4t-jetpack", "r36.4.0").cuda == v("12.6"));
}

TEST_CASE("TensorFlow: images from 2.18 on do not use the GPU") {
  const ImageContents old = of("tensorflow/tensorflow", "2.15.0-gpu");
  CHECK(old.cuda == v("12.3.0"));
  CHECK(old.cudnn_version == v("8.9.6.50"));
  CHECK(old.tensorflow == "2.15.0");
  CHECK(old.note.empty());
  const ImageContents broken = of("tensorflow/tensorflow", "2.18.0-gpu-jupyter");
  CHECK(broken.cudnn_major == 8);
  CHECK(broken.tensorflow == "2.18.0");
  CHECK(!broken.note.empty());
  CHECK(of("tensorflow/tensorflow", "2.15.0").cuda_runtime == Known::no);
  CHECK(of("tensorflow/tensorflow", "2.3.1-gpu").cuda == v("10.1"));
  CHECK_FALSE(contents("tensorflow/tensorflow", "2.22.0-gpu"));
  // They are built on base images, but hold the compiler.
  CHECK(old.nvcc == Known::yes);
  CHECK(old.c_compiler == Known::yes);
}

TEST_CASE("pytorch/pytorch") {
  const ImageContents runtime = of("pytorch/pytorch", "2.5.1-cuda12.4-cudnn9-runtime");
  CHECK(runtime.torch == "2.5.1");
  CHECK(runtime.torch_variant == "cu124");
  CHECK(runtime.python_version == v("3.11"));
  CHECK(runtime.nvcc == Known::no);
  CHECK(runtime.c_compiler == Known::no);
  CHECK_FALSE(runtime.cuda);
  CHECK_FALSE(runtime.gated);
  const ImageContents devel = of("pytorch/pytorch", "2.5.1-cuda12.4-cudnn9-devel");
  CHECK(devel.nvcc == Known::yes);
  CHECK(devel.cuda == v("12.4"));
  CHECK(devel.gated);
  CHECK(of("pytorch/pytorch", "1.9.1-cuda11.1-cudnn8-devel").torch == "1.10.0");
}

TEST_CASE("other images") {
  CHECK(of("rapidsai/base", "25.08-cuda12.9-py3.13").python_version == v("3.13"));
  CHECK(of("rapidsai/base", "26.02-cuda12-py3.12").cuda == v("12"));
  const ImageContents pod = of("runpod/pytorch", "2.1.0-py3.10-cuda11.8.0-devel-ubuntu22.04");
  CHECK(pod.torch == "2.1.0");
  CHECK(pod.cuda == v("11.8.0"));
  CHECK(pod.nvcc == Known::yes);
  CHECK(pod.weak);
  CHECK(of("nvidia/cudagl", "11.4.2-devel-ubuntu20.04").nvcc == Known::yes);
  CHECK(of("nvidia/opengl", "1.2-glvnd-runtime-ubuntu22.04").cuda_runtime == Known::no);
  CHECK(of("vllm/vllm-openai", "v0.11.0").weak);
  CHECK_FALSE(contents("somebody/something", "latest"));
  CHECK_FALSE(contents("nvidia/cuda", "latest"));
}

TEST_CASE("the words of has, lacks and unclear") {
  const std::set<std::string_view> words = {
      "nvcc", "cuda-headers", "cudart", "libraries", "cudnn", "nccl",  "compat", "cc",
      "apt",  "python",       "pip",    "pep668",    "conda", "shell", "gate",   "opengl"};
  const auto check = [&](const std::vector<std::string_view>& list) {
    for (const std::string_view word : list) {
      CAPTURE(word);
      CHECK(words.contains(word));
    }
  };
  for (const auto row : rows<shapes::os_images>()) {
    check(row.texts("has"));
    check(row.texts("lacks"));
  }
  for (const auto row : rows<shapes::image_contents>()) {
    check(row.texts("has"));
    check(row.texts("lacks"));
    check(row.texts("unclear"));
  }
}
