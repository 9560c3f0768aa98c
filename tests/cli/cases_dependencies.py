"""Findings and fixes in dependency files, and dependency files given by name."""

import json
import os
import stat
import subprocess

# Reads requirements.txt of the context.
GPU = """\
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt /app/
RUN pip install -r /app/requirements.txt
"""
WITH_CUDNN = GPU.replace("12.4.1-runtime", "12.4.1-cudnn-runtime")
BAD = "onnxruntime-gpu==1.20.0\n"  # cudnn-missing in GPU; its fix is in the Dockerfile
COMMENT = "# cudafit: ignore=cudnn-missing we know\n"
UNKNOWN = "# cudafit: ignore=none\nnumpy\n"  # unused-ignore in every build; a suggested fix


def places(done):
    """`path:line rule` of all findings of a JSON report."""
    return [f"{finding['path']}:{finding['start']['line']} {finding['rule']}"
            for finding in json.loads(done.out)["findings"]]


def lint(box, *args, **kwargs):
    return places(box.run("--format", "json", *args, **kwargs))


def case_findings_in_every_format(box):
    box.write("Dockerfile", GPU)
    box.write("requirements.txt", "numpy\n" + BAD)
    assert lint(box) == ["requirements.txt:2 cudnn-missing"]
    done = box.run("--format", "concise")
    assert done.status == 1 and done.out.startswith("requirements.txt:2:1: error[cudnn-missing] "), done
    done = box.run("--format", "full")
    assert " --> requirements.txt:2:1\n" in done.out and " ::: Dockerfile:4:" in done.out, done
    assert " ::: Dockerfile:1:1\n" in done.out, "where the fix is"
    done = box.run("--format", "github")
    assert "::error file=requirements.txt,line=2,endLine=2,col=1,endColumn=23," in done.out, done
    finding = json.loads(box.run("--format", "json").out)["findings"][0]
    assert [note["path"] for note in finding["notes"] if note["path"]] == ["Dockerfile"] * 2, finding
    assert finding["fixes"][0]["edits"][0]["path"] == "Dockerfile", finding


def case_paths_from_a_subdirectory(box):
    box.mkdir(".git")
    box.write("docker/Dockerfile", GPU)
    box.write("requirements.txt", BAD)
    assert lint(box, cwd="docker") == ["../requirements.txt:1 cudnn-missing"]
    assert lint(box) == ["requirements.txt:1 cudnn-missing"]
    assert lint(box, "docker/Dockerfile") == ["requirements.txt:1 cudnn-missing"]


def case_the_context_flag(box):
    box.write("docker/Dockerfile", GPU)
    box.write("docker/requirements.txt", "numpy\n")
    box.write("requirements.txt", BAD)
    assert lint(box) == [], "two directories could be it"
    assert lint(box, "--context", ".") == ["requirements.txt:1 cudnn-missing"]
    assert lint(box, "--context", "docker") == []
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "docker/Dockerfile"\ncontext = "."\n')
    assert lint(box) == ["requirements.txt:1 cudnn-missing"]


def case_nothing_outside_the_repository_is_read(box):
    box.mkdir("repo/.git")
    box.write("outside/requirements.txt", BAD)
    box.write("repo/Dockerfile", GPU)
    os.symlink("../outside/requirements.txt", box.root / "repo/requirements.txt")
    assert lint(box, "repo") == []
    assert lint(box, "repo", "--context", "outside") == []
    os.remove(box.root / "repo/requirements.txt")
    box.write("repo/requirements.txt", BAD)
    assert lint(box, "repo") == ["repo/requirements.txt:1 cudnn-missing"]


def case_a_dependency_file_lints_its_builds(box):
    box.mkdir(".git")
    box.write("a/Dockerfile", GPU.replace("COPY req", "COPY b/req"))
    box.write("b/Dockerfile", WITH_CUDNN.replace("COPY req", "COPY b/req") + "RUN pip install x>=1\n")
    box.write("c/Dockerfile", "FROM nvidia/cuda:latest\n")
    box.write("b/requirements.txt", BAD)
    expected = ["b/requirements.txt:1 cudnn-missing", "b/Dockerfile:5 pip-unquoted-specifier"]
    assert lint(box, "b/requirements.txt") == expected
    assert lint(box, "requirements.txt", cwd="b") == ["requirements.txt:1 cudnn-missing",
                                                     "Dockerfile:5 pip-unquoted-specifier"]
    assert lint(box, "b/requirements.txt", "b/Dockerfile") == expected[::-1], "each build once"
    assert lint(box, "b/requirements.txt", "c") == ["c/Dockerfile:1 image-tag-latest", *expected]
    done = box.run("b/requirements.txt")
    assert done.status == 1, done


