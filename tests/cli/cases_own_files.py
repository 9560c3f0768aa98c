"""--matrix and the key `matrix`: people's own files beside the built-in tables."""

import json
import os

SOURCES = """table: sources
sources:
  - id: corp-builds
    title: "the builds of our platform team"
    url: corp/images@4f2a:README.md
    date: 2026-01-02
"""
TAG = """table: tags
repository: nvidia/cuda
release_is: cuda
releases:
  - release: 12.4.1
    listing: partial
    tags:
      - {os: [ubuntu24.04], flavors: [devel], as_of: 2026-11-28, source: corp-builds}
"""
GPU = """table: gpu
source: corp-builds
rows:
  - {name: Corp X9, cc: 12.0, segment: datacenter, brand: nvidia}
"""
FLOOR = """table: driver-floor
source: corp-builds
rows:
  - {os: linux, cuda: 12.0, driver: 530.30.02, minor_version_compatibility: true}
"""
NEW_TAG = 'FROM nvidia/cuda:12.4.1-devel-ubuntu24.04\nCMD ["true"]\n'
TORCH = "FROM python:3.12\nRUN pip install torch==2.4.0\n"


def documents(*tables):
    return "---\n".join(tables)


def refused(box, yaml, *messages, name="own.yaml"):
    """Exactly these lines on standard error, status 2, nothing on standard output."""
    box.write("Dockerfile", NEW_TAG)
    if yaml is not None:
        box.write(name, yaml)
    for command in (["check"], ["graph"], ["matrix", "gpu", "A100"]):
        done = box.run(*command, "--matrix", name)
        assert done.status == 2 and done.out == "", (command, str(done))
        assert done.err.splitlines() == ["cudafit: " + message for message in messages], (command, str(done))


def case_own_tag(box):
    box.write("Dockerfile", NEW_TAG)
    box.write("own.yaml", documents(SOURCES, TAG))
    assert box.run("--format", "json").rules() == ["image-tag-not-found"]
    done = box.run("--format", "json", "--matrix", "own.yaml")
    assert done.status == 0 and done.rules() == [], done
    assert box.run("graph", "--matrix", "own.yaml").status == 0
    # What the listing of the release proves, it still proves.
    box.write("Dockerfile", NEW_TAG.replace("devel", "base"))
    assert box.run("--format", "json", "--matrix", "own.yaml").rules() == ["image-tag-not-found"]


def case_own_gpu(box):
    box.write("Dockerfile", TORCH)
    box.write("own.yaml", documents(SOURCES, GPU))
    done = box.run("--gpu", "Corp X9")
    assert done.status == 2 and 'no GPU is known as "Corp X9"' in done.err, done
    done = box.run("--matrix", "own.yaml", "--gpu", "Corp X9")
    assert done.status == 1 and "has no code for Corp X9 (sm_120)" in done.out, done
    box.write(".cudafit.toml", '[[host]]\ngpus = ["Corp X9"]\n')
    assert box.run().status == 2
    assert box.run("--matrix", "own.yaml").status == 1


def case_own_driver_floor(box):
    box.write("Dockerfile", TORCH)
    box.write("own.yaml", documents(SOURCES, FLOOR))
    assert box.run("--driver", "525.60.13").status == 0
    done = box.run("--driver", "525.60.13", "--matrix", "own.yaml", "--format", "full")
    assert done.status == 1 and "needs NVIDIA driver >= 530.30.02" in done.out, done
    assert "the builds of our platform team (corp/images@4f2a:README.md)" in done.out, done


IMAGE = """table: image-contents
source: corp-builds
rows:
  - {repository: registry.corp.example/base, tags: "{rest}-runtime", on: "nvidia/cuda:12.4.1-runtime-ubuntu22.04"}
"""
LISTING = """table: tags
repository: registry.corp.example/base
release_is: other
systems: {ubuntu: "24.04"}
system_source: corp-builds
releases:
  - release: 1.0
    listing: complete
    as_of: 2026-11-20
    source: corp-builds
    tags:
      - {names: [1.0-runtime]}
"""


