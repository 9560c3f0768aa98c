// What conda and its relatives install, from where, into what.

#include <doctest/doctest.h>

#include "conda_dump.h"
#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("conda: specifications") {
  for (const Case& each : {
           Case{"pytorch", "pytorch"},
           Case{"PyTorch=2.0", "pytorch 2.0"},
           Case{"pytorch==2.0", "pytorch==2.0"},
           Case{"pytorch=1.4.0=py3.6_cuda10.1.243_cudnn7.6.3_0",
                "pytorch==1.4.0(py3.6_cuda10.1.243_cudnn7.6.3_0)"},
           Case{"'pytorch=2.1.*=*cuda*'", "pytorch 2.1.*(*cuda*)"},
           Case{"pytorch=*=*cuda*", "pytorch *(*cuda*)"},
           Case{"'pytorch>=2'", "pytorch >=2"},
           Case{"'pytorch >=2,<2.2'", "pytorch >=2,<2.2"},
           Case{"'pytorch 2.1.0'", "pytorch==2.1.0"},
           Case{"'pytorch 2.1.* *cuda*'", "pytorch 2.1.*(*cuda*)"},
           Case{"'pytorch~=2.1'", "pytorch ~=2.1"},
           Case{"'pytorch!=2.1'", "pytorch !=2.1"},
           Case{"'pytorch=2.0|2.1'", "pytorch 2.0|2.1"},
           Case{"pytorch::pytorch", "pytorch::pytorch"},
           Case{"nvidia/label/cuda-12.1.0::cuda-toolkit", "nvidia/label/cuda-12.1.0::cuda-toolkit"},
           Case{"nvidia::cuda-nvcc=12.4", "nvidia::cuda-nvcc 12.4"},
           Case{"\"pytorch[version='>=2',build=*cuda*]\"", "pytorch >=2(*cuda*)"},
           Case{"'pytorch[version=2.1.0, channel=conda-forge]'", "conda-forge::pytorch==2.1.0"},
           Case{"'pytorch=2.1[build=cuda*]'", "pytorch 2.1(cuda*)"},
           Case{"https://host/linux-64/pytorch-1.0.0-py3.7_cuda9_0.tar.bz2",
                "pytorch==1.0.0(py3.7_cuda9_0)"},
           Case{"https://conda.anaconda.org/pytorch/linux-64/pytorch-2.5.1-py3.12_cpu_0.tar.bz2",
                "https://conda.anaconda.org/pytorch::pytorch==2.5.1(py3.12_cpu_0)"},
           Case{"./pkgs/pytorch-2.5.1-py3.12_cpu_0.conda", "pytorch==2.5.1(py3.12_cpu_0)"},
           Case{"pytorch=${V}", "pytorch=?"},
           Case{"pytorch=$V python=3.10", "pytorch=? python 3.10"},
           Case{"\"pytorch>=${V}\"", "pytorch=?"},
           Case{"pytorch-$V", "more"},
           Case{"$PACKAGES", "more"},
           Case{"$(cat list)", "more"},
           Case{"./local", "./local?"},
       }) {
    CAPTURE(each.text);
    CHECK(conda_lines(gather_text("FROM other\nENV CONDA_DIR=/c\nRUN conda install " + each.text +
                                  "\n")) == each.expected);
  }
}

