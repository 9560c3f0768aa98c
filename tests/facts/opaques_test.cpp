// What cannot be followed, and what is put in place without a package.

#include <doctest/doctest.h>

#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

/// What each touches (system, packages, variables) and why.
std::string opaque_lines(const Gathered& all) {
  Line out("; ");
  for (const Opaque& each : all.facts.opaques) {
    Line line;
    std::string touches;
    if (each.touches.system) touches += 's';
    if (each.touches.packages) touches += 'p';
    if (each.touches.variables) touches += 'v';
    line.add(touches);
    line.add(each.what);
    out.add(line.take());
  }
  return out.take();
}

std::string provides_lines(const Gathered& all) {
  Line out("; ");
  for (const Provides& each : all.facts.provides) {
    Line line;
    line.add(each.program);
    line.add_if(!each.version.empty(), each.version);
    line.add_if(!each.environment.empty(), "in " + each.environment);
    out.add(line.take());
  }
  return out.take();
}

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("commands that bring nothing") {
  for (const std::string text : {
           "mkdir -p /app && rm -rf /tmp/* && chmod +x a && useradd -m me && ldconfig",
           "git clone https://h/x && cd x && make -j && make install && cmake --install build",
           "apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*",
           "pip list && conda clean -afy && conda config --add channels x",
           "wget https://h/x.tar.gz && tar xzf x.tar.gz && cd x && ./configure && make",
           "curl -fsSL https://h/x.tgz | tar -xz -C /app",
           "wget -qO- https://go.dev/dl/go$(x).linux.tar.gz | tar -C /usr/local -xz",
           "wget https://go.dev/dl/go$(x).tgz -O g.tgz && tar -C /usr/local -xzf g.tgz",
           "tar -C /usr/local -xzf go1.22.tar.gz || true; tar czf /usr/local/x.tgz /app; tar tf x",
           "curl https://sh.rustup.rs -sSf | sh -s -- -y && . $HOME/.cargo/activate",
           "curl -sL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y nodejs",
           "python a.py && python -c 'import torch' && python -m venv /v && python manage.py "
           "migrate",
           "cp a.txt /usr/local/bin/a && cp -r /a /app/b && mv x /data/",
           "cp app build /usr/local/bin/ && mv ./kubectl /usr/local/bin/kubectl && mv app /usr/bin",
           "echo x > /etc/x && sed -i s/a/b/ /etc/apt/sources.list && printf x | tee /etc/y",
           "if [ -f x ]; then echo y; else exit 1; fi; for i in a b; do echo $i; done",
           "find / -name '*.pyc' -delete && find . -exec rm {} +",
           "ln -s /usr/local/cuda-12.1 /usr/local/cuda && export A=1 && set -e",
           "cargo build --release && npm ci && go build ./... && nvcc a.cu && gcc a.c",
           "source /opt/venv/bin/activate && which python",
           "uv tool install ruff && uv tool install --python 3.11 'poetry>=1.8' && uv tool list",
           "pipx install poetry==1.8.2 && pipx ensurepath && python3 -m pipx install poetry",
           "uv python install 3.11 && uvx ruff check",
           "sh -c 'mkdir a && rm b'",
           "bash <<EOF\nmkdir a\nEOF",
       }) {
    CAPTURE(text);
    const std::string found = opaque_lines(gather_stage("RUN " + text + "\n"));
    CHECK(found == "");
  }
}

