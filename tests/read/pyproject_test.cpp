// pyproject.toml, value by value.

#include <doctest/doctest.h>

#include <string>

#include "read/pyproject.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

/// "torch==2.1 @12-20": the requirement as it counts, and the place to point at.
std::string dump(const Dependency& dependency, std::string_view bytes) {
  const Requirement& requirement = dependency.requirement;
  std::string out = requirement.name;
  for (const std::string& extra : requirement.extras) out += "[" + extra + "]";
  for (const Specifier& clause : requirement.specifiers.all)
    out += std::string(spelling(clause.op)) + clause.text;
  if (!requirement.url.empty()) out += " at " + requirement.url.value;
  if (!requirement.vcs_ref.empty()) out += " ref " + requirement.vcs_ref;
  if (!requirement.marker.empty()) out += " marker";
  if (!dependency.source.empty()) out += " from " + dependency.source.value;
  if (dependency.optional) out += " optional";
  if (!requirement.known) out += " ?";
  if (!requirement.error.empty()) out += " !" + requirement.error;
  out += " {" + std::string(bytes.substr(dependency.span.begin, dependency.span.size())) + "}";
  return out;
}

std::string dump(const std::vector<Dependency>& all, std::string_view bytes) {
  std::string out;
  for (const Dependency& each : all) out += (out.empty() ? "" : "\n") + dump(each, bytes);
  return out;
}

std::string poetry(std::string_view text) {
  const std::optional<Specifiers> all = poetry_specifiers(text);
  if (!all) return "none";
  std::string out;
  for (const Specifier& clause : all->all)
    out += (out.empty() ? "" : ",") + std::string(spelling(clause.op)) + clause.text;
  return out;
}

}  // namespace

TEST_CASE("pyproject: places on one long line") {
  // Columns count code points, and no place may depend on which was asked for before.
  std::string bytes = "[project]\nname = \"é\"\ndependencies = [";
  for (int i = 0; i < 600; ++i) bytes += "\"p" + std::to_string(i) + "\", \"é\", ";
  bytes += "]\n";
  const Pyproject file = read_pyproject(FileId{0}, bytes);
  REQUIRE(!file.error);
  std::size_t plain = 0;
  for (const Dependency& each : file.project->dependencies) {
    if (!each.requirement.error.empty()) continue;
    const std::string_view written =
        std::string_view(bytes).substr(each.span.begin, each.span.size());
    CHECK(written.find(each.requirement.name) != written.npos);
    CHECK(written.size() <= each.requirement.name.size() + 2);
    ++plain;
  }
  CHECK(plain >= 600);
}

TEST_CASE("pyproject: [project]") {
  const std::string bytes = R"([project]
name = "My_App"
version = '1.0'
requires-python = ">=3.10"
dependencies = [
  "torch==2.1.0",  # pinned
  'numpy<2 ; python_version < "3.13"',
  "esc\u0061ped>=1",
]
dynamic = ["readme"]

[project.optional-dependencies]
Train_All = ["triton"]

[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"
)";
  const Pyproject file = read_pyproject(0, bytes);
  REQUIRE(file.project);
  CHECK(!file.error);
  CHECK(file.project->name.value == "My_App");
  CHECK(file.project->version.value == "1.0");
  CHECK(file.project->requires_python.value == ">=3.10");
  CHECK(file.project->is_dynamic("readme"));
  CHECK(!file.project->is_dynamic("dependencies"));
  CHECK(dump(file.project->dependencies, bytes) ==
        "torch==2.1.0 {torch==2.1.0}\n"
        "numpy<2 marker {numpy<2 ; python_version < \"3.13\"}\n"
        "escaped>=1 {\"esc\\u0061ped>=1\"}");
  REQUIRE(file.project->extras.size() == 1);
  CHECK(file.project->extras[0].normalized == "train-all");
  CHECK(file.build_backend.value == "setuptools.build_meta");
  CHECK(dump(file.build_requires, bytes) == "setuptools>=61 {setuptools>=61}");
  // The version's own bytes: edits land there.
  const Requirement& torch = file.project->dependencies[0].requirement;
  const Specifier& clause = torch.specifiers.all[0];
  const Span version =
      torch.specifier_text.span(clause.version_at, clause.version_at + clause.text.size());
  CHECK(bytes.substr(version.begin, version.size()) == "2.1.0");
  // An escape makes a text that cannot be edited in part.
  CHECK(!file.project->dependencies[2].requirement.name_span);
}

TEST_CASE("pyproject: what is not of its type") {
  const Pyproject file = read_pyproject(0,
                                        "[project]\nname = 3\ndependencies = [1, \"a\"]\n"
                                        "[dependency-groups]\ndev = [{include-group = \"x\"}, 3]\n"
                                        "x = \"y\"\n[tool]\nuv = 3\npoetry = []\n");
  CHECK(!file.error);
  REQUIRE(file.project);
  CHECK(!file.project->known);
  CHECK(file.project->dependencies.size() == 1);
  REQUIRE(file.groups.size() == 2);
  CHECK(!file.groups[0].known);
  CHECK(file.groups[0].includes.size() == 1);
  CHECK(!file.groups[1].known);
  CHECK(!file.uv);
  CHECK(!file.poetry);
}

