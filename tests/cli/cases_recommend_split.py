"""`cudafit recommend --split`: a stage that compiles and runs, as two."""

import subprocess

ONE = ("FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\nWORKDIR /work\nCOPY add.cu .\n"
       'RUN nvcc -O2 -arch=sm_80 add.cu -o add\nCMD ["./add"]\n')
RUNTIME = ONE.replace("-devel-", "-runtime-").replace("RUN nvcc -O2 -arch=sm_80 add.cu -o add\n", "")


def case_split_applies(box):
    subprocess.run(["git", "init", "-q"], cwd=box.root, check=True)
    box.write("docker/Dockerfile", ONE)
    box.write("docker/add.cu", "int main() {}\n")
    done = box.run("recommend", "--split", "docker")
    assert done.status == 1 and done.out.startswith("--- a/docker/Dockerfile\n"), done
    assert "docker/Dockerfile: check that nothing that runs calls a compiler" in done.err, done
    assert box.read("docker/Dockerfile") == ONE, done
    subprocess.run(["git", "apply", "-"], cwd=box.root, input=done.out.encode(), check=True)
    text = box.read("docker/Dockerfile")
    assert "AS builder\n" in text and "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n" in text, text
    assert "COPY --from=builder /work/add /work/add\n" in text, text
    assert box.run("check", "docker").status == 0
    again = box.run("recommend", "--split", "docker")
    assert again.status == 0 and again.out == "" and "nothing is split" in again.err, again


def case_split_says_why_not(box):
    box.write("Dockerfile", ONE + "ONBUILD COPY . .\n")
    done = box.run("recommend", "--split")
    assert done.status == 0 and done.out == "" and "is not split: " in done.err, done
    assert "nothing is split" not in done.err, done


def case_split_is_never_written(box):
    box.write("Dockerfile", ONE)
    done = box.run("recommend", "--split", "--fix")
    assert done.status == 2 and "not written" in done.err and box.read("Dockerfile") == ONE, done


def case_split_of_many_files(box):
    """One diff of all that can be split; what has nothing to split adds nothing."""
    box.write("a/Dockerfile", ONE)
    box.write("b/Dockerfile", RUNTIME)
    box.write("c/Dockerfile", ONE)
    done = box.run("recommend", "--split")
    files = [line for line in done.out.splitlines() if line.startswith("--- ")]
    assert done.status == 1 and files == ["--- a/a/Dockerfile", "--- a/c/Dockerfile"], done


def case_split_keeps_line_endings(box):
    box.write("Dockerfile", ONE.replace("\n", "\r\n"))
    done = box.run("recommend", "--split")
    added = [line for line in done.out.split("\n") if line.startswith("+") and not line.startswith("+++")]
    assert done.status == 1 and added and all(line.endswith("\r") for line in added), done


def case_split_of_standard_input(box):
    done = box.run("recommend", "--split", "-", stdin=ONE)
    assert done.status == 1 and "+FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04" in done.out, done


def case_split_with_build_arguments(box):
    text = "ARG TAG\n" + ONE.replace("12.4.1-devel-ubuntu22.04", "${TAG}")
    box.write("Dockerfile", text)
    done = box.run("recommend", "--split")
    assert done.status == 0 and done.out == "", done
    done = box.run("recommend", "--split", "--build-arg", "TAG=12.4.1-devel-ubuntu22.04")
    assert done.status == 1 and "-runtime-ubuntu22.04" in done.out, done


def case_split_with_the_arguments_of_compose(box):
    """The image of the first stage is what the Compose file says."""
    box.write("Dockerfile", ONE.replace("12.4.1-devel-ubuntu22.04", "${TAG}").replace("FROM", "ARG TAG=latest\nFROM", 1))
    box.write("add.cu", "int main() {}\n")
    box.write("compose.yaml", "services:\n  add:\n    build:\n      context: .\n      args:\n"
                              "        TAG: 12.4.1-devel-ubuntu22.04\n")
    done = box.run("recommend", "--split", "Dockerfile")
    assert done.status == 1 and "+FROM nvidia/cuda:${TAG} AS builder" in done.out, done
    assert "+FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04" in done.out, done


def case_split_reads_the_makefile(box):
    """g++'s library for OpenMP comes with the compiler alone."""
    text = ONE.replace("COPY add.cu .\n", "COPY . .\n").replace("RUN nvcc -O2 -arch=sm_80 add.cu -o add\n",
                                                               "RUN make CUDA=1 && cp add /usr/local/bin/\n")
    box.write("Dockerfile", text.replace('["./add"]', '["add"]').replace("WORKDIR /work", "WORKDIR /src") + "WORKDIR /\n")
    box.write("Makefile", "add: add.cu\n\t$(NVCC) -Xcompiler -fopenmp $< -o $@\n")
    done = box.run("recommend", "--split")
    assert "install -y --no-install-recommends libgomp1" in done.out and "-fopenmp in /src/Makefile" in done.err, done
    box.write("Makefile", "# -fopenmp is slower here\nadd: add.cu\n\t$(NVCC) $< -o $@\n")
    done = box.run("recommend", "--split")
    assert done.status == 1 and "libgomp1" not in done.out and "libgomp1 comes with g++" in done.err, done
