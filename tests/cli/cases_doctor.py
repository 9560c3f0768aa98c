"""`cudafit doctor` and `--host auto`. What is seen on recorded machines: tests/host."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time

RECORDED = pathlib.Path(__file__).parents[1] / "host"
VERDICTS = ("failed", "warning", "ok", "not_known", "not_here")
# On a machine with a driver of its own, what programs on PATH pretend is not what counts.
HAS_DRIVER = os.path.exists("/proc/driver/nvidia/version") or os.path.exists("/usr/lib/wsl/lib")
TORCH = """FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130
CMD ["python", "-m", "torch"]
"""
SMI = """#!/bin/sh
case "$1" in --query-gpu=*) echo "NVIDIA GeForce RTX 3070, 470.57.02, 8192 MiB, 8.6, [N/A], Disabled" ;; *) exit 3 ;; esac
"""


def program(box, name, text):
    path = box.write(f"bin/{name}", text)
    path.chmod(0o755)
    return {"PATH": f"{box.root}/bin:/usr/bin:/bin"}


def case_doctor_on_this_machine(box):
    done = box.run("doctor")
    assert done.status == 0 and not done.err, done
    assert re.search(r"^\d+ failed, \d+ warnings?, \d+ ok, \d+ not known, \d+ not here\.$", done.out, re.M), done
    report = json.loads(box.run("doctor", "--format", "json").out)
    assert list(report) == ["schema", "machine", "host", "checks", "summary"] and report["schema"] == 1, report
    names = [check["id"] for check in report["checks"]]
    assert len(names) == len(set(names)) == sum(report["summary"].values()), names
    assert {check["verdict"] for check in report["checks"]} <= set(VERDICTS)
    for name in names:
        assert name in done.out, name


def case_doctor_strict(box):
    healthy, wsl1 = (str(RECORDED / name / "root") for name in ("server-healthy", "wsl1"))
    assert box.run("doctor", "--root", healthy, "--strict").status == 0
    done = box.run("doctor", "--root", wsl1)
    assert done.status == 0 and "\nfailed    wsl " in done.out, done
    assert "why: WSL1 has no Linux kernel" in done.out and "fix: in PowerShell: wsl --set-version" in done.out, done
    assert box.run("doctor", "--root", wsl1, "--strict").status == 1
    strict = box.run("doctor", "--root", wsl1, "--strict", "--format", "json")
    assert strict.status == 1 and json.loads(strict.out)["machine"]["kind"] == "wsl1", strict


def case_doctor_of_another_root(box):
    env = program(box, "docker", "#!/bin/sh\ntouch asked\n")
    done = box.run("doctor", "--root", str(RECORDED / "pc-healthy/root"), "--format", "json", env=env)
    report = json.loads(done.out)
    assert report["machine"]["system"] == "Ubuntu 22.04.4 LTS" and report["host"]["driver"] == "580.82.07", report
    said = {check["id"]: check for check in report["checks"]}
    assert said["docker"]["verdict"] == said["container-toolkit"]["verdict"] == "not_known", report
    assert said["docker-config"]["verdict"] == "ok" and said["docker-config"]["from"] == "/etc/docker/daemon.json"
    assert not (box.root / "asked").exists()
    assert box.run("doctor", "--root", str(RECORDED / "pc-healthy") + "/./root/").out.startswith("Ubuntu 22.04.4 LTS, ")


def case_doctor_usage(box):
    for words in (("--root", "missing"), ("--root", "file"), ("--format", "xml"), ("--strct",), ("extra",)):
        box.write("file", "")
        done = box.run("doctor", *words)
        assert done.status == 2 and not done.out and done.err.startswith("cudafit: "), done
    assert 'did you mean "--strict"' in box.run("doctor", "--strct").err
    done = box.run("doctor", "--help")
    assert done.status == 0 and "--strict" in done.out and "--root DIR" in done.out, done
    assert "doctor" in box.run("--help").out and "doctor" in box.run("man").out
    for shell in ("bash", "zsh", "fish"):
        assert "doctor" in box.run("completion", shell).out, shell


def case_doctor_changes_nothing_and_needs_nobody(box):
    before = sorted(str(path) for path in box.root.rglob("*"))
    assert box.run("doctor", env={"PATH": "/nowhere"}).status == 0
    assert box.run("doctor", env={"PATH": "", "HOME": ""}).status == 0
    assert sorted(str(path) for path in box.root.rglob("*")) == before
    assert box.run_unprivileged("doctor").status == 0


def case_doctor_and_programs_that_hang(box):
    for name in ("docker", "nvidia-smi", "nvidia-ctk", "podman", "dkms", "modinfo", "docker-compose"):
        env = program(box, name, "#!/bin/sh\ntrap '' TERM INT\nwhile :; do sleep 1; done\n")
    begun = time.monotonic()
    done = box.run("doctor", env=env)
    assert done.status == 0, done
    assert time.monotonic() - begun < 40, time.monotonic() - begun


def case_doctor_and_programs_that_say_anything(box):
    flood = "#!/bin/sh\nhead -c 30000000 /dev/urandom\n"
    for name in ("docker", "nvidia-smi", "nvidia-ctk", "podman", "dkms", "modinfo", "docker-compose"):
        env = program(box, name, flood)
    done = box.run("doctor", env=env)
    # Some of it is text in UTF-8, by chance. None of it steers a terminal or turns the direction of writing.
    steers = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
    assert done.status == 0 and not steers.search(done.out), done


def case_host_auto_without_anything(box):
    if HAS_DRIVER:
        return
    box.write("Dockerfile", "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n")
    box.write(".cudafit.toml", '[[host]]\ndriver = "450.36"\n')
    env = {"PATH": "/nowhere"}
    note = "cudafit: --host auto: no NVIDIA driver and no GPU is seen on this machine; going on without a host\n"
    for command in ("check", "graph", "recommend"):
        done = box.run(command, "--host", "auto", env=env)
        assert done.status == 0 and done.err == note, done
        assert "450.36" not in done.out, done
    done = box.run("check", "--host", "auto", "--driver", "450.36", "--format", "json", env=env)
    assert not done.rules() and done.err == note, done
    box.write("Dockerfile", TORCH)
    done = box.run("check", "--host", "auto", "--driver", "450.36", "--format", "json", env=env)
    assert "driver-too-old" in done.rules() and done.err == note, done


def case_host_auto_with_a_driver(box):
    if HAS_DRIVER:
        return
    env = program(box, "nvidia-smi", SMI)
    box.write("Dockerfile", TORCH)
    report = json.loads(box.run("doctor", "--format", "json", env=env).out)
    assert report["host"]["driver"] == "470.57.02" and report["host"]["gpus"] == ["NVIDIA GeForce RTX 3070"], report
    done = box.run("check", "--host", "auto", "--format", "json", env=env)
    assert "driver-too-old" in done.rules() and "470.57.02 comes from --host auto" in done.out and not done.err, done
    told = box.run("check", "--driver", "470.57.02", "--gpu", "RTX 3070", "--format", "json")
    assert done.rules() == told.rules(), (done, told)
    newer = box.run("check", "--host", "auto", "--driver", "580.82.07", "--format", "json", env=env)
    assert "driver-too-old" not in newer.rules(), newer
    graph = box.run("graph", "--host", "auto", env=env)
    assert graph.status == 0 and "470.57.02" in graph.out, graph
    done = box.run("recommend", "--host", "auto", env=env)
    assert done.status == 0 and not done.err, done


def case_host_auto_says_it_once(box):
    if HAS_DRIVER:
        return
    for name in "abc":
        box.write(f"{name}/Dockerfile", "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n")
    done = box.run("check", "--host", "auto", "--show-settings", env={"PATH": "/nowhere"})
    assert done.err.count("--host auto") == 1, done


NVML = r"""
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int wanted(const char* what) { const char* v = getenv("FAKE_NVML"); return v && !strcmp(v, what); }
int nvmlInit_v2(void) {
  if (wanted("crash")) abort();
  if (wanted("hang")) for (;;) sleep(1);
  return wanted("mismatch") ? 18 : 0;
}
int nvmlShutdown(void) { return 0; }
const char* nvmlErrorString(int n) { return n == 18 ? "Driver/library version mismatch" : "Unknown Error"; }
int nvmlSystemGetDriverVersion(char* t, unsigned n) { strncpy(t, "550.54.15", n); return 0; }
int nvmlSystemGetNVMLVersion(char* t, unsigned n) { strncpy(t, "12.550.54.15", n); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int* v) { *v = 12040; return 0; }
int nvmlDeviceGetCount_v2(unsigned* n) { *n = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void** d) { *d = (void*)(long)(i + 1); return 0; }
int nvmlDeviceGetName(void* d, char* t, unsigned n) { strncpy(t, "NVIDIA A100-SXM4-40GB", n); return 0; }
int nvmlDeviceGetCudaComputeCapability(void* d, int* a, int* b) { *a = 8; *b = 0; return 0; }
int nvmlDeviceGetMemoryInfo(void* d, unsigned long long* m) { m[0] = 40960ull << 20; m[1] = m[2] = 0; return 0; }
int nvmlDeviceGetMigMode(void* d, unsigned* now, unsigned* then) { *now = *then = d == (void*)2; return 0; }
int nvmlDeviceGetMaxMigDeviceCount(void* d, unsigned* n) { *n = 7; return 0; }
int nvmlDeviceGetMigDeviceHandleByIndex(void* d, unsigned i, void** m) { *m = d; return i < 3 ? 0 : 6; }
"""


def case_doctor_asks_nvml(box):
    compiler = shutil.which("cc") or shutil.which("gcc")
    if HAS_DRIVER or compiler is None:
        return
    box.write("nvml.c", NVML)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", "libnvidia-ml.so.1", "nvml.c"], cwd=box.root, check=True)

    def report(what):
        env = {"LD_LIBRARY_PATH": str(box.root), "FAKE_NVML": what, "PATH": "/nowhere"}
        begun = time.monotonic()
        done = box.run("doctor", "--format", "json", env=env)
        assert done.status == 0 and not done.err and time.monotonic() - begun < 30, done
        answer = json.loads(done.out)
        return answer["host"], {check["id"]: check for check in answer["checks"]}

    host, checks = report("")
    if host is None:  # a program without a loader asks nvidia-smi alone
        return
    assert host["driver"] == "550.54.15" and host["gpus"] == ["NVIDIA A100-SXM4-40GB"], host
    assert checks["gpu"]["seen"] == "2 x NVIDIA A100-SXM4-40GB (Ampere, sm_80, 40 GiB)", checks["gpu"]
    assert checks["mig"]["seen"] == "3 instances" and checks["persistence"]["verdict"] == "not_here", checks
    for what in ("crash", "hang", "mismatch"):
        host, checks = report(what)
        assert host is None and checks["gpu"]["verdict"] in ("not_known", "not_here"), (what, checks["gpu"])