TEST_CASE("conda: commands and options") {
  for (const Case& each : {
           Case{"RUN conda install -y numpy", "numpy"},
           Case{"RUN conda install -yq -c pytorch -c nvidia pytorch pytorch-cuda=12.1 && x",
                "pytorch pytorch-cuda 12.1 -c pytorch -c nvidia"},
           Case{"RUN mamba install --channel=conda-forge --override-channels -n work "
                "cudatoolkit=11.3",
                "cudatoolkit 11.3 -c conda-forge only in /c/envs/work"},
           Case{"RUN micromamba install -y -n base -f /tmp/env.yaml", "channels? more"},
           Case{"RUN micromamba -r /mm install -n a x", "x in /c/envs/a"},
           Case{"RUN conda create -n py310 python=3.10 pip -y",
                "create python 3.10 pip in /c/envs/py310"},
           Case{"RUN conda create --prefix /opt/env python", "create python in /opt/env"},
           Case{"RUN conda create -p \"$(x)\" python", "create python in ?"},
           Case{"RUN /opt/conda/bin/conda create -n x y", "create y in /opt/conda/envs/x"},
           Case{"RUN conda env create -f environment.yml", "create channels? more in ?"},
           Case{"RUN conda env create -n x -f environment.yml",
                "create channels? more in /c/envs/x"},
           Case{"RUN conda env update --name base --file environment.yml", "channels? more"},
           Case{"RUN conda update -n base conda", "conda"},
           Case{"RUN conda install --file=requirements.txt -c conda-forge", "-c conda-forge more"},
           Case{"RUN conda install --new-option x", "x more"},
           Case{"RUN conda install --dry-run x", ""},
           Case{"RUN conda clean -afy && conda init && conda run -n x conda list", ""},
           Case{"RUN conda run -n x conda install y", "y in /c/envs/x"},
           Case{"RUN conda run -p /e conda install y", "y in /e"},
           Case{"RUN . /opt/conda/bin/activate work && conda install y", "y in /c/envs/work"},
           Case{"RUN conda activate work && conda install y\nRUN conda install z",
                "y in /c/envs/work; z"},
           Case{"SHELL [\"conda\", \"run\", \"-n\", \"w\", \"/bin/bash\", \"-c\"]\nRUN conda "
                "install y",
                "y in /c/envs/w"},
           Case{"ENV CONDA_DEFAULT_ENV=w\nRUN conda install y", "y in /c/envs/w"},
           Case{"RUN conda install y || true", "y tolerated"},
           Case{"RUN if x; then conda install y; fi", "y possible"},
           Case{"RUN echo conda install y # conda install z", ""},
           Case{"RUN bash -c 'conda install y'", "y"},
           Case{"ARG P=\"a=1 b\"\nRUN conda install $P", "a 1 b"},
           Case{"ARG P=\"a>=1\"\nRUN conda install \"$P\"", "a >=1"},
           Case{"RUN xargs conda install -y < list", "more"},
           Case{"CMD conda install y", ""},
       }) {
    CAPTURE(each.text);
    CHECK(conda_lines(gather_stage("ENV CONDA_DIR=/c\n" + each.text + "\n")) == each.expected);
  }
}

TEST_CASE("conda: channels that were configured") {
  for (const Case& each : {
           Case{
               "RUN conda config --add channels conda-forge && conda config --add channels nvidia\n"
               "RUN conda install x -c pytorch",
               "x -c pytorch -c nvidia -c conda-forge"},
           Case{"RUN conda config --append channels a --append channels b && conda install x",
                "x -c a -c b"},
           Case{"RUN conda config --set channel_priority disabled && conda install x",
                "x no-priority"},
           Case{"RUN mamba install --no-channel-priority -c a x", "x -c a no-priority"},
           Case{"RUN conda config --system --prepend channels a && conda config --set "
                "channel_priority strict && conda install x",
                "x -c a"},
           Case{"RUN conda config --add channels a && conda config --remove channels defaults; "
                "conda "
                "install x",
                "x -c a channels?"},
           Case{"RUN conda config --add channels a && conda config --remove-key channels && conda "
                "install x",
                "x"},
           Case{"RUN micromamba config append channels conda-forge && micromamba install x",
                "x -c conda-forge"},
           Case{"RUN if y; then conda config --add channels a; fi; conda install x",
                "x -c a channels?"},
           Case{"COPY .condarc /root/\nRUN conda install x", "x channels?"},
           Case{"RUN echo 'channels: [a]' > ~/.condarc && conda install x", "x channels?"},
           Case{"RUN conda config --add channels a && conda install --override-channels -c b x",
                "x -c b only"},
       }) {
    CAPTURE(each.text);
    CHECK(conda_lines(gather_stage("ENV CONDA_DIR=/c\n" + each.text + "\n")) == each.expected);
  }
  CHECK(
      conda_lines(gather_text(
          "FROM base AS a\nENV CONDA_DIR=/c\nRUN conda config --add channels c\nFROM a\nRUN conda "
          "install x\nFROM base\nRUN conda install y\n")) == "x -c c; y");
}

TEST_CASE("conda: installed by this build") {
  for (const Case& each : {
           Case{"RUN wget https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O "
                "~/m.sh && bash ~/m.sh -b -p /opt/conda && /opt/conda/bin/conda install -n a x",
                "x -c defaults in /opt/conda/envs/a by miniconda"},
           Case{"RUN curl -fsSLo miniforge.sh https://h/Miniforge3-Linux-x86_64.sh\n"
                "RUN sh ./miniforge.sh -bfp /conda\nRUN conda install -p /conda x",
                "x -c conda-forge by miniforge"},
           Case{"ADD https://h/Anaconda3-5.sh /tmp/a.sh\nRUN bash /tmp/a.sh -b && conda install x",
                "x -c defaults by anaconda"},
           Case{"RUN ./other.sh -b -p /opt/conda && conda install x", "x"},
       }) {
    CAPTURE(each.text);
    CHECK(conda_lines(gather_stage(each.text + "\n")) == each.expected);
  }
}
