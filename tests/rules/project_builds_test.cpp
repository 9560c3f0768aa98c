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
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "if(ON)\n";
  CHECK(configured(deep + "project(x LANGUAGES CUDA)\n") == "");
}

TEST_CASE("architectures that a CMake project names") {
  const std::string devel =
      "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\n"
      "RUN apt-get update && apt-get install -y cmake g++\nWORKDIR /w\nCOPY . .\n";
  const auto built = [&](const std::string& project,
                         const std::string& call = "cmake -B b && cmake --build b -j8") {
    return found(devel + "RUN " + call + "\nFROM ubuntu:22.04\nCOPY --from=build /w/b/k /\n",
                 {{"CMakeLists.txt", project}});
  };
  const std::string unknown = "nvcc-arch-unsupported";
  const std::string project = "project(x LANGUAGES CXX CUDA)\n";
  const std::string target = "add_executable(k k.cu)\n";
  const std::string set = "set(CMAKE_CUDA_ARCHITECTURES 80 120)\n";
  CHECK(built(set + project, "cmake -B b") == unknown);
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES \"80;120-real\")\n" + project) == unknown);
  CHECK(built(set + project, "cmake -DCMAKE_CUDA_ARCHITECTURES=80 -B b") == unknown);
  CHECK(built(project + set + target) == unknown);
  CHECK(built(project + target + "set_target_properties(k PROPERTIES CUDA_ARCHITECTURES 120)\n") ==
        unknown);
  CHECK(built(project + target + "set_property(TARGET k PROPERTY CUDA_ARCHITECTURES 80 120)\n") ==
        unknown);
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES native)\n" + project) == "arch-native-at-build");
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES 90a)\n" + project + target) == "arch-not-portable");
  const Report report =
      lint(devel + "RUN cmake -B b\n", {{"CMakeLists.txt", "# what we have\n" + set + project}});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.sources->text(report.findings[0].span) == "120");

  // Not that list, not certainly, or not built.
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES 80)\n" + project + target) == "");
  CHECK(built("if(X)\n  " + set + "endif()\n" + project) == "");
  CHECK(built("if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)\n" + set + "endif()\n" + project) == "");
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES 120 CACHE STRING x)\n" + project) == "");
  CHECK(built("set(CMAKE_CUDA_ARCHITECTURES 80 ${MORE} 120)\n" + project) == "");
  CHECK(built(set + "set(CMAKE_CUDA_ARCHITECTURES 80)\n" + project + target) == "");
  CHECK(built(set + "list(REMOVE_ITEM CMAKE_CUDA_ARCHITECTURES 120)\n" + project) == "");
  CHECK(built(set + "pick_architectures()\n" + project) == "");
  CHECK(built(project + "find_package(Torch REQUIRED)\n" + target) == "");
  CHECK(built(project + set + "find_package(Torch REQUIRED)\n" + target) == "");
  CHECK(built(project + set + "add_executable(k k.cpp)\n") == "");
  CHECK(built(project + set + "add_executable(k EXCLUDE_FROM_ALL k.cu)\n") == "");
  CHECK(built(project + set + target, "cmake -B b") == "");
  CHECK(built(project + set + target, "cmake -B b && cmake --build b --target docs") == "");
  CHECK(built(project + set + target, "cmake -B b && make -C b docs") == "");
  CHECK(built(project + set + target +
              "set_target_properties(k PROPERTIES CUDA_ARCHITECTURES 80)\n") == "");
  CHECK(built("function(f)\n" + set + "endfunction()\n" + project) == "");
  CHECK(built("# " + set + project) == "");
  CHECK(built(set + "project(x LANGUAGES CXX)\n") == "");
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
              "https://download.pytorch.org/whl/cu124\n"
              "ENV TORCH_CUDA_ARCH_LIST=8.0\nRUN python setup.py install\n",
              files) == "torch-nvcc-mismatch");
}

