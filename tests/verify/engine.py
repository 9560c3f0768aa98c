#!/usr/bin/env python3
"""`cudafit verify` with a real Docker engine: engine.py BUILD [PART OF A CASE'S NAME]

Every function `case_*` gets a Cudafit; it fails by an assertion.
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
from daemon import Daemon

try:
    import jsonschema
except ImportError:  # another Python than the system's
    jsonschema = None

HERE = pathlib.Path(__file__).parent
SHELL = {"bin/sh": pathlib.Path("/bin/dash")}
PLACES = ("libcuda.so.1", "libcudart.so.12", "libcublas.so.12", "libcudnn.so.9")
NVCC = """#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in -o) shift; echo "made by nvcc" >"$1" ;; esac
  shift
done
"""
TORCH = """__version__ = "2.4.1+cu124"
class version:
    cuda = "12.4"
class backends:
    class cudnn:
        @staticmethod
        def version():
            return 90100
class cuda:
    @staticmethod
    def is_available():
        return False
    @staticmethod
    def init():
        raise RuntimeError("No CUDA GPUs are available")
"""


class Cudafit:
    def __init__(self, binary, daemon):
        self.binary, self.daemon = binary, daemon
        self.work = pathlib.Path(tempfile.mkdtemp(dir=daemon.directory))

    def start(self, *words):
        return subprocess.Popen(
            [self.binary, *words],
            env=self.daemon.environment,
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words, log=None):
        environment = dict(self.daemon.environment)
        if log is not None:
            environment["DOCKER_LOG"] = str(log)
        done = subprocess.run(
            [self.binary, *words],
            env=environment,
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert self.daemon.left() == [], self.daemon.left()
        return done

    def verdict(self, image, gpu="gpu", words=()):
        """The parsed answer about one image, and the exit status."""
        self.daemon.gpu(gpu)
        done = self.run("verify", "--format", "json", *words, image)
        assert done.stdout, done
        answer = json.loads(done.stdout)
        if jsonschema is not None:
            jsonschema.validate(answer, json.loads((HERE.parents[1] / "schema/verify.schema.json").read_text()))
        return answer["verifications"][0], done.returncode


def wait_for(what, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        if what():
            return True
        time.sleep(0.1)
    return False


def case_no_gpu(cudafit):
    cudafit.daemon.gpu("none")
    done = cudafit.run("verify", "test/cuda:1")
    assert done.returncode == 0, done
    assert "builds, no GPU on this host" in done.stdout, done
    assert "driver not loaded" in done.stdout, done
    assert "libcudart.so.12 is of CUDA 12.4" in done.stdout, done
    print(done.stdout)


def case_runs(cudafit):
    cudafit.daemon.gpu("gpu")
    done = cudafit.run("verify", "test/cuda:1")
    assert done.returncode == 0 and "runs: a kernel ran on NVIDIA A100" in done.stdout, done
    print(done.stdout)
    answer, status = cudafit.verdict("test/cuda:1")
    assert status == 0 and answer["verdict"] == "runs", answer
    assert answer["engine"].endswith("--gpus all"), answer
    assert answer["probe"]["here"]["device_nodes"] is True, answer


def case_named_failures(cudafit):
    for fault, code in (("init=100", 100), ("runtime=35,driver=11000", 35), ("init=803", 803), ("launch=700", 700)):
        cudafit.daemon.docker("build", "-t", "test/fault:1", "-", data=of_cuda(f"ENV FAKE_CUDA={fault}"))
        cudafit.daemon.gpu("gpu")
        done = cudafit.run("verify", "test/fault:1")
        assert done.returncode == 1 and "  fails: " in done.stdout, done
        assert f"\n  error {code} " in done.stdout and f"error {code} means: " in done.stdout, done
        print(done.stdout)
    for fault, why in (("wrong", "result is wrong"), ("crash", "crashes at cuInit with signal 6")):
        cudafit.daemon.docker("build", "-t", "test/fault:1", "-", data=of_cuda(f"ENV FAKE_CUDA={fault}"))
        answer, status = cudafit.verdict("test/fault:1")
        assert status == 1 and answer["verdict"] == "fails" and why in answer["why"], answer


def case_no_driver_proves_nothing(cudafit):
    """The image's own libcuda says 100, and there is no device: the host is missing, not the image's fault."""
    cudafit.daemon.docker("build", "-t", "test/fault:1", "-", data=of_cuda("ENV FAKE_CUDA=init=100"))
    answer, status = cudafit.verdict("test/fault:1", gpu="none")
    assert status == 0 and answer["verdict"] == "no-gpu", answer


def case_gate(cudafit):
    answer, status = cudafit.verdict("test/cuda:1", gpu="gate")
    assert status == 1 and answer["verdict"] == "fails", answer
    assert "cuda>=12.8" in answer["notes"][0]["message"], answer


def case_time_limit(cudafit):
    answer, status = cudafit.verdict("test/hang:1", words=("--time-limit", "2"))
    assert status == 3 and answer["verdict"] == "undecided", answer
    assert "hung at cuInit" in answer["why"], answer


def case_python(cudafit):
    answer, status = cudafit.verdict("test/python:1", gpu="none")
    assert status == 0 and answer["verdict"] == "no-gpu", answer
    assert any("torch 2.4.1+cu124 for CUDA 12.4" in each for each in answer["seen"]), answer
    answer, status = cudafit.verdict("test/broken-python:1", gpu="none")
    assert status == 1 and answer["why"] == "import torch fails", answer


def case_images_that_cannot_tell(cudafit):
    answer, status = cudafit.verdict("test/nothing:1", gpu="none")
    assert status == 3 and answer["verdict"] == "undecided" and "glibc" in answer["why"], answer
    answer, status = cudafit.verdict("test/triggers:1")
    assert status == 3 and "ONBUILD" in answer["why"], answer
    answer, status = cudafit.verdict("test/absent:1")
    assert status == 3 and "not on this machine" in answer["why"], answer


def case_compile(cudafit):
    answer, status = cudafit.verdict("test/nvcc:1", words=("--compile",))
    assert status == 0 and answer["verdict"] == "runs", answer
    assert any("(compiled)" in each for each in answer["seen"]), answer
    answer, status = cudafit.verdict("test/cuda:1", words=("--compile",))
    assert status == 3 and "was not compiled" in answer["why"], answer


def case_hostile_names(cudafit):
    for name in ("x;touch pwned", "a b", "a\nRUN touch pwned", "$(touch pwned)", "UPPER", "../no-such-file", "a@b"):
        done = cudafit.run("verify", name)
        assert done.returncode == 2 and "\n" not in done.stderr.strip(), done
    done = cudafit.run("verify", "--privileged")
    assert done.returncode == 2, done
    assert not (cudafit.work / "pwned").exists()


def case_dry_run(cudafit):
    cudafit.daemon.gpu("none")
    for words in (["test/cuda:1"], ["--compile", "test/nvcc:1"]):
        dry = cudafit.run("verify", "--dry-run", *words)
        assert dry.returncode == 0, dry
        log = cudafit.work / "log"
        log.write_text("")
        done = cudafit.run("verify", *words, log=log)
        assert done.returncode == 0, done
        ids = re.compile(r"[0-9a-f]{8}-[0-9]+-[0-9]+-[0-9]+")
        said = [ids.sub("ID", line) for line in dry.stdout.splitlines() if not line.startswith("#")]
        did = [ids.sub("ID", line) for line in log.read_text().splitlines()]
        did = [re.sub(r"^(docker rmi --force) sha256:[0-9a-f]+$", r"\1 IMAGE", line) for line in did]
        did = [re.sub(r"^(docker rm --force) cudafit-ID$", r"\1 CONTAINER", line) for line in did]
        assert set(did) == set(said), (sorted(set(did) ^ set(said)), dry.stdout, did)
        firsts = [line for at, line in enumerate(did) if line not in did[:at]]
        order = [line for line in said if "rm --force" not in line]
        assert [line for line in firsts if "rm --force" not in line] == order, (firsts, order)
    print(dry.stdout)


def case_build(cudafit):
    """The user's own Dockerfile is built with --build, and not without."""
    project = cudafit.work / "project"
    project.mkdir()
    (project / "Dockerfile").write_text("FROM test/cuda:1\nCOPY mark /mark\nENV CUDA_VERSION=12.4.1\n")
    (project / "mark").write_text("here\n")
    cudafit.daemon.gpu("gpu")
    log = cudafit.work / "build.log"
    done = cudafit.run("verify", "--build", "project", log=log)
    assert done.returncode == 0 and "runs:" in done.stdout, done
    assert f"--file {project}/Dockerfile --force-rm {project}" in log.read_text(), log.read_text()
    (project / "Dockerfile").write_text("FROM test/cuda:1\nRUN exit 1\n")
    done = cudafit.run("verify", "--build", "project")
    assert done.returncode == 3 and "cannot be built" in done.stdout, done


