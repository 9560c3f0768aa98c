// Projects that pip and uv install: pyproject.toml and setup.cfg from the build context.

#include <doctest/doctest.h>

#include <string>

#include "project.h"

using namespace cudafit;
using namespace cudafit::test;

namespace {

std::string dump(const std::string& text, const Beside& others) {
  return dump_installs(Project("FROM base\nWORKDIR /app\n" + text, others).facts);
}

const std::string project =
    "[project]\nname = \"app\"\ndependencies = [\"torch==2.1.0\", \"numpy<2\"]\n"
    "[project.optional-dependencies]\ngpu = [\"triton\"]\nall = [\"app[gpu]\", \"scipy\"]\n"
    "[dependency-groups]\ntest = [\"pytest\"]\ndev = [{include-group = \"test\"}, \"ruff\"]\n";

}  // namespace

TEST_CASE("a project's directory") {
  const Beside files{{"pyproject.toml", project}};
  CHECK(dump("COPY . .\nRUN pip install .\n", files) ==
        "pip .(place)(listed) torch==2.1.0 numpy<2");
  CHECK(dump("COPY . .\nRUN pip install -e .\n", files) ==
        "pip -e .(place)(listed) torch==2.1.0 numpy<2");
  CHECK(dump("COPY . .\nRUN pip install '.[gpu]' x\n", files) ==
        "pip .[gpu](place)(listed) torch==2.1.0 numpy<2 triton x");
  CHECK(dump("COPY . .\nRUN pip install -e .[all]\n", files) ==
        "pip -e .[all](place)(listed) torch==2.1.0 numpy<2 triton scipy");
  CHECK(dump("COPY . .\nRUN pip install .[none]\n", files) ==
        "pip .[none](place)(listed) torch==2.1.0 numpy<2");
  CHECK(dump("COPY . /src\nRUN pip install /src\n", files) ==
        "pip /src(place)(listed) torch==2.1.0 numpy<2");
  CHECK(dump("COPY . .\nRUN uv pip install --system .\n", files) ==
        "uv .(place)(listed) torch==2.1.0 numpy<2");
  CHECK(dump("COPY . .\nRUN pip install --no-deps .\n", files) == "pip .(place) | no-deps");
  CHECK(dump("COPY . .\nRUN pip uninstall -y .\n", files) == "remove | incomplete");
  CHECK(dump("COPY . .\nRUN pip install -r r.txt\n",
             {{"pyproject.toml", project}, {"r.txt", "-e .[gpu]\n"}}) ==
        "pip -e .[gpu](place)(listed) torch==2.1.0 numpy<2 triton");
  CHECK(dump("COPY . .\nRUN pip install ./sub sub/b\n",
             {{"sub/pyproject.toml", "[project]\nname = \"sub\"\ndependencies = [\"x\"]\n"},
              {"sub/b/pyproject.toml", "[project]\nname = \"b\"\n"}}) ==
        "pip ./sub(place)(listed) x sub/b(place)(listed)");
}

TEST_CASE("a project that is not known") {
  const Beside files{{"pyproject.toml", project}};
  // Nothing of it is there yet, or it is made by the build.
  CHECK(dump("RUN pip install .\nCOPY . .\n", files) == "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install /elsewhere\n", files) == "pip /elsewhere(place)");
  CHECK(dump("COPY . .\nRUN sed -i s/torch/x/ pyproject.toml\nRUN pip install .\n", files) ==
        "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"pyproject.toml", "[project]\nname = \"a\"\ndynamic = [\"dependencies\"]\n"}}) ==
        "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install .\n", {{"pyproject.toml", "[tool.black]\n"}}) ==
        "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"pyproject.toml", "[project]\nname = \"a\"\ndependencies = 3\n"}}) ==
        "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"pyproject.toml", "[project]\nname = \"a\"\ndependencies = [\"x\", \"y z\"]\n"}}) ==
        "pip .(place) x y z(!y)");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"setup.py", "from setuptools import setup\nsetup(install_requires=['x'])\n"}}) ==
        "pip .(place)");
}

TEST_CASE("projects that name each other") {
  CHECK(dump("COPY . .\nRUN uv pip install --system ./a\n",
             {{"a/pyproject.toml",
               "[project]\nname = \"a\"\ndependencies = [\"b\", \"a[x]\"]\n"
               "[project.optional-dependencies]\nx = [\"a[x]\", \"y\"]\n"
               "[tool.uv.sources]\nb = { path = \"../b\" }\n"},
              {"b/pyproject.toml",
               "[project]\nname = \"b\"\ndependencies = [\"a\"]\n"
               "[tool.uv.sources]\na = { path = \"../a\", editable = true }\n"}})
            .starts_with("uv ./a(place) "));
}