def case_a_dependency_file_that_no_build_reads(box):
    box.write("Dockerfile", "FROM nvidia/cuda:latest\n")
    box.write("other.txt", BAD)
    done = box.run("other.txt")
    assert done.status == 0 and done.out == "" and done.err == "", done
    done = box.run("--verbose", "other.txt")
    assert done.status == 0 and done.out == "" and "no build reads other.txt" in done.err, done
    done = box.run("--format", "json", "other.txt")
    assert done.status == 0 and json.loads(done.out)["findings"] == [], done
    assert lint(box, "other.txt", "Dockerfile") == ["Dockerfile:1 image-tag-latest"]
    done = box.run("none.txt")
    assert done.status == 3 and "none.txt" in done.err, done


def case_what_builds_read_has_many_names(box):
    box.write("Dockerfile", "FROM nvidia/cuda:latest\n")
    for name, text in (("pyproject.toml", ""), ("uv.lock", ""), ("environment.yml", "dependencies: []\n"), ("setup.py", ""),
                       ("install.sh", "echo\n"), ("CMakeLists.txt", "project(x)\n"), ("start", "#!/bin/sh\necho\n"),
                       ("Pipfile", ""), ("requirements.in", "numpy\n")):
        box.write(name, text)
        done = box.run(name)
        assert done.status == 0 and done.out == done.err == "", (name, str(done))


def case_settings_are_shown_of_dockerfiles(box):
    box.write("Dockerfile", GPU)
    box.write("requirements.txt", BAD)
    done = box.run("--show-settings", "requirements.txt")
    assert done.status == 0 and done.out == "", done


def case_a_dockerfile_with_the_name_of_a_text_is_one(box):
    box.write("image.txt", "FROM nvidia/cuda:latest\n")
    assert lint(box, "image.txt") == ["image.txt:1 image-tag-latest"]
    box.write("declared.cfg", "FROM nvidia/cuda:latest\n")
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "declared.cfg"\n')
    assert lint(box, "declared.cfg") == ["declared.cfg:1 image-tag-latest"]


def case_ignore_comments_and_per_file_ignores(box):
    box.write("Dockerfile", GPU)
    box.write("requirements.txt", COMMENT + BAD)
    assert lint(box) == []
    box.write("requirements.txt", BAD)
    box.write(".cudafit.toml", '[per-file-ignores]\n"requirements*.txt" = ["cudnn-missing"]\n')
    assert lint(box) == []
    box.write(".cudafit.toml", '[per-file-ignores]\n"other*.txt" = ["cudnn-missing"]\n')
    assert lint(box) == ["requirements.txt:1 cudnn-missing"]
    # The file that the finding is in counts, not the one that reads it.
    box.write(".cudafit.toml", '[per-file-ignores]\n"Dockerfile" = ["cudnn-missing"]\n')
    assert lint(box) == ["requirements.txt:1 cudnn-missing"]


def case_a_comment_that_one_of_the_builds_needs(box):
    box.write("requirements.txt", COMMENT + BAD)
    box.write("a.Dockerfile", GPU)
    box.write("b.Dockerfile", WITH_CUDNN)
    assert lint(box) == []
    assert lint(box, "b.Dockerfile") == [], "others are not looked at"
    assert lint(box, "requirements.txt") == []
    os.remove(box.root / "a.Dockerfile")
    assert lint(box) == ["requirements.txt:1 unused-ignore"]
    assert lint(box, "b.Dockerfile") == []
    assert lint(box, "requirements.txt") == ["requirements.txt:1 unused-ignore"]
    # The same with builds of one Dockerfile.
    box.write("b.Dockerfile", "ARG V=cudnn-runtime\n" + GPU.replace("-runtime", "-${V}"))
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "b.Dockerfile"\n'
                               '[[build]]\ndockerfile = "b.Dockerfile"\nargs = { V = "runtime" }\n')
    assert lint(box) == []


def case_a_shared_finding_is_said_once(box):
    box.write("requirements.txt", UNKNOWN)
    box.write("a.Dockerfile", GPU)
    box.write("b.Dockerfile", WITH_CUDNN)
    done = box.run("--format", "json")
    assert places(done) == ["requirements.txt:1 unused-ignore"]
    assert json.loads(done.out)["findings"][0]["build"] is None
    box.write("requirements.txt", BAD)
    done = box.run("--format", "json")
    assert places(done) == ["requirements.txt:1 cudnn-missing"]
    assert json.loads(done.out)["findings"][0]["build"] == "a.Dockerfile"


