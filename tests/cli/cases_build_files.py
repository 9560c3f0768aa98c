"""Files that have Dockerfiles built or images started: Bake, devcontainer.json, scripts, Makefiles, workflows."""

import json

DOCKERFILE = """\
ARG CUDA_VERSION=12.4.1
FROM nvidia/cuda:${CUDA_VERSION}-base-ubuntu22.04 AS final
RUN nvcc --version
"""


def places(done):
    """`path:line severity rule` of all findings of a JSON report."""
    return [f"{finding['path']}:{finding['start']['line']} {finding['severity']} {finding['rule']}"
            for finding in json.loads(done.out)["findings"]]


def lint(box, *args, **kwargs):
    return places(box.run("--format", "json", *args, **kwargs))


def case_bake_gives_arguments_and_targets(box):
    box.mkdir(".git")
    box.write("docker/Dockerfile", DOCKERFILE)
    box.write("docker-bake.hcl", """\
variable "CUDA" { default = "99.0.0" }
target "image" {
  dockerfile = "docker/Dockerfile"
  target     = "finall"
  args       = { CUDA_VERSON = CUDA }
}
""")
    # Images of a CUDA that nobody knows are not known to have no compiler.
    expected = ["docker-bake.hcl:4 error compose-build-mismatch",
                "docker-bake.hcl:5 warning compose-build-mismatch"]
    assert [each for each in lint(box) if "bake" in each] == expected
    assert [each for each in lint(box, "docker/Dockerfile") if "bake" in each] == expected
    done = box.run("--format", "json", "docker-bake.hcl")
    assert [each for each in places(done) if "bake" in each] == expected, done


def case_bake_that_cannot_be_read(box):
    box.write("Dockerfile", "FROM scratch\n")
    box.write("docker-bake.hcl", "target \"a\" {\n  args = {\n")
    done = box.run("--format", "concise")
    assert "docker-bake.hcl:3:1: error[parse-error] an object is not closed with }" in done.out, done


def case_a_development_container(box):
    box.mkdir(".git")
    box.write(".devcontainer/Dockerfile", DOCKERFILE)
    box.write(".devcontainer/devcontainer.json", """\
{
  // with the toolkit
  "build": { "dockerfile": "Dockerfile", "args": { "CUDA_VERSON": "1", }, },
}
""")
    assert lint(box) == [".devcontainer/Dockerfile:3 error nvcc-missing",
                         ".devcontainer/devcontainer.json:3 warning compose-build-mismatch"]
    box.write(".devcontainer/devcontainer.json", """\
{
  "image": "nvidia/cuda:12.4.1-devel-ubuntu22.40",
  "runArgs": ["--gpus", "all", "--device=0000:01:00.0"]
}
""")
    assert lint(box, ".devcontainer/devcontainer.json") == [
        ".devcontainer/devcontainer.json:2 error image-tag-not-found",
        ".devcontainer/devcontainer.json:3 error windows-pci-device"]


