// When uv takes its lock as it is, without --frozen and --locked. What uv does was tried with uv.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "project.h"

using namespace cudafit;
using namespace cudafit::test;

namespace {

const std::string manifest = R"([project]
name = "My_App"
version = "0.1"
requires-python = ">=3.10, <4"
dependencies = [
  "Idna>=3.0,<4",
  "certifi",
  "tomli; python_version < '3.11'",
  "six~=1.16; sys_platform == 'linux' and python_version >= '3.9'",
  "urllib3[socks] >2.0 ; platform_machine!='aarch64'",
  "colorama==0.4.6",
]
[project.optional-dependencies]
cpu = ["attrs>=22"]
All = ["my-app[cpu]", "packaging; python_version>'3.11'"]
[dependency-groups]
dev = ["iniconfig", {include-group = "Lint"}]
Lint = ["pluggy>=1"]
[tool.uv]
constraint-dependencies = ["attrs<30"]
override-dependencies = ["six>=1.16"]
[[tool.uv.index]]
name = "other"
url = "https://pypi.org/simple/"
explicit = true
[tool.uv.sources]
certifi = [{index="other", marker="sys_platform == 'linux'"}]
)";

const std::string lock = R"(version = 1
revision = 5
requires-python = ">=3.10, <4"
resolution-markers = ["sys_platform == 'linux'", "sys_platform != 'linux'"]

[manifest]
constraints = [{ name = "attrs", specifier = "<30" }]
overrides = [{ name = "six", specifier = ">=1.16" }]

[[package]]
name = "certifi"
version = "2026.10.19"
source = { registry = "https://pypi.org/simple/" }

[[package]]
name = "colorama"
version = "0.4.6"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "my-app"
version = "0.1"
source = { virtual = "." }
dependencies = [
    { name = "certifi" },
    { name = "colorama" },
]

[package.metadata]
requires-dist = [
    { name = "attrs", marker = "extra == 'cpu'", specifier = ">=22" },
    { name = "certifi", marker = "sys_platform != 'linux'" },
    { name = "certifi", marker = "sys_platform == 'linux'", index = "https://pypi.org/simple/" },
    { name = "colorama", specifier = "==0.4.6" },
    { name = "idna", specifier = ">=3.0,<4" },
    { name = "my-app", extras = ["cpu"], marker = "extra == 'all'" },
    { name = "packaging", marker = "python_full_version >= '3.12' and extra == 'all'" },
    { name = "six", marker = "python_full_version >= '3.9' and sys_platform == 'linux'", specifier = "~=1.16" },
    { name = "tomli", marker = "python_full_version < '3.11'" },
    { name = "urllib3", extras = ["socks"], marker = "platform_machine != 'aarch64'", specifier = ">2.0" },
]
provides-extras = ["cpu", "all"]

[package.metadata.requires-dev]
dev = [
    { name = "iniconfig" },
    { name = "pluggy", specifier = ">=1" },
]
lint = [{ name = "pluggy", specifier = ">=1" }]
)";

bool stands(const std::string& text, const Beside& files) {
  const std::string out =
      dump_installs(Project("FROM base\nWORKDIR /app\nCOPY . .\n" + text, files).facts);
  REQUIRE(out.find("uv@/app/.venv") != std::string::npos);
  return out.find("possible") == std::string::npos;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Change {
  std::string from, to;
};

bool stands_with(const Change& change) {
  const Beside files{{"pyproject.toml", changed(manifest, change.from, change.to)},
                     {"uv.lock", lock}};
  return stands("RUN uv sync\n", files);
}

}  // namespace

TEST_CASE("the lock that uv made of the project") {
  const Beside files{{"pyproject.toml", manifest}, {"uv.lock", lock}};
  CHECK(stands("RUN uv sync\n", files));
  CHECK(stands("RUN uv sync --no-dev --extra cpu\n", files));
  CHECK(stands("RUN uv run --no-dev serve\n", files));
}

TEST_CASE("another spelling of the same") {
  const std::vector<Change> changes{
      {">=3.0,<4", "<4,>=3"},
      {"\"colorama==0.4.6\"", "\"Colorama == 0.4.6.0\""},
      {"  \"certifi\",\n", "\"certifi\",\"certifi\",\n"},
      {"sys_platform == 'linux' and python_version >= '3.9'",
       "python_full_version >= '3.9' and 'linux' == sys_platform"},
      {"python_version < '3.11'", "python_full_version < '3.11.0'"},
      {"version = \"0.1\"", "version = \"0.1.0\""},
      {"My_App", "my.app"},
      {">=3.10, <4", "<4,>=3.10.0"},
      {"{include-group = \"Lint\"}", "\"pluggy>=1\""},
      {"[tool.uv]\n", "[tool.uv]\ndev-dependencies = [\"iniconfig\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\nindex-strategy = \"unsafe-best-match\"\n"},
      {"[tool.uv]\n", "[tool.uv]\nno-binary-package = [\"six\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\nprerelease = \"if-necessary-or-explicit\"\n"},
  };
  for (const Change& change : changes) {
    CAPTURE(change.to);
    CHECK(stands_with(change));
  }
}

