"""[[image]]: people's own base images, and how their tables are refused."""

import json
import time

from box import SAFE

RUNTIME = "nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04"
DIGEST = "@sha256:" + 64 * "0"
BASE = "nvidia/cuda:12.4.1-base-ubuntu22.04"
ML = f'[[image]]\nname = "registry.corp/ml-base"\nlike = "{RUNTIME}"\n' \
     'brings = { torch = "2.4.1+cu124", python = "3.11" }\n'


def found(box, config, dockerfile, *args):
    """The findings, as JSON has them."""
    box.write(".cudafit.toml", config)
    box.write("Dockerfile", dockerfile)
    done = box.run("--format", "json", *args)
    assert done.err == "", str(done)
    return json.loads(done.out)["findings"]


def rules(box, config, dockerfile, *args):
    return [each["rule"] for each in found(box, config, dockerfile, *args)]


def notes(finding):
    return [note["message"] for note in finding["notes"]]


def like(image, name="corp/x", more=""):
    return f'[[image]]\nname = "{name}"\nlike = "{image}"\n{more}'


def brings(words, name="corp/x", more=""):
    return f'[[image]]\nname = "{name}"\n{more}brings = {{ {words} }}\n'


# ---- what a declaration tells

def case_image_torch_that_is_brought_needs_its_driver(box):
    file = "FROM registry.corp/ml-base:2024-06\nCMD python3 x.py\n"
    [one] = found(box, ML, file, "--driver", "520.61.05", "--gpu", "RTX 3090")
    assert one["rule"] == "driver-too-old" and "torch 2.4.1+cu124 needs" in one["message"], one
    assert "registry.corp/ml-base:2024-06 brings torch 2.4.1+cu124 (.cudafit.toml:4)" in notes(one), one
    assert any("it brings its own CUDA libraries" in each for each in notes(one)), one
    assert not any(fix["edits"] for fix in one["fixes"]), one
    assert rules(box, ML, file, "--driver", "550", "--gpu", "RTX 3090") == []
    assert rules(box, ML, file, "--driver", "535", "--gpu", "K80") == ["gpu-arch-not-in-wheel", "gpu-architecture-eol"]
    assert rules(box, brings('torch = "2.4.1+cu124"', "registry.corp/ml-base"), file, "--driver", "520.61.05", "--gpu",
                 "RTX 3090") == ["driver-too-old"], "without like, too"
    assert rules(box, brings('torch = "2.4.1"', "registry.corp/ml-base"), file, "--driver", "520.61.05", "--gpu",
                 "RTX 3090") == [], "which build it is, is not said"


def case_image_contents_are_those_of_like(box):
    file = "FROM corp/x:3\nRUN nvcc a.cu\nCMD python3 x.py\n"
    one, two = found(box, like(RUNTIME), file)
    assert (one["rule"], two["rule"]) == ("nvcc-missing", "python-not-found"), (one, two)
    assert "corp/x:3 has none" in one["message"], one
    for each in (one, two):
        assert f"corp/x is declared like {RUNTIME} (.cudafit.toml:3)" in notes(each), each
    devel = like(RUNTIME.replace("runtime", "devel"))
    assert rules(box, devel, file) == ["python-not-found"]
    assert rules(box, devel, "FROM corp/x\nRUN nvcc -gencode arch=compute_30,code=sm_30 a.cu\n") == [
        "nvcc-arch-unsupported"]
    [one] = found(box, like(BASE), "FROM corp/x:3\nRUN apt-get update && apt-get install -y python3-pip\n"
                                   "RUN pip install cupy-cuda12x==13.0.0\n")
    assert one["rule"] == "cuda-libs-missing" and "corp/x:3 has none" in one["message"], one
    assert [fix["title"] for fix in one["fixes"]] == ["install them here, or in corp/x:3"], one