TEST_CASE("requirements that setuptools reads") {
  const std::string dynamic =
      "[project]\nname = \"a\"\ndynamic = [\"dependencies\", \"optional-dependencies\"]\n"
      "[tool.setuptools.dynamic]\ndependencies = {file = [\"requirements.txt\"]}\n"
      "optional-dependencies.gpu = {file = [\"gpu.txt\"]}\n";
  CHECK(dump("COPY . .\nRUN pip install .[gpu]\n", {{"pyproject.toml", dynamic},
                                                    {"requirements.txt", "torch==2.1.0\nx\n"},
                                                    {"gpu.txt", "y\n"}}) ==
        "pip .[gpu](place)(listed) torch==2.1.0 x y");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"pyproject.toml", dynamic}, {"requirements.txt", "-i https://h\ntorch==2.1.0\n"}}) ==
        "pip .(place) torch==2.1.0");
  CHECK(dump("COPY . .\nRUN pip install .\n", {{"pyproject.toml", dynamic}}) == "pip .(place)");
  const std::string setup =
      "[metadata]\nname = a\n[options]\npackages = find:\ninstall_requires =\n    torch==2.1.0\n"
      "    # c\n    numpy<2\n[options.extras_require]\ngpu =\n    triton\n";
  CHECK(dump("COPY . .\nRUN pip install .[gpu]\n",
             {{"setup.cfg", setup}, {"setup.py", "import setuptools\nsetuptools.setup()\n"}}) ==
        "pip .[gpu](place)(listed) torch==2.1.0 numpy<2 triton");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"setup.cfg", setup}, {"setup.py", "setup(install_requires=x)\n"}}) ==
        "pip .(place)");
  CHECK(dump("COPY . .\nRUN pip install .\n",
             {{"setup.cfg", "[options]\ninstall_requires = file: requirements.txt\n"}}) ==
        "pip .(place)");
}

TEST_CASE("poetry's tables, as its backend builds a project") {
  const std::string poetry =
      "[tool.poetry]\nname = \"a\"\n[tool.poetry.dependencies]\npython = \"^3.9\"\n"
      "torch = \"2.1.0\"\nnumpy = \"^1.26\"\nx = { version = \"*\", optional = true }\n"
      "[tool.poetry.extras]\nmore = [\"x\"]\n[tool.poetry.group.dev.dependencies]\ny = \"*\"\n";
  const std::string backend =
      "[build-system]\nrequires = [\"poetry-core\"]\nbuild-backend = "
      "\"poetry.core.masonry.api\"\n";
  CHECK(dump("COPY . .\nRUN pip install .\n", {{"pyproject.toml", poetry + backend}}) ==
        "pip .(place)(listed) torch==2.1.0 numpy>=1.26,<2");
  CHECK(dump("COPY . .\nRUN pip install .[more]\n", {{"pyproject.toml", poetry + backend}}) ==
        "pip .[more](place)(listed) torch==2.1.0 numpy>=1.26,<2 x");
  CHECK(dump("COPY . .\nRUN pip install .\n", {{"pyproject.toml", poetry}}) == "pip .(place)");
}

TEST_CASE("groups, and uv's -r pyproject.toml") {
  const Beside files{{"pyproject.toml", project}};
  CHECK(dump("COPY . .\nRUN pip install --group dev\n", files) == "pip ruff pytest");
  CHECK(dump("COPY . .\nRUN pip install --group pyproject.toml:test x\n", files) == "pip x pytest");
  CHECK(dump("COPY . .\nRUN pip install --group no\n", files) == "pip | incomplete");
  CHECK(dump("RUN pip install --group dev\n", files) == "pip | incomplete");
  CHECK(dump("COPY . .\nRUN uv pip install --system -r pyproject.toml\n", files) ==
        "uv torch==2.1.0 numpy<2");
  CHECK(dump("COPY . .\nRUN uv pip install --system -r pyproject.toml --extra gpu\n", files) ==
        "uv torch==2.1.0 numpy<2 triton");
  CHECK(dump("COPY . .\nRUN uv pip install --system -r pyproject.toml --all-extras\n", files) ==
        "uv torch==2.1.0 numpy<2 triton scipy");
  CHECK(dump("COPY . /s\nRUN uv pip install --system -r /s/pyproject.toml\n", files) ==
        "uv torch==2.1.0 numpy<2");
  CHECK(dump("RUN uv pip install --system -r pyproject.toml\n", files) == "uv | incomplete");
  // pip has no such thing.
  CHECK(dump("COPY . .\nRUN pip install -r pyproject.toml\n", files).find("incomplete") !=
        std::string::npos);
  CHECK(dump("COPY . .\nRUN uv pip compile pyproject.toml -o r.txt\n", files).empty());
}

