"""`cudafit recommend` for files."""

import json
import os
import pathlib
import subprocess

DELETED = "FROM nvidia/cuda:11.7.0-devel-ubuntu22.04\nCOPY a.cu .\nRUN nvcc -arch=sm_80 a.cu -o a\n"
MENDED = DELETED.replace("11.7.0", "11.7.1")
FINE = DELETED.replace("11.7.0", "12.4.1")


def case_recommend_text(box):
    box.write("Dockerfile", DELETED)
    done = box.run("recommend")
    assert done.status == 0 and done.err == "", done
    assert "1. use nvidia/cuda:11.7.1-devel-ubuntu22.04" in done.out, done
    assert "Dockerfile:3:5" in done.out and "nvcc" in done.out, done
    assert "-FROM nvidia/cuda:11.7.0-devel-ubuntu22.04" in done.out, done
    assert box.read("Dockerfile") == DELETED


def case_recommend_readme(box):
    """What the README shows is what comes out."""
    root = pathlib.Path(__file__).resolve().parents[2]
    for name in ("Dockerfile", "requirements.txt"):
        box.write(f"examples/dead-tag/{name}", (root / "examples" / "dead-tag" / name).read_bytes())
    done = box.run("recommend", "examples/dead-tag")
    assert done.status == 0 and f"```\n{done.out}```\n" in (root / "README.md").read_text(encoding="utf-8"), done


def case_recommend_json(box):
    box.write("docker/Dockerfile", DELETED)
    done = box.run("recommend", "--format", "json")
    answer = json.loads(done.out)
    stage = answer["files"][0]["stages"][0]
    assert stage["offers"][0]["image"]["name"] == "nvidia/cuda:11.7.1-devel-ubuntu22.04", done
    assert any(want["verdict"] == "unmet" or "nvcc" in want["what"] for want in stage["wants"]), done
    assert answer["files"][0]["rewrite"][0]["path"] == "docker/Dockerfile", done


def case_recommend_markdown(box):
    box.write("Dockerfile", DELETED)
    done = box.run("recommend", "--format", "markdown")
    assert done.status == 0 and done.out.startswith("## Dockerfile\n") and "```diff\n" in done.out, done


def case_recommend_diff_applies(box):
    subprocess.run(["git", "init", "-q"], cwd=box.root, check=True)
    box.write("Dockerfile", DELETED)
    done = box.run("recommend", "--diff")
    assert done.status == 1, done
    subprocess.run(["git", "apply", "-"], cwd=box.root, input=done.out.encode(), check=True)
    assert box.read("Dockerfile") == MENDED
    again = box.run("recommend", "--diff")
    assert again.status == 0 and again.out == "", again


def case_recommend_fix(box):
    box.write("Dockerfile", DELETED)
    done = box.run("recommend", "--fix")
    assert done.status == 0 and "wrote Dockerfile" in done.err, done
    assert box.read("Dockerfile") == MENDED
    assert box.run("check").status == 0


def case_recommend_keeps(box):
    box.write("Dockerfile", FINE)
    done = box.run("recommend", "--fix")
    assert done.status == 0 and "1. keep nvidia/cuda:12.4.1-devel-ubuntu22.04" in done.out, done
    assert box.read("Dockerfile") == FINE


def case_recommend_compose_image(box):
    box.write("compose.yaml", "services:\n  a:\n    image: nvidia/cuda:11.7.0-base-ubuntu22.04\n    command: nvidia-smi\n"
              "    gpus: all\n")
    done = box.run("recommend", "--fix", "compose.yaml")
    assert done.status == 0, done
    assert "image: nvidia/cuda:11.7.1-base-ubuntu22.04\n" in box.read("compose.yaml"), done


def case_recommend_build_argument(box):
    box.write("Dockerfile", "ARG CUDA\n" + DELETED.replace("11.7.0", "${CUDA}"))
    box.write("compose.yaml", 'services:\n  a:\n    build:\n      context: .\n      args:\n        CUDA: "11.7.0"\n'
              "    gpus: all\n")
    done = box.run("recommend", "--fix", "Dockerfile")
    assert done.status == 0, done
    assert 'CUDA: "11.7.1"\n' in box.read("compose.yaml"), done
    assert box.read("Dockerfile").startswith("ARG CUDA\nFROM nvidia/cuda:${CUDA}-devel"), done


def case_recommend_hosts(box):
    box.write("Dockerfile", "FROM nvidia/cuda:13.0.2-base-ubuntu22.04\nCOPY app /app\nCMD [\"/app\"]\n")
    done = box.run("recommend", "--driver", "535.104.05", "--gpu", "RTX 4090")
    assert done.status == 0 and "1. if you check it, use nvidia/cuda:12.4.1-base-ubuntu22.04" in done.out, done