TEST_CASE("pyproject: no TOML") {
  const std::string bytes = "[project]\nname = \"a\"\ndependencies = [\n  \"torch\"\n  \"x\"\n]\n";
  const Pyproject file = read_pyproject(0, bytes);
  REQUIRE(file.error);
  CHECK(!file.project);
  CHECK(file.error->span.begin >= bytes.find("\"x\""));
  CHECK(!file.error->message.empty());
  CHECK(read_pyproject(0, "").error == std::nullopt);
  CHECK(read_pyproject(0, "[a\n").error);
  CHECK(read_pyproject(0, "\xff\xfe").error);
}

TEST_CASE("pyproject: [tool.uv]") {
  const std::string bytes = R"([tool.uv]
constraint-dependencies = ["numpy<2"]
override-dependencies = ["torch==2.4.0"]
dev-dependencies = ["pytest"]
no-build-isolation-package = ["Flash_Attn"]
index-strategy = "unsafe-best-match"
exclude-newer = "2024-01-01"
default-groups = ["dev"]

[tool.uv.sources]
torch = [
  { index = "pytorch-cu124", marker = "sys_platform == 'linux'", extra = "gpu" },
  { index = "pytorch-cpu", group = "cpu" },
]
lib = { path = "../lib", editable = true }
mate = { workspace = true }
repo = { git = "https://github.com/o/r", rev = "main" }
odd = 3

[[tool.uv.index]]
name = "pytorch-cu124"
url = "https://download.pytorch.org/whl/cu124"
explicit = true

[tool.uv.pip]
torch-backend = "auto"
extra-index-url = ["https://a/simple"]
)";
  const Pyproject file = read_pyproject(0, bytes);
  REQUIRE(file.uv);
  const UvTable& uv = *file.uv;
  CHECK(dump(uv.constraints, bytes) == "numpy<2 {numpy<2}");
  CHECK(dump(uv.overrides, bytes) == "torch==2.4.0 {torch==2.4.0}");
  CHECK(dump(uv.dev, bytes) == "pytest {pytest}");
  CHECK(uv.options.no_build_isolation_packages == std::vector<std::string>{"flash-attn"});
  CHECK(uv.options.index_strategy->value == "unsafe-best-match");
  REQUIRE(uv.options.unread.size() == 1);
  CHECK(uv.options.unread[0].value == "exclude-newer");
  CHECK(uv.pip.torch_backend->value == "auto");
  CHECK(uv.pip.extra_index_urls.size() == 1);
  CHECK(uv.pip.unread.empty());
  REQUIRE(uv.default_groups);
  CHECK(uv.default_groups->size() == 1);
  REQUIRE(uv.sources.size() == 6);
  CHECK(uv.sources[0].name == "torch");
  CHECK(uv.sources[0].value.value == "pytorch-cu124");
  CHECK(uv.sources[0].extra.value == "gpu");
  CHECK(!uv.sources[0].marker.empty());
  CHECK(uv.sources[1].group.value == "cpu");
  CHECK(uv.sources[2].kind == PackageSource::Kind::path);
  CHECK(uv.sources[3].kind == PackageSource::Kind::workspace);
  CHECK(uv.sources[4].kind == PackageSource::Kind::git);
  CHECK(!uv.sources[5].known);
  REQUIRE(uv.indexes.size() == 1);
  CHECK(uv.indexes[0].only_explicit);
  const Span url = uv.indexes[0].url.span();
  CHECK(bytes.substr(url.begin, url.size()) == "https://download.pytorch.org/whl/cu124");
}