def case_own_images(box):
    box.write("own.yaml", documents(SOURCES, IMAGE, LISTING))
    image = "registry.corp.example/base:"
    box.write("Dockerfile", f"FROM {image}1.0-runtime\nRUN nvcc --version\n")
    assert box.run().status == 0
    done = box.run("--matrix", "own.yaml", "--format", "full")
    assert done.status == 1 and f"nvcc is called, and {image}1.0-runtime has none" in done.out, done
    # Without sentences of its own, what the listing proves is still said in words.
    box.write("Dockerfile", f"FROM {image}1.0-devel\n")
    done = box.run("--matrix", "own.yaml", "--format", "full")
    assert done.status == 1, done
    assert f"{image}1.0-devel is not on registry.corp.example: the listing of its tags does not have it\n" in done.out
    assert f'the build shows "{image}1.0-devel: not found"' in done.out, done
    box.write("Dockerfile", f"FROM {image}2.0-devel\n")
    done = box.run("--matrix", "own.yaml")
    assert done.status == 0 and "2.0 is newer than 1.0, the newest release in the table; not checked" in done.out, done


def case_own_date(box):
    box.write("Dockerfile", TORCH)
    box.write("own.yaml", documents(SOURCES, FLOOR))
    # The rest of the tables is no newer for it.
    dates = [
        json.loads(box.run("--driver", "525.60.13", "--format", "json", *own).out)["tool"]["data"]
        for own in ([], ["--matrix", "own.yaml"])
    ]
    assert dates[0] == dates[1], dates
    box.write("own.yaml", documents(SOURCES, FLOOR).replace("2026-01-02", "2098-01-02"))
    done = box.run("--matrix", "own.yaml")
    assert done.status == 2 and "own.yaml:3: the date 2098-01-02 has not come yet" in done.err, done


def case_own_several_files(box):
    box.write("Dockerfile", NEW_TAG)
    box.write("sources.yaml", SOURCES)
    box.write("tags.yaml", TAG)
    assert box.run("--matrix", "sources.yaml", "--matrix", "tags.yaml").status == 0
    assert box.run("--matrix", "tags.yaml", "--matrix", "sources.yaml").status == 0
    box.write("more.yaml", TAG)
    done = box.run("--matrix", "sources.yaml", "--matrix", "tags.yaml", "--matrix", "more.yaml")
    assert done.status == 2 and done.out == "", done
    assert done.err == "cudafit: more.yaml:1: two tables are about nvidia/cuda (also tags.yaml, line 1)\n", done


def case_own_typo(box):
    refused(box, documents(SOURCES, GPU.replace("segment:", "segmnet:")),
            'own.yaml:11: unknown key "segmnet"; did you mean "segment"?')
    refused(box, documents(SOURCES, GPU.replace("datacenter", "datacentre")),
            'own.yaml:11: unknown segment "datacentre"; did you mean "datacenter"?')
    refused(box, documents(SOURCES, GPU.replace("corp-builds", "corp-bilds")),
            'own.yaml:3: no row cites "corp-builds"',
            'own.yaml:11: no table of sources holds "corp-bilds"; did you mean "corp-builds"?')
    refused(box, documents(SOURCES, GPU.replace("table: gpu", "table: gup")),
            'own.yaml:8: unknown table "gup"; did you mean "gpu"?')


def case_own_row_without_source(box):
    refused(box, GPU.replace("source: corp-builds\n", ""), "own.yaml:3: this row has no source")
    refused(box, SOURCES, 'own.yaml:3: no row cites "corp-builds"')


def case_own_duplicates(box):
    row = GPU.splitlines()[-1] + "\n"
    refused(box, documents(SOURCES, GPU + row), 'own.yaml:12: "Corp X9 12.0" stands twice (also line 11)')
    refused(box, documents(SOURCES, GPU, GPU), 'own.yaml:16: "Corp X9 12.0" stands twice (also line 11)')
    refused(box, documents(SOURCES, SOURCES, GPU), 'own.yaml:10: "corp-builds" stands twice')
    box.write("own.yaml", documents(SOURCES, GPU))
    done = box.run("--matrix", "own.yaml", "--matrix", "./own.yaml")
    assert done.status == 2 and done.err == 'cudafit: --matrix names "./own.yaml" twice\n', done


