#!/usr/bin/env python3
"""Prints how the time of a run grows with the length of files that nobody writes by hand.

usage: hostile.py CUDAFIT [NAME...]     NAME: only these kinds of files
Each kind is made twice, the second time twice as long; what is near linear takes about twice as long."""
import pathlib, subprocess, sys, tempfile, time


def dockerfile(lines):
    return {"Dockerfile": "\n".join(lines) + "\n"}


def requirement_lines(n):
    lines = "torch==2.4.1\n" * n
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", "COPY requirements.txt .",
                       "RUN pip install -r requirements.txt"]) | {"requirements.txt": lines}


def requirement_files(n):
    lines = "".join(f"package{i}=={i}.0\n" for i in range(n)) + "torch==2.4.1\n"
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", "COPY requirements.txt ."]
                      + ["RUN pip install -r requirements.txt"] * n) | {"requirements.txt": lines}


def apt_runs(n):
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04"]
                      + [f"RUN apt-get update && apt-get install -y package{i} libcudnn9-cuda-12" for i in range(n)])


def compose_services(n):
    services = "".join(f"  s{i}:\n    build:\n      context: .\n      args:\n        NUMBER: '{i}'\n" for i in range(n))
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", "ARG NUMBER", "RUN echo $NUMBER"]) | {
        "compose.yaml": "services:\n" + services}


def bake_targets(n):
    targets = "".join(f'target "t{i}" {{\n  args = {{ NUMBER = "{i}" }}\n}}\n' for i in range(n))
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", "ARG NUMBER", "RUN echo $NUMBER"]) | {
        "docker-bake.hcl": targets}


def torch_stages(n):
    lines = []
    for i in range(n):
        lines += [f"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS s{i}", "RUN pip install torch==2.4.1",
                  'CMD ["python3", "-c", "import torch"]']
    return dockerfile(lines)


def copy_chain(n):
    lines = ["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS s0", "RUN pip install torch==2.4.1"]
    for i in range(1, n):
        lines += [f"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS s{i}",
                  f"COPY --from=s{i - 1} /usr/local /usr/local"]
    return dockerfile(lines)


def from_chain(n):
    lines = ["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS s0", "RUN pip install torch==2.4.1"]
    for i in range(1, n):
        lines += [f"FROM s{i - 1} AS s{i}", f"ENV NUMBER={i}"]
    return dockerfile(lines)


def shared_argument(n):
    lines = ["ARG CUDA=12.4.1"]
    for i in range(n):
        lines += [f"FROM nvidia/cuda:${{CUDA}}-runtime-ubuntu22.04 AS s{i}", "ARG CUDA", "RUN echo $CUDA"]
    return dockerfile(lines)


def lines_of(make, first="FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", last="RUN nvidia-smi"):
    """A kind of n lines that `make` gives by their numbers."""
    return lambda n: dockerfile([first] + [make(i) for i in range(n)] + [last])


def one_line(before, part, behind=""):
    """A kind of one instruction that a part stands in n times."""
    return lambda n: dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", before + part * n + behind])


def compose_nested(n):
    return {"compose.yaml": "services:\n  a:\n    image: x\n    environment:\n" + "".join(
        f"      A{i}: '${{A{i}:-${{B{i}:-c}}}}'\n" for i in range(n))}


def toml_tables(n):
    return dockerfile(["FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04", "COPY . /p", "RUN pip install /p"]) | {
        "pyproject.toml": "[project]\nname = 'p'\nversion = '1'\n[project.optional-dependencies]\n" + "".join(
            f"a{i} = ['b{i}>=1,<2']\n" for i in range(n))}


KINDS = {
    "arguments": (lines_of(lambda i: f"ARG A{i}={i}"), 100000),
    "stages": (lines_of(lambda i: f"FROM ubuntu:22.04 AS s{i}"), 40000),
    "copies": (lines_of(lambda i: f"COPY a{i} b"), 100000),
    "heredocs": (lines_of(lambda i: "RUN <<E\ntrue\nE"), 10000),
    "gpu-heredocs": (lines_of(lambda i: "RUN <<E\nnvidia-smi\nE"), 5000),
    "empty-lines": (lines_of(lambda i: ""), 1000000),
    "continued-lines": (one_line("RUN a \\\n", "  b \\\n", "c"), 200000),
    "letters": (one_line("RUN echo ", "x"), 10000000),
    "words": (one_line("RUN echo ", "x "), 2000000),
    "pairs": (one_line("ENV ", "a=b "), 500000),
    "commands": (one_line("RUN ", "a && ", "b"), 100000),
    "substitutions": (one_line("RUN ", "$(", ""), 100000),
    "packages": (one_line("RUN pip install ", "a==1 "), 100000),
    "compose-defaults": (compose_nested, 20000),
    "toml-tables": (toml_tables, 20000),
    "requirement-lines": (requirement_lines, 3000),
    "requirement-files": (requirement_files, 1000),
    "apt-runs": (apt_runs, 10000),
    "compose-services": (compose_services, 2000),
    "bake-targets": (bake_targets, 5000),
    "torch-stages": (torch_stages, 2000),
    "copy-chain": (copy_chain, 2000),
    "from-chain": (from_chain, 2000),
    "shared-argument": (shared_argument, 5000),
}


def seconds(binary, make, n, limit):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / ".git").mkdir()
        for name, text in make(n).items():
            (root / name).write_text(text)
        begin = time.perf_counter()
        try:
            subprocess.run([binary, "check", "."], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           timeout=limit)
        except subprocess.TimeoutExpired:
            return None
        return time.perf_counter() - begin


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    for name in sys.argv[2:] or KINDS:
        make, n = KINDS[name]
        half = seconds(binary, make, n // 2, 60)
        whole = seconds(binary, make, n, 120) if half is not None else None
        if half is None or whole is None:
            print(f"{name:18} {n:6}: stopped after a minute or two", flush=True)
        else:
            print(f"{name:18} {n // 2:6}: {half:7.2f} s {n:6}: {whole:7.2f} s   {whole / half:5.2f} x", flush=True)


if __name__ == "__main__":
    main()