def case_commands_that_start_containers(box):
    box.write("run.sh", """\
set -e
sudo docker run -it --device=/dev/nvidia0 --device /dev/nvidiactl image
docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=all image
docker run --gpus all --device=/dev/nvidia0 image
echo docker run --device=/dev/nvidia0 image
# docker run --device=/dev/nvidia0 image
docker build .
""")
    box.write("Makefile", "run:\n\t@nvidia-docker run \\\n\t  $(IMAGE)\n\techo $$HOME\nnvidia-docker run x\n")
    box.write(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: docker run --device=/dev/nvidia0 image\n")
    box.write("ci.yml", "run: docker run --device=/dev/nvidia0 image\n")
    box.write("none.sh", "echo docker\n")
    box.write("binary.sh", b"docker run --device=/dev/nvidia0 x\0")
    assert lint(box) == [".github/workflows/ci.yml:4 hint dev-nvidia-mount",
                         "Makefile:2 hint nvidia-docker-command",
                         "run.sh:2 hint dev-nvidia-mount",
                         "run.sh:3 hint compose-runtime-legacy"]
    assert box.run().status == 0, "hints fail no check"
    done = box.run("--format", "full", "--select", "dev-nvidia-mount")
    assert "start it with --gpus all instead" in done.out, done


def case_scripts_that_look_for_nvidia_docker(box):
    call = "nvidia-docker run image\n"
    box.write("run.sh", call)
    assert lint(box) == ["run.sh:1 hint nvidia-docker-command"]
    for before in ("if ! command -v nvidia-docker > /dev/null; then exit 1; fi\n", "which nvidia-docker || exit 0\n",
                   "[ -x /usr/bin/nvidia-docker ] || exit 0\n", "nvidia-docker() { docker run --gpus all \"$@\"; }\n",
                   "alias nvidia-docker='docker run --gpus all'\n", "#!/usr/bin/env python3\n", "#!/usr/bin/fish\n"):
        box.write("run.sh", before + call)
        assert lint(box) == [], before
    for before in ("command -v docker || exit 1\n", "#!/bin/bash -e\n", "#!/usr/bin/env -S bash -e\n"):
        box.write("run.sh", before + call)
        assert lint(box) == ["run.sh:2 hint nvidia-docker-command"], before
    box.write("run.sh", "docker() { sudo /usr/bin/docker \"$@\"; }\ndocker run --device=/dev/nvidia0 image\n")
    assert lint(box) == [], "what the script's own docker does is not known"


def case_steps_of_other_shells(box):
    def workflow(text):
        box.write(".github/workflows/ci.yml", text)
        return lint(box)
    step = "      - run: nvidia-docker run image\n"
    found = ["hint nvidia-docker-command"]
    assert [each.split(" ", 1)[1] for each in workflow("jobs:\n  a:\n    steps:\n" + step)] == found
    for shell in ("python", "pwsh", "powershell", "cmd", "python {0}"):
        assert workflow("jobs:\n  a:\n    steps:\n" + step + f"        shell: {shell}\n") == [], shell
        assert workflow(f"defaults:\n  run:\n    shell: {shell}\njobs:\n  a:\n    steps:\n" + step) == [], shell
    assert workflow("jobs:\n  a:\n    runs-on: windows-2022\n    steps:\n" + step) == []
    for shell in ("bash", "sh", "bash -e {0}", "/bin/bash --noprofile {0}"):
        text = "jobs:\n  a:\n    runs-on: windows-2022\n    steps:\n" + step + f"        shell: {shell}\n"
        assert [each.split(" ", 1)[1] for each in workflow(text)] == found, shell
    box.write(".github/workflows/ci.yml", "")
    box.write("Makefile", "SHELL := /usr/bin/python3\nrun:\n\tnvidia-docker run image\n")
    assert lint(box) == []
    box.write("Makefile", "SHELL = /bin/bash\nSHELLS = python\nrun:\n\tnvidia-docker run image\n")
    assert lint(box) == ["Makefile:4 hint nvidia-docker-command"]


def case_a_development_container_of_several_compose_files(box):
    box.mkdir(".git")
    box.write("app/Dockerfile", "ARG OS\nFROM nvidia/cuda:12.4.1-base-${OS}\nCMD [\"true\"]\n")
    box.write("compose/base.yml", "services:\n  app:\n    build:\n      context: ../app\n      args:\n"
                                  "        OS: ubuntu22.04\n")
    box.write("over/over.yml", "services:\n  app:\n    build:\n      args:\n        OS: ubuntu22.10\n")
    # Seen from the first file, as `docker compose -f a -f b` does.
    box.write(".devcontainer/devcontainer.json",
              '{"dockerComposeFile": ["../compose/base.yml", "../over/over.yml"], "service": "app"}')
    done = box.run("--format", "full", ".devcontainer/devcontainer.json")
    assert "image-tag-not-found" in done.out and "over/over.yml:5" in done.out, done
    box.write(".devcontainer/devcontainer.json",
              '{"dockerComposeFile": ["../over/over.yml", "../compose/base.yml"], "service": "app"}')
    assert lint(box, ".devcontainer/devcontainer.json") == []


def case_files_that_are_laid_over_others(box):
    box.mkdir(".git")
    box.write("Dockerfile", "ARG CUDA=12.1\nARG OS\nFROM nvidia/cuda:${CUDA}-base-${OS}\nCMD [\"true\"]\n")
    box.write("compose.yaml", "services:\n  app:\n    build:\n      context: .\n      args: {CUDA: 12.4.1, OS: ubuntu22.04}\n"
                              "    runtime: nvidia\n")
    given = ["compose.yaml:6 hint compose-runtime-legacy"]
    assert lint(box) == given
    over = "services:\n  app:\n    build:\n      args: {OS: ubuntu20.04}\n"
    box.write("compose.old.yaml", over)
    assert lint(box) == given, "with -f compose.yaml -f compose.old.yaml the version is given, too"
    box.write("compose.old.yaml", over.replace("app:", "other:"))
    assert any("image-tag-not-found" in each for each in lint(box)), "nobody else has the service"


def case_services_of_profiles(box):
    text = ("services:\n  app:\n    image: pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime\n    command: python a.py\n"
            "    profiles: [plain]\n")
    gpu = text.replace("services:\n", "").replace("app:", "app-gpu:").replace("plain", "gpu") + "    gpus: all\n"
    box.write("compose.yaml", text)
    assert lint(box) == ["compose.yaml:2 warning compose-gpu-missing"]
    box.write("compose.yaml", text + gpu)
    assert lint(box) == ["compose.yaml:10 hint compose-syntax-too-new"], "one profile is for each kind of host"


def case_ignore_comments_in_scripts(box):
    box.write("run.sh", "# cudafit: ignore=dev-nvidia-mount\ndocker run --device=/dev/nvidia0 image\n")
    assert lint(box) == []
    box.write("run.sh", "# cudafit: ignore=dev-nvidia-mount\n\ndocker run --gpus all image\n")
    assert lint(box) == ["run.sh:1 warning unused-ignore"]


def case_ignore_comments_in_bake_and_devcontainer(box):
    box.write(".devcontainer/devcontainer.json", """\
{
  // cudafit: ignore=image-tag-not-found
  "image": "nvidia/cuda:12.4.1-devel-ubuntu22.40"
}
""")
    assert lint(box) == []
    box.write("Dockerfile", "FROM scratch\n")
    box.write("docker-bake.hcl", """\
target "a" {
  // cudafit: ignore=compose-build-mismatch
  target = "nowhere"
  # cudafit: ignore=compose-build-mismatch
  platforms = ["linux/amd64"]
}
""")
    assert lint(box) == ["docker-bake.hcl:4 warning unused-ignore"]


BAD_BASE = "ARG BASE=nvidia/cuda:12.1-base\nFROM ${BASE}\nCMD [\"true\"]\n"


def case_bake_that_is_not_worked_out_is_not_known(box):
    box.mkdir(".git")
    box.write("Dockerfile", BAD_BASE)
    for args in ('{ for k, v in { BASE = "x" } : k => v }', 'jsondecode("{}")', "target.common.args",
                 "merge({ for k, v in {} : k => v }, {})"):
        box.write("docker-bake.hcl", f"target \"x\" {{ args = {args} }}\n")
        assert lint(box) == [], args
    box.write("docker-bake.hcl", 'target "x" { args = { OTHER = 1 } }\n')
    assert lint(box) == ["Dockerfile:2 error image-tag-not-found"]


def case_bake_targets_that_nobody_builds(box):
    box.mkdir(".git")
    box.write("Dockerfile", BAD_BASE)
    box.write("docker-bake.hcl", """\
target "docker-metadata-action" {}
target "image" {
  inherits = ["docker-metadata-action"]
  args     = { BASE = "nvidia/cuda:12.4.1-base-ubuntu22.04" }
}
""")
    assert lint(box) == []


def case_contexts_that_replace_images(box):
    box.mkdir(".git")
    box.write("Dockerfile", "FROM nvidia/cuda:latest\nRUN nvcc --version\n")
    box.write("docker-bake.hcl", """\
target "x" {
  contexts = { "docker.io/nvidia/cuda" = "docker-image://nvidia/cuda:12.4.1-devel-ubuntu22.04" }
}
""")
    assert lint(box) == []


def case_templates_that_double(box):
    box.mkdir(".git")
    box.write("Dockerfile", "FROM scratch\n")
    lines = ['v0 = "xxxxxxxxxx"'] + [f'v{i + 1} = "${{v{i}}}${{v{i}}}"' for i in range(60)]
    box.write("docker-bake.hcl", "\n".join(lines) + '\ntarget "x" { args = { B = v60 } }\n')
    assert box.run().status in (0, 1)


def case_compose_files_that_are_laid_over_others(box):
    box.mkdir(".git")
    box.write("Dockerfile", "FROM ubuntu:22.04 AS app\n")
    box.write("compose.yaml", "services:\n  a:\n    build: {context: ., target: app}\n    environment: {NVIDIA_VISIBLE_DEVICES: all}\n")
    box.write("compose.prod.yaml", "services:\n  a:\n    build: {target: prod}\n    image: ubuntu:22.04\n    runtime: nvidia\n")
    assert [each for each in lint(box) if "hint" not in each] == []


def case_includes_with_a_directory_of_their_own(box):
    box.mkdir(".git")
    box.write(".env", "TAG=12.4.1-base-ubuntu22.04\n")
    box.write("compose.yaml", "include:\n  - path: sub/inc.yml\n    project_directory: .\n  - sub/image.yml\n")
    box.write("sub/inc.yml", "services:\n  b:\n    build: {context: ./app, target: prod}\n")
    box.write("sub/image.yml", "services:\n  c:\n    image: nvidia/cuda:${TAG:-12.1-base}\n    gpus: all\n")
    box.write("sub/app/Dockerfile", "FROM ubuntu:22.04 AS dev\n")
    assert [each for each in lint(box, "compose.yaml") if "hint" not in each] == []


def case_bake_whose_dockerfile_may_be_another(box):
    """A project that was copied in without its Dockerfile: one of the same name above is perhaps not meant."""
    box.mkdir(".git")
    bake = 'target "vendor" {\n  dockerfile = "hack/x.Dockerfile"\n  target = "outdated"\n  args = { VERSON = "1" }\n}\n'
    box.write("hack/x.Dockerfile", "ARG VERSION\nFROM scratch AS update\n")
    box.write("sub/docker-bake.hcl", bake)
    assert lint(box) == []
    box.write("docker-bake.hcl", bake)
    assert [each for each in lint(box) if "sub/" not in each] == [
        "docker-bake.hcl:3 error compose-build-mismatch", "docker-bake.hcl:4 warning compose-build-mismatch"]
