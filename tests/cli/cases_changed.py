"""`--changed-since`: what git says has changed, and what it must not do for it."""

import json
import os
import shutil
import subprocess

from box import SAFE, SUGGESTED


def git(box, *words):
    subprocess.run(["git", "-C", box.root, "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True,
                   stdout=subprocess.DEVNULL)


def repository(box):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", box.root], check=True)
    box.write("one/Dockerfile", SAFE)
    box.write("two/Dockerfile", SUGGESTED)
    box.write("three/Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt >=1\n"
                                  "RUN export A=1\n")
    box.write("three/requirements.txt", "numpy\n")
    git(box, "add", ".")
    git(box, "commit", "--quiet", "-m", "first")


def paths(done):
    return sorted({finding["path"] for finding in json.loads(done.out)["findings"]})


def case_changed_since_looks_at_what_reads_a_changed_file(box):
    repository(box)
    changed = lambda *more: box.run("--format", "json", "--changed-since", "main", *more)
    assert changed().status == 0 and paths(changed()) == []
    box.write("two/Dockerfile", SUGGESTED + "\n")
    assert paths(changed()) == ["two/Dockerfile"]
    box.write("three/requirements.txt", "numpy\nscipy\n")
    assert paths(changed()) == ["three/Dockerfile", "two/Dockerfile"]
    box.write("four/Dockerfile", SAFE)  # git does not know it yet
    assert paths(changed()) == ["four/Dockerfile", "three/Dockerfile", "two/Dockerfile"]
    assert paths(changed("two")) == ["two/Dockerfile"]
    assert paths(box.run("--format", "json", "--changed-since", "main", cwd="two")) == ["Dockerfile"]


def case_changed_since_counts_from_the_common_commit(box):
    repository(box)
    git(box, "checkout", "--quiet", "-b", "topic")
    box.write("two/Dockerfile", SUGGESTED + "\n")
    git(box, "commit", "--quiet", "-am", "mine")
    git(box, "checkout", "--quiet", "main")
    box.write("one/Dockerfile", SAFE + "\n")
    git(box, "commit", "--quiet", "-am", "of others")
    git(box, "checkout", "--quiet", "topic")
    assert paths(box.run("--format", "json", "--changed-since", "main")) == ["two/Dockerfile"]


def case_changed_since_deleted_files_and_configuration(box):
    repository(box)
    (box.root / "three/requirements.txt").unlink()
    assert "three/Dockerfile" in paths(box.run("--format", "json", "--changed-since", "HEAD"))
    git(box, "checkout", "--quiet", ".")
    box.write(".cudafit.toml", "preview = true\n")
    assert len(paths(box.run("--format", "json", "--changed-since", "HEAD"))) == 3


def case_changed_since_runs_nothing_that_the_repository_names(box):
    repository(box)
    trap = box.write("trap", "#!/bin/sh\ntouch \"$TRAP\"\ncat\n")
    os.chmod(trap, 0o755)
    box.write(".gitattributes", "* filter=trap diff=trap\n")
    git(box, "add", ".gitattributes")
    for name, value in (
        ("core.fsmonitor", trap), ("core.pager", trap), ("core.hooksPath", box.root), ("diff.external", trap),
        ("diff.trap.command", trap), ("diff.trap.textconv", trap), ("filter.trap.clean", trap),
        ("filter.trap.smudge", trap), ("filter.trap.required", "true"), ("core.sshCommand", trap),
        ("alias.diff-index", f"!{trap}"), ("filter.a=b.clean", trap), ("filter.trap.process", trap),
    ):
        git(box, "config", name, str(value))
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
        (box.root / hook).write_text(trap.read_text())
        os.chmod(box.root / hook, 0o755)
    box.write("two/Dockerfile", SUGGESTED + "\n")
    os.utime(box.root / "one/Dockerfile", (1, 1))
    sprung = box.root / "sprung"
    env = {"TRAP": str(sprung), "GIT_EXTERNAL_DIFF": str(trap), "GIT_PAGER": str(trap), "PAGER": str(trap),
           "GIT_DIR": "/nowhere"}
    done = box.run("--format", "json", "--changed-since", "main", env=env)
    assert "two/Dockerfile" in paths(done) and not sprung.exists(), done


def case_changed_since_takes_revisions_only(box):
    repository(box)
    for wrong in ("--output=pwned", "-h", "", "gone", "main:one", "main..topic", "$(touch pwned)", "; touch pwned",
                  "HEAD\n--output=pwned"):
        done = box.run(f"--changed-since={wrong}") if wrong else box.run("--changed-since", "")
        if not wrong:
            continue  # nothing was asked for
        assert done.status == 2 and "--changed-since" in done.err, (wrong, done)
        assert not (box.root / "pwned").exists()
    assert box.run("--changed-since", "HEAD", "-", stdin=SAFE).status == 2


def case_changed_since_without_git(box):
    box.write("Dockerfile", SAFE)
    done = box.run("--changed-since", "main")
    assert done.status == 2 and "git" in done.err, done
    box.mkdir("empty")
    done = box.run("--changed-since", "main", env={"PATH": str(box.root / "empty") + ":."})
    assert done.status == 2 and "git is not installed" in done.err, done


def case_changed_since_runs_no_protocol_of_the_repository(box):
    """A partial clone lacks a tree, and an old git would ask its remote for it."""
    repository(box)
    trap = box.write("trap", "#!/bin/sh\ntouch \"$TRAP\"\n")
    os.chmod(trap, 0o755)
    tree = subprocess.run(["git", "-C", box.root, "rev-parse", "HEAD^{tree}"], check=True, stdout=subprocess.PIPE)
    name = tree.stdout.decode().strip()
    (box.root / ".git/objects" / name[:2] / name[2:]).unlink()
    for key, value in (("remote.origin.url", f"ext::{trap}"), ("remote.origin.promisor", "true"),
                       ("extensions.partialClone", "origin"), ("core.repositoryFormatVersion", "1"),
                       ("protocol.ext.allow", "always"), ("protocol.allow", "always")):
        git(box, "config", key, value)
    # A git that does not know of GIT_NO_LAZY_FETCH, and tells what it was given.
    real = shutil.which("git")
    wrapper = box.write("bin/git", f"#!/bin/sh\nenv >> {box.root}/seen\nunset GIT_NO_LAZY_FETCH\nexec {real} \"$@\"\n")
    os.chmod(wrapper, 0o755)
    sprung = box.root / "sprung"
    done = box.run("--changed-since", "HEAD", env={
        "TRAP": str(sprung), "PATH": f"{box.root}/bin:{os.environ['PATH']}", "GIT_ALLOW_PROTOCOL": "ext"})
    assert done.status == 2 and not sprung.exists(), done
    assert "GIT_ALLOW_PROTOCOL=none\n" in box.read("seen")


def case_changed_since_compares_contents(box):
    repository(box)
    for name in ("one/Dockerfile", "two/Dockerfile", "three/Dockerfile", "three/requirements.txt"):
        os.utime(box.root / name, (1, 1))
    changed = lambda: paths(box.run("--format", "json", "--changed-since", "HEAD"))
    assert changed() == []
    box.write("two/Dockerfile", SUGGESTED.replace("12.4.1", "12.4.0"))  # of the same size
    assert changed() == ["two/Dockerfile"]
    box.write('"quoted"/Dockerfile', SAFE)
    git(box, "add", ".")
    git(box, "commit", "--quiet", "-m", "second")
    for name in ('"quoted"/Dockerfile', "one/Dockerfile"):
        os.utime(box.root / name, (1, 1))
    assert changed() == []
    # Times and inodes of a copy are others.
    shutil.copytree(box.root, box.root.with_name(box.root.name + "-copy"))
    try:
        done = box.run("--format", "json", "--changed-since", "HEAD", cwd=f"../{box.root.name}-copy")
        assert paths(done) == [], done
    finally:
        shutil.rmtree(box.root.with_name(box.root.name + "-copy"))


def superproject(box):
    repository(box)
    box.write("mod/requirements.txt", "numpy\n")
    box.write("mod/Dockerfile", SAFE)
    box.write("super/Dockerfile", "FROM python:3.12\nCOPY mod/requirements.txt .\nRUN pip install -r requirements.txt\nRUN export A=1\n")
    box.write(".cudafit.toml", '[[build]]\ndockerfile = "super/Dockerfile"\ncontext = "."\n')
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", box.root / "mod"], check=True)
    for words in (("add", "."), ("commit", "--quiet", "-m", "inner")):
        git(box, "-C", "mod", *words)
    for words in (("add", "."), ("commit", "--quiet", "-m", "with mod"), ("tag", "before")):
        git(box, *words)


def case_changed_since_submodules(box):
    superproject(box)
    changed = lambda *more: box.run("--format", "json", "--changed-since", "before", *more)
    assert changed().status == 0 and paths(changed()) == [] and changed().err == "", changed()
    # The submodule does not know the revision of what is around it, unless it is asked for alone.
    assert changed("mod").status == 2 and changed(".", "mod").status == 0
    assert paths(changed("super")) == []
    box.write("mod/requirements.txt", "numpy\nscipy\n")
    assert paths(changed()) == ["super/Dockerfile"]
    git(box, "-C", "mod", "commit", "--quiet", "-am", "bump")
    assert paths(changed()) == ["mod/Dockerfile", "super/Dockerfile"]
    git(box, "add", "mod")
    git(box, "commit", "--quiet", "-m", "bump")
    assert paths(changed()) == ["mod/Dockerfile", "super/Dockerfile"]
    assert paths(changed("super")) == ["super/Dockerfile"]
    assert paths(box.run("--format", "json", "--changed-since", "HEAD")) == []
    (box.root / "mod/requirements.txt").unlink()
    assert paths(box.run("--format", "json", "--changed-since", "HEAD")) == ["mod/Dockerfile", "super/Dockerfile"]


def case_changed_since_repositories_that_do_not_know_the_revision(box):
    repository(box)
    box.write("nested/Dockerfile", SAFE)
    box.write(".git/info/exclude", "fake\n")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=other", box.root / "nested"], check=True)
    git(box, "-C", "nested", "add", ".")
    git(box, "-C", "nested", "commit", "--quiet", "-m", "inner")
    done = box.run("--format", "json", "--changed-since", "main")
    assert paths(done) == ["nested/Dockerfile"], done
    assert done.err.count("nested: git knows no such revision: its files count as changed") == 1, done
    git(box, "-C", "nested", "branch", "main")
    done = box.run("--format", "json", "--changed-since", "main")
    assert paths(done) == [] and done.err == "", done
    # A folder that only looks like a repository.
    box.write("one/.git/x", "")
    done = box.run("--format", "json", "--changed-since", "main")
    assert paths(done) == ["one/Dockerfile"] and "one: " in done.err, done


def case_changed_since_sees_links_that_lead_elsewhere(box):
    """The files are the ones they were; a link in a directory above them, or one behind another link, is not."""
    repository(box)
    for name, to in (("four", "one"), ("five/Dockerfile", "../two/Dockerfile"), ("last", "five/Dockerfile"),
                     ("six", "three")):
        (box.root / name).parent.mkdir(exist_ok=True)
        os.symlink(to, box.root / name)
    box.write("compose.yaml", "services:\n  a:\n    build: four\n  b:\n    build: six\n")
    box.write("other/Dockerfile", SAFE + "RUN true\n")
    git(box, "add", ".")
    git(box, "commit", "--quiet", "-m", "links")
    changed = lambda *more: paths(box.run("--format", "json", "--changed-since", "HEAD", *more))
    assert changed() == [] and changed("five", "last") == []
    # The target exists in the last commit, and nobody changed it.
    (box.root / "five/Dockerfile").unlink()
    os.symlink("../other/Dockerfile", box.root / "five/Dockerfile")
    assert changed("five/Dockerfile") == ["five/Dockerfile"]
    assert changed("last") == ["last"]
    assert changed("two", "three", "other") == []
    git(box, "commit", "--quiet", "-am", "elsewhere")
    assert changed("five/Dockerfile", "last") == []
    (box.root / "four").unlink()
    os.symlink("other", box.root / "four")
    assert changed("four/Dockerfile") == ["four/Dockerfile"]
    assert changed("six/Dockerfile") == []