TEST_CASE("commands that cannot be followed") {
  for (const Case& each : {
           Case{"RUN ./install.sh", "spv runs ./install.sh"},
           Case{"RUN bash -x /tmp/x.sh a", "spv runs /tmp/x.sh"},
           Case{"RUN curl -fsSL https://h/x.sh | bash", "spv runs a script from https://h/x.sh"},
           Case{"RUN wget https://h/x.sh && sh x.sh", "spv runs a script from https://h/x.sh"},
           Case{"RUN sh -c \"$(curl -fsSL https://h/x.sh)\"",
                "spv is not understood as a shell script"},
           Case{"RUN some-tool --x", "sp runs some-tool"},
           Case{"RUN /opt/x/tool", "spv runs /opt/x/tool"},
           Case{"RUN $TOOL x", "spv runs a program whose name is not known"},
           Case{"RUN $HOME/bin/tool x && \"${HOME}/.local/bin/pip\" list && $X/make",
                "sp runs tool"},
           Case{"RUN $PIP install x", "p runs a program whose name is not known"},
           Case{"RUN a 'b", "spv is not understood as a shell script; sp runs a"},
           Case{"RUN source /opt/x/env.sh && make", "v sources /opt/x/env.sh"},
           Case{"RUN . ./install.sh", "spv sources ./install.sh"},
           Case{"RUN eval \"$(conda shell.bash hook)\"", "v evaluates text"},
           Case{"RUN poetry install --no-root", "p runs poetry install"},
           Case{"RUN uv sync --frozen", "p runs uv sync"},
           Case{"RUN uv add torch", "p runs uv add"},
           Case{"RUN poetry add torch", "p runs poetry add"},
           Case{"RUN uv tool install vllm", "p runs uv install"},
           Case{"RUN uv tool install --with torch ruff", "p runs uv install"},
           Case{"RUN uv tool install $TOOL", "p runs uv install"},
           Case{"RUN pipx install 'vllm==0.8.5'", "p runs pipx install"},
           Case{"RUN pipx inject x torch", "p runs pipx inject"},
           Case{"RUN python3 -m pipx install vllm", "p runs python3 install"},
           Case{"RUN pixi install --frozen", "sp runs pixi install"},
           Case{"RUN pixi add pytorch-gpu", "sp runs pixi add"},
           Case{"RUN pixi global install cuda-nvcc", "sp runs pixi global"},
           Case{"RUN python setup.py install", "p runs setup.py"},
           Case{"RUN python install_deps.py", "sp runs install_deps.py"},
           Case{"RUN python launch.py --exit", "p runs launch.py"},
           Case{"RUN python -c 'import os; os.system(\"x\")'",
                "p runs Python code that may install packages"},
           Case{"RUN apt-get install -y $(cat list)",
                "s installs system packages that are not known"},
           Case{"RUN apt-get install -y ./*.deb", "s installs system packages that are not known"},
           Case{"RUN apt-get install -y 'cuda-*'", "s installs system packages that are not known"},
           Case{"RUN conda env create -f e.yml", "sp installs conda packages that are not known"},
           Case{"RUN ansible-playbook x.yml", "sp runs ansible-playbook"},
           Case{"RUN tar xzf x.tgz -C /usr/local --strip-components=1",
                "sp unpacks x.tgz into /usr/local"},
           Case{"RUN curl https://h/x.tgz | tar xz -C /", "sp unpacks x.tgz into /"},
           Case{"RUN unzip x.zip -d /opt", "sp unpacks x.zip into /opt"},
           Case{"RUN cp -r cuda/lib64/* /usr/local/cuda/lib64/",
                "sp copies cuda/lib64/* to /usr/local/cuda/lib64/"},
           Case{"RUN cp cudnn.h /usr/include", "sp copies cudnn.h to /usr/include"},
           Case{"RUN mv sdk /usr/local/", "sp moves sdk to /usr/local/"},
           Case{"RUN mv cuda-tools /usr/local/bin", "sp moves cuda-tools to /usr/local/bin"},
           Case{"RUN find . -exec ./x.sh {} \\;", "sp runs programs that find calls"},
           Case{"RUN ./x.sh || true", "spv runs ./x.sh"},
       }) {
    CAPTURE(each.text);
    CHECK(opaque_lines(gather_text("FROM other\n" + each.text + "\n")) == each.expected);
  }
  CHECK(opaque_lines(gather_text("# escape=`\nFROM mcr.microsoft.com/windows\nRUN dir\n")) ==
        "spv is not understood as a shell script");
}

TEST_CASE("files from elsewhere") {
  for (const Case& each : {
           Case{"COPY --from=nvidia/cuda:12 /usr/local/cuda /usr/local/cuda",
                "sp copies /usr/local/cuda from an image"},
           Case{"COPY --from=ghcr.io/astral-sh/uv /uv /uvx /bin/", ""},
           Case{"COPY --from=some/tool:1 /tool /usr/local/bin/tool", ""},
           Case{"COPY --from=some/tool:1 /files /app", "sp copies /files from an image"},
           Case{"COPY --from=0 /usr/local /usr/local", "sp copies /usr/local from another stage"},
           Case{"COPY --from=0 /app/server /usr/local/bin/server", ""},
           Case{"COPY --from=0 /app/bin/ /usr/local/bin/",
                "sp copies /app/bin/ from another stage"},
           Case{"COPY --from=0 /app /app", ""},
           Case{"COPY --from=0 /opt/venv /opt/venv", "p copies /opt/venv from another stage"},
           Case{"COPY --from=0 /usr/local/lib/libx.so* /usr/local/lib/", ""},
           Case{"COPY --from=0 /usr/lib/libcudnn* /usr/lib/",
                "sp copies /usr/lib/libcudnn* from another stage"},
           Case{"COPY --from=0 /usr/local/lib/python3.10/site-packages "
                "/usr/local/lib/python3.10/site-packages",
                "p copies /usr/local/lib/python3.10/site-packages from another stage"},
           Case{"COPY LICENSE run.sh /", ""},
           Case{"COPY . /app\nCOPY a.txt /\nCOPY run.sh /usr/local/bin/", ""},
           Case{"COPY . /", "sp copies files of the context over the system"},
           Case{"COPY rootfs /", "sp copies files of the context over the system"},
           Case{"COPY bin/ /usr/local/bin/", "sp copies files of the context over the system"},
           Case{"ADD x.tar.gz /", "sp copies files of the context over the system"},
           Case{"COPY x.tar.gz /", ""},
           Case{"ADD https://h/x.tar.gz /opt/", ""},
           Case{"COPY a/ /usr/lib/python3/dist-packages/a/",
                "p copies files of the context to /usr/lib/python3/dist-packages/a/"},
       }) {
    CAPTURE(each.text);
    CHECK(opaque_lines(gather_text("FROM base\nFROM base\n" + each.text + "\n")) == each.expected);
  }
}

