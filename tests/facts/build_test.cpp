// What stages compile, start and copy.

#include <doctest/doctest.h>

#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

std::string_view name(CompileKind kind) {
  switch (kind) {
    case CompileKind::nvcc:
      return "nvcc";
    case CompileKind::cmake:
      return "cmake";
    case CompileKind::setup:
      return "setup";
    case CompileKind::make:
      return "make";
    case CompileKind::source:
      return "source";
  }
  return "?";
}

std::string architectures(const Gathered& all, const Architectures& each) {
  std::string out = each.written_as + "=" + joined(each.entries, "|");
  if (!each.known) out += "?";
  for (std::size_t i = 0; i < each.entries.size(); ++i) {
    // An entry that can be edited alone stands at its span.
    if (each.entry_spans[i] && all.at(each.entry_spans[i]) != each.entries[i]) out += " WRONG SPAN";
  }
  return out;
}

std::string compile_lines(const Gathered& all) {
  Line out("; ");
  for (const Compile& each : all.facts.compiles) {
    Line line;
    line.add(name(each.kind));
    line.add_if(each.cuda, "cuda");
    line.add(each.name);
    line.add_if(!each.origin.empty(), "of " + each.origin);
    for (const Architectures& list : each.architectures) line.add(architectures(all, list));
    line.add_if(each.prints_version, "version");
    if (each.certainty != Certainty::certain) line.add(words_of(each.certainty));
    out.add(line.take());
  }
  return out.take();
}

std::string program_lines(const Gathered& all) {
  Line out("; ");
  for (const ProgramUse& each : all.facts.programs) {
    Line line;
    if (each.when != RunWhen::build) line.add(each.when == RunWhen::start ? "start" : "health");
    line.add_if(each.entrypoint, "entrypoint");
    line.add(each.program);
    line.add_if(each.path != each.program, "(" + each.path + ")");
    for (const Text& word : each.words) line.add(word.value);
    line.add_if(bool(each.how.span), "from " + all.at(each.how.span));
    out.add(line.take());
  }
  return out.take();
}

std::string copy_lines(const Gathered& all) {
  Line out("; ");
  for (const StageCopy& each : all.facts.stage_copies) {
    Line line;
    line.add(each.from >= 0 ? "stage " + std::to_string(each.from) : "image " + each.image);
    line.add(joined(each.sources));
    line.add("to " + (each.destination.empty() ? "?" : each.destination));
    line.add_if(!each.complete, "incomplete");
    line.add_if(each.mount, "mount");
    out.add(line.take());
  }
  for (const ContextCopy& each : all.facts.context_copies) {
    Line line;
    line.add("context " + joined(each.sources));
    line.add("to " + (each.destination.empty() ? "?" : each.destination));
    line.add_if(each.remote, "remote");
    line.add_if(!each.complete, "incomplete");
    out.add(line.take());
  }
  return out.take();
}

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("compiles") {
  for (const Case& each : {
           Case{"RUN nvcc -o a a.cu", "nvcc cuda nvcc"},
           Case{"RUN nvcc --version && /usr/local/cuda/bin/nvcc -V",
                "nvcc nvcc version; nvcc nvcc version"},
           Case{"RUN nvcc -arch=sm_80 -gencode arch=compute_80,code=sm_80 "
                "-gencode=arch=compute_90,code=compute_90 a.cu",
                "nvcc cuda nvcc -arch=sm_80 -gencode=arch=compute_80,code=sm_80 "
                "-gencode=arch=compute_90,code=compute_90"},
           Case{"RUN nvcc --gpu-architecture compute_80 --gpu-code=sm_80,sm_86 a.cu",
                "nvcc cuda nvcc -arch=compute_80 -code=sm_80|sm_86"},
           Case{"RUN echo nvcc; which nvcc; command -v nvcc  # nvcc a.cu", ""},
           Case{"RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=\"80;86-real\" && "
                "cmake "
                "--build build",
                "cmake cuda GGML_CUDA CMAKE_CUDA_ARCHITECTURES=80|86-real; cmake cmake"},
           Case{"RUN cmake .. -D WITH_CUDA=ON -D CUDA_ARCH_BIN='7.5,8.6'",
                "cmake cuda WITH_CUDA CUDA_ARCH_BIN=7.5|8.6"},
           Case{"RUN cmake .. -DUSE_CUDA:BOOL=ON -DGMX_GPU=CUDA", "cmake cuda USE_CUDA"},
           Case{"RUN cmake .. -DGMX_GPU=CUDA", "cmake cuda GMX_GPU"},
           Case{"RUN cmake .. -DUSE_CUDA=OFF -DNO_CUDA=ON -DWITH_CUDA=0 -DCUDA_FAST_MATH=1 "
                "-DCMAKE_DISABLE_FIND_PACKAGE_CUDA=ON -DUSE_SYSTEM_CUDA=ON",
                "cmake cmake"},
           Case{"RUN cmake .. -DCMAKE_CUDA_ARCHITECTURES=native",
                "cmake CMAKE_CUDA_ARCHITECTURES CMAKE_CUDA_ARCHITECTURES=native"},
           Case{"RUN cmake -E make_directory x && cmake --version && cmake --install .", ""},
           Case{"RUN make -j8 && ninja", "make make; make ninja"},
           Case{"RUN make GGML_CUDA=1", "make cuda GGML_CUDA"},
           Case{"RUN LLAMA_CUBLAS=1 make -j", "make cuda LLAMA_CUBLAS"},
           Case{"ENV LLAMA_CUBLAS=1\nRUN make -j", "make cuda LLAMA_CUBLAS"},
           Case{"ENV LLAMA_CUBLAS=0\nRUN make -j", "make make"},
           Case{"RUN make GPU=1 CUDNN=1", "make cuda GPU"},
           Case{"RUN TORCH_CUDA_ARCH_LIST='8.0 9.0+PTX' make",
                "make TORCH_CUDA_ARCH_LIST TORCH_CUDA_ARCH_LIST=8.0|9.0+PTX"},
           Case{"RUN make src.build NVCC_GENCODE=\"-gencode=arch=compute_70,code=sm_70\"",
                "make make -gencode=arch=compute_70,code=sm_70"},
           Case{"RUN ./configure --enable-cuda-nvcc --enable-libnpp && make",
                "make cuda --enable-cuda-nvcc; make make"},
           Case{"RUN ./configure --with-cuda=/usr/local/cuda", "make configure"},
           Case{"RUN cargo build --release --features cuda", "make cuda"},
           Case{"RUN cargo --version", ""},
           Case{
               "RUN git clone https://github.com/NVIDIA/apex && cd apex && python setup.py install "
               "--cpp_ext --cuda_ext",
               "setup cuda --cuda_ext of https://github.com/NVIDIA/apex"},
           Case{"RUN git clone --depth 1 -b v1 https://h/o/name.git /opt/x\nWORKDIR "
                "/opt/x/csrc\nRUN "
                "python3 setup.py bdist_wheel",
                "setup setup.py of https://h/o/name.git"},
           Case{"RUN FORCE_CUDA=1 python setup.py develop", "setup cuda FORCE_CUDA"},
           Case{"RUN python setup.py --version; python other.py install", ""},
           Case{"RUN python -m build --wheel", "setup build"},
           Case{"RUN nvcc a.cu || true", "nvcc cuda nvcc tolerated"},
           Case{"CMD nvcc a.cu", ""},
       }) {
    CAPTURE(each.text);
    CHECK(compile_lines(gather_stage(each.text + "\n")) == each.expected);
  }
}