TEST_CASE("pyproject: [tool.poetry]") {
  const std::string bytes = R"([tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.10"
torch = { version = "2.1.0", source = "pytorch", python = ">=3.9,<3.12" }
numpy = "^1.26"
any = "*"
either = "^1 || ^2"
wheel = { url = "https://h/wheel-1.0-py3-none-any.whl" }
repo = { git = "https://github.com/o/r.git", tag = "v1" }
extra = { version = ">=1", extras = ["a", "b"], optional = true }
many = [{ version = "1.0", python = "<3.10" }, { version = "2.0", markers = "os_name == 'nt'" }]
lib = { path = "../lib", develop = true }
[tool.poetry.group.dev]
optional = true
[tool.poetry.group.dev.dependencies]
pytest = "~7.4"
[tool.poetry.extras]
all = ["extra"]
[[tool.poetry.source]]
name = "pytorch"
url = "https://download.pytorch.org/whl/cu118"
priority = "explicit"
)";
  const Pyproject file = read_pyproject(0, bytes);
  REQUIRE(file.poetry);
  CHECK(file.poetry->python.value == "^3.10");
  CHECK(dump(file.poetry->dependencies, bytes) ==
        "torch==2.1.0 marker from pytorch {torch = { version = \"2.1.0\", source = \"pytorch\", "
        "python = \">=3.9,<3.12\" }}\n"
        "numpy>=1.26<2 {numpy = \"^1.26\"}\n"
        "any {any = \"*\"}\n"
        "either ? {either = \"^1 || ^2\"}\n"
        "wheel==1.0 at https://h/wheel-1.0-py3-none-any.whl {wheel = { url = "
        "\"https://h/wheel-1.0-py3-none-any.whl\" }}\n"
        "repo at git+https://github.com/o/r.git@v1 ref v1 {repo = { git = "
        "\"https://github.com/o/r.git\", tag = \"v1\" }}\n"
        "extra[a][b]>=1 optional {extra = { version = \">=1\", extras = [\"a\", \"b\"], optional = "
        "true }}\n"
        "many==1.0 marker {many = [{ version = \"1.0\", python = \"<3.10\" }}\n"
        "many==2.0 marker {many = [{ version = \"1.0\", python = \"<3.10\" }, { version = \"2.0\", "
        "markers = \"os_name == 'nt'\" }}\n"
        "lib at ../lib {lib = { path = \"../lib\", develop = true }}");
  // Only the version is written in the file as it counts.
  const Requirement& torch = file.poetry->dependencies[0].requirement;
  const Specifier& clause = torch.specifiers.all[0];
  const Span version =
      torch.specifier_text.span(clause.version_at, clause.version_at + clause.text.size());
  CHECK(bytes.substr(version.begin, version.size()) == "2.1.0");
  CHECK(!torch.specifier_text.span());
  CHECK(!torch.name_span);
  const Span caret = file.poetry->dependencies[1].requirement.specifier_text.span();
  CHECK(bytes.substr(caret.begin, caret.size()) == "^1.26");
  REQUIRE(file.poetry->groups.size() == 1);
  CHECK(file.poetry->groups[0].optional);
  CHECK(dump(file.poetry->groups[0].dependencies, bytes) == "pytest>=7.4<7.5 {pytest = \"~7.4\"}");
  REQUIRE(file.poetry->extras.size() == 1);
  CHECK(file.poetry->extras[0].dependencies.size() == 1);
  REQUIRE(file.poetry->sources.size() == 1);
  CHECK(file.poetry->sources[0].only_explicit);
}

TEST_CASE("pyproject: [tool.pdm] and setuptools") {
  const std::string bytes = R"([tool.pdm]
distribution = false
[tool.pdm.dev-dependencies]
test = ["pytest"]
[[tool.pdm.source]]
name = "torch"
url = "https://download.pytorch.org/whl/cu121"
type = "find_links"
[tool.pdm.resolution]
respect-source-order = true
excludes = ["x"]
[tool.pdm.resolution.overrides]
torch = "2.1.0"
[tool.setuptools.dynamic]
dependencies = { file = ["requirements.txt"] }
optional-dependencies.gpu = { file = "gpu.txt" }
)";
  const Pyproject file = read_pyproject(0, bytes);
  REQUIRE(file.pdm);
  CHECK(!file.pdm->distribution);
  CHECK(file.pdm->dev.size() == 1);
  REQUIRE(file.pdm->sources.size() == 1);
  CHECK(file.pdm->sources[0].find_links);
  CHECK(dump(file.pdm->overrides, bytes) == "torch==2.1.0 {torch = \"2.1.0\"}");
  CHECK(file.pdm->respect_source_order);
  REQUIRE(file.setuptools_dynamic.dependencies.size() == 1);
  CHECK(file.setuptools_dynamic.dependencies[0].value == "requirements.txt");
  REQUIRE(file.setuptools_dynamic.extras.size() == 1);
  CHECK(file.setuptools_dynamic.extras[0].files.size() == 1);
}

TEST_CASE("constraints of poetry") {
  CHECK(poetry("^1.2.3") == ">=1.2.3,<2");
  CHECK(poetry("^0.2.3") == ">=0.2.3,<0.3");
  CHECK(poetry("^0.0.3") == ">=0.0.3,<0.0.4");
  CHECK(poetry("^0.0") == ">=0.0,<0.1");
  CHECK(poetry("^0") == ">=0,<1");
  CHECK(poetry("~1.2.3") == ">=1.2.3,<1.3");
  CHECK(poetry("~1.2") == ">=1.2,<1.3");
  CHECK(poetry("~1") == ">=1,<2");
  CHECK(poetry("~=1.2") == "~=1.2");
  CHECK(poetry("1.2.3") == "==1.2.3");
  CHECK(poetry("=1.2.3") == "==1.2.3");
  CHECK(poetry("2.1.0+cu118") == "==2.1.0+cu118");
  CHECK(poetry("1.2.*") == "==1.2.*");
  CHECK(poetry("*") == "");
  CHECK(poetry(">= 1.2, < 2") == ">=1.2,<2");
  CHECK(poetry(">=1.2 <2") == ">=1.2,<2");
  CHECK(poetry("!=1.3") == "!=1.3");
  CHECK(poetry("^1 || ^2") == "none");
  CHECK(poetry("^x") == "none");
  CHECK(poetry("latest") == "none");
}
