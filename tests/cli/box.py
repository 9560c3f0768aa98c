"""A directory of its own for each case, and the binary run in it."""

import json
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile

# One line for each kind of finding the cases need; all but the last make one finding.
SAFE = "FROM python:3.12\nRUN pip install torch>=2.0\n"  # error, safe fix
SAFE_FIXED = 'FROM python:3.12\nRUN pip install "torch>=2.0"\n'
SUGGESTED = "FROM nvidia/cuda:12.4.1-base\n"  # error, suggested fix
SUGGESTED_FIXED = "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n"
WARNING = "# cudafit: ignore=gpu-at-build for the test\nFROM python:3.12\n"
HINT = "ARG TAG\nFROM nvidia/cuda:${TAG}\n"
BROKEN = "FROM python:3.12\nFORM x\n"
CLEAN = "FROM python:3.12\n"


class Outcome:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def rules(self):
        """Rules of a JSON report, in order."""
        return [finding["rule"] for finding in json.loads(self.out)["findings"]]

    def __str__(self):
        return f"status {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Box:
    binary = ""
    surroundings = {}  # more variables of the environment

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="cudafit-"))
        # What the surroundings set must not reach the cases.
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.root), "LC_ALL": "C.UTF-8", **self.surroundings}

    def close(self):
        for directory, _, _ in os.walk(self.root):
            os.chmod(directory, 0o755)
        shutil.rmtree(self.root)

    def write(self, name, content=CLEAN):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        return (self.root / name).read_bytes().decode()

    def mkdir(self, name):
        (self.root / name).mkdir(parents=True, exist_ok=True)

    def run(self, *args, cwd=".", stdin=b"", env=None, user=None, timeout=60):
        stdin = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [self.binary, *args], cwd=self.root / cwd, input=stdin, capture_output=True,
            env={**self.env, **(env or {})}, timeout=timeout, check=False, user=user)
        return Outcome(done.returncode, *(b.decode(errors="replace") for b in (done.stdout, done.stderr)))

    def run_unprivileged(self, *args, **kwargs):
        """As somebody whom permissions bind."""
        if os.geteuid() != 0:
            return self.run(*args, **kwargs)
        copy = self.root / "cudafit"
        shutil.copy(self.binary, copy)
        os.chmod(self.root, 0o755)
        self.binary = str(copy)
        try:
            return self.run(*args, user=65534, **kwargs)
        finally:
            del self.binary
            copy.unlink()

    def run_on_terminal(self, *args, env=None):
        """Standard output is a terminal."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [self.binary, *args], cwd=self.root, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE,
            env={**self.env, "TERM": "xterm", **(env or {})})
        os.close(slave)
        out = b""
        while True:
            try:
                block = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not block:
                break
            out += block
        err = process.stderr.read()
        process.stderr.close()
        os.close(master)
        return Outcome(process.wait(), out.decode().replace("\r\n", "\n"), err.decode())
