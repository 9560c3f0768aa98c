// uv, poetry, pdm and pipenv: what their lock files make a command install.

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "pip_dump.h"

using namespace cudafit;

namespace {

using Beside = std::map<std::string, std::string>;

struct Built {
  facts::Facts facts;
  std::string at;  ///< of the first requirement: "uv.lock:2.6.0"
};

std::optional<document::BaseEnvironment> images(std::string_view reference) {
  const std::string path = "/usr/local/bin:/usr/bin:/bin";
  if (reference == "base") return document::BaseEnvironment{{{"PATH", path}}, true};
  return std::nullopt;
}

/// uv takes the lock as it is: what it makes of one that it may renew is not certain.
Built build(const std::string& text, const Beside& others) {
  const std::string whole =
      "FROM --platform=linux/amd64 base\nENV UV_FROZEN=1\nWORKDIR /app\nCOPY . .\n" + text;
  MemoryFiles files;
  files.add("/p/Dockerfile", whole);
  for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
  Sources sources;
  const FileId id = sources.add("p/Dockerfile", whole);
  const read::Dockerfile dockerfile = read::parse_dockerfile(id, sources[id].bytes);
  const document::Document document = document::evaluate(dockerfile, {}, images);
  const document::Context context(files, sources, document, "p/Dockerfile", "", "/p");
  Built out{.facts = facts::gather(document, context), .at = {}};
  for (const facts::PipInstall& install : out.facts.pip_installs) {
    if (install.requirements.empty()) continue;
    const Span span = install.requirements.front().span;
    const std::string& file = sources[span.file].path;
    out.at = file.substr(file.rfind('/') + 1) + ":" + std::string(sources.text(span));
    break;
  }
  return out;
}

/// Without the indexes of packages, and what is said of projects: "(from https://...)", "(listed)".
std::string dump(const std::string& text, const Beside& others) {
  std::string out = dump_installs(build(text, others).facts);
  for (const std::string_view note : {"(from ", "(listed"}) {
    for (std::size_t at = out.find(note); at != std::string::npos; at = out.find(note, at))
      out.erase(at, out.find(')', at) + 1 - at);
  }
  return out;
}

std::string effects(const std::string& text, const Beside& others) {
  std::string out;
  for (const facts::Opaque& each : build(text, others).facts.opaques) out += each.what + "\n";
  return out;
}

std::string pypi(const std::string& name, const std::string& version) {
  return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version +
         "\"\nsource = { registry = \"https://pypi.org/simple\" }\n";
}

const std::string uv_lock = R"(version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "torch", version = "2.6.0", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform == 'darwin'" },
    { name = "torch", version = "2.6.0+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "sys_platform != 'darwin'" },
]
[package.optional-dependencies]
gpu = [{ name = "flash-attn" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
docs = [{ name = "sphinx" }]
[[package]]
name = "flash-attn"
version = "2.7.4"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "einops", marker = "python_full_version < '3.12'" }]
[[package]]
name = "torch"
version = "2.6.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "torch"
version = "2.6.0+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
)" + pypi("einops", "0.8") + pypi("pytest", "8.0") +
                            pypi("sphinx", "7.0");
const Beside uv_project{{"uv.lock", uv_lock}, {"pyproject.toml", "[project]\nname = \"app\"\n"}};

}  // namespace

TEST_CASE("uv sync: groups and extras") {
  const auto sync = [](const std::string& options) {
    std::string out = dump("RUN uv sync " + options + "\n", uv_project);
    const std::string begin = "uv@/app/.venv ";
    REQUIRE(out.starts_with(begin));
    return out.substr(begin.size(), out.find(" | ") - begin.size());
  };
  CHECK(sync("--frozen") == "./.(place:app) pytest==8.0 torch==2.6.0+cu124");
  CHECK(sync("--locked --no-dev --no-install-project") == "torch==2.6.0+cu124");
  CHECK(sync("--no-dev --extra gpu --no-install-project") ==
        "einops==0.8(maybe) flash-attn==2.7.4 torch==2.6.0+cu124");
  CHECK(sync("--no-dev --all-extras --no-install-project").starts_with("einops"));
  CHECK(sync("--only-group docs") == "sphinx==7.0");
  CHECK(sync("--only-dev") == "pytest==8.0");
  CHECK(sync("--no-default-groups --group docs --no-install-workspace") ==
        "sphinx==7.0 torch==2.6.0+cu124");
  CHECK(sync("--all-groups --no-group dev --no-install-project") ==
        "sphinx==7.0 torch==2.6.0+cu124");
  CHECK(sync("--no-dev --no-install-project --no-install-package torch --extra gpu") ==
        "einops==0.8(maybe) flash-attn==2.7.4");
}

