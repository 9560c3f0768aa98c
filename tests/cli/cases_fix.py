"""--fix, --unsafe-fixes, --diff: what is applied, what is written, what is refused."""

import os
import stat
import subprocess

from box import CLEAN, SAFE, SAFE_FIXED, SUGGESTED, SUGGESTED_FIXED


def case_fix_applies_safe_fixes(box):
    box.write("Dockerfile", SAFE)
    done = box.run("--fix")
    assert done.status == 0 and box.read("Dockerfile") == SAFE_FIXED, done
    assert "Fixed 1 problem in 1 file." in done.err, done


def case_fix_leaves_suggested_ones(box):
    box.write("Dockerfile", SUGGESTED)
    done = box.run("--fix")
    assert done.status == 1 and box.read("Dockerfile") == SUGGESTED, done
    assert "image-tag-not-found" in done.out and "Fixed" not in done.err, done


def case_unsafe_fixes_implies_fix(box):
    uv = "COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /bin/uv\n"
    safe, safe_fixed = (text.split("\n")[1].replace("pip", "uv pip") + "\n" for text in (SAFE, SAFE_FIXED))
    box.write("Dockerfile", SUGGESTED + uv + safe)
    done = box.run("--unsafe-fixes")
    assert done.status == 0, done
    assert box.read("Dockerfile") == SUGGESTED_FIXED + uv + safe_fixed
    assert "Fixed 2 problems in 1 file." in done.err, done


def case_shown_fixes_are_never_applied(box):
    box.write("Dockerfile", "FROM nvidia/cuda:latest\n")
    done = box.run("--unsafe-fixes")
    assert done.status == 1 and "image-tag-latest" in done.out, done
    assert box.read("Dockerfile") == "FROM nvidia/cuda:latest\n"


def case_fix_through_an_argument_lands_on_its_line(box):
    box.write("Dockerfile", "ARG V=12.4.1-base\nFROM nvidia/cuda:${V}\n")
    done = box.run("--unsafe-fixes")
    assert done.status == 0, done
    assert box.read("Dockerfile") == "ARG V=12.4.1-base-ubuntu22.04\nFROM nvidia/cuda:${V}\n"


def case_many_files(box):
    for i in range(20):
        box.write(f"{i}/Dockerfile", SAFE)
    done = box.run("--fix")
    assert done.status == 0 and "Fixed 20 problems in 20 files." in done.err, done
    assert all(box.read(f"{i}/Dockerfile") == SAFE_FIXED for i in range(20))


def case_all_findings_of_a_file(box):
    line = "RUN pip install torch>=2.0\n"
    box.write("Dockerfile", "FROM python:3.12\n" + line * 30)
    done = box.run("--fix")
    assert done.status == 0 and "Fixed 30 problems in 1 file." in done.err, done


def case_mode_is_kept(box):
    os.chmod(box.write("Dockerfile", SAFE), 0o640)
    box.run("--fix")
    assert stat.S_IMODE(os.stat(box.root / "Dockerfile").st_mode) == 0o640
    assert box.read("Dockerfile") == SAFE_FIXED
    assert os.listdir(box.root) == ["Dockerfile"], "a temporary file was left"


def case_line_endings_and_bytes_are_kept(box):
    box.write("Dockerfile", b"\xef\xbb\xbfFROM python:3.12\r\nRUN pip install torch>=2.0\r\n# \xff")
    box.run("--fix")
    assert (box.root / "Dockerfile").read_bytes() == (
        b'\xef\xbb\xbfFROM python:3.12\r\nRUN pip install "torch>=2.0"\r\n# \xff')


def case_symbolic_link_stays_one(box):
    box.write("real/base.txt", SAFE)
    os.symlink("real/base.txt", box.root / "Dockerfile")
    done = box.run("--fix")
    assert done.status == 0 and (box.root / "Dockerfile").is_symlink(), done
    assert box.read("real/base.txt") == SAFE_FIXED


def case_outside_the_repository_is_refused(box):
    box.write("outside/Dockerfile", SAFE)
    box.mkdir("work")
    os.symlink("../outside/Dockerfile", box.root / "work/Dockerfile")
    done = box.run("--fix", "Dockerfile", cwd="work")
    assert done.status == 1 and "not fixed: it lies outside the repository" in done.err, done
    assert box.read("outside/Dockerfile") == SAFE


