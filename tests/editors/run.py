#!/usr/bin/env python3
"""`cudafit lsp` in real editors: run.py BINARY [PART...].

Each part is a program of its own that prints `ok WHAT` or `not ok WHAT: WHY` lines and ends with `done`; one that ends
without it counts as failed. It gets a folder with the files below, and `cudafit` first on PATH.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EDITORS = HERE.parent.parent / "examples" / "editors"
EXTENSION = "vscode"

FILES = {
    # The tag was deleted; the safe fix is in the ARG.
    "Dockerfile": """ARG CUDA_VERSION=11.7.0
FROM nvidia/cuda:${CUDA_VERSION}-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip3 install -r requirements.txt
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=build /usr/local /usr/local
""",
    # No such wheel; the fixes are suggested ones.
    "requirements.txt": "--index-url https://download.pytorch.org/whl/cu121\ntorch==2.0.1+cu121\n",
    "good/Dockerfile": "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nCMD [\"nvidia-smi\"]\n",
    # Good too, until a host with an old driver is declared.
    "host/Dockerfile": "FROM python:3.11\nRUN pip install torch==2.4.1\n",
    # Compiles and is shipped: one stage that can be two.
    "split/Dockerfile": """FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
WORKDIR /app
COPY kernel.cu .
RUN nvcc -O2 kernel.cu -o kernel
CMD ["/app/kernel"]
""",
    "split/kernel.cu": "int main() {}\n",
    "other/settings.yaml": "a: 1\n",
}


def lay_out(folder):
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / ".git").mkdir()


def neovim(work):
    plugin = EDITORS / "neovim"
    start = ["nvim", "--headless", "--clean", "-n", "--cmd", f"set runtimepath^={plugin}"]
    return start + ["-c", f"luafile {HERE / 'neovim.lua'}", "-c", "cquit"]


def vim(work):
    ale = "/usr/share/vim-ale"
    start = ["vim", "-es", "-N", "-u", "NONE", "-i", "NONE", "-n"]
    paths = f"set runtimepath^={ale},{EDITORS / 'vim'}"
    return start + ["--cmd", paths, "-c", f"source {HERE / 'vim.vim'}", "-c", "cquit"]


def emacs(work):
    return ["emacs", "--batch", "-q", "-l", EDITORS / "emacs" / "cudafit.el", "-l", HERE / "emacs.el"]


def installed(work):
    """A copy of the extension with the packages of its lock file."""
    version = subprocess.run(["node", "-p", "process.versions.node"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.split(".")[0]) < 20:
        raise OSError(f"node is {version}; packing the extension wants 20 or newer")
    copy = work.parent / EXTENSION
    if not copy.exists():
        left = shutil.ignore_patterns("node_modules", "bin", "dist", "*.vsix", "THIRD-PARTY.txt")
        shutil.copytree(EDITORS / EXTENSION, copy, ignore=left)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    return copy


def node(script):
    def command(work):
        return ["node", HERE / script, installed(work)]

    return command


def vscode(work):
    return ["/usr/bin/python3", "-B", HERE / "vscode_host.py", installed(work)]


def settings(work):
    return ["/usr/bin/python3", "-B", HERE / "settings.py"]


PARTS = {
    "settings": settings,
    "neovim": neovim,
    "vim": vim,
    "emacs": emacs,
    "protocol": node("protocol.mjs"),
    "extension": node("extension.mjs"),
    "package": node("package.mjs"),
    "vscode": vscode,
}
LIMIT = 400  # seconds for one part


def run(name, command, work, environment):
    """How many checks passed and failed; the output of a part that failed is shown."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # so that what it leaves behind ends with it
    )
    try:
        output, _ = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        output += f"\nit did not end within {LIMIT} s\n"
    passed = len(re.findall(r"^ok ", output, re.M))
    failed = len(re.findall(r"^not ok ", output, re.M))
    if not re.search(r"^done$", output, re.M):
        failed += 1
    print(f"{name}: {passed} passed, {failed} failed")
    if failed:
        print(output)
    return passed, failed


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder).resolve()
        (base / "bin").mkdir()
        (base / "bin" / "cudafit").symlink_to(binary)
        (base / "home").mkdir()
        environment = dict(
            os.environ,
            PATH=f"{base / 'bin'}{os.pathsep}{os.environ['PATH']}",
            CUDAFIT=str(binary),
            XDG_CONFIG_HOME=str(base / "home"),
            XDG_DATA_HOME=str(base / "home"),
            XDG_STATE_HOME=str(base / "home"),
            XDG_CACHE_HOME=str(base / "home"),
        )
        for name in sys.argv[2:] or PARTS:
            work = base / f"in-{name}"
            work.mkdir()
            lay_out(work)
            try:
                good, bad = run(name, PARTS[name](work), work, environment)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name}: {error}")
                good, bad = 0, 1
            passed += good
            failed += bad
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