def case_own_files_that_hold_no_tables(box):
    refused(box, None, "missing.yaml: no such file or directory", name="missing.yaml")
    refused(box, "", "own.yaml:1: this file holds no table")
    refused(box, "# later\n", "own.yaml:1: this file holds no table")
    refused(box, b"\x7fELF\x02\x01\x00\x00", "own.yaml:1: this is no text in UTF-8")
    refused(box, b"table: gpu\nsource: \xff\n", "own.yaml:2: this is no text in UTF-8")
    refused(box, "#" * (4 << 20) + "\n", "own.yaml: larger than 4 MiB")
    refused(box, "table: gpu\nrows: *all\n", "own.yaml:2: the referenced anchor is not defined")
    box.mkdir("directory")
    refused(box, None, "directory: is a directory", name="directory")
    os.mkfifo(box.root / "fifo")
    refused(box, None, "fifo: is a FIFO, not a regular file", name="fifo")
    secret = box.write("secret.yaml", SOURCES)
    os.chmod(secret, 0)
    done = box.run_unprivileged("--matrix", "secret.yaml")
    assert done.status == 2 and "secret.yaml: permission denied" in done.err.lower(), done
    os.chmod(secret, 0o600)


def case_own_many_problems(box):
    rows = "".join(f"  - {{name: N{i}, wrong{i}: 1}}\n" for i in range(1000))
    box.write("Dockerfile", NEW_TAG)
    box.write("own.yaml", "table: gpu\nrows:\n" + rows)
    done = box.run("--matrix", "own.yaml")
    lines = done.err.splitlines()
    assert done.status == 2 and len(lines) == 51 and lines[-1].startswith("cudafit: and "), done


def case_own_files_of_the_configuration(box):
    box.mkdir(".git")
    box.write("app/Dockerfile", NEW_TAG)
    box.write("corp/matrix.yaml", documents(SOURCES, TAG))
    box.write(".cudafit.toml", 'matrix = ["corp/matrix.yaml"]\n')
    assert box.run().status == 0
    assert box.run(cwd="app").status == 0
    assert box.run("--isolated").status == 1
    # The flag adds to it; a file named twice this way is read once.
    box.write("gpu.yaml", GPU)
    assert box.run("--matrix", "gpu.yaml", "--gpu", "Corp X9").status == 0
    assert box.run("--matrix", "corp/matrix.yaml").status == 0
    shown = box.run("--show-settings", "--matrix", "gpu.yaml", "app/Dockerfile").out
    assert 'matrix = ["corp/matrix.yaml", "gpu.yaml"]\n' in shown, shown
    assert box.run("matrix", "gpu", "A100").status == 0
    # A nearer configuration says its own.
    box.write("app/.cudafit.toml", 'extend = "../.cudafit.toml"\nmatrix = []\n')
    assert box.run("app").status == 1
    # One file's tables hold for the whole run.
    box.write("Dockerfile", NEW_TAG)
    assert box.run().status == 0


def case_own_files_of_a_broken_configuration(box):
    box.mkdir(".git")
    box.write("Dockerfile", NEW_TAG)
    for text, message in (('matrix = ["no.yaml"]\n', '1:11: "matrix" names a file that does not exist: no.yaml'),
                          ('matrix = ["../x.yaml"]\n', "1:11: leads out of the repository: ../x.yaml"),
                          ("matrix = [1]\n", '1:10: "matrix" must be a string or a list of strings'),
                          ("matirx = []\n", '1:1: unknown key "matirx"; did you mean "matrix"?')):
        box.write(".cudafit.toml", text)
        done = box.run()
        assert done.status == 2 and done.out == "" and f".cudafit.toml:{message}\n" in done.err, (text, str(done))
    box.write(".cudafit.toml", 'matrix = "own.yaml"\n')
    box.write("own.yaml", documents(SOURCES, TAG.replace("flavors", "flavours")))
    done = box.run()
    assert done.status == 2 and done.out == "", done
    assert 'own.yaml:15: unknown key "flavours"; did you mean "flavors"?' in done.err, done
