"""The registry of all cases, what is in it, and what cases ask of an outcome."""

import atexit
import base64
import json

from servers import Registry

CUDA = {
    "PATH": "/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "NVARCH": "x86_64",
    "NVIDIA_REQUIRE_CUDA": "cuda>=12.4 brand=tesla,driver>=470,driver<471",
    "NV_CUDA_CUDART_VERSION": "12.4.127-1",
    "CUDA_VERSION": "12.4.1",
    "LD_LIBRARY_PATH": "/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
    "NVIDIA_VISIBLE_DEVICES": "all",
    "NVIDIA_DRIVER_CAPABILITIES": "compute,utility",
}
RUNTIME = {**CUDA, "NV_CUDA_LIB_VERSION": "12.4.1-1", "NV_CUDNN_VERSION": "9.1.0.70-1"}
DEVEL = {**RUNTIME, "NV_CUDA_CUDART_DEV_VERSION": "12.4.127-1", "LIBRARY_PATH": "/usr/local/cuda/lib64/stubs"}
COMPILES = "RUN nvcc -arch=sm_52 -o /k k.cu\n"

registry = Registry()
atexit.register(registry.close)
registry.push("team/devel", "1", DEVEL)
cases = []


def case(function):
    cases.append(function)
    return function


def check(box, dockerfile, *args, **kwargs):
    box.write("Dockerfile", dockerfile)
    return box.run("check", "--format", "json", "--online", *args, "Dockerfile", **kwargs)


def findings(outcome):
    return [(f["rule"], f["severity"], f["message"]) for f in json.loads(outcome.out)["findings"]]


def expect(condition, outcome):
    if not condition:
        raise AssertionError(str(outcome))


def login(box, host, user="me", secret="secret"):
    box.write(".docker/config.json",
              json.dumps({"auths": {host: {"auth": base64.b64encode(f"{user}:{secret}".encode()).decode()}}}))


def unknown(outcome, *words):
    """Nothing is concluded, and said why; `check` does not fail for it."""
    expect(outcome.status == 0 and findings(outcome) == [], outcome)
    for word in words:
        expect(word in outcome.err, outcome)
