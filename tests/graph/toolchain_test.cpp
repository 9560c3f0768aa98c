// Which installations compile CUDA code, and what they want of the compiler.

#include <doctest/doctest.h>

#include <string>

#include "graph/graph.h"

using namespace cudafit;
using namespace cudafit::graph;

namespace {

Graph graph_of(const std::string& text) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  // Images that set nothing.
  const auto environment = [](std::string_view) {
    return std::optional(document::BaseEnvironment{.variables = {}, .complete = true});
  };
  return connect(facts::gather(document::evaluate(dockerfile, {}, environment), {}));
}

const char* word(Known value) {
  if (value == Known::unknown) return "?";
  return value == Known::yes ? "yes" : "no";
}

/// "compiles wants-nvcc" of each extension that the commands install, on an image with torch 2.6
/// for CUDA 12.4 and Python 3.11.
std::string builds(const std::string& commands) {
  const Graph graph =
      graph_of("FROM pytorch/pytorch:2.6.0-cuda12.4-cudnn9-runtime\n" + commands + "\n");
  std::string out;
  for (const ExtensionBuild& build : graph.extension_builds) {
    out += (out.empty() ? "" : "; ") + build.title + " " + word(build.compiles) + " " +
           word(build.wants_nvcc);
  }
  return out;
}

struct Case {
  std::string commands, expected;
};

}  // namespace

TEST_CASE("what compiles CUDA code when it is installed") {
  const std::string pip = "RUN pip install --no-build-isolation ";
  for (const Case& each : {
           // a wheel fits torch 2.6 for CUDA 12, but the setup asks for the compiler first
           Case{pip + "flash-attn==2.8.2", "flash-attn 2.8.2 no yes"},
           // no wheel for torch 2.6 in that release
           Case{pip + "flash-attn==2.7.0.post2", "flash-attn 2.7.0.post2 yes yes"},
           Case{"RUN FLASH_ATTENTION_FORCE_BUILD=TRUE pip install flash-attn==2.8.2",
                "flash-attn 2.8.2 yes yes"},
           Case{"RUN FLASH_ATTENTION_SKIP_CUDA_BUILD=TRUE pip install flash-attn==2.8.2",
                "flash-attn 2.8.2 no no"},
           // compared as it stands: 1 is not TRUE
           Case{"RUN FLASH_ATTENTION_SKIP_CUDA_BUILD=1 pip install flash-attn==2.8.2",
                "flash-attn 2.8.2 no yes"},
           Case{"ARG FLASH_ATTENTION_SKIP_CUDA_BUILD\n" + pip + "flash-attn==2.7.0.post2",
                "flash-attn 2.7.0.post2 ? ?"},
           Case{pip + "--only-binary flash-attn flash-attn==2.7.0.post2",
                "flash-attn 2.7.0.post2 no no"},
           Case{pip + "-f https://example.com/wheels flash-attn==2.7.0.post2",
                "flash-attn 2.7.0.post2 ? ?"},
           Case{pip + "https://example.com/"
                      "flash_attn-2.8.2+cu12torch2.6cxx11abiFALSE-cp311-cp311-linux_x86_64.whl",
                "flash-attn 2.8.2 no no"},
           // only with flags
           Case{pip + "git+https://github.com/NVIDIA/apex", "apex no no"},
           Case{"RUN APEX_CUDA_EXT=1 pip install git+https://github.com/NVIDIA/apex",
                "apex yes yes"},
           Case{pip + "apex", "apex no no"},
           Case{"RUN CMAKE_ARGS=-DGGML_CUDA=ON pip install llama-cpp-python==0.3.2",
                "llama-cpp-python 0.3.2 yes yes"},
           Case{"RUN pip install llama-cpp-python==0.3.2", "llama-cpp-python 0.3.2 no no"},
           Case{"RUN CMAKE_ARGS=-DGGML_CUDA=ON pip install llama-cpp-python==0.3.2 "
                "--extra-index-url https://abetlen.github.io/llama-cpp-python/whl/cu124",
                "llama-cpp-python 0.3.2 ? ?"},
           Case{"RUN DS_BUILD_FUSED_ADAM=1 pip install deepspeed==0.15.4", "deepspeed 0.15.4 ? ?"},
           Case{"RUN DS_BUILD_OPS=1 pip install deepspeed==0.15.4", "deepspeed 0.15.4 yes yes"},
           Case{"RUN CMAKE_ARGS=-DLLAMA_CUBLAS=on pip install llama-cpp-python==0.2.20",
                "llama-cpp-python 0.2.20 yes ?"},
           Case{"RUN pip install deepspeed==0.15.4", "deepspeed 0.15.4 no no"},
           // without a GPU in sight the CUDA code is left out, unless it is asked for
           Case{pip + "torch-scatter==2.1.2", "torch-scatter 2.1.2 no no"},
           Case{"RUN FORCE_CUDA=1 pip install --no-build-isolation torch-scatter==2.1.2",
                "torch-scatter 2.1.2 yes yes"},
           Case{"RUN FORCE_CUDA=1 pip install torch-scatter==2.1.2 -f "
                "https://data.pyg.org/whl/torch-2.6.0+cu124.html",
                "torch-scatter 2.1.2 ? ?"},
           // from sources rather than PyPI's wheels
           Case{"RUN pip install xformers==0.0.29.post3", "xformers 0.0.29.post3 no no"},
           Case{pip + "git+https://github.com/nerfstudio-project/gsplat.git", "gsplat yes yes"},
           Case{pip + "gsplat==1.4.0", "gsplat 1.4.0 no no"},
           // another project of the repository
           Case{pip + "'git+https://github.com/Dao-AILab/flash-attention#subdirectory=csrc/rotary'",
                ""},
           // a torch without CUDA compiles none
           Case{"RUN pip install torch==2.5.1 --index-url https://download.pytorch.org/whl/cpu\n" +
                    pip + "flash-attn==2.8.2",
                "torch 2.5.1 no no; flash-attn 2.8.2 ? ?"},
           Case{"RUN pip install numpy transformers", ""},
       }) {
    CAPTURE(each.commands);
    CHECK(builds(each.commands) == each.expected);
  }
}