def case_recommend_nothing(box):
    box.write("Dockerfile", "FROM python:3.12\n")
    done = box.run("recommend")
    assert done.status == 0 and done.out == "" and "nothing to recommend" in done.err, done


def case_recommend_mistakes(box):
    assert box.run("recommend", "missing").status == 3
    for args in (("-", "--fix"), ("--torch", "2.4", "Dockerfile"), ("--compose",), ("--frobnicate",),
                 ("--torch", "2.4", "--diff")):
        done = box.run("recommend", *args, stdin=FINE)
        assert done.status == 2 and done.err.startswith("cudafit: "), (args, done)
        assert done.out == "", (args, done)


def case_recommend_variable_used_elsewhere(box):
    """An edit of a variable that other things use, too, is never written."""
    text = ("ARG CUDA=12.6.0\nFROM nvidia/cuda:${CUDA}-devel-ubuntu22.04\nARG CUDA\nCOPY libs/${CUDA} /x\n"
            "RUN nvcc -arch=sm_80 a.cu\n")
    # Also where a fix would write it: the second tag was deleted.
    for written in (text, text.replace("12.6.0", "11.7.0")):
        box.write("Dockerfile", written)
        done = box.run("recommend", "--fix")
        assert done.status == 0 and ". use " not in done.out, done
        assert box.read("Dockerfile") == written


def case_recommend_many_stages(box):
    box.write("Dockerfile", "ARG V=12.6.0\n" + "".join(
        f"FROM nvidia/cuda:${{V}}-devel-ubuntu22.04 AS s{i}\nRUN nvcc a.cu -o /a\n" for i in range(60)))
    assert box.run("recommend").status == 0


def case_recommend_standard_input(box):
    done = box.run("recommend", "-", stdin=DELETED)
    assert done.status == 0 and "1. use nvidia/cuda:11.7.1-devel-ubuntu22.04" in done.out, done
    assert os.listdir(box.root) == [], done
    done = box.run("recommend", "--diff", "-", "--stdin-filename", "docker/Dockerfile", stdin=DELETED)
    assert done.status == 1 and "--- a/docker/Dockerfile" in done.out, done


def case_recommend_link_inside_the_repository(box):
    box.write("docker/base", DELETED)
    os.symlink("docker/base", box.root / "Dockerfile")
    done = box.run("recommend", "Dockerfile")
    assert done.status == 0 and "1. use nvidia/cuda:11.7.1-devel-ubuntu22.04" in done.out, done
    done = box.run("recommend", "--fix", "Dockerfile")
    assert done.status == 0 and (box.root / "Dockerfile").is_symlink(), done
    assert box.read("docker/base") == MENDED, done


def case_recommend_builds_that_differ(box):
    """Each build of a file is shown where it says something else; an edit that not all want is made by none."""
    box.write("Dockerfile", "ARG CUDA\n" + DELETED.replace("11.7.0", "${CUDA}"))
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "Dockerfile"\nargs = { CUDA = "11.7.0" }\n'
              '[[build]]\ndockerfile = "Dockerfile"\nargs = { CUDA = "12.4.1" }\n')
    done = box.run("recommend")
    assert done.status == 0 and "starts from nvidia/cuda:11.7.0-devel" in done.out, done
    assert "starts from nvidia/cuda:12.4.1-devel" in done.out and "built as CUDA=12.4.1" in done.out, done


def case_recommend_builds_that_agree(box):
    box.write("Dockerfile", "ARG NAME\n" + DELETED)
    box.write(".cudafit.toml", "".join(f'[[build]]\ndockerfile = "Dockerfile"\nargs = {{ NAME = "{name}" }}\n'
                                       for name in ("a", "b")))
    done = box.run("recommend", "--fix")
    assert done.status == 0 and done.out.count("starts from") == 1 and "built as" not in done.out, done
    assert box.read("Dockerfile") == "ARG NAME\n" + MENDED, done


def case_recommend_lines_that_hold_with_one_image(box):
    tied = ("FROM nvidia/cuda:12.4.0-devel-ubuntu22.04 AS build\nRUN nvcc -arch=sm_80 a.cu -o /a\n"
            "FROM ubuntu:22.04\nCOPY --from=build /usr/local/cuda/lib64/libcudart.so.12.4.99 /usr/lib/\n"
            "COPY --from=build /a /a\nCMD [\"/a\"]\n")
    box.write("Dockerfile", tied)
    done = box.run("recommend", "--fix")
    assert done.status == 0 and box.read("Dockerfile") == tied, done
    assert ". use nvidia/cuda:" not in done.out, done
    # A link of every release of this major ties nothing.
    box.write("Dockerfile", tied.replace(".12.4.99", ".12"))
    assert "check   that /usr/local" not in box.run("recommend").out