def case_image_gate_and_environment_are_those_of_like(box):
    [one] = found(box, like(RUNTIME), "FROM corp/x:3\n", "--driver", "520.61.05", "--gpu", "RTX 3090")
    assert one["rule"] == "driver-refused-by-image" and "corp/x:3 may refuse" in one["message"], one
    assert f"corp/x is declared like {RUNTIME} (.cudafit.toml:3)" in notes(one), one
    assert not any(fix["edits"] or "nvidia/cuda" in fix["title"] for fix in one["fixes"]), one
    assert rules(box, like(RUNTIME), "FROM corp/x:3\nENV NVIDIA_DISABLE_REQUIRE=1\n", "--driver", "520.61.05", "--gpu",
                 "RTX 3090") != ["driver-refused-by-image"]
    [one] = found(box, like(BASE), "FROM corp/x:3\nARG CUDA_VERSION=11\nRUN echo $CUDA_VERSION\n")
    assert one["rule"] == "arg-shadowed-by-base-env" and "12.4.1" in one["message"], one
    assert f"corp/x is declared like {BASE} (.cudafit.toml:3)" in notes(one), one


def case_image_packages_that_are_brought_meet_what_is_installed(box):
    file = "FROM registry.corp/ml-base:2\nRUN pip install {}\nCMD python3 x.py\n"
    [one] = found(box, ML, file.format("--no-deps torchvision==0.15.2"))
    assert one["rule"] == "companion-mismatch" and "made for torch 2.0.1, not 2.4.1" in one["message"], one
    assert "registry.corp/ml-base:2 brings torch 2.4.1+cu124 (.cudafit.toml:4)" in notes(one), one
    assert rules(box, ML, file.format("--no-deps torchvision==0.19.1")) == []
    assert rules(box, ML, file.format("torchvision==0.19.1")) == []
    [one] = found(box, ML, file.format("torchvision==0.15.2"))
    assert one["rule"] == "torch-overridden" and "that the image brings" in one["message"], one
    both = ML.replace("python =", 'torchvision = "0.19.1", python =')
    [one] = found(box, both, file.format("torch==2.5.1"))
    assert one["rule"] == "torch-overridden" and "breaks torchvision 0.19.1" in one["message"], one
    assert rules(box, ML, file.format('"torch>=2.0"')) == [], "what is there satisfies it"


def case_image_packages_may_come_from_an_index_of_its_own(box):
    file = "FROM registry.corp/ml-base:2\nRUN pip install torch==2.3.9{}\n"
    index = " --index-url https://download.pytorch.org/whl/cu124"
    assert "torch-wheel-not-found" not in rules(box, ML, file.format(""))
    assert "torch-wheel-not-found" in rules(box, ML, file.format(index))
    assert "torch-wheel-not-found" not in rules(box, like(BASE, "registry.corp/ml-base"), file.format(index)), \
        "a torch that nobody declares may be there"


def case_image_extensions_meet_the_torch_that_is_brought(box):
    file = "FROM corp/x:1\n" \
           "RUN pip install --no-build-isolation git+https://github.com/Dao-AILab/flash-attention.git\n"
    config = like(RUNTIME.replace("cudnn-runtime", "devel"), more='brings = { torch = "2.4.1+%s", python = "3.11" }\n')
    [one] = found(box, config % "cu118", file)
    assert one["rule"] == "torch-nvcc-mismatch" and "torch 2.4.1+cu118" in one["message"], one
    assert not any(fix["edits"] for fix in one["fixes"]), one
    assert rules(box, config % "cu124", file) == []