def case_thousands_of_files_between_the_readers(box):
    """More than are analysed before those of which nothing is said are forgotten."""
    box.write("requirements.txt", COMMENT + BAD)
    box.write("a.Dockerfile", GPU)  # needs the comment, so nothing is said of it
    for number in range(4200):
        box.write(f"m/{number}.Dockerfile", "FROM scratch\n")
    box.write("z.Dockerfile", WITH_CUDNN)
    assert box.run().out == "No problems found in 4202 files.\n"
    os.remove(box.root / "a.Dockerfile")
    done = box.run()
    assert done.out.startswith("requirements.txt:1:") and "[unused-ignore]" in done.out, done.out
    assert "in 4201 files." in done.out, done.out
    # What the findings are of, where a build without them came first.
    box.write("requirements.txt", BAD)
    box.write("a.Dockerfile", WITH_CUDNN)
    box.write("z.Dockerfile", GPU)
    shown = box.run("--format", "full").out
    assert "= build: z.Dockerfile\n" in shown, shown
    assert "a.Dockerfile: stage 0: driver" in shown and "z.Dockerfile: stage 0: driver" in shown, shown


def case_fixes_are_written_to_dependency_files(box):
    box.write("Dockerfile", GPU)
    os.chmod(box.write("requirements.txt", UNKNOWN + BAD), 0o640)
    done = box.run("--unsafe-fixes")
    assert done.status == 0 and "Fixed 2 problems in 2 files." in done.err, done
    assert box.read("requirements.txt") == "numpy\n" + BAD
    assert box.read("Dockerfile") == WITH_CUDNN
    assert stat.S_IMODE(os.stat(box.root / "requirements.txt").st_mode) == 0o640
    assert sorted(os.listdir(box.root)) == ["Dockerfile", "requirements.txt"], "a temporary file was left"


def case_shared_files_are_fixed_once(box):
    box.write("requirements.txt", UNKNOWN)
    box.write("a.Dockerfile", GPU)
    box.write("b.Dockerfile", WITH_CUDNN)
    done = box.run("--unsafe-fixes")
    assert done.status == 0 and box.read("requirements.txt") == "numpy\n", done
    assert "Fixed 1 problem in 1 file." in done.err, done


def case_builds_that_want_different_edits_of_a_file_get_none(box):
    box.write("requirements.txt", "torch==2.1.0\n")  # has no wheel for either; the next that has differs
    box.write("a.Dockerfile", "FROM python:3.12\nCOPY requirements.txt /\nRUN pip install -r /requirements.txt\n")
    box.write("b.Dockerfile", box.read("a.Dockerfile").replace("3.12", "3.13"))
    done = box.run("--unsafe-fixes", "requirements.txt")
    assert done.status == 1 and box.read("requirements.txt") == "torch==2.1.0\n", done
    assert "requirements.txt:1:1: not fixed: builds of it want different edits here" in done.err, done
    box.write("b.Dockerfile", box.read("a.Dockerfile"))
    done = box.run("--unsafe-fixes", "requirements.txt")
    assert done.status == 0 and box.read("requirements.txt") != "torch==2.1.0\n", done
    assert "Fixed 1 problem in 1 file." in done.err, done


def case_a_comment_another_build_needs_is_not_removed(box):
    box.write("requirements.txt", COMMENT + BAD)
    box.write("a.Dockerfile", GPU)
    box.write("b.Dockerfile", WITH_CUDNN)
    assert box.run("--unsafe-fixes").status == 0
    assert box.read("requirements.txt") == COMMENT + BAD
    os.remove(box.root / "a.Dockerfile")
    done = box.run("--fix")
    assert done.status == 0 and box.read("requirements.txt") == BAD, done


def case_diff_of_dependency_files(box):
    subprocess.run(["git", "init", "-q", str(box.root)], check=True)
    box.write("Dockerfile", GPU)
    box.write("requirements.txt", UNKNOWN + BAD)
    done = box.run("--diff", "--unsafe-fixes", "requirements.txt")
    assert done.status == 1 and "would fix 2 problems in 2 files" in done.err, done
    subprocess.run(["git", "apply", "-"], input=done.out.encode(), cwd=box.root, check=True)
    assert box.read("requirements.txt") == "numpy\n" + BAD and box.read("Dockerfile") == WITH_CUDNN


