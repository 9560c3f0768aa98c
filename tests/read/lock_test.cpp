// Lock files, format by format.

#include <doctest/doctest.h>

#include <string>

#include "read/json.h"
#include "read/lock.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

std::string dump(const LockMarker& marker) {
  if (!marker.known) return ";?";
  return marker.marker.empty() ? "" : ";" + marker.marker.nodes.front().left.text;
}

std::string dump(const std::vector<LockedDependency>& all) {
  std::string out;
  for (const LockedDependency& each : all) {
    out += " >" + each.name;
    for (const std::string& extra : each.extras) out += "[" + extra + "]";
    if (!each.version.empty()) out += "==" + each.version;
    if (!each.source.empty()) out += "@" + each.source;
    if (each.clauses && !each.clauses->empty()) out += "(" + each.clauses->all.front().text + ")";
    out += dump(each.marker);
  }
  return out;
}

/// `torch==2.6.0 index=https://... in main;sys_platform >numpy`
std::string dump(const LockedPackage& package) {
  static constexpr const char* kinds[] = {"index", "url", "git", "archive", "directory"};
  std::string out = package.name;
  if (!package.version.empty()) out += "==" + package.version.value;
  if (!package.source.empty() || package.kind != LockedPackage::Source::index)
    out += std::string(" ") + kinds[static_cast<int>(package.kind)] + "=" + package.source.value;
  if (package.nothing_to_install) out += " virtual";
  for (const LockMarker& fork : package.forks) out += " fork" + dump(fork);
  for (const LockedIn& in : package.in) out += " in " + in.group + dump(in.marker);
  for (const std::string& extra : package.extras) out += " +" + extra;
  out += dump(package.dependencies);
  for (const LockedGroup& group : package.optional)
    out += " [" + group.name + dump(group.dependencies) + "]";
  for (const LockedGroup& group : package.development)
    out += " {" + group.name + dump(group.dependencies) + "}";
  return out;
}

std::string dump(const LockFile& lock) {
  std::string out = lock.known ? "" : "not known\n";
  if (lock.error) out += "error: " + lock.error->message + "\n";
  for (const LockedPackage& package : lock.packages) out += dump(package) + "\n";
  return out;
}

std::string dump(LockFormat format, std::string_view bytes) {
  return dump(read_lock(format, 0, bytes));
}

}  // namespace

TEST_CASE("lock: names of files") {
  CHECK(lock_format("uv.lock") == LockFormat::uv);
  CHECK(lock_format("poetry.lock") == LockFormat::poetry);
  CHECK(lock_format("pdm.lock") == LockFormat::pdm);
  CHECK(lock_format("Pipfile.lock") == LockFormat::pipfile);
  CHECK(lock_format("pylock.toml") == LockFormat::pylock);
  CHECK(lock_format("pylock.gpu.toml") == LockFormat::pylock);
  for (const char* name : {"pylock..toml", "pylock.a.b.toml", "Cargo.lock", "pylock", "UV.lock"})
    CHECK(!lock_format(name));
}