def case_image_what_is_brought_wins_over_like(box):
    python = "FROM corp/x:3\nRUN python -m pip list\nRUN pip3 list\nRUN python3 -V\n"
    assert "python-not-found" in rules(box, like(BASE), python)
    assert rules(box, like(BASE, more='brings = { python = "3.11" }\n'), python) == []
    assert rules(box, like(BASE, more='brings = { numpy = "1.26.4" }\n'), python) == [], "it needs an interpreter"
    nvcc = "FROM corp/x:3\nRUN nvcc a.cu\n"
    for said in ('nvcc = "12.4"', 'cuda = "12.4"'):
        assert rules(box, like(BASE, more=f"brings = {{ {said} }}\n"), nvcc) == [], said
    arch = "FROM corp/x:3\nRUN nvcc -gencode arch=compute_30,code=sm_30 a.cu\n"
    [one] = found(box, like(RUNTIME, more='brings = { nvcc = "12.4" }\n'), arch)
    assert one["rule"] == "nvcc-arch-unsupported", one
    assert "corp/x:3 brings nvcc 12.4 (.cudafit.toml:4)" in notes(one), one
    cudnn = "FROM corp/x:3\nRUN pip install onnxruntime-gpu==1.18.0\nCMD python3 x.py\n"
    plain = RUNTIME.replace("12.4.1-cudnn", "11.8.0")
    said = 'brings = { python = "3.10"%s }\n'
    assert "cudnn-missing" in rules(box, like(plain, more=said % ""), cudnn)
    assert "cudnn-missing" not in rules(box, like(plain, more=said % ', cudnn = "8.9"'), cudnn)
    assert "cudnn-major-mismatch" in rules(box, like(plain, more=said % ', cudnn = "9"'), cudnn)


def case_image_like_one_that_brings_torch(box):
    torch = "pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime"
    file = "FROM corp/x:1\nRUN pip install torch==2.3.1 --index-url https://download.pytorch.org/whl/cu121\n"
    [one] = found(box, like(torch), file)
    assert one["rule"] == "torch-overridden" and "replaces torch 2.4.0+cu124" in one["message"], one
    assert f"corp/x is declared like {torch} (.cudafit.toml:3)" in notes(one), one
    [one] = found(box, like(torch, more='brings = { torch = "2.2.0+cu118" }\n'), file)
    assert "replaces torch 2.2.0+cu118" in one["message"], "what is brought wins"
    assert rules(box, like(torch, more='brings = { torch = "2.3.1" }\n'), file) == []


def case_image_without_like_all_else_is_unknown(box):
    file = "FROM corp/x:3\nARG CUDA_VERSION=11\nRUN nvcc $CUDA_VERSION a.cu\nRUN pip install cupy-cuda12x==13.0.0\n" \
           "RUN apt-get update\nCMD python3 x.py\n"
    assert rules(box, brings('torch = "2.4.1+cu124"'), file) == []
    assert rules(box, brings('python = "3.11"'), file, "--driver", "470", "--gpu", "A100") == []


# ---- what it does not tell

def case_image_tags_are_nobodys_business(box):
    for tag in ("", ":latest", ":99.9", ":12.4.1-base"):
        for name in ("corp/x", "nvidia/cuda"):
            config = f'[[image]]\nname = "{name}"\nlike = "{BASE}"\n'.replace(BASE, "ubuntu:22.04")
            assert rules(box, config, f"FROM {name}{tag}\n") == [], (name, tag)


def case_image_bases_are_never_replaced(box):
    config = like(BASE.replace("12.4.1", "11.8.0"))
    file = "FROM corp/x:3 AS build\nRUN nvcc a.cu\nRUN pip install cupy-cuda11x==12.0.0\nCMD python3 x.py\n"
    for each in found(box, config, file):
        assert not any(fix["edits"] for fix in each["fixes"]), each
    box.run("--unsafe-fixes", "--driver", "418.39", "--gpu", "RTX 4090")
    assert box.read("Dockerfile") == file
    # A devel image that is shipped is its owner's choice, too.
    config = like(RUNTIME.replace("runtime", "devel"), more='brings = { python = "3.11", torch = "2.4.1+cu124" }\n')
    assert rules(box, config, "FROM corp/x:3\nCOPY . .\nCMD [\"python3\", \"x.py\"]\n") == []


def case_image_old_apt_key_is_in_copies_only(box):
    tag = "1.9.0-cuda11.1-cudnn8-devel"
    old = "pytorch/pytorch:" + tag
    update = "FROM corp/x:{}\nRUN apt-get update\n"
    assert rules(box, like(old), update.format(tag)) == ["cuda-apt-key-rotated"]
    assert rules(box, like(old), update.format("3")) == [], "whoever built on it had to replace the key"
    assert rules(box, like(old, more='brings = { python = "3.8" }\n'), update.format(tag)) == []


# ---- which images are meant

