// What pip and uv are asked for.

#include <doctest/doctest.h>

#include <string>

#include "pip_dump.h"

using namespace cudafit;

namespace {

/// `base` is a plain image; `conda` has conda's base environment on its PATH.
std::optional<document::BaseEnvironment> images(std::string_view reference) {
  const std::string path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  if (reference == "base") return document::BaseEnvironment{{{"PATH", path}}, true};
  if (reference == "conda")
    return document::BaseEnvironment{{{"PATH", "/opt/conda/bin:" + path}}, true};
  return std::nullopt;
}

facts::Facts gathered(const std::string& text, const document::BuildOptions& options = {}) {
  const read::Dockerfile dockerfile = read::parse_dockerfile(0, text);
  return facts::gather(document::evaluate(dockerfile, options, images), {});
}

struct Case {
  std::string text;
  std::string expected;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(dump_installs(gathered(each.text)) == each.expected);
  }
}

/// One command on `base`.
void run(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(dump_installs(gathered("FROM base\nRUN " + each.text + "\n")) == each.expected);
  }
}

}  // namespace

TEST_CASE("commands that install") {
  run({
      {"pip install torch", "pip torch"},
      {"pip3 install torch numpy", "pip3 torch numpy"},
      {"pip3.11 install torch", "pip3.11 py3.11 torch"},
      {"/usr/bin/pip3 install torch", "pip3 torch"},
      {"python -m pip install torch", "python torch"},
      {"python3.10 -m pip install torch", "python3.10 py3.10 torch"},
      {"python3 -u -m pip --no-cache-dir install torch", "python3 torch"},
      {"python3 -mpip install torch", "python3 torch"},
      {"python3 -Im pip install torch", "python3 torch"},
      {"sudo -H pip install torch", "pip torch | options?"},
      {"env A=B pip install torch", "pip torch"},
      {"pip --timeout 100 install torch", "pip torch"},
      {"pip -q --proxy http://x install torch", "pip torch"},
      {"sh -c 'pip install torch'", "pip torch"},
      {"yes | pip install torch", "pip torch"},
      {"pip install torch || true", "pip torch | tolerated"},
      {"pip install torch; echo done", "pip torch | tolerated"},
      {"[ -f x ] && pip install torch", "pip torch | possible"},
      {"if [ -n \"$X\" ]; then pip install torch; fi", "pip torch | possible"},
      {"pip download torch", "pip torch | elsewhere"},
      {"pip wheel -w /wheels torch", "pip torch | elsewhere"},
      {"uv pip install --system torch", "uv torch"},
      {"uv --no-cache pip install --system torch", "uv torch"},
      {"python -m uv pip install --system torch", "python(uv) torch"},
      {"pip list", ""},
      {"pip install --help", ""},
      {"uv sync", "uv@? | no-deps no-isolation incomplete"},
      {"echo pip install torch", ""},
      {"xargs pip install < list.txt", "pip | incomplete options?"},
      {"cat list.txt | xargs -n 1 -L 1 pip install --no-cache-dir", "pip | incomplete options?"},
      {"find . -name '*.whl' -exec pip install {} +", "pip | incomplete options?"},
      {"poetry run pip install torch", "pip@? torch"},
  });
  check({{"FROM base\nRUN [\"pip\", \"install\", \"torch>=2\"]", "pip torch>=2"},
         {"FROM base\nCMD pip install torch", ""},
         {"FROM base AS a\nRUN pip install a\nFROM base\nRUN <<EOF\npip install b\nEOF",
          "pip a\npip b"},
         {"FROM base\nENV PIP_INSTALL=\"python -m pip --no-cache-dir install --upgrade\"\n"
          "RUN $PIP_INSTALL torch",
          "python torch | upgrade"}});
}

