"""What users of Python meet in an image: the probe for PyTorch, TensorFlow and JAX.

Prints one JSON object. Needs nothing but Python, asks no network, writes no file.
"""
import json
import os
import platform
import sys

SIZE = 64
# Nothing is to be said but the answer, whatever libraries print.
ANSWER = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def numbers():
    """Two matrices of small whole numbers and their product, which no rounding can change."""
    left = [[(row * 3 + column * 5) % 7 for column in range(SIZE)] for row in range(SIZE)]
    right = [[(row * 2 + column) % 5 for column in range(SIZE)] for row in range(SIZE)]
    columns = list(zip(*right))
    product = [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in left]
    return left, right, product


def torch(said):
    import torch as module  # pylint: disable=import-error,import-outside-toplevel

    said["version"] = str(module.__version__)
    said["cuda"] = module.version.cuda
    try:
        said["cudnn"] = module.backends.cudnn.version()
    except Exception as error:  # pylint: disable=broad-except
        said["cudnn_error"] = str(error)
    said["architectures"] = list(getattr(module.cuda, "get_arch_list", lambda: [])())
    said["available"] = bool(module.cuda.is_available())
    if not said["available"]:
        module.cuda.init()  # says why not
        return
    said["device"] = module.cuda.get_device_name(0)
    said["capability"] = ".".join(str(part) for part in module.cuda.get_device_capability(0))
    said["memory"] = module.cuda.get_device_properties(0).total_memory
    left, right, product = numbers()
    got = module.tensor(left, dtype=module.float32, device="cuda") @ module.tensor(
        right, dtype=module.float32, device="cuda"
    )
    said["correct"] = got.cpu().tolist() == product


def tensorflow(said):
    import tensorflow as module  # pylint: disable=import-error,import-outside-toplevel

    said["version"] = str(module.__version__)
    build = getattr(getattr(module, "sysconfig", None), "get_build_info", dict)()
    said["cuda"] = build.get("cuda_version")
    said["cudnn"] = build.get("cudnn_version")
    devices = module.config.list_physical_devices("GPU")
    said["available"] = bool(devices)
    if not devices:
        return
    details = module.config.experimental.get_device_details(devices[0])
    said["device"] = details.get("device_name")
    said["capability"] = ".".join(str(part) for part in details.get("compute_capability", ()))
    left, right, product = numbers()
    with module.device("/GPU:0"):
        got = module.linalg.matmul(
            module.constant(left, module.float32), module.constant(right, module.float32)
        )
    said["correct"] = got.numpy().tolist() == product


def jax(said):
    import jax as module  # pylint: disable=import-error,import-outside-toplevel

    said["version"] = str(module.__version__)
    devices = [device for device in module.devices() if device.platform in ("gpu", "cuda")]
    said["available"] = bool(devices)
    if not devices:
        module.devices("cuda")  # says why not
        return
    said["device"] = devices[0].device_kind
    left, right, product = numbers()
    numpy = module.numpy
    with module.default_device(devices[0]):
        got = numpy.matmul(
            numpy.array(left, numpy.float32),
            numpy.array(right, numpy.float32),
            precision="highest",
        )
    said["correct"] = got.tolist() == product


def installed(name):
    try:
        from importlib.util import find_spec  # pylint: disable=import-outside-toplevel

        return find_spec(name) is not None
    except Exception:  # pylint: disable=broad-except
        return False


def main():
    answer = {"python": platform.python_version(), "program": sys.executable, "frameworks": []}
    for look in (torch, tensorflow, jax):
        if not installed(look.__name__):
            continue
        said = {"name": look.__name__, "imports": False}
        try:
            __import__(look.__name__)
            said["imports"] = True
            look(said)
        except BaseException as error:  # pylint: disable=broad-except
            said["error"] = "%s: %s" % (type(error).__name__, str(error)[:2000])
        answer["frameworks"].append(said)
    ANSWER.write(json.dumps(answer) + "\n")
    ANSWER.flush()
    # What libraries do when they end is nobody's business here.
    os._exit(0)  # pylint: disable=protected-access


main()
