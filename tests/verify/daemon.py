"""A Docker daemon of its own, images that are made here, and a hook that plays NVIDIA's."""

import os
import pathlib
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time

# What NVIDIA's hook does, as far as it matters: refuses, or puts a device into the container.
HOOK = """#!/bin/sh
mode=$(cat {mode})
case $mode in
none) echo "nvidia-container-cli: initialization error: nvml error: driver not loaded" >&2; exit 1 ;;
gate) echo "nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.8" >&2; exit 1 ;;
esac
state=$(cat)
pid=$(printf %s "$state" | sed -n 's/.*"pid":\\([0-9]*\\).*/\\1/p')
bundle=$(printf %s "$state" | sed -n 's/.*"bundle":"\\([^"]*\\)".*/\\1/p')
rootfs=$(sed -n 's/.*"root":{{"path":"\\([^"]*\\)".*/\\1/p' "$bundle/config.json")
exec nsenter -t "$pid" -m mknod -m 666 "$rootfs/dev/nvidiactl" c 195 255
"""


class Daemon:
    def __init__(self, fake):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="cudafit-docker-"))
        self.fake = fake
        self.programs = self.directory / "bin"
        self.programs.mkdir()
        self.mode_file = self.directory / "mode"
        self.log = self.directory / "docker.log"
        hook = self.programs / "nvidia-container-runtime-hook"
        hook.write_text(HOOK.format(mode=self.mode_file))
        hook.chmod(0o755)
        # Every command that is given to the engine is noted.
        real = shutil.which("docker")
        wrapper = self.programs / "docker"
        wrapper.write_text(
            "#!/usr/bin/env python3\nimport os, shlex, sys\n"
            f"if 'DOCKER_LOG' in os.environ:\n"
            f"    open(os.environ['DOCKER_LOG'], 'a').write(shlex.join(['docker'] + sys.argv[1:]) + '\\n')\n"
            f"os.execv({real!r}, ['docker'] + sys.argv[1:])\n"
        )
        wrapper.chmod(0o755)
        self.host = f"unix://{self.directory}/sock"
        self.environment = {
            **os.environ,
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "DOCKER_HOST": self.host,
            "DOCKER_CONFIG": str(self.directory / "config"),
            "TMPDIR": str(self.directory / "tmp"),
        }
        (self.directory / "tmp").mkdir()
        self.gpu("none")
        self.output = open(self.directory / "dockerd.log", "wb")  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            ["dockerd", "--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"]
            + ["--data-root", str(self.directory / "data"), "--exec-root", str(self.directory / "exec")]
            + ["--pidfile", str(self.directory / "pid"), "--host", self.host],
            env={**self.environment, "TMPDIR": str(self.directory)},
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        for _ in range(300):
            if self.docker("version", check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        said = (self.directory / "dockerd.log").read_text()[-2000:]
        self.close()
        raise RuntimeError("dockerd does not start: " + said)

    def gpu(self, mode):
        self.mode_file.write_text(mode + "\n")

    def docker(self, *words, check=True, data=None):
        return subprocess.run(
            ["docker", *words], env=self.environment, input=data, capture_output=True, check=check
        )

    def containers(self):
        return self.docker("ps", "--all", "--quiet").stdout.split()

    def probing(self):
        """The container of the probe, once it runs; a build has containers as well."""
        return self.docker("ps", "--quiet", "--filter", "name=cudafit-").stdout.split()

    def labelled_images(self):
        listed = self.docker("images", "--all", "--quiet", "--filter", "label=io.cudafit.run")
        return listed.stdout.split()

    def left(self):
        """Everything that a run could leave behind."""
        directories = [each.name for each in (self.directory / "tmp").iterdir()]
        return self.containers() + self.labelled_images() + directories

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.output.close()
        with open("/proc/mounts", encoding="utf-8") as mounts:
            points = [line.split()[1] for line in mounts if str(self.directory) in line]
        for point in reversed(points):
            subprocess.run(["umount", "-l", point], check=False)
        shutil.rmtree(self.directory, ignore_errors=True)

    # Images.

    def image(self, name, files, environment=(), changes=()):
        """`files`: where from, by where to. Programs bring the libraries that they are linked with."""
        tree = self.directory / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        for place in ("lib/x86_64-linux-gnu", "lib64", "bin", "tmp", "proc", "dev", "sys", "etc"):
            (tree / place).mkdir(parents=True)
        (tree / "usr").mkdir()
        (tree / "usr/lib").symlink_to("../lib")
        (tree / "usr/bin").symlink_to("../bin")
        glibc = "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0"
        for each in glibc if "bin/sh" in files else ():
            shutil.copy(os.path.realpath(f"/lib/x86_64-linux-gnu/{each}"), tree / "lib/x86_64-linux-gnu" / each)
        for to, source in files.items():
            target = tree / to.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(source, str):
                target.write_text(source)
                target.chmod(0o755)
            elif source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "test", "*-packages"))
            else:
                shutil.copy(source, target)
                for library in linked(source):
                    copied = tree / library.lstrip("/")
                    copied.parent.mkdir(parents=True, exist_ok=True)
                    if not copied.exists():
                        shutil.copy(os.path.realpath(library), copied)
        archive = self.directory / "tree.tar"
        with tarfile.open(archive, "w") as tar:
            tar.add(tree, arcname=".")
        words = ["import"]
        for change in ["ENV PATH=/bin", *(f"ENV {each}" for each in environment), *changes]:
            words += ["--change", change]
        self.docker(*words, str(archive), name)
        archive.unlink()


def linked(program):
    """The libraries that a program is linked with, and the loader."""
    listed = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False)
    for line in listed.stdout.splitlines():
        for word in line.split():
            if word.startswith("/"):
                yield word
