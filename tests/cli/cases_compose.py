"""Compose files: found by name, linted themselves, and asked how Dockerfiles are built."""

import json

CUDA = "nvidia/cuda:12.4.1-runtime-ubuntu22.04"
COMPOSE = """\
services:
  app:
    build:
      context: .
      args:
        TAG: 12.4.1-runtime-ubuntu22.10
    gpus: all
"""
DOCKERFILE = "ARG TAG\nFROM nvidia/cuda:${TAG}\nCMD [\"./server\"]\n"


def places(done):
    return [f"{finding['path']}:{finding['start']['line']} {finding['rule']}"
            for finding in json.loads(done.out)["findings"]]


def lint(box, *args, **kwargs):
    return places(box.run("--format", "json", *args, **kwargs))


def case_an_argument_of_a_service(box):
    box.write("Dockerfile", DOCKERFILE)
    assert lint(box) == ["Dockerfile:2 image-tag-unresolved"]
    box.write("compose.yaml", COMPOSE)
    wrong = ["compose.yaml:7 compose-syntax-too-new", "Dockerfile:2 image-tag-not-found"]
    assert sorted(lint(box)) == sorted(wrong)
    assert sorted(lint(box, "compose.yaml")) == sorted(wrong)
    assert lint(box, "Dockerfile") == ["Dockerfile:2 image-tag-not-found"]
    done = box.run("Dockerfile", "--format", "full")
    assert "compose.yaml:6" in done.out, "where the value is written"
    assert lint(box, "--build-arg", "TAG=12.4.1-runtime-ubuntu22.04", "Dockerfile") == []
    box.write("compose.yaml", COMPOSE.replace("12.4.1-runtime-ubuntu22.10", "${TAG}"))
    assert lint(box, "Dockerfile") == [], "the caller's environment is not known"
    box.write(".env", "TAG=12.4.1-runtime-ubuntu22.10\n")
    assert lint(box, "Dockerfile") == ["Dockerfile:2 image-tag-not-found"]


def case_a_default_is_no_proof(box):
    def severities():
        findings = json.loads(box.run("--format", "json").out)["findings"]
        return [(each["rule"], each["severity"]) for each in findings]
    box.write("compose.yaml", "services:\n  app:\n    image: nvidia/cuda:${TAG:-12.1-base-ubuntu22.04}\n    gpus: all\n")
    assert ("image-tag-not-found", "warning") in severities()
    done = box.run("--format", "full")
    assert "TAG may be set to something else where Compose is called" in done.out, done
    box.write(".env", "TAG=12.1-base-ubuntu22.04\n")
    assert ("image-tag-not-found", "error") in severities(), "what the project sets is written"
    box.write(".env", "")
    box.write("Dockerfile", DOCKERFILE)
    box.write("compose.yaml", COMPOSE.replace("12.4.1-runtime-ubuntu22.10", "${TAG:-12.4.1-runtime-ubuntu22.10}"))
    assert ("image-tag-not-found", "warning") in severities()
    box.write("compose.yaml", COMPOSE.replace("12.4.1-runtime-ubuntu22.10", "${TAG-}"))
    assert "image-tag-not-found" not in dict(severities()), "an empty default waits for a value"


def case_a_fix_in_a_compose_file(box):
    box.write("Dockerfile", DOCKERFILE)
    box.write("compose.yaml", COMPOSE)
    done = box.run("--unsafe-fixes")
    fixed = box.read("compose.yaml")
    assert "22.10" not in fixed and "TAG: 12.4.1-runtime-ubuntu" in fixed, (done, fixed)
    assert box.read("Dockerfile") == DOCKERFILE


def case_images_of_services(box):
    box.write("compose.yaml", "services:\n  app:\n    image: nvidia/cuda:12.1-base-ubuntu22.04\n    gpus: all\n")
    assert "compose.yaml:3 image-tag-not-found" in lint(box)
    done = box.run("--unsafe-fixes")
    assert "FROM" not in box.read("compose.yaml") and "image: nvidia/cuda:12.1." in box.read("compose.yaml"), done


def case_targets(box):
    box.write("Dockerfile", f"FROM {CUDA} AS app\nCMD [\"./server\"]\nFROM nvidia/cuda AS other\n")
    box.write("compose.yaml", "services:\n  app:\n    build: {context: ., target: app}\n")
    found = lint(box, "Dockerfile")
    assert "Dockerfile:3 image-tag-latest" in found, "stages that no service builds count, too"
    done = box.run("--format", "json", "Dockerfile")
    latest = [each for each in json.loads(done.out)["findings"] if each["rule"] == "image-tag-latest"]
    assert latest[0]["build"] == "other stages", latest


def case_a_dockerfile_of_another_name(box):
    box.write("gpu.df", "FROM nvidia/cuda:latest\n")
    box.write("compose.yaml", "services:\n  app:\n    build: {context: ., dockerfile: gpu.df}\n    gpus: all\n")
    assert "gpu.df:1 image-tag-latest" in lint(box)
    box.write("out/docker-compose.yml", "services:\n  app:\n    build: {context: .., dockerfile: gpu.df}\n")
    assert "gpu.df:1 image-tag-latest" in lint(box, "out/docker-compose.yml")


def case_the_override_file(box):
    box.write("compose.yaml", "services:\n  app:\n    image: nvidia/cuda:latest\n    gpus: all\n")
    box.write("compose.override.yaml", f"services:\n  app:\n    image: {CUDA}\n")
    assert lint(box) == ["compose.yaml:4 compose-syntax-too-new"]
    box.write("compose.override.yaml", "services:\n  app:\n    image: nvidia/cuda:latest\n")
    assert sorted(lint(box)) == ["compose.override.yaml:3 image-tag-latest", "compose.yaml:4 compose-syntax-too-new"]