TEST_CASE("a setup.py that builds a CUDAExtension wants a list of GPUs") {
  const std::string devel =
      "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\n"
      "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
      "RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124\n"
      "WORKDIR /w\nCOPY . .\n";
  const auto built = [&](const std::string& call, const std::string& setup) {
    return found(devel + "RUN " + call + "\nFROM ubuntu:22.04\nCOPY --from=build /w/dist /dist\n",
                 {{"setup.py", setup}});
  };
  CHECK(built("python setup.py bdist_wheel", setup_py) == "extension-arch-unset");
  CHECK(built("pip wheel --no-build-isolation -w dist .", setup_py) == "");
  CHECK(built("TORCH_CUDA_ARCH_LIST=8.0 python setup.py bdist_wheel", setup_py) == "");
  CHECK(built("python setup.py bdist_wheel", setup_py + "# -arch=sm_80\n") == "");
  CHECK(built("python setup.py bdist_wheel",
              "import os\nos.environ.setdefault('TORCH_CUDA' + '_LIST', '8.0')\n" + setup_py) ==
        "");
}

TEST_CASE("a CMake project that wants the toolkit") {
  const std::string missing = "nvcc-missing";
  const std::string wants = "project(x CXX)\nfind_package(CUDAToolkit REQUIRED)\n";
  CHECK(configured(wants) == missing);
  CHECK(configured("project(x CXX)\nfind_package(CUDAToolkit 12.0 REQUIRED COMPONENTS cudart)\n") ==
        missing);
  CHECK(configured("option(GPU \"\" ON)\nproject(x CXX)\nif(GPU)\n"
                   "  find_package(CUDAToolkit QUIET REQUIRED)\nendif()\n") == missing);
  CHECK(found("FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y cmake g++\nCOPY . .\n"
              "RUN cmake -B b\n",
              {{"CMakeLists.txt", wants}}) == missing);
  const Report report = lint(runtime + "RUN cmake -B b\n", {{"CMakeLists.txt", wants}});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].message.find("the CMake project wants the CUDA toolkit") == 0);
  CHECK(report.sources->text(report.findings[0].notes.front().span) ==
        "find_package(CUDAToolkit REQUIRED)");

  // The headers and libcudart do.
  CHECK(found(runtime + "RUN apt-get update && apt-get install -y cuda-cudart-dev-12-4\n"
                        "RUN cmake -B b\n",
              {{"CMakeLists.txt", wants}}) == "");
  CHECK(configured(wants, "cmake -B b || true") == "");
  CHECK(configured(wants, "cmake -DCUDAToolkit_ROOT=/opt/cuda -B b") == "");
  CHECK(configured(wants, "cmake -DCMAKE_MODULE_PATH=/opt/cmake -B b") == "");
  CHECK(configured(wants, "cmake --preset gpu") == "");
  CHECK(configured(wants, "CUDAToolkit_ROOT=/opt/cuda cmake -B b") == "");
  CHECK(configured(wants, "PATH=/opt/cuda/bin:$PATH cmake -B b") == "");
  CHECK(configured("project(x CXX)\nfind_package(CUDAToolkit)\n") == "");
  CHECK(configured("project(x CXX)\nfind_package(CUDAToolkit QUIET)\n") == "");
  CHECK(configured("project(x CXX)\nfind_package(CUDAToolkit REQUIRED CONFIG)\n") == "");
  CHECK(configured("project(x CXX)\nif(GPU)\n  find_package(CUDAToolkit REQUIRED)\nendif()\n") ==
        "");
  CHECK(configured("list(APPEND CMAKE_MODULE_PATH ${CMAKE_SOURCE_DIR}/cmake)\n" + wants) == "");
  CHECK(configured("set(CUDAToolkit_ROOT /opt/cuda)\n" + wants) == "");
  CHECK(configured("include(${X}/a.cmake)\n" + wants) == "");
  CHECK(configured("add_subdirectory(${X})\n" + wants) == "");
  CHECK(configured("FetchContent_MakeAvailable(cuda)\n" + wants) == "");
  CHECK(configured("macro(f)\n  set(CUDAToolkit_ROOT /opt)\nendmacro()\nf()\n" + wants) == "");
  CHECK(configured("#[[\n" + wants + "]]\n") == "");
  CHECK(configured("function(f)\n" + wants + "endfunction()\n") == "");
}

