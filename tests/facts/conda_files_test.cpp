// The files that conda and its relatives install from, in the build context.

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "conda_dump.h"
#include "pip_dump.h"

using namespace cudafit;

namespace {

using Beside = std::map<std::string, std::string>;

/// A project: the Dockerfile and what lies beside it.
struct Project {
  MemoryFiles files;
  Sources sources;
  read::Dockerfile dockerfile;
  document::Document document;
  facts::Facts facts;

  Project(const std::string& text, const Beside& others) {
    files.add("/p/Dockerfile", text);
    for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
    const FileId id = sources.add("p/Dockerfile", text);
    dockerfile = read::parse_dockerfile(id, sources[id].bytes);
    const document::BaseImages images =
        [](std::string_view reference) -> std::optional<document::BaseEnvironment> {
      if (reference != "base") return std::nullopt;
      return document::BaseEnvironment{{}, true};
    };
    document = document::evaluate(dockerfile, {}, images);
    const document::Context context(files, sources, document, "p/Dockerfile", "", "/p");
    facts = facts::gather(document, context);
  }

  std::string at(Span span) const {
    if (!span) return "nowhere";
    std::string path = sources[span.file].path;
    path = path.substr(path.rfind('/') + 1);
    return path + ":" + std::string(sources.text(span));
  }
};

std::string dump(const std::string& text, const Beside& others) {
  const Project project("FROM base\nENV CONDA_DIR=/c\nWORKDIR /app\nCOPY . .\n" + text, others);
  std::string out = facts::conda_lines(project.facts);
  const std::string pip = facts::dump_installs(project.facts);
  return pip.empty() ? out : out + "; " + pip;
}

const std::string environment =
    "name: work\nchannels:\n  - pytorch\n  - nvidia\ndependencies:\n  - python=3.10\n"
    "  - pytorch=2.0.1\n";

}  // namespace

TEST_CASE("environment.yml: commands that read it") {
  const Beside files{{"environment.yml", environment}, {"env/gpu.yaml", environment}};
  const std::string specs = "python 3.10 pytorch 2.0.1 -c pytorch -c nvidia";
  for (const auto& [first, expected] : std::vector<std::pair<std::string, std::string>>{
           {"RUN conda env create", "create " + specs + " in /c/envs/work"},
           {"RUN conda env create -f environment.yml", "create " + specs + " in /c/envs/work"},
           {"RUN mamba env create -q --file=env/gpu.yaml -n other",
            "create " + specs + " in /c/envs/other"},
           {"RUN conda env update -n base -f environment.yml", specs},
           {"RUN conda env update -f environment.yml", specs + " in /c/envs/work"},
           {"RUN conda env update -p /opt/env -f environment.yml", specs + " in /opt/env"},
           {"RUN micromamba create -y -f /app/environment.yml",
            "create " + specs + " in /c/envs/work"},
           {"RUN micromamba install -y -n base -f environment.yml -c first",
            "python 3.10 pytorch 2.0.1 -c first -c pytorch -c nvidia"},
           {"RUN micromamba install -y -f environment.yml", specs + " in ?"},
           {"RUN cd env && micromamba create -y -p /e -f gpu.yaml", "create " + specs + " in /e"},
           {"RUN conda env create -f environment.yml --prune",
            "create " + specs + " more in /c/envs/work"},
           // What conda of which version makes of it is not known.
           {"RUN conda create -n x --file environment.yml", "create channels? more in /c/envs/x"},
           {"RUN conda env create -f other.yml", "create channels? more in ?"},
           {"RUN conda env create -n x -f https://h/environment.yml",
            "create channels? more in /c/envs/x"},
           {"RUN conda env create -n x user/definition", "create " + specs + " more in /c/envs/x"},
       }) {
    const auto& text = first;
    CAPTURE(text);
    CHECK(dump(text + "\n", files) == expected);
  }
}

TEST_CASE("environment.yml: what is in it") {
  const auto created = [](const std::string& bytes) {
    return dump("RUN conda env create -n x -f e.yml\n", {{"e.yml", bytes}});
  };
  CHECK(created("dependencies: [conda-forge::x>=1, 'y 1.2 *cuda*']\n") ==
        "create conda-forge::x >=1 y==1.2(*cuda*) in /c/envs/x");
  CHECK(created("channels: [a, nodefaults]\ndependencies: [x]\n") ==
        "create x -c a only in /c/envs/x");
  CHECK(created("dependencies:\n- x={{ v }}\n") == "create more in /c/envs/x");
  CHECK(created("dependencies: [x\n") == "create more in /c/envs/x");
  CHECK(created("[]") == "create more in /c/envs/x");
}