TEST_CASE("lock: uv.lock") {
  const std::string bytes = R"(version = 1
revision = 2
requires-python = ">=3.11"
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "torch", version = "2.6.0", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform == 'darwin'" },
    { name = "torch", version = "2.6.0+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "sys_platform != 'darwin'" },
    { name = "uvicorn", extra = ["standard"] },
]
[package.optional-dependencies]
GPU = [{ name = "flash-attn" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[package.metadata]
requires-dist = [{ name = "torch", specifier = "==2.6.0" }]

[[package]]
name = "torch"
version = "2.6.0+cu124"
source = { registry = "https://download.pytorch.org/whl/cu124" }
resolution-markers = ["sys_platform != 'darwin'"]
wheels = [
    { url = "https://download.pytorch.org/whl/cu124/torch-2.6.0%2Bcu124-cp311-cp311-linux_x86_64.whl", hash = "sha256:0" },
]

[[package]]
name = "Torch"
version = "2.6.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "flash-attn"
version = "2.7.4"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/f/flash_attn-2.7.4.tar.gz", hash = "sha256:0", size = 1 }
[[package]]
name = "repo"
version = "1.0"
source = { git = "https://github.com/o/repo?rev=main#0123" }
[[package]]
name = "member"
source = { editable = "packages/member" }
)";
  const LockFile lock = read_lock(LockFormat::uv, 3, bytes);
  CHECK(dump(lock) ==
        "app==0.1.0 directory=. virtual >torch==2.6.0;sys_platform "
        ">torch==2.6.0+cu124@https://download.pytorch.org/whl/cu124;sys_platform "
        ">uvicorn[standard] [gpu >flash-attn] {dev >pytest}\n"
        "flash-attn==2.7.4\n"
        "member directory=packages/member\n"
        "repo==1.0 git=https://github.com/o/repo?rev=main#0123\n"
        "torch==2.6.0+cu124 index=https://download.pytorch.org/whl/cu124 "
        "fork;sys_platform\n"
        "torch==2.6.0\n");
  CHECK(lock.requires_python == ">=3.11");
  REQUIRE(lock.named("torch").size() == 2);
  const Span span = lock.named("torch").front().version.span();
  CHECK(span.file == 3);
  CHECK(bytes.substr(span.begin, span.size()) == "2.6.0+cu124");
  CHECK(lock.named("tor").empty());
  CHECK(!read_lock(LockFormat::uv, 0, "version = 2\n").known);
  CHECK(!read_lock(LockFormat::uv, 0, "version = \"1\"\n").known);
}

TEST_CASE("lock: a version that no integer can hold") {
  CHECK(!read_lock(LockFormat::uv, 0, "version = 4.4e41\n").known);
  CHECK(!read_lock(LockFormat::uv, 0, "version = " + std::string(50, '4') + ".4\n").known);
}

TEST_CASE("lock: a workspace without a project") {
  const LockFile lock = read_lock(LockFormat::uv, 0, R"(version = 1
[manifest]
members = ["a", "B"]
[manifest.dependency-groups]
dev = [{ name = "ruff" }]
[[package]]
name = "a"
source = { editable = "a" }
)");
  CHECK(lock.members == std::vector<std::string>{"a", "b"});
  REQUIRE(lock.groups.size() == 1);
  CHECK(dump(lock.groups[0].dependencies) == " >ruff");
}

TEST_CASE("lock: poetry.lock") {
  CHECK(dump(LockFormat::poetry, R"toml([[package]]
name = "torch"
version = "2.6.0+cu124"
optional = true
python-versions = ">=3.9"
groups = ["main", "dev"]
markers = {main = "extra == \"gpu\"", dev = "sys_platform == \"linux\""}
files = [{file = "torch-2.6.0+cu124-cp311-cp311-linux_x86_64.whl", hash = "sha256:0"}]
[package.dependencies]
filelock = "*"
numpy = [
    {version = ">=1.21", markers = "python_version < \"3.12\""},
    {version = ">=1.26"},
]
triton = {version = "3.2.0", optional = true}
[package.extras]
opt-einsum = ["opt-einsum (>=3.3)"]
[package.source]
type = "legacy"
url = "https://download.pytorch.org/whl/cu124"
reference = "pytorch"
[[package]]
name = "own"
version = "0.1.0"
groups = ["main"]
markers = "python_version < \"3.12\""
[package.source]
type = "directory"
url = "../own"
[metadata]
lock-version = "2.1"
python-versions = ">=3.10"
)toml") ==
        "own==0.1.0 directory=../own in main;python_version\n"
        "torch==2.6.0+cu124 index=https://download.pytorch.org/whl/cu124 in main;extra "
        "in dev;sys_platform >filelock >numpy(1.21);python_version >numpy(1.26) >triton(3.2.0);? "
        "[opt-einsum >opt-einsum]\n");
  CHECK(dump(LockFormat::poetry, "[[package]]\nname = \"a\"\n") == "not known\n");
  CHECK(dump(LockFormat::poetry,
             "package = []\n[extras]\ngpu = [\"torch\"]\n[metadata]\nlock-version = \"1.1\"\n") ==
        "");
}

TEST_CASE("lock: pdm.lock") {
  CHECK(dump(LockFormat::pdm, R"([metadata]
groups = ["default", "gpu"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
[[package]]
name = "torch"
version = "2.6.0"
groups = ["gpu"]
marker = "sys_platform == \"linux\""
files = [{file = "torch-2.6.0-cp311-cp311-manylinux1_x86_64.whl", hash = "sha256:0"}]
[[package]]
name = "uvicorn"
version = "0.30"
extras = ["standard"]
groups = ["default"]
[[package]]
name = "x"
version = "1"
path = "./x"
groups = ["default"]
)") == "torch==2.6.0 in gpu;sys_platform\n"
       "uvicorn==0.30 in default +standard\n"
       "x==1 directory=./x in default\n");
  // Without groups in the packages there is one for all, or none is known.
  CHECK(dump(LockFormat::pdm,
             "[metadata]\ngroups = [\"default\"]\nlock_version = \"4.4\"\n"
             "[[package]]\nname = \"a\"\nversion = \"1\"\n") == "a==1 in default\n");
  CHECK(dump(LockFormat::pdm,
             "[metadata]\ngroups = [\"default\", \"dev\"]\nlock_version = \"4.4\"\n"
             "[[package]]\nname = \"a\"\nversion = \"1\"\n") == "not known\na==1\n");
}

TEST_CASE("lock: Pipfile.lock") {
  const std::string bytes = R"({
    "_meta": {
        "hash": {"sha256": "0"},
        "pipfile-spec": 6,
        "requires": {"python_version": "3.11"},
        "sources": [
            {"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true},
            {"name": "pytorch", "url": "https://download.pytorch.org/whl/cu124"}
        ]
    },
    "default": {
        "Torch": {"hashes": ["sha256:0"], "index": "pytorch", "version": "==2.6.0+cu124"},
        "numpy": {"markers": "python_version >= '3.11'", "version": "==2.1.0"},
        "repo": {"git": "git+https://github.com/o/repo", "ref": "0123"},
        "any": {"version": "*"}
    },
    "develop": {"pytest": {"version": "==8.0"}}
})";
  const LockFile lock = read_lock(LockFormat::pipfile, 0, bytes);
  CHECK(dump(lock) ==
        "any in default\n"
        "numpy==2.1.0 in default;python_version\n"
        "pytest==8.0 in develop\n"
        "repo git=https://github.com/o/repo in default\n"
        "torch==2.6.0+cu124 index=https://download.pytorch.org/whl/cu124 in default\n");
  CHECK(lock.requires_python == "==3.11");
  const Span span = lock.named("torch").front().version.span();
  CHECK(bytes.substr(span.begin, span.size()) == "2.6.0+cu124");
  CHECK(dump(LockFormat::pipfile, "{\"default\": {") == "not known\nerror: this is no JSON\n");
  CHECK(dump(LockFormat::pipfile, "[]") == "not known\nerror: this is no JSON\n");
}

TEST_CASE("lock: pylock.toml") {
  CHECK(dump(LockFormat::pylock, R"(lock-version = "1.0"
requires-python = ">=3.11"
extras = ["gpu"]
dependency-groups = ["dev"]
default-groups = ["dev"]
[[packages]]
name = "torch"
version = "2.6.0+cu124"
marker = "'gpu' in extras"
index = "https://download.pytorch.org/whl/cu124"
wheels = [{name = "torch-2.6.0+cu124-cp311-cp311-linux_x86_64.whl", url = "https://x/y.whl", hashes = {sha256 = "0"}}]
[[packages]]
name = "own"
directory = {path = "own", editable = true}
[[packages]]
name = "repo"
vcs = {type = "git", url = "https://github.com/o/repo", commit-id = "0123"}
[[packages]]
name = "tool"
version = "1"
sdist = {name = "tool-1.tar.gz", hashes = {sha256 = "0"}}
)") == "own directory=own in \n"
       "repo git=https://github.com/o/repo in \n"
       "tool==1 in \n"
       "torch==2.6.0+cu124 index=https://download.pytorch.org/whl/cu124 in ;gpu\n");
}

TEST_CASE("lock: what is no lock file") {
  CHECK(dump(LockFormat::uv, "version = \n").starts_with("not known\nerror: "));
  CHECK(dump(LockFormat::uv, "version = 1\npackage = 3\n") == "not known\n");
  CHECK(dump(LockFormat::uv, "version = 1\npackage = [1, {}]\n") == "not known\n");
  CHECK(dump(LockFormat::uv, "version = 1\n[[package]]\nname = \"a\"\ndependencies = [1]\n") ==
        "not known\na\n");
  CHECK(dump(LockFormat::uv, "") == "not known\n");
  CHECK(dump(LockFormat::pipfile, "") == "not known\nerror: this is no JSON\n");
}

TEST_CASE("json: values and their places") {
  const std::string bytes =
      R"( {"a": ["x\n\u00e9\ud83d\ude00", true, -1.5e3], "b": {}, "a": null} )";
  const JsonResult read = read_json(7, bytes);
  REQUIRE(read.value);
  CHECK(read.value->keys.size() == 3);
  CHECK(read.value->items[0].items[0].text.value == "x\né😀");
  CHECK(read.value->find("a")->text.value == "null");
  CHECK(read.value->find("b")->kind == JsonValue::Kind::object);
  CHECK(read.value->string("b") == nullptr);
  CHECK(read.value->items[0].items[2].span == Span{7, 39, 45});
  for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "\"\n\"", "\"\\x\"", "\"\\u12\"", "nul",
                           "[1] 2", "{1: 2}", "[\"a"})
    CHECK_MESSAGE(!read_json(0, text).value, text);
  CHECK(!read_json(0, std::string(100000, '[')).value);
}
