#!/usr/bin/env python3
"""cudafit as WebAssembly in Node.js against the ordinary binary: run.py BINARY WASM

WASM is a folder that packaging/wasm/build has made. What both say of the same files must be the same bytes.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = BUILT = WASM = WORK = None

# What differs from run to run: times, and the word that turns workflow commands back on.
PASSING = [(rb" \([0-9.]+ ms\)", b""), (rb"(?m)^::(stop-commands::)?cudafit-[0-9a-f]{16,}.*", b"::token")]


class Outcome:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
        for pattern, text in PASSING:
            self.out = re.sub(pattern, text, self.out)
            self.err = re.sub(pattern, text, self.err)

    def __eq__(self, other):
        return (self.status, self.out, self.err) == (other.status, other.out, other.err)

    def __repr__(self):
        return f"status {self.status}\n--- stdout\n{self.out.decode()[-3000:]}\n--- stderr\n{self.err.decode()[-3000:]}"


def started(program, args, cwd, stdin=b"", env=None):
    env = {"PATH": os.environ["PATH"], "HOME": str(WORK), "LC_ALL": "C.UTF-8", **(env or {})}
    return Outcome(subprocess.run([*program, *args], cwd=cwd, input=stdin, capture_output=True, env=env, check=False, timeout=300))


def node(*args, cwd=ROOT, **more):
    return started(["node", str(WASM / "run.js")], args, cwd, **more)


def native(*args, cwd=ROOT, **more):
    return started([BINARY], args, cwd, **more)


def same(*args, **more):
    one, other = native(*args, **more), node(*args, **more)
    assert one == other, f"{args}\n=== ordinary\n{one}\n=== WebAssembly\n{other}"
    return one


def project(name, source=ROOT / "examples/dead-tag"):
    at = WORK / name
    shutil.copytree(source, at, symlinks=True)
    return at


def case_every_test_file_in_every_format():
    for form in ("full", "json"):
        assert same("check", "--isolated", "--format", form, "tests/rules").out
    assert same("check", "--format", "full", "tests/projects").out


def case_recommendations_and_graphs():
    for form in ("json", "svg", "html", "mermaid"):
        assert same("graph", "--format", form, "examples/dead-tag").out
    assert same("recommend", "examples/dead-tag", "--driver", "535", "--gpu", "A100").status == 0
    assert same("recommend", "--torch", "2.4", "--gpu", "RTX 4090", "--driver", "535").status == 0


def case_what_is_known():
    assert b"CUDA" in same("matrix", "cuda", "12.4").out + same("matrix", "--help").out
    assert same("explain", "image-tag-not-found").out
    assert same("rules").out
    assert same("--version").out
    assert same("man").out
    assert same("completion", "bash").out


def case_fixes_are_written():
    both = []
    for name, run in (("native", native), ("node", node)):
        at = project(f"fix-{name}")
        assert run("check", "--diff", ".", cwd=at).status == 1
        outcome = run("check", "--fix", ".", cwd=at)
        assert outcome.status == 0, outcome
        both.append((outcome.out, (at / "Dockerfile").read_text(), sorted(path.name for path in at.iterdir())))
        assert run("check", ".", cwd=at).status == 0
    assert both[0] == both[1], both


def case_reports_are_written_to_files():
    at = project("output")
    outcome = node("check", "--format", "json", "-o", "report.json", cwd=at)
    assert outcome.status == 1 and outcome.out == b"", outcome
    assert json.loads((at / "report.json").read_text())["findings"]


def case_standard_input():
    text = b"FROM nvidia/cuda\nRUN pip install torch>=2.0\n"
    for form in ("full", "json"):
        assert same("check", "-", "--isolated", "--format", form, stdin=text).status == 1


def case_links_and_absolute_paths():
    at = WORK / "links"
    (at / "repo/.git").mkdir(parents=True)
    (at / "repo/docker").mkdir()
    (at / "outside.txt").write_text("torch==9.9\n")
    (at / "repo/requirements").mkdir()
    (at / "repo/requirements/real.txt").write_text("torch==2.4.1+cu131\n")
    (at / "repo/requirements.txt").symlink_to("requirements/real.txt")
    (at / "repo/away.txt").symlink_to(at / "outside.txt")
    (at / "repo/circle").symlink_to("circle")
    (at / "repo/docker/Dockerfile").write_text(
        "FROM python:3.11\nCOPY requirements.txt away.txt ./\nRUN pip install -r requirements.txt\nRUN pip install -r away.txt\nRUN pip install numpy>=1\n"
    )
    found = same("check", "--format", "json", str(at / "repo/docker/Dockerfile"), cwd=at / "repo")
    assert b"pip-unquoted-specifier" in found.out, found
    assert b"9.9" not in found.out, "nothing outside of the repository is read"
    same("check", "../../repo", cwd=at / "repo/docker")
    same("check", "circle", cwd=at / "repo")
    (at / "entry").symlink_to("repo/docker")
    same("check", "entry", cwd=at)
    same("check", ".", cwd=at / "entry")


def case_wrong_usage():
    for args in (["check", "nowhere"], ["check", "--driver", "x", "."], ["frobnicate"], ["check", "--gpu", "nothing", "."]):
        assert same(*args, cwd=ROOT / "examples/dead-tag").status in (2, 3), args


def case_environment():
    same("check", "--isolated", ".", "--build-arg", "CUDA_VERSION", cwd=ROOT / "examples/dead-tag", env={"CUDA_VERSION": "12.4.1"})


def case_what_is_not_there_says_so():
    at = project("missing")
    for args in (["doctor"], ["verify", "nvidia/cuda:12.4.1-base-ubuntu22.04"], ["check", "--watch", "."]):
        outcome = node(*args, cwd=at)
        assert outcome.status == 2 and b"WebAssembly" in outcome.err, (args, outcome)
    outcome = node("check", "--host", "auto", "--online", ".", cwd=at)
    assert outcome.status == 1 and outcome.err.count(b"WebAssembly") == 2, outcome
    (at / ".git").mkdir()
    outcome = node("check", "--changed-since", "main", ".", cwd=at)
    assert outcome.status >= 2 and b"WebAssembly" in outcome.err, outcome


def case_paths_of_windows():
    script = """
      const { argument } = require(process.argv[1] + '/run.js');
      console.log(JSON.stringify(JSON.parse(process.argv[2]).map((text) => argument(text, true))));"""
    given = ["C:\\a\\b c", "d:/x", "docker\\Dockerfile", "--config=C:\\x.toml", "--reason=a\\b", "-", "--fix", "check", "RTX 4090", "C:x"]
    run = subprocess.run(["node", "-e", script, str(WASM), json.dumps(given)], check=True, capture_output=True, text=True)
    want = ["/c/a/b c", "/d/x", "docker/Dockerfile", "--config=/c/x.toml", "--reason=a\\b", "-", "--fix", "check", "RTX 4090", "C:x"]
    assert json.loads(run.stdout) == want, run.stdout


def case_a_closed_pipe():
    done = subprocess.run(
        ["bash", "-c", 'node "$1" man | head -n 1', "-", str(WASM / "run.js")],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
    )
    assert done.stdout.count(b"\n") == 1 and b"Error" not in done.stderr, done


def case_npm_takes_it_where_there_is_no_program():
    out = WORK / "packed"
    subprocess.run(["packaging/npm/pack", str(out), f"wasm={WASM}"], cwd=ROOT, check=True, capture_output=True)
    at = WORK / "npm"
    at.mkdir()
    (at / "package.json").write_text('{ "private": true }')
    # --force: this machine has a program of its own.
    subprocess.run(
        ["npm", "install", "--offline", "--no-audit", "--no-fund", "--force", "--omit=optional", *map(str, out.glob("*.tgz"))],
        cwd=at, check=True, capture_output=True, env={**os.environ, "npm_config_cache": str(WORK / "cache")},
    )
    script = """
      Object.defineProperty(process, 'platform', { value: 'darwin' });
      Object.defineProperty(process, 'arch', { value: 'arm64' });
      const [, program, ...args] = process.argv;
      process.argv = [process.argv[0], program, ...args];
      require(program);"""
    run = started(["node", "-e", script, str(at / "node_modules/cudafit/bin/cudafit.js")], ["check", "."], ROOT / "examples/dead-tag")
    assert run == native("check", ".", cwd=ROOT / "examples/dead-tag"), run


def case_what_a_release_has_of_it():
    """Packed twice, from files of other permissions, the same bytes; notices and bill of materials have all that is in it."""
    for name, mask in (("release", 0o022), ("release-again", 0o002)):
        subprocess.run(
            ["packaging/wasm/pack", str(BUILT), str(WORK / name)], cwd=ROOT, check=True, capture_output=True, umask=mask,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "CUDAFIT_REPOSITORY": "https://git.example/o/r"},
        )
    made, again = ({path.name: path.read_bytes() for path in (WORK / name).iterdir()} for name in ("release", "release-again"))
    assert made == again
    (package,) = (name for name in made if name.startswith("cudafit-wasm-") and name.endswith(".tgz"))
    assert set(made) == {package, package.replace("-wasm", ""), "cudafit-wasm.cdx.json", "cudafit-playground.html"}, set(made)
    with tarfile.open(WORK / "release" / package) as tar:
        files = {each.name.removeprefix("package/"): tar.extractfile(each).read() for each in tar}
    for name in ("LICENSE", "THIRD-PARTY-NOTICES"):
        assert files[name] == (ROOT / name).read_bytes(), name
    description = json.loads(files["package.json"])
    assert description["name"] == "cudafit-wasm" and description["repository"]["url"] == "git+https://git.example/o/r.git"
    bill = json.loads(made["cudafit-wasm.cdx.json"])
    (digest,) = bill["metadata"]["component"]["hashes"]
    assert digest["content"] == hashlib.sha256(files["cudafit.wasm"]).hexdigest()
    used = {each["value"] for part in bill["components"] for each in part["properties"] if each["name"] == "cudafit:source-package"}
    assert {"emscripten", "tree-sitter", "yaml-cpp", "fmtlib", "cli11", "nlohmann-json3", "tomlplusplus"} <= used, used
    notices = files["THIRD-PARTY-NOTICES"].decode()
    # Whoever embeds LLVM's headers by compiling need not give a notice: its licence has that exception.
    for source in used - {"emscripten"} - {each for each in used if each.startswith("llvm-")}:
        assert f"\n{source}: " in notices, f"no notice of {source}"
    assert b"system/lib/libcxx/" in files["NOTICES-emscripten"]


def main():
    global BINARY, BUILT, WASM, WORK
    BINARY = str(pathlib.Path(sys.argv[1]).resolve())
    BUILT = pathlib.Path(sys.argv[2]).resolve()
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="cudafit-wasm-") as work:
        WORK = pathlib.Path(work)
        WASM = WORK / "package"
        WASM.mkdir()
        for name in ("run.js", "cudafit.js", "cudafit.wasm", "NOTICES-emscripten"):
            shutil.copy(BUILT / name, WASM)
        for name, case in globals().copy().items():
            if not name.startswith("case_") or wanted not in name:
                continue
            tally.run(name, case)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