TEST_CASE("uv sync: the Python decides markers") {
  const auto sync = [](const std::string& before, const std::string& options) {
    return dump(before + "RUN uv sync --no-dev --extra gpu --no-install-project " + options + "\n",
                uv_project);
  };
  const std::string rest = "flash-attn==2.7.4 torch==2.6.0+cu124 | no-deps no-isolation";
  CHECK(sync("", "--python 3.11") == "uv@/app/.venv py3.11 einops==0.8 " + rest);
  CHECK(sync("", "-p3.12") == "uv@/app/.venv py3.12 " + rest);
  CHECK(sync("ENV UV_PYTHON=3.12\n", "") == "uv@/app/.venv py3.12 " + rest);
  CHECK(sync("RUN uv venv --python 3.12\n", "") == "uv@/app/.venv py3.12 " + rest);
  Beside pinned = uv_project;
  pinned[".python-version"] = "3.12\n";
  CHECK(dump("RUN uv sync --no-dev --extra gpu --no-install-project\n", pinned) ==
        "uv@/app/.venv py3.12 " + rest);
}

TEST_CASE("uv sync: where it installs, and what it leaves") {
  CHECK(dump("ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nRUN uv sync --only-dev\n", uv_project) ==
        "uv@/opt/venv pytest==8.0 | no-deps no-isolation");
  CHECK(dump("ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --only-dev\n", uv_project) ==
        "uv pytest==8.0 | no-deps no-isolation");
  CHECK(dump("ARG E\nENV UV_PROJECT_ENVIRONMENT=$E\nRUN uv sync --only-dev\n", uv_project) ==
        "uv@? pytest==8.0 | no-deps no-isolation");
  CHECK(dump("ENV VIRTUAL_ENV=/v\nRUN uv sync --only-dev --active\n", uv_project) ==
        "uv@/v pytest==8.0 | no-deps no-isolation");
  CHECK(dump("RUN uv sync --only-group docs\nRUN uv sync --only-dev\n", uv_project) ==
        "uv@/app/.venv sphinx==7.0 | no-deps no-isolation\n"
        "uv@/app/.venv pytest==8.0 | no-deps no-isolation\n"
        "remove@/app/.venv sphinx");
  CHECK(dump("RUN uv sync --only-group docs\nRUN uv sync --only-dev --inexact\n", uv_project) ==
        "uv@/app/.venv sphinx==7.0 | no-deps no-isolation\n"
        "uv@/app/.venv pytest==8.0 | no-deps no-isolation");
}

TEST_CASE("uv sync: places") {
  const Built built = build("RUN uv sync --no-dev --no-install-project\n", uv_project);
  CHECK(built.at == "uv.lock:2.6.0+cu124");
  REQUIRE(built.facts.pip_installs.size() == 1);
  const facts::Asked& torch = built.facts.pip_installs[0].requirements.at(0);
  CHECK(torch.locked);
  REQUIRE(torch.index);
  CHECK(torch.index->value.value == "https://download.pytorch.org/whl/cu124");
  REQUIRE(torch.how.size() == 1);
  CHECK(torch.how[0].words == "uv.lock is read here");
}