TEST_CASE("options") {
  run({
      {"pip install -U torch", "pip torch | upgrade"},
      {"pip install -qU torch", "pip torch | upgrade"},
      {"pip install --cache-dir /x torch", "pip torch"},
      {"pip install --cache-dir=/x torch", "pip torch"},
      {"pip install --no-cache torch", "pip torch"},
      {"pip install torch --root-user-action ignore", "pip torch"},
      {"pip install torch -i https://a --extra-index-url https://b --extra-index-url=https://c",
       "pip torch | index=https://a extra=https://b extra=https://c"},
      {"pip install --index-url https://a --index-url https://b torch",
       "pip torch | index=https://b"},
      {"pip install --extra-index https://b torch", "pip torch | extra=https://b"},
      {"pip install -f https://x/torch_stable.html torch==1.7.1+cu110",
       "pip torch==1.7.1+cu110 | links=https://x/torch_stable.html"},
      {"pip install -fhttps://x torch", "pip torch | links=https://x"},
      {"pip install --no-index --find-links /w torch", "pip torch | links=/w no-index"},
      {"pip install --pre --no-deps torch", "pip torch | pre no-deps"},
      {"pip install --no-build-isolation flash-attn", "pip flash-attn | no-isolation"},
      {"pip install --no-binary a,B_c --only-binary=:all: torch", "pip torch | only-binary=:all:"},
      {"pip install --only-binary :all: --no-binary a,B_c torch",
       "pip torch | no-binary=a no-binary=b-c only-binary=:all:"},
      {"pip install --force-reinstall torch", "pip torch | reinstall"},
      {"pip install -I torch", "pip torch | reinstall"},
      {"pip install --target /x torch", "pip torch | elsewhere"},
      {"pip install --prefix=/install torch", "pip torch | elsewhere"},
      {"pip install --user torch", "pip torch"},
      {"pip install --break-system-packages torch", "pip torch | break"},
      {"pip install --dry-run torch", "pip torch | dry-run"},
      {"pip install --python-version 3.10 torch", "pip py3.10 torch"},
      {"pip install -C a=b --config-settings c=d --global-option e torch", "pip torch"},
      {"pip install --frobnicate torch", "pip torch | incomplete options?"},
      {"pip install --group dev", "pip | incomplete"},
      {"pip install -- torch", "pip torch"},
      {"pip install -r", "pip | incomplete options?"},
      {"pip install -r https://x/requirements.txt", "pip | incomplete options?"},
  });
}

TEST_CASE("options of uv") {
  run({
      {"uv pip install --system --torch-backend=cu128 torch", "uv torch | backend=cu128"},
      {"uv pip install --system --index-url https://a --extra-index-url https://b "
       "--index n=https://c --index https://d torch",
       "uv torch | index=https://a extra=https://c extra=https://d extra=https://b"},
      {"uv pip install --system --default-index https://a -i https://b torch",
       "uv torch | index=https://a"},
      {"uv pip install --system --index-strategy unsafe-best-match torch",
       "uv torch | strategy=unsafe-best-match"},
      {"uv pip install --system --prerelease allow --reinstall torch", "uv torch | pre reinstall"},
      {"uv pip install --system --prerelease=allow torch", "uv torch | pre"},
      {"uv pip install --system --no-build-isolation-package flash-attn flash-attn",
       "uv flash-attn | no-isolation=flash-attn"},
      {"uv pip install --system --link-mode copy --compile-bytecode torch", "uv torch"},
      {"uv pip install --system --override o.txt torch", "uv torch | incomplete options?"},
      {"uv pip install --system -f https://a,https://b torch",
       "uv torch | links=https://a links=https://b"},
      {"uv pip install --system -p 3.11 torch", "uv py3.11 torch"},
      {"uv pip sync --system a.txt", "uv | incomplete options?"},
  });
}

TEST_CASE("requirements") {
  run({
      {"pip install 'torch>=2.0,<3' \"numpy<2\"", "pip torch>=2.0,<3 numpy<2"},
      {"pip install torch==2.0.1+cu118", "pip torch==2.0.1+cu118"},
      {"pip install torch==2.0.* jax[cuda12]", "pip torch==2.0.* jax[cuda12]"},
      // The shell redirects.
      {"pip install torch>=2.0", "pip torch"},
      {"pip install .", "pip .(place)"},
      {"pip install -e .[dev] -e git+https://h/r#egg=Foo_bar",
       "pip -e .[dev](place) -e git+https://h/r#egg=Foo_bar(place:foo-bar)"},
      {"pip install https://h/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl",
       "pip https://h/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl(place:torch)"},
      {"pip install 'torch @ https://h/t.whl'", "pip torch @ https://h/t.whl(place:torch)"},
      {"pip install dist/*.whl", "pip dist/*.whl...(place) | incomplete"},
      {"pip install 'numpy; python_version < \"3.9\"' 'triton; sys_platform == \"linux\"' "
       "'x; sys_platform == \"win32\"'",
       "pip numpy; python_version < \"3.9\"(maybe) triton; sys_platform == \"linux\" "
       "x; sys_platform == \"win32\"(not here)"},
      {"python3.8 -m pip install 'numpy; python_version < \"3.9\"'",
       "python3.8 py3.8 numpy; python_version < \"3.9\""},
  });
}