def case_ignore_comments(box):
    box.write("compose.yaml", "services:\n  app:\n    # cudafit: ignore=image-tag-latest ours\n    image: nvidia/cuda\n"
                              "    # cudafit: ignore=compose-syntax-too-new\n    gpus: all\n")
    assert lint(box) == []
    box.write("compose.yaml", f"services:\n  app:\n    # cudafit: ignore=image-tag-latest ours\n    image: {CUDA}\n")
    assert "compose.yaml:3 unused-ignore" in lint(box)


def case_an_ignore_comment_that_a_build_needs(box):
    box.write("Dockerfile", "FROM debian:12-slim\nCMD [\"true\"]\n")
    text = "services:\n  app:\n    build:\n      context: .\n      # cudafit: ignore=compose-build-mismatch\n      target: gone\n"
    box.write("compose.yaml", text)
    assert lint(box) == [], box.run()
    box.write("compose.yaml", text.replace("      # cudafit: ignore=compose-build-mismatch\n", ""))
    assert lint(box) == ["compose.yaml:5 compose-build-mismatch"]


def case_broken_files(box):
    box.write("compose.yaml", "services:\n  app: [\n")
    assert lint(box)[0].endswith("parse-error"), lint(box)
    box.write("compose.yaml", "services:\n  app:\n    image: a\n    image: b\n")
    assert lint(box) == ["compose.yaml:4 parse-error"]
    box.write("compose.yaml", "just: text\n")
    assert lint(box) == []


def case_hosts(box):
    image = "pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime"
    box.write("compose.yaml", f"services:\n  app:\n    image: {image}\n    command: python serve.py\n    gpus: all\n")
    assert "compose.yaml:3 driver-too-old" in lint(box, "--driver", "450.80.02")


INLINE = """services:
  gpu:
    build:
      context: .
      dockerfile_inline: |
        FROM nvidia/cuda:11.7.0-runtime-ubuntu22.04
        RUN nvidia-smi
    gpus: all
  other:
    image: python:3.12
"""


def case_compose_inline_dockerfile(box):
    """What is written in the service is linted as a Dockerfile, at its place in the YAML, and mended there."""
    box.write("compose.yaml", INLINE)
    done = box.run("check", "--format", "concise", "compose.yaml")
    assert done.status == 1, done
    assert "compose.yaml:6:14: error[image-tag-not-found]" in done.out, done
    assert "compose.yaml:7:13: error[gpu-at-build]" in done.out, done
    box.run("check", "--fix", "compose.yaml")
    assert box.read("compose.yaml") == INLINE.replace("11.7.0", "11.7.1")


def case_compose_inline_with_variables(box):
    """Where Compose puts other bytes there, nothing is known of it."""
    for text in (INLINE.replace("11.7.0", "${CUDA:-11.7.0}"),
                 INLINE.replace("RUN nvidia-smi", "RUN <<EOF\n        nvidia-smi\n        EOF")):
        box.write("compose.yaml", text)
        done = box.run("check", "--format", "concise", "compose.yaml")
        assert "error" not in done.out, done


def case_compose_inline_copies_from_the_context(box):
    box.write("app/requirements.txt", "torch>=2.0\n")
    box.write("compose.yaml", INLINE.replace("context: .", "context: app").replace(
        "RUN nvidia-smi", "COPY requirements.txt .\n        RUN pip install torch>=2.0"))
    done = box.run("check", "--format", "concise", "compose.yaml")
    assert "compose.yaml:8:25: error[pip-unquoted-specifier]" in done.out, done
    assert "parse-error" not in done.out, done


def case_a_service_without_gpu_has_no_driver_to_be_too_old(box):
    image = "services:\n  app:\n    image: pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime\n    command: python app.py\n"
    box.write("compose.yaml", image)
    old = ["--driver", "450.80.02", "--gpu", "T4", "--select", "driver-too-old,compose-gpu-missing"]
    assert lint(box, *old) == ["compose.yaml:2 compose-gpu-missing"]
    box.write("compose.yaml", image + "    gpus: all\n")
    assert lint(box, *old) == ["compose.yaml:3 driver-too-old"]


def case_what_may_never_use_a_gpu_is_a_warning(box):
    torch = "FROM python:3.11-slim\n{}RUN pip install torch==2.12.0\nCMD [\"python\", \"app.py\"]\n"
    for env, severity in (("", "warning"), ("ENV NVIDIA_VISIBLE_DEVICES=all\n", "error")):
        box.write("Dockerfile", torch.format(env))
        for rule, host in (("driver-too-old", ["--driver", "470.82.01"]), ("gpu-arch-not-in-wheel", ["--gpu", "P100"])):
            done = box.run("--format", "json", "--select", rule, *host)
            assert [f["severity"] for f in json.loads(done.out)["findings"]] == [severity], done


def case_a_value_of_an_anchor_is_reported_once(box):
    box.write("compose.yaml", "services:\n  c: &x\n    image: nvidia/cuda:latest\n  d:\n    <<: *x\n")
    found = [each for each in lint(box) if "image-tag-latest" in each]
    assert found == ["compose.yaml:3 image-tag-latest"], found


def case_services_that_are_built_alike_are_fixed_alike(box):
    box.write("a/Dockerfile", "ARG T\nFROM nvidia/cuda:${T}\n")
    build = "    build: {context: ., dockerfile: a/Dockerfile, args: {T: 11.7.0-devel-ubuntu22.04}}\n"
    box.write("compose.yaml", f"services:\n  s:\n{build}  t:\n{build}")
    done = box.run("--fix")
    assert done.status == 0 and "11.7.0" not in box.read("compose.yaml"), (done, box.read("compose.yaml"))
    assert lint(box) == []