TEST_CASE("programs put in place") {
  for (const Case& each : {
           Case{"RUN ln -s /usr/bin/python3.10 /usr/bin/python", "python 3.10"},
           Case{"RUN ln -sf python3 /usr/local/bin/python && ln -s /usr/bin/pip3 /usr/bin/",
                "python; pip3"},
           Case{"RUN ln -sf $(which python3) /usr/bin/python", "python"},
           Case{"RUN ln -s /a/lib /usr/lib/x", ""},
           Case{
               "RUN update-alternatives --install /usr/bin/python3 python3 /usr/bin/python3.9 1 && "
               "update-alternatives --set gcc /usr/bin/gcc-11",
               "python3 3.9; gcc"},
           Case{"RUN update-alternatives --install /usr/bin/python python /usr/bin/python3 1 "
                "--slave "
                "/usr/bin/pip pip /usr/bin/pip3",
                "python; pip"},
           Case{"RUN alias python=python3 && echo 'alias pip=pip3' >> ~/.bashrc", "python; pip"},
           Case{"RUN cp /usr/bin/python3 /usr/bin/python", "python"},
           Case{"RUN echo x > /usr/local/bin/nvcc", "nvcc"},
           Case{"RUN python3.11 -m venv --system-site-packages /opt/venv",
                "python 3.11 in /opt/venv; python3 3.11 in /opt/venv; pip 3.11 in /opt/venv; pip3 "
                "3.11 "
                "in /opt/venv"},
           Case{"RUN virtualenv -p python3.8 --no-pip /v", "python 3.8 in /v; python3 3.8 in /v"},
           Case{"WORKDIR /app\nRUN uv venv --python 3.12",
                "python 3.12 in /app/.venv; python3 3.12 in "
                "/app/.venv"},
           Case{"WORKDIR /app\nRUN uv sync", "python in /app/.venv; python3 in /app/.venv"},
           Case{"ENV UV_PROJECT_ENVIRONMENT=/e\nRUN uv sync", "python in /e; python3 in /e"},
           Case{"RUN uv python install 3.10 3.11", "python3.10 3.10; python3.11 3.11"},
           Case{"RUN pyenv install 3.9.1",
                "python 3.9; python3 3.9; pip 3.9; pip3 3.9; python3.9 3.9"},
           Case{"RUN bash Miniconda3-latest-Linux-x86_64.sh -b -p /opt/conda",
                "conda in /opt/conda; python in /opt/conda; python3 in /opt/conda; pip in "
                "/opt/conda; "
                "pip3 in /opt/conda"},
           Case{"RUN curl -LsSf https://astral.sh/uv/install.sh | sh", "uv; uvx"},
           Case{"RUN curl https://bootstrap.pypa.io/get-pip.py | python3", "pip; pip3"},
           Case{"RUN wget https://bootstrap.pypa.io/get-pip.py && python3 get-pip.py", "pip; pip3"},
           Case{"RUN pip install uv==0.4", "uv"},
           Case{"RUN curl -Ls https://micro.mamba.pm/api/micromamba/linux-64/latest | tar -xvj "
                "bin/micromamba",
                "micromamba; micromamba"},
           Case{"RUN cd Python-3.11.4 && ./configure && make altinstall",
                "python3.11 3.11; python3 "
                "3.11; pip3 3.11"},
           Case{"RUN make install", ""},
           Case{"COPY --from=ghcr.io/astral-sh/uv:1 /uv /uvx /bin/", "uv; uvx"},
           Case{"COPY --from=i /x/tool /usr/bin/python3", "python3"},
           Case{"RUN add-apt-repository -y ppa:deadsnakes/ppa", "ppa:deadsnakes/ppa"},
       }) {
    CAPTURE(each.text);
    CHECK(provides_lines(gather_stage(each.text + "\n")) == each.expected);
  }
}