def case_check(cudafit):
    """`check --verify` on an example: the image that is suggested, or the one there is."""
    example = cudafit.work / "example"
    example.mkdir()
    image = "nvidia/cuda:12.4.1-runtime-ubuntu22.04"
    (example / "Dockerfile").write_text(
        f"FROM {image}\nRUN apt-get update && apt-get install -y --no-install-recommends python3-pip\n"
        "RUN pip install torch==2.4.1\nCOPY main.py /main.py\nCMD [\"python3\", \"/main.py\"]\n"
    )
    (example / "main.py").write_text("import torch\n")
    dry = cudafit.run("check", "--verify", "--dry-run", "example/Dockerfile")
    named = re.search(r"^#   FROM (\S+)$", dry.stdout, re.M)
    assert named, dry
    cudafit.daemon.docker("tag", "test/cuda:1", named[1])
    for gpu, words, status in (("gpu", "runs:", 0), ("none", "builds, no GPU on this host", 0)):
        cudafit.daemon.gpu(gpu)
        done = cudafit.run("check", "--verify", "--fail-on", "never", "example/Dockerfile")
        assert done.returncode == status and words in done.stdout, done
        assert "example/Dockerfile, stage 0: " + named[1] in done.stdout, done
        print(done.stdout)
    cudafit.daemon.docker("build", "-t", named[1], "-", data=of_cuda("ENV FAKE_CUDA=runtime=35,driver=11000"))
    cudafit.daemon.gpu("gpu")
    done = cudafit.run("check", "--verify", "--fail-on", "never", "example/Dockerfile")
    assert done.returncode == 1 and "error 35" in done.stdout, done
    print(done.stdout)
    done = cudafit.run("recommend", "--verify", "--format", "json", "example/Dockerfile")
    assert done.returncode == 1 and json.loads(done.stdout) and "error 35" in done.stderr, done
    cudafit.daemon.docker("rmi", "--force", named[1])