TEST_CASE("uv sync: nothing is made up") {
  // No lock, another manifest that may say more, options that are not known.
  CHECK(dump("RUN uv sync\n", {{"pyproject.toml", "[project]\nname = \"app\"\n"}}) ==
        "uv@/app/.venv | no-deps no-isolation incomplete");
  CHECK(dump("RUN uv sync\n", {}) == "uv@? | no-deps no-isolation incomplete");
  CHECK(dump("RUN uv sync --only-dev --new-option\n", uv_project).ends_with(" incomplete"));
  CHECK(dump("ARG G\nRUN uv sync --only-dev --extra $G\n", uv_project).ends_with(" incomplete"));
  CHECK(dump("RUN uv sync --only-dev -U\n", uv_project).ends_with(" incomplete"));
  CHECK(dump("RUN rm uv.lock && uv sync\n", uv_project).ends_with(" incomplete"));
  CHECK(dump("RUN uv lock && uv sync\n", uv_project).ends_with(" incomplete"));
  CHECK(dump("RUN uv sync --only-dev --dry-run\n", uv_project).ends_with(" dry-run"));
  CHECK(dump("RUN uv sync --help\nRUN uv python install 3.12\n", uv_project).empty());
  Beside broken = uv_project;
  broken["uv.lock"] = "version = \n";
  CHECK(dump("RUN uv sync\n", broken) == "uv@/app/.venv | no-deps no-isolation incomplete");
}

TEST_CASE("uv sync: opaque only where it is not known") {
  CHECK(effects("RUN uv sync --frozen\n", uv_project).empty());
  CHECK(effects("RUN uv sync --frozen\n", {}) == "runs uv sync\n");
  CHECK(effects("RUN uv run x\n", uv_project) == "runs uv run\n");
}

TEST_CASE("uv run syncs first") {
  CHECK(dump("RUN uv run --only-dev pytest --no-sync\n", uv_project) ==
        "uv@/app/.venv pytest==8.0 | no-deps no-isolation");
  CHECK(dump("RUN uv run --no-sync pytest\nRUN uv run --no-project x\n", uv_project).empty());
  CHECK(dump("ENV UV_NO_SYNC=1\nRUN uv run pytest\n", uv_project).empty());
  CHECK(dump("RUN uv run --only-dev x.py\n", uv_project) ==
        "uv@/app/.venv pytest==8.0 | no-deps no-isolation possible");
}

