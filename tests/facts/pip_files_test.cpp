// Requirements files that pip and uv read from the build context.

#include <doctest/doctest.h>

#include <string>

#include "project.h"

using namespace cudafit;
using namespace cudafit::test;

namespace {

std::string dump(const std::string& text, const Beside& others) {
  return dump_installs(Project("FROM base\nWORKDIR /app\n" + text, others).facts);
}

}  // namespace

TEST_CASE("a requirements file") {
  const Beside files{{"requirements.txt", "# c\ntorch==2.0.1\nnumpy<2  # c\n"}};
  CHECK(dump("COPY requirements.txt .\nRUN pip install -r requirements.txt\n", files) ==
        "pip torch==2.0.1 numpy<2");
  CHECK(dump("COPY . .\nRUN pip install -r requirements.txt x\n", files) ==
        "pip x torch==2.0.1 numpy<2");
  CHECK(dump("COPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\n", files) ==
        "pip torch==2.0.1 numpy<2");
  CHECK(dump("COPY requirements.txt /tmp/r.txt\nRUN cd /tmp && pip3 install -rr.txt\n", files) ==
        "pip3 torch==2.0.1 numpy<2");
  CHECK(dump("RUN --mount=type=bind,source=requirements.txt,target=/r.txt pip install -r /r.txt\n",
             files) == "pip torch==2.0.1 numpy<2");
  CHECK(dump("COPY . .\nRUN uv pip install --system -r requirements.txt\n", files) ==
        "uv torch==2.0.1 numpy<2");
  CHECK(dump("COPY . .\nRUN uv pip sync --system requirements.txt\n", files) ==
        "uv torch==2.0.1 numpy<2");
  CHECK(dump("COPY . .\nENV PIP_REQUIREMENT=requirements.txt\nRUN pip install x\n", files) ==
        "pip x torch==2.0.1 numpy<2");
  CHECK(dump("COPY <<EOF r.txt\ntorch==1\nEOF\nRUN pip install -r r.txt\n", files) ==
        "pip torch==1");
}

TEST_CASE("a name that is asked for more often than anybody would") {
  const auto asked = [](std::size_t times) {
    std::string lines = "numpy\n";
    for (std::size_t i = 0; i < times; ++i) lines += "torch==2.0.1\n";
    const Project project("FROM base\nCOPY . .\nRUN pip install -r requirements.txt\n",
                          {{"requirements.txt", lines}});
    return project.facts.pip_installs.at(0);
  };
  CHECK(asked(200).requirements.size() == 201);
  CHECK(asked(200).complete);
  CHECK(asked(1000).requirements.size() == 201);
  CHECK_FALSE(asked(1000).complete);
}

TEST_CASE("files that are not there, or changed") {
  const Beside files{{"requirements.txt", "torch==2.0.1\n"}};
  CHECK(dump("RUN pip install -r requirements.txt\n", files) == "pip | incomplete options?");
  CHECK(dump("COPY . .\nRUN pip install -r other.txt\n", files) == "pip | incomplete options?");
  CHECK(dump("COPY . .\nRUN sed -i /torch/d requirements.txt && pip install -r requirements.txt\n",
             files) == "pip | incomplete options?");
  CHECK(dump("COPY . .\nARG F\nRUN pip install -r $F\n", files) == "pip | incomplete options?");
  CHECK(dump("COPY . .\nRUN pip install -r ../requirements.txt\n", files) ==
        "pip | incomplete options?");
}

TEST_CASE("files that name others") {
  CHECK(dump("COPY . .\nRUN pip install -r req/gpu.txt\n",
             {{"req/gpu.txt", "-r base.txt\n-c ../c.txt\ntorch\n"},
              {"req/base.txt", "numpy\n"},
              {"c.txt", "numpy==1.26\ntorch==2.1\n"}}) ==
        "pip numpy torch | -c numpy==1.26 -c torch==2.1");
  CHECK(dump("COPY . .\nRUN pip install -c c.txt torch\n", {{"c.txt", "torch==2.1\n"}}) ==
        "pip torch | -c torch==2.1");
  CHECK(dump("COPY . .\nENV PIP_CONSTRAINT=/app/c.txt\nRUN pip install torch\n",
             {{"c.txt", "torch==2.1\n"}}) == "pip torch | -c torch==2.1");
  // Each names the other.
  CHECK(dump("COPY . .\nRUN pip install -r a.txt\n",
             {{"a.txt", "x\n-r b.txt\n"}, {"b.txt", "-r a.txt\ny\n"}}) ==
        "pip x y | incomplete options?");
  CHECK(dump("COPY . .\nRUN pip install -r a.txt\n", {{"a.txt", "-r https://h/b.txt\nx\n"}}) ==
        "pip x | incomplete options?");
}