def case_image_names(box):
    nvcc = "\nRUN nvcc a.cu\n"
    config = like(BASE, "registry.corp:5000/team/x") + like(BASE, "corp/hub")
    for image in ("registry.corp:5000/team/x", "registry.corp:5000/team/x:1", "registry.corp:5000/team/x:1" + DIGEST,
                  "corp/hub", "docker.io/corp/hub:2", "mirror.gcr.io/corp/hub:2"):
        [one] = found(box, config, "FROM " + image + nvcc)
        assert one["rule"] == "nvcc-missing" and f"{image} has none" in one["message"], (image, one)
    for image in ("registry.corp/team/x", "team/x", "registry.corp:5000/team/xy", "quay.io/corp/hub"):
        assert rules(box, config, "FROM " + image + nvcc) == [], image
    parts = "ARG REG=registry.corp:5000\nARG NAME=x\nFROM ${REG}/team/${NAME}:1\nRUN nvcc a.cu\n"
    [one] = found(box, config, parts)
    assert "registry.corp:5000/team/x:1 has none" in one["message"], one
    # Every tag is meant, whatever it will be.
    [one] = found(box, config, "ARG TAG\nFROM corp/hub:${TAG}" + nvcc)
    assert one["rule"] == "nvcc-missing" and "and corp/hub has none" in one["message"], one


def case_image_tags_choose_the_table(box):
    nvcc = "FROM corp/x{}\nRUN nvcc a.cu\n"
    devel = BASE.replace("base", "devel")
    config = like(devel, more='tags = ["2024-*", "dev"]\n') + like(BASE, more='tags = "2023-*"\n')
    for tag, expected in ((":2024-06", []), (":dev", []), (":2023-01", ["nvcc-missing"]), (":2022", []), ("", []),
                          (":2023-01" + DIGEST, [])):
        assert rules(box, config, nvcc.format(tag)) == expected, tag
    config = like(devel, more='tags = "dev"\n') + like(BASE)
    for tag, expected in ((":dev", []), (":x", ["nvcc-missing"]), ("", ["nvcc-missing"]), (DIGEST, [])):
        assert rules(box, config, nvcc.format(tag)) == expected, tag
    assert rules(box, config, "ARG T\nFROM corp/x:$T\nRUN nvcc a.cu\n") == []


def case_image_a_stage_of_that_name_wins(box):
    file = f"FROM {BASE.replace('base', 'devel')} AS ml-base\nFROM ml-base\nRUN nvcc a.cu\n"
    assert rules(box, like(BASE, "ml-base"), file) == []
    assert rules(box, like(BASE, "ml-base"), "FROM ml-base\nRUN nvcc a.cu\n") == ["nvcc-missing"]


def case_image_copies_and_mounts_of_it_are_no_findings(box):
    file = "FROM corp/x:3\nCOPY --from=corp/x:dev /usr/local/cuda /usr/local/cuda\n" \
           "RUN --mount=from=corp/x:dev,target=/x true\nRUN nvcc a.cu\n"
    assert rules(box, like(BASE), file) == []


def case_image_chains(box):
    config = like("corp/middle:2", "corp/top", 'brings = { torch = "2.4.1+cu124" }\n') \
        + like("corp/bottom:1", "corp/middle", 'brings = { torch = "2.0.1+cu118", python = "3.10" }\n') \
        + like(RUNTIME, "corp/bottom")
    [one] = found(box, config, "FROM corp/top:9\nRUN nvcc a.cu\nCMD python3 x.py\n", "--driver", "535", "--gpu", "A100")
    assert one["rule"] == "nvcc-missing", one
    said = notes(one)
    for words in ("corp/top is declared like corp/middle:2 (.cudafit.toml:3)",
                  "corp/middle is declared like corp/bottom:1 (.cudafit.toml:7)",
                  f"corp/bottom is declared like {RUNTIME} (.cudafit.toml:11)"):
        assert words in said, one
    [one] = found(box, config, "FROM corp/top:9\n", "--driver", "520.61.05", "--gpu", "RTX 3090")
    assert "torch 2.4.1+cu124 needs" in one["message"], "the nearer table wins"


