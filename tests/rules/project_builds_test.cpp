// Projects of the build context whose own build files compile CUDA code.

#include <doctest/doctest.h>

#include <map>

#include "analyze.h"

using namespace cudafit;

namespace {

using Beside = std::map<std::string, std::string>;

Report lint(const std::string& text, const Beside& others) {
  MemoryFiles files;
  files.add("/p/Dockerfile", text);
  for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
  return analyze(
      files, {.name = {}, .dockerfile = "p/Dockerfile", .options = {}, .context = {}, .root = "/p"},
      {});
}

std::string found(const std::string& text, const Beside& others) {
  std::string out;
  for (const Diagnostic& finding : lint(text, others).findings)
    out += (out.empty() ? "" : " ") + std::string(finding.rule);
  return out;
}

const std::string runtime =
    "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n"
    "RUN apt-get update && apt-get install -y cmake g++ python3-pip python-is-python3\n"
    "WORKDIR /w\nCOPY . .\n";

std::string configured(const std::string& project, const std::string& call = "cmake -B build") {
  return found(runtime + "RUN " + call + "\n", {{"CMakeLists.txt", project}});
}

const std::string setup_py =
    "from setuptools import setup\n"
    "from torch.utils.cpp_extension import BuildExtension, CUDAExtension\n"
    "setup(ext_modules=[CUDAExtension('k', ['k.cu'])], cmdclass={'build_ext': BuildExtension})\n";

std::string installed(const std::string& call, const Beside& files) {
  return found(
      runtime +
          "RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124\n"
          "RUN " +
          call + "\n",
      files);
}

}  // namespace

TEST_CASE("a CMake project that enables CUDA wants nvcc") {
  const std::string missing = "nvcc-missing";
  CHECK(configured("project(x LANGUAGES CXX CUDA)\n") == missing);
  CHECK(configured("project(x CXX CUDA)\n") == missing);
  CHECK(configured("project(x VERSION 1.2 LANGUAGES CUDA)\n", "cmake -S . -B /b") == missing);
  CHECK(configured("project(x)\nenable_language(CUDA)\n", "mkdir b && cd b && cmake ..") ==
        missing);
  CHECK(configured(
            "option(GPU \"\" ON)\nproject(x CXX)\nif(GPU)\n  enable_language(CUDA)\nendif()\n") ==
        missing);
  CHECK(configured("option(GPU \"\" OFF)\nif(GPU)\n  project(x LANGUAGES CUDA)\nendif()\n",
                   "cmake -DGPU=ON -B b") == missing);
  CHECK(configured("if(WIN32)\n  project(x CXX)\nelse()\n  project(x LANGUAGES CUDA)\nendif()\n") ==
        missing);
  CHECK(found(runtime + "RUN cmake .\n", {{"CMakeLists.txt", "project(x)\nadd_subdirectory(gpu)\n"},
                                          {"gpu/CMakeLists.txt", "enable_language(CUDA)\n"}}) ==
        missing);
  CHECK(found(runtime + "RUN cmake .\n",
              {{"CMakeLists.txt", "include(${CMAKE_CURRENT_SOURCE_DIR}/cmake/gpu.cmake)\n"},
               {"cmake/gpu.cmake", "project(y LANGUAGES CUDA)\n"}}) == missing);
  const Report report =
      lint(runtime + "RUN cmake -B b\n", {{"CMakeLists.txt", "project(x LANGUAGES CUDA)\n"}});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].message.find("the CMake project compiles CUDA code") == 0);
  CHECK(report.sources->text(report.findings[0].notes.front().span) == "project(x LANGUAGES CUDA)");
}