TEST_CASE("options in files") {
  const Beside files{
      {"a.txt", "--index-url https://a\n--extra-index-url https://b\n-f https://c\n--pre\ntorch\n"},
      {"b.txt", "--no-binary x\ntorch --extra-index-url https://b\n"},
      {"c.txt", "--no-index\nx\n"}};
  CHECK(dump("COPY . .\nRUN pip install -r a.txt\n", files) ==
        "pip torch | index=https://a extra=https://b links=https://c pre");
  // pip starts anew with an --index-url in a file, uv takes the command line's.
  CHECK(dump("COPY . .\nRUN pip install -i https://x --extra-index-url https://y -r a.txt\n",
             files) == "pip torch | index=https://a extra=https://b links=https://c pre");
  CHECK(dump("COPY . .\nRUN uv pip install --system -i https://x --extra-index-url https://y "
             "-r a.txt\n",
             files) ==
        "uv torch | index=https://x extra=https://y extra=https://b links=https://c pre");
  // Behind a requirement it has no effect.
  CHECK(dump("COPY . .\nRUN pip install -r b.txt\n", files) == "pip torch | no-binary=x");
  CHECK(dump("COPY . .\nRUN pip install -i https://x -r c.txt\n", files) == "pip x | no-index");
}

TEST_CASE("requirements in files") {
  CHECK(dump("COPY . .\nENV V=2.1\nRUN pip install -r a.txt\n",
             {{"a.txt",
               "torch==${V}\nx==${W}\n-e .\n./w/t-1.0-py3-none-any.whl\n"
               "y ; sys_platform == 'win32'\n"}}) ==
        "pip torch==2.1 x==${W}(!x) -e .(place) ./w/t-1.0-py3-none-any.whl(place:t) "
        "y ; sys_platform == 'win32'(not here) | incomplete options?");
  CHECK(dump("COPY . .\nRUN pip install -r a.txt\n", {{"a.txt", "torch=2\nx\n"}}) ==
        "pip torch=2(!torch) x | incomplete options?");
}

TEST_CASE("where things are written") {
  const Project project(
      "FROM base\nWORKDIR /app\nCOPY . .\nRUN pip install -r req/gpu.txt\n",
      {{"req/gpu.txt", "-r base.txt\n--extra-index-url https://b\ntorch==2.0.1 # c\n"},
       {"req/base.txt", "numpy\n"}});
  REQUIRE(project.facts.pip_installs.size() == 1);
  const facts::PipInstall& install = project.facts.pip_installs[0];
  REQUIRE(install.requirements.size() == 2);
  const facts::Asked& numpy = install.requirements[0];
  CHECK(project.at(numpy.span) == "base.txt:numpy");
  REQUIRE(numpy.how.size() == 2);
  CHECK(numpy.how[0].words == "gpu.txt is read here");
  CHECK(project.at(numpy.how[0].span) == "Dockerfile:req/gpu.txt");
  CHECK(numpy.how[1].words == "base.txt is read here");
  CHECK(project.at(numpy.how[1].span) == "gpu.txt:-r base.txt");
  CHECK(project.at(install.requirements[1].span) == "gpu.txt:torch==2.0.1");
  CHECK(project.at(install.extra_indexes[0].span) == "gpu.txt:--extra-index-url https://b");
  CHECK(project.at(install.extra_indexes[0].value.span()) == "gpu.txt:https://b");

  const Project heredoc(
      "FROM base\nWORKDIR /app\nCOPY <<EOF r.txt\ntorch==1\nEOF\nRUN pip install -r r.txt\n", {});
  CHECK(heredoc.at(heredoc.facts.pip_installs.at(0).requirements.at(0).span) ==
        "Dockerfile:torch==1");
}

TEST_CASE("configuration files") {
  CHECK(dump("COPY . .\nRUN uv pip install --system x\n",
             {{"pyproject.toml", "[project]\nname='a'\n"}}) == "uv x");
  CHECK(dump("COPY . .\nRUN uv pip install --system x\n",
             {{"pyproject.toml", "[[tool.uv.index]]\nurl='https://a'\n"}}) ==
        "uv x | extra=https://a(var)");
  CHECK(dump("COPY . .\nRUN uv pip install --no-config --system x\n",
             {{"pyproject.toml", "[[tool.uv.index]]\nurl='https://a'\n"}}) == "uv x");
  CHECK(dump("COPY . /\nRUN pip install x\n", {{"etc/pip.conf", "[global]\nindex-url = a\n"}}) ==
        "pip x | options?");
  CHECK(dump("COPY . /\nRUN pip install x\n", {{"etc/pip.conf", "[global]\nno-cache-dir = 1\n"}}) ==
        "pip x");
}

TEST_CASE("many files that name each other are not read for ever") {
  Beside files;
  for (int i = 0; i < 18; ++i) {
    const std::string next = "-r r" + std::to_string(i + 1) + ".txt\n";
    files["r" + std::to_string(i) + ".txt"] = next + next;
  }
  files["r18.txt"] = "x\n";
  const std::string all = dump("COPY . .\nRUN pip install -r r0.txt\n", files);
  CHECK(all.ends_with("incomplete options?"));
}
