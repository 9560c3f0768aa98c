"""Which files a walk finds."""

import json
import os
import subprocess
import time

from box import CLEAN, SAFE


def found(box, *args, cwd="."):
    """Paths of the files that were linted: each has one finding."""
    done = box.run("--format", "json", *args, cwd=cwd)
    return [finding["path"] for finding in json.loads(done.out)["findings"]]


def fill(box, *names):
    for name in names:
        box.write(name, SAFE)


def case_names(box):
    names = ["Containerfile", "Containerfile.gpu", "Dockerfile", "Dockerfile-dev", "Dockerfile.test", "GPU.DOCKERFILE",
             "app.Dockerfile", "dockerfile"]
    fill(box, *names)
    fill(box, "Dockerfile.md", "Dockerfile.TXT", "dockerfile_parser.py", "Dockerfile.j2", "Dockerfile.tmpl",
         "Dockerfile.in", "Dockerfile.bak", "Dockerfile~", "Dockerfile.swp", "Dockerfile.dockerignore",
         "Dockerfile.gpu.dockerignore", "MyDockerfile", "Docker", "decompose.yaml", "Dockerfile.sh")
    assert found(box) == names
    assert found(box, "Dockerfile.md") == ["Dockerfile.md"], "a path given by name is always read"


def case_gitignore(box):
    fill(box, "build/Dockerfile", "keep/Dockerfile", "sub/a.Dockerfile", "sub/b.Dockerfile", "sub/deep/c.Dockerfile",
         "sub/out/Dockerfile", "x.Dockerfile")
    box.write(".gitignore", "build/\n*.Dockerfile\n!x.Dockerfile\n/sub/out\n")
    box.write("sub/.gitignore", "!b.Dockerfile\n")
    assert found(box) == ["keep/Dockerfile", "sub/b.Dockerfile", "x.Dockerfile"]
    assert found(box, "sub") == ["sub/b.Dockerfile"], "files above the starting point count"
    assert found(box, "build") == ["build/Dockerfile"], "a directory given by name is walked"
    assert len(found(box, "--no-gitignore")) == 7


def case_git_info_exclude(box):
    fill(box, "a/Dockerfile", "b/Dockerfile")
    box.write(".git/info/exclude", "a/\n")
    assert found(box) == ["b/Dockerfile"]


def case_agrees_with_git(box):
    patterns = ["*.a", "!b.a", "/c", "d/", "e/f", "g/**", "**/h", "i/**/j", "k[0-9]", "[!x]y", "\\!z", "#no", "\\#yes",
                "trail\\ ", "sp   ", "m?n", "*/o", "p/*", "!p/q", "[[:digit:]]r", "s\\*", "**", "!**", "t[", "u/**/**/v"]
    names = ["b.a", "x.a", "c", "sub/c", "d", "sub/d", "e/f", "sub/e/f", "g/1", "g/2/3", "h", "sub/h", "i/j", "i/1/2/j",
             "k1", "kx", "xy", "zy", "!z", "#no", "#yes", "trail ", "sp", "man", "m/n", "1/o", "1/2/o", "p/q", "p/r",
             "7r", "s*", "sx", "t[", "u/v", "u/1/2/v"]
    subprocess.run(["git", "init", "-q", str(box.root)], check=True)
    files = [(name + "/Dockerfile") for name in names]
    fill(box, *files)
    # Each pattern alone, then all but the two that swallow everything.
    for lines in [[p] for p in patterns] + [[p for p in patterns if p not in ("**", "!**")]]:
        box.write(".gitignore", "\n".join(lines) + "\n")
        expected = sorted(subprocess.run(
            ["git", "-c", "core.quotePath=false", "ls-files", "-z", "--others", "--exclude-standard", "*Dockerfile"],
            cwd=box.root, capture_output=True, text=True, check=True).stdout.split("\0")[:-1])
        assert sorted(found(box)) == expected, (lines, sorted(found(box)), expected)


def case_directories_never_entered(box):
    fill(box, ".git/Dockerfile", "node_modules/x/Dockerfile", ".venv/Dockerfile", "venv/Dockerfile", "env/lib/Dockerfile",
         "conda/Dockerfile", "a/Dockerfile")
    box.write("env/pyvenv.cfg", "")
    box.write("conda/conda-meta/history", "")
    assert found(box) == ["a/Dockerfile"]
    assert found(box, "env") == ["env/lib/Dockerfile"]


def case_symbolic_links(box):
    fill(box, "work/real/Dockerfile", "outside/Dockerfile")
    box.mkdir("work/.git")
    os.symlink("real", box.root / "work/alias")
    os.symlink("real/Dockerfile", box.root / "work/Dockerfile")
    os.symlink("../outside", box.root / "work/leaves")
    os.symlink("../../outside/Dockerfile", box.root / "work/real/Dockerfile.leaves")
    os.symlink("nowhere", box.root / "work/Dockerfile.dead")
    os.symlink(".", box.root / "work/here")
    assert found(box, cwd="work") == ["Dockerfile", "real/Dockerfile"]
    done = box.run("--verbose", cwd="work")
    for line in ("skipped alias: already read under another name", "skipped leaves: the symbolic link leads out",
                 "skipped real/Dockerfile.leaves: the symbolic link leads out",
                 "skipped Dockerfile.dead: the symbolic link leads nowhere", "skipped here: the symbolic link leads in a circle"):
        assert done.err.count(line) == 1, (line, str(done))
    assert found(box, "leaves/Dockerfile", cwd="work") == ["leaves/Dockerfile"], "given by name"


def case_a_linked_directory_elsewhere_in_the_repository_is_walked(box):
    fill(box, "shared/Dockerfile")
    box.mkdir(".git")
    box.mkdir("app")
    os.symlink("../shared", box.root / "app/shared")
    assert found(box, "app") == ["app/shared/Dockerfile"]


def case_nested_repository_has_its_own_gitignore(box):
    fill(box, "inner/a/Dockerfile", "a/Dockerfile")
    box.write(".gitignore", "a/\n")
    box.mkdir("inner/.git")
    assert found(box) == ["inner/a/Dockerfile"]


def case_order(box):
    fill(box, "b/Dockerfile", "a/z/Dockerfile", "a/Dockerfile", "Dockerfile", "c.Dockerfile")
    assert found(box) == ["Dockerfile", "a/Dockerfile", "a/z/Dockerfile", "b/Dockerfile", "c.Dockerfile"]
    assert found(box, "c.Dockerfile", "b", "a") == ["c.Dockerfile", "b/Dockerfile", "a/Dockerfile", "a/z/Dockerfile"]


def case_ten_thousand_files_walk_fast(box):
    for i in range(100):
        for j in range(100):
            (box.root / f"{i}/{j}").mkdir(parents=True)
            (box.root / f"{i}/{j}/main.py").touch()
    box.write("50/50/Dockerfile", CLEAN)
    box.write(".gitignore", "*.pyc\n/build\n**/out/\n")
    start = time.perf_counter()
    assert box.run().status == 0
    assert time.perf_counter() - start < 2, "10,000 directories took too long"


def case_deep_directories(box):
    name = "/".join(["d"] * 300)
    fill(box, name + "/Dockerfile")
    assert found(box) == [name + "/Dockerfile"]