TEST_CASE("lists of architectures in variables") {
  const auto entries = [](const std::string& text) {
    const Gathered all = gather_stage(text + "\n");
    Line out("; ");
    for (const Setting& each : all.facts.settings) {
      if (is_architecture_list(each.name)) out.add(architectures(all, architectures_of(each)));
    }
    return out.take();
  };
  CHECK(entries("ENV TORCH_CUDA_ARCH_LIST=\"7.5 8.0;8.6+PTX\"") ==
        "TORCH_CUDA_ARCH_LIST=7.5|8.0|8.6+PTX");
  CHECK(entries("ENV TCNN_CUDA_ARCHITECTURES=86 OTHER=1") == "TCNN_CUDA_ARCHITECTURES=86");
  CHECK(entries("ARG CUDAARCHS=80-real;90") == "CUDAARCHS=80-real|90");
  CHECK(entries("ARG TORCH_CUDA_ARCH_LIST") == "TORCH_CUDA_ARCH_LIST=?");
}

TEST_CASE("programs") {
  for (const Case& each : {
           Case{"RUN python3 a.py && ls && /opt/venv/bin/pip install x",
                "python3 a.py; pip (/opt/venv/bin/pip) install x"},
           Case{"CMD [\"python\", \"-m\", \"app\"]", "start python -m app"},
           Case{"ENTRYPOINT [\"/entry.sh\", \"x\"]\nCMD bash",
                "start entrypoint entry.sh (/entry.sh) x; start bash"},
           Case{"HEALTHCHECK CMD nvidia-smi || exit 1", "health nvidia-smi; health exit 1"},
           Case{"ENTRYPOINT exec conda run -n x python a.py", "start entrypoint python a.py"},
           Case{"ENV P=python3\nCMD $P a.py", "start python3 a.py from python3"},
           Case{"RUN bash -c 'pip install x'", "pip install x"},
           Case{"CMD $X", "start "},
       }) {
    CAPTURE(each.text);
    CHECK(program_lines(gather_stage(each.text + "\n")) == each.expected);
  }
}

TEST_CASE("copies") {
  for (const Case& each : {
           Case{"FROM a AS b\nFROM c\nCOPY --from=b /x/ y /z/\n", "stage 0 /x/,/y to /z/"},
           Case{"FROM a\nFROM c\nWORKDIR /w\nCOPY --from=0 /x .\n", "stage 0 /x to /w"},
           Case{"FROM a\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /uvx /bin/\n",
                "image ghcr.io/astral-sh/uv:0.5 /uv,/uvx to /bin/"},
           Case{"FROM a\nCOPY --from=i:1 /usr/lib/*.so* /usr/lib/\n",
                "image i:1 /usr/lib/*.so* to /usr/lib/ incomplete"},
           Case{"FROM a\nCOPY --from=i:1 /x y\n", "image i:1 /x to ? incomplete"},
           Case{"FROM a\nARG V\nCOPY --from=i:1 /x-$V /y\n", "image i:1  to /y incomplete"},
           Case{"FROM a AS b\nFROM c\nRUN --mount=type=bind,from=b,source=/x,target=/y ls\n",
                "stage 0 /x to /y mount"},
           Case{"FROM c\nRUN --mount=from=i,target=/y --mount=type=cache,target=/c ls\n",
                "image i / to /y mount"},
           Case{"FROM c\nWORKDIR /app\nCOPY a.txt b ./\nADD https://h/x.tar /tmp/\nCOPY . .\n",
                "context a.txt,b to /app/; context https://h/x.tar to /tmp/ remote; context . to "
                "/app"},
           Case{"FROM c\nCOPY <<EOF /x\ntext\nEOF\n", ""},
       }) {
    CAPTURE(each.text);
    CHECK(copy_lines(gather_text(each.text)) == each.expected);
  }
}