TEST_CASE("variables in words") {
  check({
      {"FROM base\nARG V=2.0.1\nRUN pip install torch==${V}+cu118", "pip torch==2.0.1+cu118"},
      {"FROM base\nARG V\nRUN pip install torch==${V} x", "pip torch==...(!torch) x"},
      {"FROM base\nARG V\nRUN pip install torch$V x", "pip x | incomplete"},
      {"FROM base\nENV P=\"torch==2 numpy\"\nRUN pip install $P x", "pip torch==2 numpy x"},
      {"FROM base\nENV P=\"torch numpy\"\nRUN pip install \"$P\"", "pip torch numpy(!torch)"},
      {"FROM base\nENV P=\nRUN pip install $P x", "pip x"},
      {"FROM base\nARG P\nRUN pip install $P x", "pip x | incomplete options?"},
      {"FROM base\nRUN pip install $(cat r.txt)", "pip | incomplete options?"},
      {"FROM base\nRUN for p in torch numpy; do pip install $p; done",
       "pip | possible incomplete options?"},
      {"FROM base\nARG CU=cu118\nRUN pip install torch --index-url https://d/whl/${CU}",
       "pip torch | index=https://d/whl/cu118"},
      {"FROM base\nARG CU\nRUN pip install torch --index-url https://d/whl/${CU}",
       "pip torch | index=https://d/whl/..."},
      {"FROM base\nENV CUDA=12.4\nRUN pip install torch --index-url https://d/whl/cu${CUDA//./}",
       "pip torch | index=https://d/whl/cu124"},
      {"FROM base\nRUN pip install {a,b}", "pip | incomplete"},
      {"FROM base\nARG OPTS=\"--pre -U\"\nRUN pip install $OPTS torch", "pip torch | pre upgrade"},
  });
}

TEST_CASE("places that edits land in") {
  const std::string text =
      "ARG V=2.0.1\nFROM base\nARG V\nRUN pip install \"torch==${V}+cu118\" -i https://x/$V "
      "numpy\n";
  const facts::Facts all = gathered(text);
  REQUIRE(all.pip_installs.size() == 1);
  const facts::PipInstall& install = all.pip_installs[0];
  const auto at = [&](Span span) {
    return span ? text.substr(span.begin, span.size()) : "nowhere";
  };
  const facts::Asked& torch = install.requirements[0];
  CHECK(at(torch.span) == "\"torch==${V}+cu118\"");
  CHECK(at(torch.requirement.name_span) == "torch");
  REQUIRE(torch.how.size() == 1);
  CHECK(torch.how[0].words == "V is set here");
  CHECK(at(torch.how[0].span) == "2.0.1");
  const Text version = torch.requirement.text.slice(7, 12);
  CHECK(version.value == "2.0.1");
  CHECK(at(version.span()) == "2.0.1");
  CHECK(version.span().begin == 6);
  CHECK(at(install.index->span) == "https://x/$V");
  CHECK(at(install.requirements[1].span) == "numpy");
  CHECK(at(install.span) == "pip install \"torch==${V}+cu118\" -i https://x/$V numpy");
}