def case_a_named_folder_beside_counts_as_one(box):
    box.mkdir("work")
    for number, path in enumerate(("../beside/app/Dockerfile", "../beside", str(box.root / "beside"))):
        box.write("beside/app/Dockerfile", SAFE)
        done = box.run("--fix", path, cwd="work")
        assert done.status == 0 and box.read("beside/app/Dockerfile") == SAFE_FIXED, (number, done)
    # What it installs is read from there, too, and nothing around it.
    box.write("beside/app/Dockerfile", "FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    box.write("beside/app/requirements.txt", "torch==2.4.1+cu999\n")
    done = box.run("../beside/app/Dockerfile", cwd="work")
    assert done.status == 1 and "cu999" in done.out, done


def case_the_git_root_counts_as_repository(box):
    box.mkdir("repo/.git")
    box.write("repo/Dockerfile", SAFE)
    box.mkdir("repo/sub")
    assert box.run("--fix", "../Dockerfile", cwd="repo/sub").status == 0
    assert box.read("repo/Dockerfile") == SAFE_FIXED


def case_read_only_file_is_refused(box):
    os.chmod(box.root, 0o777)
    box.write("Dockerfile", SAFE).chmod(0o444)
    done = box.run_unprivileged("--fix", "Dockerfile")
    assert done.status == 3 and "not written: permission denied" in done.err, done
    assert "pip-unquoted-specifier" in done.out and "Fixed" not in done.err, done


def case_read_only_directory_is_refused(box):
    box.write("locked/Dockerfile", SAFE).chmod(0o666)
    os.chmod(box.root / "locked", 0o555)
    done = box.run_unprivileged("--fix", "locked/Dockerfile")
    assert done.status == 3 and "not written: permission denied" in done.err, done
    assert box.read("locked/Dockerfile") == SAFE


def case_changed_since_read_is_refused(box):
    # A big file behind it gives the time to change the small one behind the program's back; who is faster is a race,
    # so there are several tries.
    slow = "FROM python:3.12\n" + "RUN pip install a>=1 && echo $x\n" * 3000
    box.write("Dockerfile.slow", slow)
    for _ in range(10):
        box.write("Dockerfile", SAFE)
        process = subprocess.Popen([box.binary, "--fix", "Dockerfile", "Dockerfile.slow"], cwd=box.root, env=box.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while bytes_read(process.pid) < len(slow):
            pass
        box.write("Dockerfile", CLEAN + SAFE)
        err = process.communicate()[1].decode()
        box.write("Dockerfile.slow", slow)
        if "Dockerfile: not written: it changed since it was read" in err:
            assert process.returncode == 3 and box.read("Dockerfile") == CLEAN + SAFE, err
            return
    assert False, "never met in ten tries: " + err


def bytes_read(pid):
    """How much the process has read so far; everything once it is gone."""
    try:
        with open(f"/proc/{pid}/io", "rb") as counters:
            return int(counters.readline().split()[1])
    except (OSError, IndexError):
        return 1 << 60


def case_builds_that_want_different_edits_get_neither(box):
    text = "ARG V=12.1\nARG F\nFROM nvidia/cuda:${V}-base-${F}\n"
    row = '[[build]]\ndockerfile = "Dockerfile"\nargs = { F = "%s" }\n'
    # The last 12.1 with ubuntu18.04 is 12.1.0, with ubuntu22.04 it is 12.1.1.
    box.write(".cudafit.toml", row % "ubuntu18.04" + row % "ubuntu22.04")
    box.write("Dockerfile", text)
    done = box.run("--unsafe-fixes")
    assert done.status == 1 and box.read("Dockerfile") == text, done
    assert "Dockerfile:3:6: not fixed: builds of it want different edits here" in done.err, done
    assert "Fixed" not in done.err, done
    done = box.run("--unsafe-fixes", "--build-arg", "F=ubuntu22.04")  # one want, though two builds
    assert done.status == 0 and box.read("Dockerfile") == text.replace("12.1", "12.1.1"), done


def case_two_names_of_one_file_are_fixed_once(box):
    box.write("Dockerfile", SAFE)
    os.symlink("Dockerfile", box.root / "Dockerfile.link")
    done = box.run("--fix")
    assert done.status == 0 and box.read("Dockerfile") == SAFE_FIXED, done
    assert "Fixed 1 problem in 1 file." in done.err, done


def case_standard_input_goes_to_standard_output(box):
    done = box.run("-", "--fix", stdin=SAFE)
    assert done.status == 0 and done.out == SAFE_FIXED, done
    done = box.run("-", "--fix", stdin=SUGGESTED)
    assert done.status == 1 and done.out == SUGGESTED and "image-tag-not-found" in done.err, done
    done = box.run("-", "--fix", "--stdin-filename", "docker/Dockerfile", stdin=SAFE + SUGGESTED)
    assert "docker/Dockerfile:3:" in done.err and done.out == SAFE_FIXED + SUGGESTED, done
    assert os.listdir(box.root) == []


def case_standard_input_never_touches_the_named_file(box):
    box.write("Dockerfile", CLEAN)
    done = box.run("-", "--fix", "--stdin-filename", "Dockerfile", stdin=SAFE)
    assert done.out == SAFE_FIXED and box.read("Dockerfile") == CLEAN, done


def case_standard_input_comes_back_even_when_nothing_can_be_done(box):
    box.write(".cudafit.toml", "broken")
    done = box.run("-", "--fix", "--stdin-filename", "x/Dockerfile", stdin=SAFE)
    assert done.status == 2 and done.out == SAFE, done


def case_diff_changes_nothing_and_git_applies_it(box):
    subprocess.run(["git", "init", "-q", str(box.root)], check=True)
    box.write("sub/Dockerfile", SAFE.rstrip("\n"))  # no newline at the end
    box.write("sub/with space.Dockerfile", SAFE)
    for cwd, paths in ((".", ["sub"]), ("sub", ["."])):
        done = box.run("--diff", *paths, cwd=cwd)
        assert done.status == 1 and "would fix 2 problems in 2 files" in done.err, done
        assert box.read("sub/Dockerfile") == SAFE.rstrip("\n")
        applied = subprocess.run(["git", "apply", "-"], input=done.out.encode(), cwd=box.root / cwd,
                                 capture_output=True, check=False)
        assert applied.returncode == 0, (done.out, applied.stderr)
        assert box.read("sub/Dockerfile") == SAFE_FIXED.rstrip("\n")
        assert box.read("sub/with space.Dockerfile") == SAFE_FIXED
        box.write("sub/Dockerfile", SAFE.rstrip("\n"))
        box.write("sub/with space.Dockerfile", SAFE)


def case_diff_without_fixes_is_0(box):
    box.write("Dockerfile", SUGGESTED)
    done = box.run("--diff")
    assert done.status == 0 and done.out == "", done
    done = box.run("--diff", "--unsafe-fixes")
    assert done.status == 1 and "+FROM nvidia/cuda:12.4.1-base-ubuntu22.04" in done.out, done
    assert box.read("Dockerfile") == SUGGESTED


def case_diff_of_standard_input(box):
    done = box.run("-", "--diff", "--stdin-filename", "x/Dockerfile", stdin=SAFE)
    assert done.status == 1 and "+++ b/x/Dockerfile" in done.out, done


def case_fix_of_a_broken_file_keeps_going(box):
    box.write("Dockerfile", SAFE + "FORM x\n")
    done = box.run("--fix")
    assert done.status == 1 and box.read("Dockerfile") == SAFE_FIXED + "FORM x\n", done


def case_fix_with_json_keeps_standard_output_clean(box):
    box.write("Dockerfile", SAFE)
    done = box.run("--fix", "--format", "json")
    assert done.rules() == [] and "Fixed 1 problem" in done.err, done


def case_ignored_rules_are_not_fixed(box):
    box.write("Dockerfile", SAFE)
    done = box.run("--fix", "--ignore", "pip-unquoted-specifier")
    assert done.status == 0 and box.read("Dockerfile") == SAFE, done