TEST_CASE("the project has changed since") {
  const std::vector<Change> changes{
      {"colorama==0.4.6", "colorama==0.4.5"},
      {"Idna>=3.0,<4", "Idna>=2.0,<4"},
      {"  \"certifi\",\n", ""},
      {"  \"certifi\",\n", "  \"certifi\",\n  \"torch\",\n"},
      {"urllib3[socks]", "urllib3"},
      {"~=1.16;", "~=1.16.0;"},
      {"!='aarch64'", "!='arm64'"},
      {"version = \"0.1\"", "version = \"0.2\""},
      {"version = \"0.1\"", "dynamic = [\"version\"]"},
      {"version = \"0.1\"", "version = \"0.1\"\ndynamic = [\"dependencies\"]"},
      {">=3.10, <4", ">=3.11, <4"},
      {"requires-python = \">=3.10, <4\"\n", ""},
      {"cpu = [\"attrs>=22\"]\n", ""},
      {"\"my-app[cpu]\"", "\"attrs>=22\""},
      {"[dependency-groups]\n", "none = []\n[dependency-groups]\n"},
      {"Lint = ", "doc = []\nLint = "},
      {"attrs<30", "attrs<40"},
      {"override-dependencies = [\"six>=1.16\"]\n", ""},
      {"[tool.uv]\n", "[tool.uv]\npackage = true\n"},
      {"[tool.uv]\n", "[build-system]\nrequires = [\"hatchling\"]\n[tool.uv]\n"},
      {"simple/\"", "simple\""},
      {"explicit = true", "default = true"},
      {"certifi = [{index=\"other\", marker=\"sys_platform == 'linux'\"}]\n", ""},
      {"marker=\"sys_platform == 'linux'\"", "marker=\"sys_platform != 'win32'\""},
      {"[tool.uv]\n", "[tool.uv]\nprerelease = \"allow\"\n"},
      {"[tool.uv]\n", "[tool.uv]\nexclude-newer = \"2026-01-01T00:00:00Z\"\n"},
      {"[tool.uv]\n", "[tool.uv]\nresolution = \"lowest\"\n"},
      {"[tool.uv]\n", "[tool.uv]\nfork-strategy = \"fewest\"\n"},
      {"[tool.uv]\n", "[tool.uv]\nenvironments = [\"sys_platform == 'linux'\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\nrequired-environments = [\"sys_platform == 'linux'\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\nconflicts = [[{extra=\"cpu\"}, {extra=\"all\"}]]\n"},
      {"[tool.uv]\n", "[tool.uv]\nbuild-constraint-dependencies = [\"setuptools<80\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\ndependency-metadata = [{name=\"six\", version=\"1.16\"}]\n"},
      {"[tool.uv]\n", "[tool.uv]\nexclude-dependencies = [\"pysocks\"]\n"},
      {"[tool.uv]\n", "[tool.uv]\ndefault-groups = [\"lint\"]\n"},
      // Which projects that are is not known here.
      {"[tool.uv]\n", "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n[tool.uv]\n"},
  };
  for (const Change& change : changes) {
    CAPTURE(change.to);
    CAPTURE(change.from);
    CHECK_FALSE(stands_with(change));
  }
}

TEST_CASE("something else may make uv lock again") {
  const Beside files{{"pyproject.toml", manifest}, {"uv.lock", lock}};
  const auto with = [&](const std::string& before, const std::string& options) {
    return stands(before + "RUN uv sync " + options + "\n", files);
  };
  CHECK_FALSE(with("ENV UV_DEFAULT_INDEX=https://mirror.example/simple\n", ""));
  CHECK_FALSE(with("ENV UV_PRERELEASE=allow\n", ""));
  CHECK_FALSE(with("ARG UV_RESOLUTION=lowest\n", ""));
  CHECK_FALSE(with("ENV UV_NO_SOURCES=1\n", ""));
  CHECK_FALSE(with("", "--upgrade"));
  CHECK_FALSE(with("", "--default-index https://mirror.example/simple"));
  CHECK_FALSE(with("", "--prerelease allow"));
  CHECK_FALSE(with("", "--no-sources"));
  CHECK_FALSE(with("", "--future-option"));
  CHECK(with("ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1\n", "--no-cache"));
  // What is taken for certain stays so.
  CHECK(with("ENV UV_DEFAULT_INDEX=https://mirror.example/simple UV_FROZEN=1\n", ""));

  Beside more = files;
  more["uv.toml"] = "resolution = \"lowest\"\n";
  CHECK_FALSE(stands("RUN uv sync\n", more));
  more = files;
  more["uv.lock"] = changed(lock, "[manifest]", "[options]\nexclude-newer = \"2026\"\n[manifest]");
  CHECK_FALSE(stands("RUN uv sync\n", more));
  more["uv.lock"] = changed(lock, "revision = 5", "something = 5");
  CHECK_FALSE(stands("RUN uv sync\n", more));
  // The manifest is changed by the build.
  CHECK_FALSE(stands("RUN sed -i s/colorama/torch/ pyproject.toml\nRUN uv sync\n", files));
}