TEST_CASE("variables that pip and uv read") {
  check({
      {"FROM base\nENV PIP_INDEX_URL=https://a PIP_EXTRA_INDEX_URL=\"https://b https://c\"\n"
       "RUN pip install torch",
       "pip torch | index=https://a(var) extra=https://b(var) extra=https://c(var)"},
      {"FROM base\nENV PIP_EXTRA_INDEX_URL=https://b\n"
       "RUN pip install --extra-index-url https://c -i https://d torch",
       "pip torch | index=https://d extra=https://b(var) extra=https://c"},
      {"FROM base\nARG PIP_INDEX_URL\nRUN pip install torch", "pip torch | options?"},
      {"FROM base\nARG CU\nENV PIP_INDEX_URL=https://a/$CU\nRUN pip install torch",
       "pip torch | index=https://a/...(var)"},
      {"FROM other\nRUN pip install torch", "pip torch | options?"},
      {"FROM base\nRUN PIP_NO_INDEX=1 PIP_FIND_LINKS=/w pip install torch",
       "pip torch | links=/w(var) no-index"},
      {"FROM base\nRUN export PIP_PRE=yes && pip install torch\nRUN pip install torch",
       "pip torch | pre\npip torch"},
      {"FROM base\nENV PIP_NO_BUILD_ISOLATION=1\nRUN pip install torch", "pip torch"},
      {"FROM base\nENV PIP_NO_BUILD_ISOLATION=0\nRUN pip install torch",
       "pip torch | no-isolation"},
      {"FROM base\nENV PIP_BREAK_SYSTEM_PACKAGES=1 PIP_USER=1\nRUN pip install torch",
       "pip torch | break"},
      {"FROM base\nENV PIP_TARGET=/x\nRUN pip install torch", "pip torch | elsewhere"},
      {"FROM base\nENV PIP_CONSTRAINT=/c.txt\nRUN pip install torch",
       "pip torch | incomplete options?"},
      {"FROM base\nENV PIP_CONSTRAINT=\nRUN pip install torch", "pip torch"},
      {"FROM base\nENV PIP_CONFIG_FILE=/x\nRUN pip install torch", "pip torch | options?"},
      {"FROM base\nENV UV_INDEX_URL=https://a UV_EXTRA_INDEX_URL=\"https://b https://c\"\n"
       "RUN uv pip install --system torch",
       "uv torch | index=https://a(var) extra=https://b(var) extra=https://c(var)"},
      {"FROM base\nENV UV_INDEX=https://a UV_EXTRA_INDEX_URL=https://b UV_TORCH_BACKEND=auto\n"
       "RUN uv pip install --system --extra-index-url https://c torch",
       "uv torch | extra=https://a(var) extra=https://c backend=auto(var)"},
      {"FROM base\nENV UV_SYSTEM_PYTHON=1 UV_PRERELEASE=allow UV_NO_BUILD_ISOLATION=true\n"
       "RUN uv pip install torch",
       "uv torch | pre no-isolation"},
      {"FROM base\nENV PIP_INDEX_URL=https://a\nRUN uv pip install --system torch", "uv torch"},
      {"FROM base\nENV UV_INDEX_URL=https://a\nRUN pip install torch", "pip torch"},
  });
}

TEST_CASE("pip config") {
  check({
      {"FROM base\nRUN pip config set global.index-url https://a && pip install torch",
       "pip torch | index=https://a(var)"},
      {"FROM base\nRUN pip config --user set install.extra_index_url 'https://a https://b'\n"
       "RUN pip install torch",
       "pip torch | extra=https://a(var) extra=https://b(var)"},
      {"FROM base AS a\nRUN pip config set global.index-url https://a\nFROM a\n"
       "RUN pip install torch\nFROM base\nRUN pip install torch",
       "pip torch | index=https://a(var)\npip torch"},
      {"FROM base\nRUN pip config set global.index-url https://a\nENV PIP_INDEX_URL=https://b\n"
       "RUN pip install torch",
       "pip torch | index=https://b(var)"},
      {"FROM base\nRUN pip config set global.index-url https://a; "
       "pip config unset global.index-url; pip install torch",
       "pip torch"},
      {"FROM base\nRUN if x; then pip config set global.index-url https://a; fi; pip install torch",
       "pip torch | options?"},
      {"FROM base\nRUN mkdir ~/.pip && echo x > ~/.pip/pip.conf\nRUN pip install torch",
       "pip torch | options?"},
      {"FROM base\nCOPY pip.conf /etc/pip.conf\nRUN pip install torch", "pip torch | options?"},
      {"FROM base\nRUN --mount=type=secret,id=p,target=/etc/pip.conf pip install torch",
       "pip torch | options?"},
  });
}