TEST_CASE("[tool.uv.sources] and indexes") {
  const std::string uv =
      "[project]\nname = \"a\"\ndependencies = [\"torch==2.1.0\", \"lib\", \"w\", \"g\"]\n"
      "[project.optional-dependencies]\ncpu = [\"torch\"]\n"
      "[tool.uv.sources]\n"
      "torch = [{ index = \"cu\", marker = \"sys_platform == 'linux'\" }]\n"
      "lib = { path = \"lib\" }\nw = { url = \"https://h/w-1.0-py3-none-any.whl\" }\n"
      "g = { git = \"https://h/g\" }\n"
      "[[tool.uv.index]]\nname = \"cu\"\nurl = \"https://download.pytorch.org/whl/cu121\"\n"
      "explicit = true\n";
  const Beside files{{"pyproject.toml", uv},
                     {"lib/pyproject.toml", "[project]\nname = \"lib\"\ndependencies = [\"z\"]\n"}};
  CHECK(dump("COPY . .\nRUN uv pip install --system .\n", files) ==
        "uv .(place) torch==2.1.0(from https://download.pytorch.org/whl/cu121(var)) "
        "lib(place:lib)(listed) z w @ https://h/w-1.0-py3-none-any.whl(place:w) g...");
  // pip knows nothing of it.
  CHECK(dump("COPY . .\nRUN pip install .\n", files) ==
        "pip .(place)(listed) torch==2.1.0 lib w g");
  CHECK(dump("COPY . .\nRUN uv pip install --system --no-sources .\n", files) ==
        "uv .(place)(listed) torch==2.1.0 lib w g");
  CHECK(dump("COPY . .\nRUN uv pip install --system .\n",
             {{"pyproject.toml",
               "[project]\nname = \"a\"\ndependencies = [\"torch\"]\n[tool.uv.sources]\n"
               "torch = [{ index = \"cu\", marker = \"platform_release == '5'\" }]\n"}}) ==
        "uv .(place) torch...");
  // The command line's requirements get what is not explicit.
  const std::string indexes =
      "[tool.uv]\nconstraint-dependencies = [\"numpy<2\"]\n"
      "[[tool.uv.index]]\nname = \"a\"\nurl = \"https://a/simple\"\n"
      "[[tool.uv.index]]\nname = \"b\"\nurl = \"https://b/simple\"\ndefault = true\n"
      "[[tool.uv.index]]\nname = \"c\"\nurl = \"https://c/simple\"\nexplicit = true\n";
  CHECK(dump("COPY . .\nRUN uv pip install --system torch\n", {{"pyproject.toml", indexes}}) ==
        "uv torch | -c numpy<2 index=https://b/simple(var) extra=https://a/simple(var)");
  CHECK(dump("COPY . .\nRUN uv pip install --system --index https://z/simple --default-index "
             "https://y/simple torch\n",
             {{"pyproject.toml", indexes}}) ==
        "uv torch | -c numpy<2 index=https://y/simple extra=https://z/simple "
        "extra=https://a/simple(var)");
  CHECK(dump("COPY . .\nRUN uv pip install --no-config --system torch\n",
             {{"pyproject.toml", indexes}}) == "uv torch");
  CHECK(dump("COPY . .\nRUN uv pip install --system torch\n",
             {{"pyproject.toml", "[tool.uv]\nexclude-newer = \"2024-01-01\"\n"}}) ==
        "uv torch | options?");
  CHECK(dump("COPY . .\nRUN uv pip install --system torch\n",
             {{"pyproject.toml", "[tool.uv.pip]\ntorch-backend = \"cu121\"\n"}}) ==
        "uv torch | backend=cu121(var)");
  CHECK(dump("COPY . .\nRUN uv pip install --system torch\n",
             {{"pyproject.toml", indexes}, {"uv.toml", "index-url = \"https://h\"\n"}}) ==
        "uv torch | options?");
}

TEST_CASE("where a project's requirements are written") {
  const Project all("FROM base\nCOPY . .\nRUN pip install -e .[gpu]\n",
                    {{"pyproject.toml", project}});
  const auto& asked = all.facts.pip_installs[0].requirements;
  REQUIRE(asked.size() == 4);
  CHECK(all.at(asked[1].span) == "pyproject.toml:torch==2.1.0");
  CHECK(asked[1].manifest);
  REQUIRE(asked[1].how.size() == 1);
  CHECK(asked[1].how[0].words == "pyproject.toml is read here");
  CHECK(all.at(asked[1].how[0].span) == "Dockerfile:.[gpu]");
  CHECK(asked[3].how[0].words == "pyproject.toml is read here, with its extra gpu");
}

TEST_CASE("a pyproject.toml that is no TOML") {
  const Beside files{{"pyproject.toml", "[project]\nname = \"a\ndependencies = []\n"}};
  const Project all("FROM base\nCOPY . .\nRUN pip install .\n", files);
  REQUIRE(all.facts.broken_files.size() == 1);
  CHECK(all.at(all.facts.broken_files[0].span).starts_with("pyproject.toml:"));
  CHECK(dump("COPY . .\nRUN pip install .\n", files) == "pip .(place)");
  // Nobody reads it.
  CHECK(Project("FROM base\nCOPY . .\nRUN pip install x\n", files).facts.broken_files.empty());
}