def started(cudafit, *words):
    cudafit.daemon.gpu("gpu")
    running = cudafit.start("verify", *words, "test/hang:1")
    if not wait_for(cudafit.daemon.probing, 60):
        running.kill()
        raise AssertionError(running.communicate())
    return running


def case_killed(cudafit):
    """kill -9 in the middle: the container ends by itself, the rest is found by its label."""
    for clean in (True, False):
        running = started(cudafit)
        running.kill()
        running.wait()
        assert wait_for(lambda: not cudafit.daemon.containers()), "the container goes on"
        own = ["pgrep", "-f", str(cudafit.daemon.directory / "sock") + ".* run --rm"]
        assert subprocess.run(own, check=False, capture_output=True).stdout == b""
        assert cudafit.daemon.labelled_images(), "nothing is left to be found"
        if clean:
            done = cudafit.run("verify", "--clean")
            assert done.returncode == 0 and "removed image" in done.stdout, done
            assert "removed directory" in done.stdout, done
            print(done.stdout)
            assert cudafit.run("verify", "--clean").stdout == "nothing is left\n"
        else:
            cudafit.run("verify", "test/cuda:1")  # left() is looked at there


def case_others_are_left_alone(cudafit):
    running = started(cudafit)
    done = subprocess.run(
        [cudafit.binary, "verify", "--clean"], env=cudafit.daemon.environment, capture_output=True,
        text=True, check=False,
    )
    assert "still used: container" in done.stdout and running.poll() is None, done
    assert cudafit.daemon.probing()
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    assert cudafit.daemon.left() == [], cudafit.daemon.left()


def case_interrupted(cudafit):
    for number in (signal.SIGINT, signal.SIGTERM):
        running = started(cudafit)
        running.send_signal(number)
        out, error = running.communicate(timeout=60)
        assert running.returncode == -number, (running.returncode, out, error)
        assert "stopped" in error, error
        assert cudafit.daemon.left() == [], cudafit.daemon.left()
        print(error)


def of_cuda(*lines):
    return "\n".join(["FROM test/cuda:1", *lines, ""]).encode()


def make_images(daemon):
    cuda = {**SHELL, **{f"lib/x86_64-linux-gnu/{name}": daemon.fake for name in PLACES}}
    daemon.image("test/cuda:1", cuda, environment=["FAKE_CUDA=device"])
    daemon.image("test/hang:1", cuda, environment=["FAKE_CUDA=hang"])
    daemon.image("test/nvcc:1", {**cuda, "bin/nvcc": NVCC})
    daemon.image("test/nothing:1", {"readme": "nothing is in here\n"})
    daemon.image("test/triggers:1", SHELL, changes=["ONBUILD RUN exit 1"])
    python = pathlib.Path("/usr/bin/python3").resolve()
    library = pathlib.Path("/usr/lib") / python.name
    files = {**SHELL, "bin/python3": python, f"lib/{python.name}": library}
    daemon.image("test/python:1", {**files, f"lib/{python.name}/torch.py": TORCH})
    broken = "raise ImportError('libcudnn.so.9: cannot open shared object file')\n"
    daemon.image("test/broken-python:1", {**files, f"lib/{python.name}/torch.py": broken})


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the daemon ends all the same
    daemon = Daemon(build / "tests/fake_cuda.so")
    tally = Tally()
    try:
        make_images(daemon)
        for name, case in list(globals().items()):
            if not name.startswith("case_") or wanted not in name:
                continue
            began = time.time()
            if tally.run(name, case, Cudafit(str(build / "cudafit"), daemon)):
                print(f"passed {name} in {time.time() - began:.1f} s", flush=True)
    finally:
        daemon.close()
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