TEST_CASE("a workspace, directories and conflicts") {
  const auto project = [](const std::string& name, const std::string& asks) {
    return "[project]\nname = \"" + name +
           "\"\nversion = \"2\"\nrequires-python = \">=3.10\"\ndependencies = [" + asks +
           "]\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n";
  };
  const std::string root = R"([project]
name = "app"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["six ; python_version >= '3.8'", "one", "sib"]
[project.optional-dependencies]
cpu = ["torch>=2"]
gpu = ["torch>=2"]
[tool.uv]
default-groups = []
prerelease = "allow"
conflicts = [[{extra="cpu"}, {extra="gpu"}]]
environments = ["sys_platform == 'linux'"]
[tool.uv.workspace]
members = ["libs/one", "./libs/two/"]
[[tool.uv.index]]
name = "cpus"
url = "https://download.pytorch.org/whl/cpu"
explicit = true
[[tool.uv.index]]
name = "gpus"
url = "https://download.pytorch.org/whl/cu124"
explicit = true
[tool.uv.sources]
torch = [{index="cpus", extra="cpu"}, {index="gpus", extra="gpu"}]
one = {workspace=true}
sib = {path="sib", editable=true}
)";
  const std::string locked = R"(version = 1
revision = 5
requires-python = ">=3.11"
resolution-markers = ["sys_platform == 'linux'"]
supported-markers = ["sys_platform == 'linux'"]
conflicts = [[
    { package = "app", extra = "cpu" },
    { package = "app", extra = "gpu" },
]]
[options]
prerelease-mode = "allow"
[manifest]
members = ["app", "one", "two"]
[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
default-groups = []
dependencies = [{ name = "six" }, { name = "one" }, { name = "sib" }]
[package.metadata]
requires-dist = [
    { name = "torch", marker = "extra == 'cpu'", specifier = ">=2", index = "https://download.pytorch.org/whl/cpu", conflict = { package = "app", extra = "cpu" } },
    { name = "torch", marker = "extra == 'gpu'", specifier = ">=2", index = "https://download.pytorch.org/whl/cu124", conflict = { package = "app", extra = "gpu" } },
    { name = "one", editable = "libs/one" },
    { name = "sib", editable = "sib" },
    { name = "six", marker = "python_full_version >= '3.8'" },
]
provides-extras = ["cpu", "gpu"]
[[package]]
name = "one"
version = "2"
source = { editable = "libs/one" }
[package.metadata]
requires-dist = [{ name = "packaging" }]
[[package]]
name = "sib"
version = "2"
source = { editable = "sib" }
[[package]]
name = "six"
version = "1.17.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "torch"
version = "2.6.0+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
[[package]]
name = "two"
version = "2"
source = { editable = "libs/two" }
)";
  const Beside files{{"pyproject.toml", root},
                     {"uv.lock", locked},
                     {"libs/one/pyproject.toml", project("one", "\"packaging\"")},
                     {"libs/two/pyproject.toml", project("two", "")},
                     {"sib/pyproject.toml", project("sib", "")}};
  CHECK(stands("RUN uv sync\n", files));
  const auto without = [&](const std::string& file, const std::string& from,
                           const std::string& to) {
    Beside out = files;
    out[file] = changed(out[file], from, to);
    return stands("RUN uv sync\n", out);
  };
  CHECK_FALSE(without("libs/one/pyproject.toml", "packaging", "torch"));
  CHECK_FALSE(without("libs/two/pyproject.toml", "\"2\"", "\"3\""));
  CHECK_FALSE(without("sib/pyproject.toml", "[]", "[\"torch\"]"));
  CHECK_FALSE(without("pyproject.toml", "\"./libs/two/\"", "\"libs/three\""));
  CHECK_FALSE(without("pyproject.toml", "[[{extra=\"cpu\"}, ", "[[{extra=\"cpux\"}, "));
  CHECK_FALSE(without("pyproject.toml", "whl/cu124", "whl/cu126"));
  CHECK_FALSE(without("pyproject.toml", "extra=\"gpu\"}]\none", "extra=\"cpu\"}]\none"));
  CHECK_FALSE(without("pyproject.toml", "path=\"sib\"", "path=\"libs/two\""));
  CHECK_FALSE(without("pyproject.toml", "default-groups = []\n", ""));
  Beside gone = files;
  gone.erase("sib/pyproject.toml");
  CHECK_FALSE(stands("RUN uv sync\n", gone));
}