TEST_CASE("environment.yml: pip") {
  const Beside files{
      {"env/e.yml",
       "channels: [a]\ndependencies:\n  - python=3.10.4\n  - pip:\n    - torch==2.0.1\n"
       "    - --extra-index-url https://i\n    - -r more.txt\n    - \"x>=1 ; python_version < "
       "'3.9'\"\n"},
      {"env/more.txt", "numpy\n"}};
  const std::string conda = "create python 3.10.4 -c a in /c/envs/w; ";
  CHECK(dump("RUN conda env create -n w -f env/e.yml\n", files) ==
        conda +
            "conda@conda:/c/envs/w py3.10 torch==2.0.1 numpy x>=1 ; python_version < '3.9'(not "
            "here) | extra=https://i upgrade");
  CHECK(
      dump("RUN micromamba create -n w -f env/e.yml\n", files) ==
      conda +
          "micromamba@conda:/c/envs/w py3.10 torch==2.0.1 numpy x>=1 ; python_version < '3.9'(not "
          "here) | extra=https://i");
  CHECK(dump("ENV PIP_INDEX_URL=https://v\nRUN conda env create -n w -f e.yml\n",
             {{"e.yml", "dependencies:\n- pip:\n  - |\n    a\n    b\n  - c\n"}}) ==
        "create in /c/envs/w; conda@conda:/c/envs/w c | index=https://v(var) upgrade incomplete "
        "options?");
  // A project beside the file's directory.
  CHECK(dump("RUN conda env create -n w -f env/e.yml\n",
             {{"env/e.yml", "dependencies:\n- pip:\n  - -e ..\n"},
              {"pyproject.toml",
               "[project]\nname = 'x'\nversion = '1'\ndependencies = ['torch==2.1']\n"}}) ==
        "create in /c/envs/w; conda@conda:/c/envs/w -e ..(place)(listed) torch==2.1 | upgrade");
}

TEST_CASE("environment.yml: places") {
  const Project project("FROM base\nCOPY e.yml .\nRUN conda env create -f e.yml\n",
                        {{"e.yml", environment + "  - pip:\n    - 'torch==2.1'\n"}});
  const facts::CondaInstall& install = project.facts.conda_installs.at(0);
  CHECK(project.at(install.specs.at(1).span) == "e.yml:pytorch=2.0.1");
  CHECK(project.at(install.specs.at(1).how.at(0).span) == "Dockerfile:-f e.yml");
  CHECK(project.at(install.channels.at(1).span) == "e.yml:nvidia");
  CHECK(install.channel_glue == "\n  - ");
  const facts::PipInstall& pip = project.facts.pip_installs.at(0);
  CHECK(pip.at == install.at);
  CHECK(project.at(pip.requirements.at(0).span) == "e.yml:torch==2.1");
  CHECK(pip.requirements.at(0).manifest);
  const Project broken(
      "FROM base\nCOPY e.yml .\nRUN conda env create -f e.yml || true\n"
      "RUN conda env create -f e.yml\nRUN conda env update -f e.yml\n",
      {{"e.yml", "name: x\ndependencies:\n  - a\n - b\n"}});
  REQUIRE(broken.facts.broken_files.size() == 1);
  CHECK(broken.at(broken.facts.broken_files.at(0).span) == "e.yml:- b");
}

TEST_CASE("files of specifications, and locks") {
  const Beside files{
      {"spec.txt", "# platform: linux-64\nnumpy=1.26\npytorch=2.0.1=*cuda*  # GPU\n"},
      {"explicit.txt",
       "@EXPLICIT\nhttps://conda.anaconda.org/pytorch/linux-64/pytorch-1.13.1-b_0.tar.bz2#abc\n"},
      {"conda-lock.yml",
       "version: 1\npackage:\n- name: numpy\n  version: 1.26.4\n  manager: conda\n"
       "  platform: linux-64\n"
       "  url: https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.4-py_0.conda\n"
       "  category: main\n  optional: false\n"}};
  CHECK(dump("RUN conda create -n x -c c --file spec.txt extra\n", files) ==
        "create extra numpy 1.26 pytorch==2.0.1(*cuda*) -c c in /c/envs/x");
  CHECK(dump("RUN conda install --file explicit.txt\n", files) ==
        "https://conda.anaconda.org/pytorch::pytorch==1.13.1(b_0) exactly");
  CHECK(dump("RUN micromamba create -n x -f conda-lock.yml\n", files) ==
        "create https://conda.anaconda.org/conda-forge::numpy==1.26.4(py_0) exactly in /c/envs/x");
  CHECK(dump("RUN conda-lock install -n x\n", files) ==
        "create https://conda.anaconda.org/conda-forge::numpy==1.26.4(py_0) exactly channels? in "
        "/c/envs/x");
}