TEST_CASE("uv: workspaces") {
  const Beside files{
      {"pyproject.toml", "[tool.uv.workspace]\nmembers = [\"pkgs/*\"]\n"},
      {"pkgs/a/pyproject.toml", "[project]\nname = \"a\"\n[tool.uv]\ndefault-groups = []\n"},
      {"uv.lock", R"(version = 1
[manifest]
members = ["a", "b"]
[manifest.dependency-groups]
dev = [{ name = "ruff" }]
[[package]]
name = "a"
source = { editable = "pkgs/a" }
dependencies = [{ name = "b" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "b"
source = { virtual = "pkgs/b" }
dependencies = [{ name = "numpy" }]
)" + pypi("numpy", "2.0") +
                      pypi("pytest", "8.0") + pypi("ruff", "0.9")}};
  const std::string end = " | no-deps no-isolation";
  CHECK(dump("RUN uv sync\n", files) ==
        "uv@/app/.venv ./pkgs/a(place:a) numpy==2.0 pytest==8.0 ruff==0.9" + end);
  CHECK(dump("RUN uv sync --no-dev --no-install-workspace\n", files) ==
        "uv@/app/.venv numpy==2.0" + end);
  CHECK(dump("RUN uv sync --package b --no-dev\n", files) == "uv@/app/.venv numpy==2.0" + end);
  CHECK(dump("WORKDIR /app/pkgs/a\nRUN uv sync\n", files) ==
        "uv@/app/.venv ./pkgs/a(place:a) numpy==2.0" + end);
  CHECK(dump("RUN uv sync --directory pkgs/a --no-install-project --no-dev\n", files) ==
        "uv@/app/.venv numpy==2.0" + end);
}

TEST_CASE("uv: conflicting extras") {
  const Beside files{{"pyproject.toml", "[project]\nname = \"app\"\n[tool.uv]\nconflicts = []\n"},
                     {"uv.lock", R"(version = 1
[[package]]
name = "app"
source = { virtual = "." }
[package.optional-dependencies]
cpu = [{ name = "torch", version = "2.6.0+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" }, marker = "extra == 'extra-3-app-cpu'" }]
gpu = [{ name = "torch", version = "2.6.0+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "extra == 'extra-3-app-gpu'" }, { name = "vision" }]
[[package]]
name = "torch"
version = "2.6.0+cpu"
source = { registry = "https://download.pytorch.org/whl/cpu" }
[[package]]
name = "torch"
version = "2.6.0+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
[[package]]
name = "vision"
version = "1"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "torch", version = "2.6.0+cpu", source = { registry = "https://download.pytorch.org/whl/cpu" }, marker = "extra == 'extra-3-app-cpu'" },
    { name = "torch", version = "2.6.0+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "extra == 'extra-3-app-gpu' or extra != 'extra-3-app-cpu'" },
]
)"}};
  CHECK(dump("RUN uv sync --extra gpu\n", files) ==
        "uv@/app/.venv torch==2.6.0+cu124 vision==1 | no-deps no-isolation");
  CHECK(dump("RUN uv sync --extra cpu\n", files) ==
        "uv@/app/.venv torch==2.6.0+cpu | no-deps no-isolation");
  CHECK(dump("RUN uv sync\n", files) == "uv@/app/.venv | no-deps no-isolation");
}

namespace {

const Beside poetry_project{
    {"pyproject.toml",
     "[tool.poetry]\nname = \"app\"\n[tool.poetry.dependencies]\ntorch = \"2.6.0\"\n"
     "[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n"
     "[tool.poetry.group.docs]\noptional = true\n[tool.poetry.group.docs.dependencies]\n"
     "sphinx = \"*\"\n"},
    {"poetry.lock", R"([[package]]
name = "flash-attn"
version = "2.7.4"
optional = true
groups = ["main"]
markers = "extra == \"gpu\""
[[package]]
name = "pytest"
version = "8.0"
groups = ["dev"]
[[package]]
name = "sphinx"
version = "7.0"
groups = ["docs"]
[[package]]
name = "torch"
version = "2.6.0+cu124"
groups = ["main", "dev"]
[package.source]
type = "legacy"
url = "https://download.pytorch.org/whl/cu124"
[metadata]
lock-version = "2.1"
python-versions = ">=3.10"
)"}};

}  // namespace

TEST_CASE("poetry install") {
  const auto install = [](const std::string& options) {
    std::string out =
        dump("ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry " + options + "\n", poetry_project);
    REQUIRE(out.starts_with("poetry"));
    return out.substr(6, out.find(" | ") - 6);
  };
  CHECK(install("install") == " pytest==8.0 torch==2.6.0+cu124 -e .(place)");
  CHECK(install("install --no-root --only main") == " torch==2.6.0+cu124");
  CHECK(install("install --no-root --no-dev") == " torch==2.6.0+cu124");
  CHECK(install("install --no-root --without dev") == " torch==2.6.0+cu124");
  CHECK(install("install --no-root --with docs,dev") ==
        " pytest==8.0 sphinx==7.0 torch==2.6.0+cu124");
  CHECK(install("install --no-root --only main -E gpu") == " flash-attn==2.7.4 torch==2.6.0+cu124");
  CHECK(install("install --no-root --only main --extras \"gpu other\"") ==
        " flash-attn==2.7.4 torch==2.6.0+cu124");
  CHECK(install("--no-interaction install --no-root --only docs") == " sphinx==7.0");
  CHECK(install("sync --no-root --only docs") == " sphinx==7.0");
}

TEST_CASE("poetry: where it installs") {
  const auto install = [](const std::string& before) {
    const std::string out =
        dump(before + "RUN poetry install --only docs --no-root\n", poetry_project);
    return out.substr(0, out.find(" sphinx"));
  };
  CHECK(install("") == "poetry@?");
  CHECK(install("ENV POETRY_VIRTUALENVS_IN_PROJECT=1\n") == "poetry@/app/.venv");
  CHECK(install("ENV POETRY_VIRTUALENVS_CREATE=0\n") == "poetry");
  CHECK(install("RUN poetry config virtualenvs.create false\n") == "poetry");
  CHECK(install("RUN poetry config virtualenvs.create false --local\n") == "poetry");
  CHECK(install("RUN poetry config virtualenvs.in-project true\n") == "poetry@/app/.venv");
  CHECK(install("RUN if x; then poetry config virtualenvs.create false; fi\n") == "poetry@?");
  CHECK(install("ENV VIRTUAL_ENV=/v\n") == "poetry@/v");
}

TEST_CASE("poetry before version 2: the manifest says what is asked for") {
  const Beside files{
      {"pyproject.toml",
       "[tool.poetry]\nname = \"app\"\n[tool.poetry.dependencies]\npython = \"^3.10\"\n"
       "torch = \"2.6.0\"\nflash-attn = {version = \"*\", optional = true}\n"
       "[tool.poetry.extras]\ngpu = [\"flash-attn\"]\n"
       "[tool.poetry.group.dev.dependencies]\npytest = \"*\"\n"},
      {"poetry.lock", R"([[package]]
name = "einops"
version = "0.8"
[[package]]
name = "flash-attn"
version = "2.7.4"
optional = true
[package.dependencies]
einops = "*"
[[package]]
name = "pytest"
version = "8.0"
[[package]]
name = "torch"
version = "2.6.0"
[package.dependencies]
numpy = {version = "*", optional = true, markers = "extra == \"all\""}
sympy = "*"
win = {version = "*", markers = "sys_platform == \"win32\""}
[[package]]
name = "numpy"
version = "1"
[[package]]
name = "sympy"
version = "1.13"
[[package]]
name = "win"
version = "1"
[metadata]
lock-version = "2.0"
)"}};
  const std::string env = "ENV POETRY_VIRTUALENVS_CREATE=false\n";
  CHECK(dump(env + "RUN poetry install --no-root\n", files) ==
        "poetry pytest==8.0 sympy==1.13 torch==2.6.0 | no-deps no-isolation");
  CHECK(dump(env + "RUN poetry install --no-root --only main --extras gpu\n", files) ==
        "poetry einops==0.8 flash-attn==2.7.4 sympy==1.13 torch==2.6.0 | no-deps no-isolation");
}

TEST_CASE("pdm install") {
  const Beside files{
      {"pyproject.toml",
       "[project]\nname = \"app\"\n[project.optional-dependencies]\ngpu = [\"torch\"]\n"
       "[dependency-groups]\ntest = [\"pytest\"]\n"},
      {"pdm.lock", R"([metadata]
groups = ["default", "gpu", "test"]
lock_version = "4.5.0"
[[package]]
name = "numpy"
version = "2.0"
groups = ["default"]
[[package]]
name = "pytest"
version = "8.0"
groups = ["test"]
[[package]]
name = "torch"
version = "2.6.0"
groups = ["gpu"]
)"}};
  const auto install = [&](const std::string& options) {
    const std::string out = dump("RUN pdm " + options + " --no-self\n", files);
    const std::string begin = "pdm@/app/.venv ";
    REQUIRE(out.starts_with(begin));
    return out.substr(begin.size(), out.find(" | ") - begin.size());
  };
  CHECK(install("install") == "numpy==2.0 pytest==8.0 torch==2.6.0");
  CHECK(install("sync --prod") == "numpy==2.0");
  CHECK(install("sync --prod -G gpu") == "numpy==2.0 torch==2.6.0");
  CHECK(install("install -G gpu") == "numpy==2.0 pytest==8.0 torch==2.6.0");
  CHECK(install("install -dG test") == "numpy==2.0 pytest==8.0");
  CHECK(install("install --no-default -G test") == "pytest==8.0");
  CHECK(install("install --prod -G :all") == "numpy==2.0 torch==2.6.0");
  CHECK(install("install --without test") == "numpy==2.0 torch==2.6.0");
}

TEST_CASE("pipenv install") {
  const Beside files{
      {"Pipfile", "[packages]\n"},
      {"Pipfile.lock",
       R"({"_meta": {"sources": [{"name": "pypi", "url": "https://pypi.org/simple"}]},
 "default": {"torch": {"version": "==2.6.0"}}, "develop": {"pytest": {"version": "==8.0"}}})"}};
  const std::string end = " | no-deps no-isolation";
  CHECK(dump("RUN pipenv install --system --deploy\n", files) == "pipenv torch==2.6.0" + end);
  CHECK(dump("RUN pipenv sync --dev --system\n", files) == "pipenv pytest==8.0 torch==2.6.0" + end);
  CHECK(dump("RUN pipenv install --ignore-pipfile\n", files) == "pipenv@? torch==2.6.0" + end);
  CHECK(dump("ENV PIPENV_VENV_IN_PROJECT=1\nRUN pipenv sync\n", files) ==
        "pipenv@/app/.venv torch==2.6.0" + end);
  CHECK(dump("RUN pipenv install --system requests\n", files) ==
        "pipenv torch==2.6.0(maybe)" + end + " incomplete");
  CHECK(dump("RUN pipenv install --system --skip-lock\n", files) == "pipenv" + end + " incomplete");
}

TEST_CASE("pip install -r pylock.toml") {
  const Beside files{{"pylock.toml", R"(lock-version = "1.0"
[[packages]]
name = "torch"
version = "2.6.0+cu124"
index = "https://download.pytorch.org/whl/cu124"
[[packages]]
name = "win"
version = "1"
marker = "sys_platform == 'win32'"
)"}};
  CHECK(dump("RUN pip install -r pylock.toml\n", files) == "pip torch==2.6.0+cu124");
  CHECK(dump("RUN uv pip sync --system pylock.toml\n", files) == "uv torch==2.6.0+cu124");
}

TEST_CASE("exports") {
  const std::string pip = "RUN pip install -r r.txt\n";
  const std::string uv = "RUN uv export --no-dev --no-emit-project --no-hashes ";
  CHECK(dump(uv + "-o r.txt\n" + pip, uv_project) == "pip torch==2.6.0+cu124");
  CHECK(dump(uv + "> r.txt && pip install -r r.txt\n", uv_project) == "pip torch==2.6.0+cu124");
  CHECK(dump(uv + "| uv pip install --system -r -\n", uv_project) == "uv torch==2.6.0+cu124");
  CHECK(dump(uv + "--emit-index-url -o r.txt\n" + pip, uv_project) ==
        "pip torch==2.6.0+cu124 | extra=https://download.pytorch.org/whl/cu124");
  CHECK(dump("RUN poetry export --with docs -f requirements.txt --output r.txt\n" + pip,
             poetry_project) ==
        "pip sphinx==7.0 torch==2.6.0+cu124 | extra=https://download.pytorch.org/whl/cu124");
  CHECK(dump("RUN poetry export --without-urls -o r.txt\n" + pip, poetry_project) ==
        "pip torch==2.6.0+cu124");
  // Something else has a hand in it, or what is written is not known.
  CHECK(dump(uv + "-o r.txt && sed -i s/a/b/ r.txt\n" + pip, uv_project) ==
        "pip | incomplete options?");
  CHECK(dump(uv + "-o r.txt\nRUN echo x >> r.txt\n" + pip, uv_project) ==
        "pip | incomplete options?");
  CHECK(dump("ARG MORE\n" + uv + "$MORE -o r.txt\n" + pip, uv_project) ==
        "pip | incomplete options?");
  CHECK(dump(uv + ">> r.txt\n" + pip, uv_project) == "pip | incomplete options?");
  CHECK(dump(uv + "| grep -v torch | uv pip install --system -r -\n", uv_project) ==
        "uv | incomplete options?");
}

TEST_CASE("a lock written in the Dockerfile itself") {
  const std::string out = dump(
      "COPY <<EOF /x/pyproject.toml\n[project]\nname = \"x\"\nEOF\n"
      "COPY <<EOF /x/uv.lock\nversion = 1\n[[package]]\nname = \"x\"\n"
      "source = { virtual = \".\" }\ndependencies = [{ name = \"torch\" }]\n"
      "[[package]]\nname = \"torch\"\nversion = \"2.6.0\"\nEOF\n"
      "RUN cd /x && uv sync\n",
      {});
  CHECK(out == "uv@/x/.venv torch==2.6.0 | no-deps no-isolation");
}