def case_a_fix_that_breaks_another_build_is_taken_back(box):
    # Both start from the tag that the argument names; only one of them lacks cuDNN in it.
    text = ("ARG F=runtime\nFROM nvidia/cuda:12.4.1-${F}-ubuntu22.04\n"
            "RUN apt-get update && apt-get install -y python3-pip\n"
            "RUN pip install onnxruntime-gpu==1.20.0\n")
    row = '[[build]]\ndockerfile = "Dockerfile"\nargs = { %s }\n'
    box.write("Dockerfile", text)
    box.write(".cudafit.toml", row % "" + row % 'F = "cudnn-runtime"')
    done = box.run("--unsafe-fixes")
    fixed = text.replace("ARG F=runtime", "ARG F=cudnn-runtime")
    assert box.read("Dockerfile") in (text, fixed), done


def case_standard_input_and_the_context(box):
    box.write("docker/Dockerfile", "FROM python:3.12\n")
    box.write("requirements.txt", BAD)
    done = box.run("-", "--format", "json", "--stdin-filename", "docker/Dockerfile", stdin=GPU)
    assert places(done) == ["requirements.txt:1 cudnn-missing"], done
    done = box.run("-", "--fix", "--unsafe-fixes", "--stdin-filename", "docker/Dockerfile", stdin=GPU)
    assert done.out == WITH_CUDNN and box.read("requirements.txt") == BAD, done


def case_a_text_named_like_a_dockerfile_is_what_it_holds(box):
    box.write("Dockerfile", "FROM python:3.12\nCOPY Dockerfile-requirements.txt /tmp/r.txt\n"
                            "RUN pip install -r /tmp/r.txt && pip install torch>=2\n")
    box.write("Dockerfile-requirements.txt", "# from the wheels of\nnumpy==1.26.4\n")
    done = box.run("--format", "concise", "Dockerfile-requirements.txt")
    assert "parse-error" not in done.out and done.out.startswith("Dockerfile:3:"), done
    box.write("Dockerfile.txt", "FROM nvidia/cuda:latest\n")
    done = box.run("--format", "concise", "Dockerfile.txt")
    assert done.out.startswith("Dockerfile.txt:1:"), done
    box.write("Dockerfile-notes.txt", "nothing\n")
    done = box.run("--verbose", "Dockerfile-notes.txt")
    assert done.status == 0 and "no build reads Dockerfile-notes.txt" in done.err, done


def case_a_configuration_lints_the_builds_it_is_of(box):
    """pre-commit names it when it alone has changed."""
    subprocess.run(["git", "init", "--quiet", box.root], check=True)
    box.write("a/Dockerfile", "FROM nvidia/cuda:latest\n")
    box.write("b/Dockerfile", "FROM nvidia/cuda:latest\n")
    box.write("a/.cudafit.toml", "[[host]]\ndriver = \"450\"\n")
    done = box.run("--format", "concise", "a/.cudafit.toml")
    assert done.status == 1 and "a/Dockerfile:1:" in done.out and "b/Dockerfile" not in done.out, done
    box.write("a/.cudafit.toml", "[[host]]\ndriver = \"550\"\nsoon = 1\n")
    done = box.run("a/.cudafit.toml")
    assert done.status == 2 and ".cudafit.toml" in done.err, done


def case_images_whose_working_directory_is_the_root(box):
    # What is known of an image to the last variable is known to set no WORKDIR.
    box.write("requirements.txt", BAD)
    for image, found in (("nvidia/cuda:12.4.1-runtime-ubuntu22.04", ["requirements.txt:1 cudnn-missing"]),
                         ("registry.example/cuda:1", [])):
        box.write("Dockerfile", GPU.replace("nvidia/cuda:12.4.1-runtime-ubuntu22.04", image)
                  .replace("/app/", "/", 1).replace("/app/requirements.txt", "requirements.txt"))
        assert lint(box) == found, image


def case_an_image_that_is_filled_in_before_the_build(box):
    box.write("Dockerfile", "FROM BASEIMAGE\nRUN true\n")
    assert lint(box) == []
    # Whose `$` was forgotten, and what is just wrong.
    box.write("Dockerfile", "ARG BASEIMAGE=debian\nFROM BASEIMAGE\nRUN true\n")
    assert lint(box) == ["Dockerfile:2 parse-error"]
    box.write("Dockerfile", "FROM Debian\nRUN true\n")
    assert lint(box) == ["Dockerfile:1 parse-error"]


def case_a_shared_finding_whose_fix_is_also_in_each_dockerfile(box):
    box.write("shared/r.txt", "torch==2.4.1+cu117\n")
    for name in "abc":
        box.write(f"{name}/Dockerfile", "FROM python:3.11\nCOPY shared/r.txt r.txt\n"
                  "RUN pip install --extra-index-url https://download.pytorch.org/whl/cu118 -r r.txt\n")
    assert lint(box) == ["shared/r.txt:1 torch-wheel-not-found"]