def case_recommend_libraries_of_another_image(box):
    box.write("Dockerfile", "FROM ubuntu:22.04\nCOPY --from=nvidia/cuda:12.4.1-runtime-ubuntu22.04 /usr/local/cuda /usr/local/cuda\n"
              "COPY app /app\nCMD [\"/app\"]\n")
    done = box.run("recommend")
    assert "nothing to recommend" not in done.err and "starts from ubuntu:22.04" in done.out, done


def case_recommend_output_file(box):
    """The whole answer or the old one: written beside it and renamed; a link stays one."""
    box.write("Dockerfile", DELETED)
    box.write("reports/old.txt", "old\n")
    os.symlink("reports/old.txt", box.root / "answer.txt")
    done = box.run("recommend", "-o", "answer.txt")
    assert done.status == 0 and done.out == "" and (box.root / "answer.txt").is_symlink(), done
    assert "1. use" in box.read("reports/old.txt") and os.listdir(box.root / "reports") == ["old.txt"], done
    assert box.run("recommend", "-o", "new.txt").status == 0
    assert box.read("new.txt") == box.read("reports/old.txt")
    assert "1. use" in box.run("recommend", "-o", "/dev/stdout").out
    assert box.run("recommend", "-o", "missing/answer.txt").status == 3
    assert sorted(os.listdir(box.root)) == ["Dockerfile", "answer.txt", "new.txt", "reports"]


def case_recommend_builds_that_do_not_object(box):
    """What one build wants is written where the other wants nothing else of that file."""
    text = ("ARG FLAVOR\nFROM nvidia/cuda:11.7.0-devel-ubuntu22.04 AS devel\nFROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS other\n"
            "FROM ${FLAVOR}\nRUN nvcc -arch=sm_80 a.cu -o a\n")
    box.write("Dockerfile", text)
    box.write("compose.yaml", "services:\n" + "".join(
        f"  {name}:\n    build:\n      context: .\n      args:\n        FLAVOR: {name}\n    gpus: all\n"
        for name in ("devel", "other")))
    done = box.run("recommend", "--fix", "Dockerfile")
    assert done.status == 0 and "11.7.1-devel" in box.read("Dockerfile"), done
    assert "12.4.1-devel-ubuntu22.04 AS other" in box.read("Dockerfile"), done


def case_recommend_writes_only_its_own(box):
    # How a service is started is for check to mend; here it stands in no diff, and is not forgotten.
    before = "services:\n  a:\n    image: nvidia/cuda:11.7.0-base-ubuntu22.04\n    command: nvidia-smi\n"
    box.write("compose.yaml", before)
    done = box.run("recommend", "--diff", "compose.yaml")
    changed = [line for line in done.out.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert done.status == 1, done
    assert changed == ["-    image: nvidia/cuda:11.7.0-base-ubuntu22.04", "+    image: nvidia/cuda:11.7.1-base-ubuntu22.04"], done
    done = box.run("recommend", "compose.yaml")
    assert "1. use nvidia/cuda:11.7.1-base-ubuntu22.04" in done.out, done
    assert "no image mends compose-gpu-missing" in done.out and "also mends" not in done.out, done
    # Beside a Dockerfile, too.
    box.write("compose.yaml", "services:\n  a:\n    build: .\n")
    box.write("Dockerfile", DELETED)
    done = box.run("recommend", "--fix", "Dockerfile")
    assert box.read("Dockerfile") == MENDED and box.read("compose.yaml") == "services:\n  a:\n    build: .\n", done


def case_what_no_image_mends_is_said_at_its_stage(box):
    box.write("Dockerfile", "ARG V=12.9.1\nFROM nvidia/cuda:${V}-devel-ubuntu22.04 AS a\nRUN pip install torch==2.7.0\n"
                            "COPY k.cu .\nRUN nvcc k.cu\n"
                            "FROM nvidia/cuda:${V}-runtime-ubuntu22.04\nCOPY --from=a /k /k\n")
    shown = box.run("recommend", "--driver", "570", "--gpu", "A100", "Dockerfile").out
    first, second = shown.split("\n\n")[:2]
    assert "no image mends python-not-found" in first, shown
    assert "-runtime-ubuntu22.04" in second and "python-not-found" not in second, shown