TEST_CASE("silent: CMake projects that may do without") {
  CHECK(configured("project(x LANGUAGES CXX)\n") == "");
  CHECK(configured("project(CUDA CXX)\n") == "");
  CHECK(configured("project(x DESCRIPTION CUDA LANGUAGES CXX)\n") == "");
  CHECK(configured("# project(x LANGUAGES CUDA)\n") == "");
  CHECK(configured("if(X)\n  project(x LANGUAGES CUDA)\nendif()\n") == "");
  CHECK(configured("option(GPU \"\" OFF)\nif(GPU)\n  project(x LANGUAGES CUDA)\nendif()\n") == "");
  CHECK(configured("option(GPU \"\" ON)\nif(GPU)\n  project(x LANGUAGES CUDA)\nendif()\n",
                   "cmake -DGPU=OFF -B b") == "");
  CHECK(configured("option(GPU \"\" ON)\nif(GPU)\n  project(x LANGUAGES CUDA)\nendif()\n",
                   "cmake -DGPU=$(x) -B b") == "");
  CHECK(configured("option(GPU \"\" ON)\nif(GPU)\n  project(x LANGUAGES CUDA)\nendif()\n",
                   "cmake --preset cpu") == "");
  CHECK(configured("option(GPU \"\" ON)\ninclude(${X}/o.cmake)\nif(GPU)\n"
                   "  project(x LANGUAGES CUDA)\nendif()\n") == "");
  CHECK(configured(
            "option(GPU \"\" ON)\nif(NOT GPU OR X)\n  project(x LANGUAGES CUDA)\nendif()\n") == "");
  CHECK(configured("option(GPU \"\" ON)\nif(X)\n  set(GPU OFF)\nendif()\nif(GPU)\n"
                   "  project(x LANGUAGES CUDA)\nendif()\n") == "");
  CHECK(configured("include(CheckLanguage)\ncheck_language(CUDA)\nif(CMAKE_CUDA_COMPILER)\n"
                   "  enable_language(CUDA)\nendif()\n") == "");
  CHECK(configured("enable_language(CUDA OPTIONAL)\n") == "");
  CHECK(configured("function(f)\n  enable_language(CUDA)\nendfunction()\n") == "");
  CHECK(configured("if(X)\n  return()\nendif()\nproject(x LANGUAGES CUDA)\n") == "");
  CHECK(configured("return()\nproject(x LANGUAGES CUDA)\n") == "");
  CHECK(configured("project(x LANGUAGES CUDA)\n", "cmake --build build") == "");
  CHECK(configured("project(x LANGUAGES CUDA)\n", "cmake -B build || true") == "");
  CHECK(configured("project(x LANGUAGES CUDA)\n",
                   "sed -i s/CUDA// CMakeLists.txt && cmake -B build") == "");
  CHECK(configured("project(x LANGUAGES CUDA)\n",
                   "cmake -DCMAKE_CUDA_COMPILER=/opt/clang -B build") == "");
  CHECK(configured("project(x LANGUAGES CUDA)\n", "git clone https://h/y && cd y && cmake -B b") ==
        "");
  CHECK(configured("find_package(CUDAToolkit REQUIRED)\n") == "");
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "if(ON)\n";
  CHECK(configured(deep + "project(x LANGUAGES CUDA)\n") == "");
}

TEST_CASE("a setup.py that builds a CUDAExtension wants nvcc") {
  const Beside files{{"setup.py", setup_py}};
  CHECK(installed("python setup.py install", files) == "nvcc-missing");
  CHECK(installed("cd /w && python3 setup.py bdist_wheel", files) == "nvcc-missing");
  CHECK(installed("pip install --no-build-isolation .", files) == "nvcc-missing");
  CHECK(installed("pip install --no-build-isolation -e .", files) == "nvcc-missing");
  CHECK(found("FROM nvidia/cuda:11.8.0-devel-ubuntu22.04\n"
              "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
              "COPY . .\nRUN pip install torch==2.6.0 --index-url "
              "https://download.pytorch.org/whl/cu124\nRUN python setup.py install\n",
              files) == "torch-nvcc-mismatch");
}

TEST_CASE("one hint for one image and one torch") {
  const std::string built = "COPY . .\nRUN python setup.py build\n";
  CHECK(found("FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS torch\n"
              "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
              "RUN pip install torch==2.7.0 --index-url https://download.pytorch.org/whl/cu126\n"
              "FROM torch AS a\n" +
                  built + "FROM torch AS b\n" + built,
              {{"setup.py", setup_py}}) == "torch-nvcc-mismatch");
}

TEST_CASE("silent: what a setup.py may leave out") {
  const Beside files{{"setup.py", setup_py}};
  // Isolated, it fails for want of torch.
  CHECK(installed("pip install .", files) == "");
  CHECK(installed("python setup.py --version", files) == "");
  CHECK(installed("python setup.py install || true", files) == "");
  CHECK(installed("pip install --no-build-isolation .",
                  {{"setup.py", setup_py},
                   {"pyproject.toml", "[build-system]\nbuild-backend = 'hatchling.build'\n"}}) ==
        "");
  CHECK(installed("python setup.py install",
                  {{"setup.py", "import torch\nif torch.cuda.is_available():\n  x = 'k.cu'\n"}}) ==
        "");
  CHECK(installed("python setup.py install", {}) == "");
  // Another torch may be there: nothing is known of it.
  CHECK(found("FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY . .\n"
              "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
              "RUN python setup.py install\n",
              files) == "");
  CHECK(found("FROM rocm/pytorch:latest\nCOPY . .\nRUN python setup.py install\n", files) == "");
}