TEST_CASE("environments") {
  check({
      {"FROM base\nRUN python3 -m venv /opt/venv && /opt/venv/bin/pip install torch",
       "pip@/opt/venv torch"},
      {"FROM base\nRUN python3.10 -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\n"
       "RUN pip install torch",
       "pip@/opt/venv py3.10 torch"},
      {"FROM other\nENV VIRTUAL_ENV=/opt/venv\nENV PATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
       "RUN pip install torch",
       "pip@/opt/venv torch | options?"},
      {"FROM other\nENV PATH=/opt/venv/bin:$PATH\nENV PATH=/opt/tool/bin:$PATH\n"
       "RUN pip install torch",
       "pip@/opt/venv torch | options?"},
      {"FROM base\nENV PATH=$PATH:/opt/venv/bin\nRUN pip install torch", "pip@? torch"},
      {"FROM base\nWORKDIR /app\nRUN python -m venv venv && . venv/bin/activate && pip install a\n"
       "RUN pip install b",
       "pip@/app/venv a\npip b"},
      {"FROM base\nWORKDIR /app\nRUN virtualenv -p python3.9 env\nRUN env/bin/python -m pip "
       "install a",
       "python@/app/env py3.9 a"},
      {"FROM base\nRUN . /x.sh && pip install a", "pip@? a | options?"},
      {"FROM base\nRUN . /etc/os-release && pip install a", "pip a"},
      {"FROM base\nRUN (. /v/bin/activate && pip install a) && pip install b", "pip@/v a\npip b"},
      {"FROM base\nRUN if x; then . /v/bin/activate; fi; pip install a", "pip@? a"},
      {"FROM base\nRUN export PATH=/v/env/bin:$PATH && pip install a", "pip@/v/env a"},
      {"FROM conda\nRUN pip install torch", "pip@conda torch"},
      {"FROM conda\nRUN conda create -n x python=3.10 && conda run -n x pip install torch",
       "pip@conda:/opt/conda/envs/x py3.10 torch"},
      {"FROM conda\nSHELL [\"conda\", \"run\", \"-n\", \"x\", \"/bin/bash\", \"-c\"]\n"
       "RUN pip install torch",
       "pip@conda:/opt/conda/envs/x torch"},
      {"FROM conda\nRUN . /opt/conda/etc/profile.d/conda.sh && conda activate x && pip install a",
       "pip@conda:/opt/conda/envs/x a"},
      {"FROM conda\nRUN source activate x && pip install a", "pip@conda:/opt/conda/envs/x a"},
      {"FROM conda\nENV PATH=/opt/conda/envs/x/bin:$PATH\nRUN pip install a",
       "pip@conda:/opt/conda/envs/x a"},
      {"FROM base\nRUN bash Miniconda3-latest-Linux-x86_64.sh -b -p /mc && /mc/bin/pip install a",
       "pip@conda a"},
      {"FROM other\nRUN pip install a\nRUN conda run -n x pip install b",
       "pip@? a | options?\npip@conda:envs/x b | options?"},
      {"FROM base\nRUN uv venv /v --python 3.12\nENV VIRTUAL_ENV=/v\nRUN uv pip install a",
       "uv@/v py3.12 a"},
      {"FROM base\nWORKDIR /app\nRUN uv venv && uv pip install a", "uv@/app/.venv a"},
      {"FROM base\nRUN uv pip install a", "uv@? a"},
      {"FROM base\nRUN uv pip install --python /v/bin/python a", "uv@/v a"},
      {"FROM base\nRUN uv pip install --python /v a", "uv@/v a"},
      {"FROM base\nENV PATH=/v/venv/bin:$PATH\nRUN uv pip install --system a", "uv a"},
      {"FROM base\nRUN eval \"$(pyenv init -)\" && pip install a", "pip@? a | options?"},
      {"FROM base\nRUN python3 -m venv /v\nENV PATH=/v/bin:$PATH\nRUN python3.9 -m pip install a",
       "python3.9@? py3.9 a"},
      {"FROM base\nARG PYTHON\nRUN $PYTHON -m pip install a", "?@? a"},
      {"FROM base\nRUN pip --python /v/bin/python install a", "pip@/v a"},
  });
}

TEST_CASE("uninstalling") {
  run({
      {"pip uninstall -y torch Torch_Vision", "remove torch torch-vision"},
      {"uv pip uninstall --system torch", "remove torch"},
      {"pip uninstall -y -r x.txt", "remove | incomplete"},
      {"pip freeze | xargs pip uninstall -y", "remove | incomplete"},
  });
}

TEST_CASE("where programs are found") {
  const auto programs = [](const std::string& text) {
    std::string out;
    for (const facts::ProgramUse& use : gathered(text).programs)
      out += (out.empty() ? "" : "; ") + use.program + dump_environment(use.environment);
    return out;
  };
  CHECK(programs(
            "FROM base\nENV PATH=/v/venv/bin:$PATH\nRUN python x.py\nCMD [\"vllm\", \"serve\"]") ==
        "python@/v/venv; vllm@/v/venv");
  CHECK(programs("FROM base\nCMD /v/bin/python x.py\nENV PATH=/v/venv/bin:$PATH") == "python@/v");
  CHECK(programs("FROM base\nCMD uvicorn a:b\nENV PATH=/v/venv/bin:$PATH") == "uvicorn@/v/venv");
  CHECK(programs("FROM conda\nCMD conda run -n x python a.py") == "python@conda:/opt/conda/envs/x");
  CHECK(programs("FROM base\nCMD [\"uv\", \"run\", \"a.py\"]") == "uv@?");
  CHECK(programs("FROM base\nENTRYPOINT [\"/entrypoint.sh\"]") == "entrypoint.sh@?");
}