def case_image_of_an_extended_file(box):
    box.mkdir(".git")
    box.write("base.toml", like(BASE) + like(RUNTIME, "corp/y"))
    box.write("sub/.cudafit.toml", 'extend = "../base.toml"\n' + like("corp/x:1", "corp/z"))
    box.write("sub/Dockerfile", "FROM corp/z\nRUN nvcc a.cu\n")
    done = box.run("--format", "json", "sub")
    [one] = json.loads(done.out)["findings"]
    assert "corp/z is declared like corp/x:1 (sub/.cudafit.toml:4)" in notes(one), one
    assert f"corp/x is declared like {BASE} (base.toml:3)" in notes(one), one
    assert box.run("--isolated", "sub").status == 0


def case_image_extended_tables_come_behind(box):
    box.mkdir(".git")
    box.write("base.toml", like(BASE))
    box.write("sub/.cudafit.toml", 'extend = "../base.toml"\n' + like(BASE.replace("base", "devel"), more='tags = "dev"\n'))
    for tag, count in (("dev", 0), ("1", 1)):
        box.write("sub/Dockerfile", f"FROM corp/x:{tag}\nRUN nvcc a.cu\n")
        found = json.loads(box.run("--format", "json", "sub").out)["findings"]
        assert len(found) == count, (tag, found)


# ---- what is not concluded from it

Y = brings('torch = "2.4.1+cu124", python = "3.10"', "corp/y")
NEW = "torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128"
CARD = ("--driver", "570", "--gpu", "RTX 5090")


def case_image_silent_builds_of_unknown_switches(box):
    scatter = "RUN pip install --no-build-isolation torch-scatter==2.1.2\n"
    torch = "pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime"
    assert rules(box, like(torch), "FROM corp/x\n" + scatter) == []
    assert rules(box, "", f"FROM {torch}\nARG FORCE_CUDA\n" + scatter) == []
    assert "nvcc-missing" in rules(box, "", f"FROM {torch}\nENV FORCE_CUDA=1\n" + scatter)


def case_image_torch_counts_where_its_environment_runs(box):
    venv = "FROM corp/y\nRUN python3 -m venv /v && /v/bin/pip install " + NEW + "\n"
    path = "FROM corp/y\nRUN python3 -m venv /v\nENV PATH=/v/bin:$PATH\nRUN pip install " + NEW + "\n"
    uv = "FROM corp/y\nRUN uv venv /v && uv pip install --python /v/bin/python " + NEW + "\n"
    start = 'CMD ["/v/bin/python","x"]\n'
    for text in (venv, venv + start, venv + 'CMD ["bash","run.sh"]\n', path, path + 'CMD ["python","x"]\n', uv + start):
        assert rules(box, Y, text, *CARD) == [], text
    assert rules(box, Y, "FROM corp/y\nRUN python3 -m venv /v && /v/bin/pip install x\n"
                         'CMD ["/usr/bin/python3","x"]\n', *CARD) == ["gpu-arch-not-in-wheel"]
    assert rules(box, Y, "FROM corp/y\n", *CARD) == ["gpu-arch-not-in-wheel"]


def case_image_for_jetson_may_see_a_gpu(box):
    file = "FROM corp/x AS a\nFROM a\nRUN nvidia-smi\n"
    assert rules(box, like("nvcr.io/nvidia/l4t-pytorch:r35.2.1-pth2.0-py3"), file) == []
    assert rules(box, like(BASE), file) == ["gpu-at-build"]


def case_image_cudart_is_one_library(box):
    arch = "FROM corp/x:3\nRUN nvcc -gencode arch=compute_90,code=sm_90 a.cu\n"
    devel = BASE.replace("base", "devel")
    assert rules(box, like(devel, more='brings = { cudart = "11.0" }\n'), arch) == []
    assert rules(box, like(devel, more='brings = { cuda = "11.0" }\n'), arch) == ["nvcc-arch-unsupported"]


