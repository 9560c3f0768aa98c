#!/usr/bin/env python3
"""`cudafit verify` with a real Podman, which has no daemon: podman.py BUILD"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

import engine
from daemon import Daemon

STORAGE = """[storage]
driver = "vfs"
graphroot = "{0}/data"
runroot = "{0}/run"
"""
# Its own limits are higher than some machines let anybody set.
CONTAINERS = """[containers]
default_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"""


class Podman(Daemon):
    """Podman with storage of its own."""

    def __init__(self, fake):  # pylint: disable=super-init-not-called
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="cudafit-podman-"))
        self.fake = fake
        (self.directory / "tmp").mkdir()
        (self.directory / "storage.conf").write_text(STORAGE.format(self.directory))
        (self.directory / "containers.conf").write_text(CONTAINERS)
        self.environment = {
            **os.environ,
            "CONTAINERS_STORAGE_CONF": str(self.directory / "storage.conf"),
            "CONTAINERS_CONF": str(self.directory / "containers.conf"),
            "TMPDIR": str(self.directory / "tmp"),
        }

    def docker(self, *words, check=True, data=None):
        return subprocess.run(["podman", *words], env=self.environment, input=data, capture_output=True, check=check)

    def left(self):
        # Podman's own files in TMPDIR are not ours.
        return [each for each in super().left() if not isinstance(each, str) or each.startswith("cudafit")]

    def close(self):
        self.docker("rm", "--all", "--force", check=False)
        with open("/proc/mounts", encoding="utf-8") as mounts:
            points = [line.split()[1] for line in mounts if str(self.directory) in line]
        for point in reversed(points):
            subprocess.run(["umount", "-l", point], check=False)
        shutil.rmtree(self.directory, ignore_errors=True)


def started(cudafit):
    running = cudafit.start("verify", "--engine", "podman", "localhost/test/hang:1")
    assert engine.wait_for(cudafit.daemon.probing, 60), running.communicate()
    return running


def case_runs(cudafit):
    done = cudafit.run("verify", "--engine", "podman", "localhost/test/cuda:1")
    assert done.returncode == 0 and "runs: a kernel ran on NVIDIA A100" in done.stdout, done
    assert "(podman " in done.stdout, done


def case_interrupted(cudafit):
    running = started(cudafit)
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    assert cudafit.daemon.left() == [], cudafit.daemon.left()


def case_killed(cudafit):
    running = started(cudafit)
    running.kill()
    running.wait()
    assert engine.wait_for(lambda: not cudafit.daemon.probing(), 60), "the container goes on"
    done = subprocess.run([cudafit.binary, "verify", "--engine", "podman", "--clean"], env=cudafit.daemon.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "removed image" in done.stdout, done
    assert cudafit.daemon.left() == [], cudafit.daemon.left()


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    podman = Podman(build / "tests/fake_cuda.so")
    passed = failed = 0
    try:
        cuda = {**engine.SHELL, **{f"lib/x86_64-linux-gnu/{name}": podman.fake for name in engine.PLACES}}
        podman.image("localhost/test/cuda:1", cuda)
        podman.image("localhost/test/hang:1", cuda, environment=["FAKE_CUDA=hang"])
        for name, case in list(globals().items()):
            if not name.startswith("case_"):
                continue
            try:
                case(engine.Cudafit(str(build / "cudafit"), podman))
                passed += 1
                print(f"passed {name}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"FAILED {name}")
                traceback.print_exc(file=sys.stdout)
    finally:
        podman.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
