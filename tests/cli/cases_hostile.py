"""Files that nobody writes by hand: the run ends, and says what is the matter.

How their time grows is what tests/bench/hostile.py shows."""

BASE = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n"
GPU = "RUN nvidia-smi\n"


def said(box, status, text, *args):
    """One run of everything below; the status and a part of what is said."""
    done = box.run("--format", "concise", *args, ".")
    assert done.status == status and text in done.out + done.err, done


def case_what_names_itself(box):
    box.mkdir(".git")
    box.write("Dockerfile", "FROM a AS a\n" + GPU)
    said(box, 1, "Dockerfile:2:5: error[gpu-at-build]")
    box.write("Dockerfile", "FROM x AS a\nCOPY --from=b /x /\nFROM x AS b\nCOPY --from=a /x /\n")
    said(box, 1, "Dockerfile:2:6: error[parse-error] stage b is written below")
    box.write("Dockerfile", "FROM x AS a\nCOPY --from=a /x /\n")
    said(box, 1, "Dockerfile:2:6: error[parse-error] a stage cannot copy from itself")
    for tool, status in (("pip", 1), ("uv pip", 0)):  # uv reads each file once
        box.write("Dockerfile", BASE + "COPY --from=ghcr.io/astral-sh/uv:0.9.0 /uv /bin/\nCOPY . /p/\nWORKDIR /p\n"
                  f"RUN apt-get update && apt-get install -y python3-pip && {tool} install -r a.txt\n")
        box.write("a.txt", "numpy\n-r b.txt\n")
        box.write("b.txt", "-c a.txt\n")
        said(box, status, "b.txt:1:1: error[parse-error] this file reads itself" if status else "")
    box.write("Dockerfile", BASE + "COPY a.sh b.sh /\nRUN sh /a.sh\n")
    box.write("a.sh", "sh /b.sh\n")
    box.write("b.sh", "sh /a.sh\nnvidia-smi\n")
    said(box, 1, "b.sh:2:1: error[gpu-at-build]")


def case_compose_files_that_name_themselves(box):
    box.mkdir(".git")
    box.write("compose.yaml", "services:\n  a: {extends: b}\n  b: {extends: a}\n")
    said(box, 1, "error[parse-error] this service extends itself")
    box.write("compose.yaml", "include: [x.yaml]\nservices: {a: {image: x}}\n")
    box.write("x.yaml", "include: [compose.yaml]\n")
    said(box, 1, "x.yaml:1:11: error[parse-error] this file includes itself")


def case_configuration_that_extends_itself(box):
    box.mkdir(".git")
    box.write("Dockerfile", BASE)
    box.write(".cudafit.toml", 'extend = "a.toml"\n')
    box.write("a.toml", 'extend = ".cudafit.toml"\n')
    said(box, 2, '"extend" leads back to where it came from')


def case_what_grows_without_end(box):
    box.mkdir(".git")
    doubled = "".join(f"ARG a{i}=$a{i - 1}$a{i - 1}\n" for i in range(1, 60))
    box.write("Dockerfile", BASE + "ARG a0=xxxxxxxxxx\n" + doubled + GPU)
    said(box, 1, "this expands to more than 1 MiB and is not followed")
    said(box, 1, "Dockerfile:62:5: error[gpu-at-build]")
    # What aliases make of a file is not known, and the rest of the folder is linted.
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for i in range(1, 12):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n"
    for name in ("compose.yaml", "environment.yml"):
        box.write(name, bomb + "services: {a: {image: x}}\n")
    box.write("Dockerfile", BASE + "COPY environment.yml /\nRUN conda env create -f /environment.yml\n" + GPU)
    said(box, 1, "Dockerfile:4:5: error[gpu-at-build]")


def case_what_is_nested_without_end(box):
    box.mkdir(".git")
    box.write("Dockerfile", BASE + "COPY . /p\nRUN pip install /p\n" + GPU)
    many = 100000
    for name, text, message in (
            ("docker-bake.hcl", "a = " + "[" * many, "an expression is nested too deeply"),
            ("docker-bake.json", '{"target":' * many, "this is no JSON"),
            ("devcontainer.json", "[" * many, "this is no JSON"),
            ("pyproject.toml", "a = " + "[" * many, "nested value depth"),
            ("pyproject.toml", "a = " + "{b=" * many, "nested value depth"),
            ("compose.yaml", "services: " + "[" * many, "Dockerfile:4:5: error[gpu-at-build]"),
            ("compose.yaml", "services:\n" + "".join(" " * i + "a:\n" for i in range(1, 400)), "gpu-at-build"),
            ("poetry.lock", "a = " + "[" * many, "gpu-at-build")):
        box.write(name, text)
        said(box, 1, message)
        (box.root / name).unlink()
    # What the shell is not understood in proves nothing; the next line does.
    box.write("Dockerfile", BASE + "RUN " + "$(" * 20000 + "nvidia-smi" + ")" * 20000 + "\n" + GPU)
    done = box.run("--format", "concise", ".")
    assert "Dockerfile:3:5: error[gpu-at-build]" in done.out and "Dockerfile:2:5" not in done.out, done


def case_long_files(box):
    box.mkdir(".git")
    too_long = "this line is longer than the 65535 bytes BuildKit reads"
    for lines, message in (
            ("RUN a \\\n" + "  b \\\n" * 100000 + "  c\n" + GPU, "Dockerfile:100004:5: error[gpu-at-build]"),
            ("\n" * 1000000 + GPU, "Dockerfile:1000002:5: error[gpu-at-build]"),
            ("RUN echo " + "x" * 10000000 + "\n", "Dockerfile:2:1: error[parse-error] " + too_long),
            ("".join(f"ARG A{i}={i}\n" for i in range(20000)) + GPU, "Dockerfile:20002:5: error[gpu-at-build]"),
            ("".join(f"FROM ubuntu:22.04 AS s{i}\n" for i in range(5000)) + GPU, "Dockerfile:5002:5: error[gpu-at-build]"),
            ("RUN <<E\ntrue\nE\n" * 2000 + GPU, "Dockerfile:6002:5: error[gpu-at-build]")):
        box.write("Dockerfile", BASE + lines)
        said(box, 1, message)
    box.write("Dockerfile", BASE + "#" + "x" * (32 << 20) + "\n")
    said(box, 1, "error[parse-error] larger than 32 MiB")