TEST_CASE("a missing compiler is proven, or nothing is said") {
  const auto verdicts = [](const std::string& text) {
    std::string out;
    for (const CompilerNeed& need : graph_of(text).compiler_needs) {
      out += (out.empty() ? "" : "; ") + need.need.subject + " " +
             (need.need.verdict == Verdict::met     ? "met"
              : need.need.verdict == Verdict::unmet ? "unmet"
                                                    : "unknown");
    }
    return out;
  };
  const std::string base = "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n";
  const std::string devel = "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\n";
  for (const Case& each : {
           Case{base + "RUN nvcc a.cu\n", "this step unmet"},
           Case{devel + "RUN nvcc a.cu\n", "this step met"},
           Case{base + "RUN nvcc a.cu || true\n", "this step unknown"},
           Case{base + "RUN apt-get install -y cuda-toolkit-12-4 && nvcc a.cu\n", "this step met"},
           Case{base + "RUN apt-get install -y nvidia-cuda-toolkit\nRUN nvcc a.cu\n",
                "this step met"},
           Case{"FROM my/image\nRUN nvcc a.cu\n", "this step unknown"},
           Case{base + "COPY --from=nvidia/cuda:12.4.1-devel-ubuntu22.04 /usr/local/cuda "
                       "/usr/local/cuda\nRUN nvcc a.cu\n",
                "this step unknown"},
           Case{base + "RUN cmake -DGGML_CUDA=ON .\n", "GGML_CUDA unmet"},
           Case{base + "RUN cmake . && make\n", ""},
           // goes on without CUDA
           Case{base + "RUN cmake -DWITH_CUDA=ON ../opencv\n", ""},
       }) {
    CAPTURE(each.commands);
    CHECK(verdicts(each.commands) == each.expected);
  }
}
