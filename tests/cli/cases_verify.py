"""`cudafit verify` and `--verify`, as far as no engine is needed; tests/suites/verify has the rest."""

import json

ENGINE = """#!/bin/sh
echo "$*" >>"$LOG"
case $1 in
info) echo '{"ServerVersion":"20.10.24"}' ;;
image) echo "Error: No such image: $5" >&2; exit 1 ;;
esac
"""
GPU = 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nCOPY app /app\nCMD ["/app"]\n'


def played(box):
    """An engine that has no image; what it is asked is in the file it gives back."""
    box.write("bin/docker", ENGINE).chmod(0o755)
    box.env["PATH"] = f"{box.root}/bin:/usr/bin:/bin"
    box.env["LOG"] = str(box.root / "log")
    box.write("log", "")
    return lambda: box.read("log")


def case_verify_usage(box):
    for words, said in (
        ([], "say which image or path"),
        (["--engine", "local", "x:1"], "this machine"),
        (["--clean", "x:1"], "--clean takes away"),
        (["--engine", "local", "--build"], "--build needs a container engine"),
        (["--time-limit", "0", "x:1"], "--time-limit is a number"),
        (["--time-limit", "1e3", "x:1"], "--time-limit is a number"),
        (["--engine", "qemu", "x:1"], "is not one of"),
        (["a;b"], "names no image"),
        (["x:1\nRUN y"], "names no image"),
    ):
        done = box.run("verify", *words)
        assert done.status == 2 and said in done.err and not done.out, done
    for words in (["check", "--pull", "."], ["check", "--verify-compile", "."], ["recommend", "--verify-compile", "."]):
        done = box.run(*words)
        assert done.status == 2 and "are about --verify" in done.err, done
    done = box.run("check", "--verify", "--watch", ".")
    assert done.status == 2, done
    done = box.run("recommend", "--verify", "--torch", "2.4")
    assert done.status == 2, done


def case_verify_without_engine(box):
    box.mkdir("empty")
    box.env["PATH"] = str(box.root / "empty")
    done = box.run("verify", "x:1")
    assert done.status == 3, done
    assert "no container engine answers: docker is not installed; podman is" in done.err, done


def case_verify_image_not_here(box):
    asked = played(box)
    done = box.run("verify", "corp/image:1")
    assert done.status == 3 and "corp/image:1 is not on this machine" in done.out, done
    assert "pull" not in asked() and "build" not in asked(), asked()
    done = box.run("verify", "--format", "json", "corp/image:1")
    answer = json.loads(done.out)["verifications"][0]
    assert answer["verdict"] == "undecided" and answer["engine"] == "docker 20.10.24", answer
    box.run("verify", "--pull", "corp/image:1")
    assert "pull --quiet corp/image:1" in asked(), asked()


def case_verify_path(box):
    asked = played(box)
    box.write("gpu/Dockerfile", GPU)
    done = box.run("verify", "gpu")
    assert done.status == 3 and "gpu/Dockerfile, stage 0: nvidia/cuda:" in done.out, done
    box.write("plain/Dockerfile")
    done = box.run("verify", "plain")
    assert done.status == 0 and "nothing to try out" in done.err and not done.out, done
    box.write("log", "")
    done = box.run("check", "--format", "json", "gpu")
    json.loads(done.out)
    assert asked() == ""  # a check starts nothing
    done = box.run("check", "--verify", "--format", "json", "gpu")
    assert json.loads(done.out) and done.status == 3 and "stage 0" in done.err, done
    done = box.run("recommend", "--verify", "gpu")
    assert done.status == 3 and "not on this machine" in done.out, done
    for command in ("check", "recommend"):
        for words, compiles in (([], False), (["--verify-compile"], True)):
            done = box.run(command, "--verify", "--dry-run", *words, "gpu")
            assert "FROM nvidia/cuda" in done.out and ("nvcc" in done.out) == compiles, done


def case_verify_libraries_of_a_stage(box):
    """What a package opens of the image's own libraries is asked for first."""
    played(box)
    image = "nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04"
    box.write("Dockerfile", f"FROM {image}\nRUN pip install onnxruntime-gpu==1.20.1\nCMD [\"python3\", \"x.py\"]\n")
    done = box.run("verify", "--dry-run", ".")
    assert done.status == 0 and f"#   FROM {image}" in done.out, done
    run = next(line for line in done.out.splitlines() if line.startswith("docker run"))
    assert "--library libcudnn.so.9 --library libcublas.so.12 " in run, run
    # Nothing is asked of an image that does not bring it.
    box.write("Dockerfile", "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN pip install onnxruntime-gpu==1.20.1\n")
    done = box.run("verify", "--dry-run", ".")
    assert "FROM nvidia/cuda" in done.out, done


def case_verify_configuration_cannot_switch_it_on(box):
    played(box)
    box.write(".cudafit.toml", "verify = true\n")
    box.write("Dockerfile", GPU)
    assert box.run("check").status == 2


def case_verify_this_machine(box):
    """Whatever GPU is here, it is told, and nothing stays."""
    box.mkdir("tmp")
    box.env["TMPDIR"] = str(box.root / "tmp")
    done = box.run("verify", "--engine", "local", "--format", "json")
    answer = json.loads(done.out)["verifications"][0]
    assert answer["image"] is None and answer["engine"] == "local", answer
    assert answer["verdict"] in ("runs", "no-gpu", "fails", "undecided"), answer
    assert not list((box.root / "tmp").iterdir())