def case_image_torch_may_have_been_replaced(box):
    for package in ("-U vllm", "vllm", "sglang", "xformers", "torchvision"):
        assert rules(box, Y, f"FROM corp/y\nRUN pip install {package}\n", *CARD) == [], package
    assert rules(box, Y, "FROM corp/y\nRUN conda install pytorch=2.7\n", *CARD) == []
    for package in ("numpy", "--no-deps torchvision", "torchvision==0.19.1"):
        assert rules(box, Y, f"FROM corp/y\nRUN pip install {package}\n", *CARD) == ["gpu-arch-not-in-wheel"], package


def case_image_torch_of_ones_own_platform(box):
    assert rules(box, Y, "FROM --platform=linux/arm64 corp/y\n", "--gpu", "A100") == []


def case_image_torch_may_be_gone(box):
    replace = "pip install torchvision==0.15.2\n"
    assert rules(box, Y, "FROM corp/y\nRUN " + replace) == ["torch-overridden"]
    assert rules(box, Y, "FROM corp/y\nRUN pip uninstall -y -r x.txt && " + replace) == []


def case_image_graph(box):
    box.write(".cudafit.toml", ML)
    box.write("Dockerfile", "FROM registry.corp/ml-base:2024-06\n")
    [graph] = json.loads(box.run("graph").out)["graphs"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    image = nodes["image:registry.corp/ml-base:2024-06"]
    said = [note["message"] for note in image["because"]]
    assert f"registry.corp/ml-base is declared like {RUNTIME} (.cudafit.toml:3)" in said, image
    assert "registry.corp/ml-base:2024-06 brings python 3.11 (.cudafit.toml:4)" in said, image
    torch = [node for node in graph["nodes"] if node["label"] == "torch 2.4.1+cu124"]
    assert len(torch) == 1 and torch[0]["place"] == "image" and not torch[0]["weak"], torch
    assert any(node["label"] == "CUDA runtime 12.4.1" for node in graph["nodes"]), graph


# ---- what is refused

def case_image_tables_that_are_refused(box):
    fine = like(BASE, "corp/fine")

    def refused(text, line, column, *words):
        box.write(".cudafit.toml", text)
        box.write("Dockerfile", SAFE)
        done = box.run()
        assert done.status == 2, (text, str(done))
        assert f".cudafit.toml:{line}:{column}: " in done.err, (text, str(done))
        for word in words:
            assert word in done.err, (text, word, str(done))
        assert done.err.count(".cudafit.toml:") - done.err.count("at .cudafit.toml") == 1, (text, str(done))
        if "the first table counts" not in words:
            box.write("Dockerfile", "FROM corp/x:3\nRUN nvcc a.cu\nCMD python3 x.py\n")
            assert "Dockerfile:" not in box.run().out, "nothing is known of it then"

    refused('[[image]]\nname = "corp/x"\n', 1, 1, 'needs "like" or "brings"')
    refused('[[image]]\nname = "corp/x"\nbrings = {}\n', 1, 1, 'needs "like" or "brings"')
    refused(like(BASE, "corp/x:3"), 2, 8, 'write "corp/x", and its tags in "tags"')
    for name in ("corp/*", "corp x", "${REG}/x", "corp/x@sha256:0"):
        refused(like(BASE, name), 2, 8, "is a repository, as in")
    refused(like("nvidia/cuda"), 3, 8, 'needs a tag')
    refused(like("nvidia/cuda@sha256:0"), 3, 8, "by its tag")
    for image in ("", "nvidia/cuda:", "a b:1", "${X}:1", ":1"):
        refused(like(image), 3, 8, '"like" is an image, as in')
    refused(like(BASE.replace("12.4.1", "12.4.9")), 3, 8, "is known; did you mean", "-base-ubuntu22.04")
    refused(like(BASE.replace("base", "bse")), 3, 8, 'did you mean "12.4.1-base-ubuntu22.04"?')
    refused(like(BASE.replace("cuda", "cuba")), 3, 8, "nothing is known", 'did you mean "nvidia/cuda"?')
    refused(like("zzz/internal:1"), 3, 8, "nothing is known of what is in zzz/internal:1")
    refused(like("corp/fime:1") + fine, 3, 8, 'did you mean "corp/fine"?')
    refused(like("corp/x:1"), 3, 8, "leads back to")
    refused(like(BASE) + fine + like(BASE), 8, 8, "at .cudafit.toml:2 already", "the first table counts")
    refused(like(BASE) + like(BASE, "docker.io/corp/x", 'tags = "1"\n'), 5, 8, "the first table counts")

    for key, value, column, word in (
            ("torch", '">=2.4"', 20, "one version, as in 2.4.1+cu124"),
            ("torch", '"latest"', 20, "one version"), ("torch", '""', 20, "one version"),
            ("python", '"3"', 21, "written as in 3.11"), ("python", '"py311"', 21, "written as in 3.11"),
            ("python", '"311"', 21, "written as in 3.11"), ("python", '"3.11.*"', 21, "written as in 3.11"),
            ("cudnn", '"v9"', 20, "numbers and dots"), ("cuda", '"cu124"', 19, "numbers and dots"),
            ("driver", '"535"', 12, "[[host]]"), ("nvidia-driver", '"535"', 12, "[[host]]"), ("gpus", '"A100"', 12, "[[host]]"),
            ("os", '"ubuntu22.04"', 12, '"like"'), ("pytorch", '"2.4.1"', 12, 'called "torch"'),
            ('"x y"', '"1"', 12, "no name of a Python package")):
        refused(brings(f"{key} = {value}"), 3, column, word)
    refused(brings('flash_attn = "2.6.1", flash-attn = "2.6.1"'), 3, 12, "is said twice")
    refused(brings('torch = "2.4.1+cu999"'), 3, 20, 'no CUDA is known that a build "cu999"')
    for key, word in (("cudatoolkit", '"cuda"'), ("cuda-toolkit", '"cuda"'), ("cublas", '"cuda"'), ("libcudnn8", '"cudnn"'),
                      ("tensorrt", "leave it out"), ("conda", '"like"')):
        refused(brings(f'{key} = "8"'), 3, 12, word)
    refused(like(BASE, more='tags = ""\n'), 4, 8, "an empty tag is none")
    refused(like(BASE, "corp/X"), 2, 8, "in small letters")
    assert box.run().status == 2
    box.write(".cudafit.toml", like(BASE, "Registry.corp:5000/x"))
    assert box.run().status == 0


def case_image_cycles_are_reported_at_each_table(box):
    box.write(".cudafit.toml", like("b/b:1", "a/a") + like("a/a:1", "b/b") + like("a/a:1", "c/c"))
    box.write("Dockerfile", "FROM c/c\nRUN nvcc a.cu\n")
    done = box.run()
    assert done.status == 2 and "Dockerfile:" not in done.out, done
    assert done.err.count("leads back to") == 2 and ".cudafit.toml:3:8:" in done.err, done
    assert ".cudafit.toml:6:8:" in done.err, done


def case_image_tables_are_checked_once_for_many_files(box):
    box.write(".cudafit.toml", like("nvidia/cuda"))
    for name in "abc":
        box.write(f"{name}/Dockerfile", SAFE)
    done = box.run()
    assert done.status == 2 and done.err.count("needs a tag") == 1, done
    assert "a/Dockerfile:2" in done.out, "other things are still found"
    assert box.run("graph").status == 2

def case_image_long_chains_end(box):
    box.write("Dockerfile", SAFE)
    chain = "".join(like(f"c/t{i + 1}:1", f"c/t{i}") for i in range(3000)) + like(BASE, "c/t3000")
    box.write(".cudafit.toml", chain)
    start = time.monotonic()
    done = box.run()
    assert done.status == 2 and done.err.count("leads on and on") == 1, done
    assert time.monotonic() - start < 30


def case_the_driver_that_a_stage_needs_is_let_through_by_its_image(box):
    box.write("Dockerfile", "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN apt-get update && apt-get install -y python3-pip\n"
                            "RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu124\n")
    assert "driver >= 550 (or 525, 535)," in box.run("--format", "full").out
    for driver, refused in (("525.147.05", False), ("530.41.03", True), ("535", False), ("545", True), ("550", False)):
        found = box.run("--format", "json", "--driver", driver, "--gpu", "A100").rules()
        assert ("driver-refused-by-image" in found) == refused, (driver, found)