TEST_CASE("a setup.py that asks for a GPU") {
  const std::string devel =
      "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build\n"
      "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
      "RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124\n"
      "WORKDIR /w\nCOPY . .\n";
  const auto built = [&](const std::string& setup,
                         const std::string& call = "python setup.py bdist_wheel") {
    return found(devel + "RUN " + call + "\nFROM ubuntu:22.04\nCOPY --from=build /w/dist /dist\n",
                 {{"setup.py", setup}});
  };
  const std::string head =
      "import os, torch, glob\nfrom setuptools import setup\n"
      "from torch.utils.cpp_extension import (CUDA_HOME, BuildExtension, CppExtension,\n"
      "                                       CUDAExtension)\n";
  const std::string body =
      "  extension = CUDAExtension\n  sources += glob.glob('csrc/*.cu')\n"
      "  if os.name == 'x':\n    sources += ['y']\n";
  const auto setup = [&](const std::string& condition, const std::string& more = {}) {
    return head + "extension = CppExtension\nsources = []\nif " + condition + ":\n" + body + more +
           "setup(name='k', ext_modules=[extension('k', sources)],\n"
           "      cmdclass={'build_ext': BuildExtension})\n";
  };
  const std::string asks = "torch.cuda.is_available()";
  const std::string force = "os.getenv('FORCE_CUDA', '0') == '1'";
  const std::string either = asks + " or " + force;
  const std::string missing = "force-cuda-missing";
  CHECK(built(setup(either)) == missing);
  CHECK(built(setup(force + " or " + asks)) == missing);
  CHECK(built(setup("(" + asks + " and (CUDA_HOME is not None)) or " + force)) == missing);
  CHECK(built(setup("(" + asks +
                    " and ((CUDA_HOME is not None) or ROCM)) or os.environ.get("
                    "\"FORCE_CUDA\") == \"1\"")) == missing);
  CHECK(built("import os\nforce = os.environ.get('FORCE_CUDA', '0') == '1'\n" +
              setup(asks + " and CUDA_HOME or force")) == missing);
  CHECK(built("import os\nforce = os.environ.get('FORCE_CUDA', '0') == '1'\nforce = True\n" +
              setup(asks + " and CUDA_HOME or force")) == "");
  CHECK(built(setup(either), "pip wheel --no-build-isolation -w dist .") == "");
  CHECK(built(setup(either), "pip install --no-build-isolation .") == missing);
  CHECK(built(setup(either), "FORCE_CUDA=0 python setup.py bdist_wheel") == "");
  CHECK(built(setup(either), "FORCE_CUDA=true python setup.py bdist_wheel") == "");
  CHECK(built(setup(either), "FORCE_CUDA=1 TORCH_CUDA_ARCH_LIST=8.0 python setup.py bdist_wheel") ==
        "");
  CHECK(built(setup(either),
              "sed -i s/is_available/device_count/ setup.py && python setup.py bdist_wheel") == "");
  CHECK(built(setup(either), "pip install .") == "");
  CHECK(built(setup(either), "python setup.py --version") == "");

  // Something else decides, too.
  CHECK(built(setup(asks)) == "");
  CHECK(built(setup(asks + " or True or " + force)) == "");
  CHECK(built(setup("not " + either)) == "");
  CHECK(built(setup("(" + asks + " or True) or " + force)) == "");
  CHECK(built(setup("(" + asks + " and ROCM or True) or " + force)) == "");
  CHECK(built(setup(asks + " or os.getenv('FORCE_CUDA', '1') == '1'")) == "");
  CHECK(built(setup(asks + " or os.getenv('FORCE_CUDA', '0') != '1'")) == "");
  CHECK(built(setup(asks + " or os.getenv('WITH_CUDA', '0') == '1'") + "# FORCE_CUDA\n") == "");
  CHECK(built(setup(either, "else:\n  raise RuntimeError('no GPU')\n")) == "");
  CHECK(built(setup(either, "else:\n  extension = CUDAExtension\n")) == "");
  CHECK(built(setup(either, "extension = CUDAExtension\n")) == "");
  CHECK(built(head + "if " + either +
              ":\n  if X:\n    m = [CUDAExtension('k', ['k.cu'])]\nsetup(ext_modules=m)\n") == "");
  CHECK(built("\"\"\"\n" + setup(either) + "\"\"\"\n") == "");
  CHECK(built(setup(either) + "sys.exit(0)\n") == "");
}

TEST_CASE("one hint for one image and one torch") {
  const std::string built = "COPY . .\nRUN python setup.py build\n";
  CHECK(found("FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS torch\n"
              "RUN apt-get update && apt-get install -y python3-pip python-is-python3\n"
              "RUN pip install torch==2.7.0 --index-url https://download.pytorch.org/whl/cu126\n"
              "FROM torch AS a\n" +
                  built + "FROM torch AS b\n" + built,
              {{"setup.py", setup_py + "# -arch=sm_80\n"}}) == "torch-nvcc-mismatch");
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
