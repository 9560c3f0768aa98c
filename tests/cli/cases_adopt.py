"""Adopting the linter in a large repository: comments and baselines."""

import json
import subprocess

from box import BROKEN, CLEAN, HINT, SAFE, SUGGESTED

MANY = """# syntax=docker/dockerfile:1
# escape=\\

# A comment.
FROM nvidia/cuda:12.4.1-base AS one
RUN apt-get update && \\
    pip install torch>=2.0 && \\
    nvidia-smi
  RUN export A=1
"""


def comments(text):
    return [line.strip() for line in text.splitlines() if "cudafit:" in line]


def case_add_ignore_silences_everything_and_changes_nothing_else(box):
    box.write("Dockerfile", MANY)
    before = box.run("--format", "json").rules()
    done = box.run("--add-ignore=legacy image")
    assert done.status == 0 and len(before) > 2, done
    assert f"Ignored {len(before)} problems in 1 file." in done.err, done
    text = box.read("Dockerfile")
    assert comments(text) and all(line.endswith(" legacy image") for line in comments(text)), text
    assert "".join(line for line in text.splitlines(True) if "cudafit:" not in line) == MANY
    assert text.startswith("# syntax=docker/dockerfile:1\n# escape=\\\n"), text
    again = box.run("--format", "json")
    assert again.status == 0 and again.rules() == [], again
    assert box.run("--add-ignore").status == 0 and box.read("Dockerfile") == text


def case_add_ignore_reasons(box):
    for flag, comment in (("--add-ignore", ""), ("--add-ignore=später: siehe #7, 漢字", " später: siehe #7, 漢字")):
        box.write("Dockerfile", SAFE)
        assert box.run(flag).status == 0
        assert box.read("Dockerfile") == SAFE.replace(
            "RUN", f"# cudafit: ignore=pip-unquoted-specifier{comment}\nRUN"), box.read("Dockerfile")


def case_add_ignore_refuses_reasons_that_are_more_than_a_line(box):
    """YAML ends lines, and pip does, where Dockerfiles do not; and some text is not what it looks like."""
    box.write("Dockerfile", SAFE)
    box.write("compose.yaml", "services:\n  a:\n    image: nvidia/cuda:12.4.1-base\n")
    for end in ("\n", "\r", "\t", "\x0b", "\x1b[31m", "\x1e", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066",
                "\u200b", "\ufeff", b"\xff", b"\xc2", b"\xed\xa0\x80"):
        end = end if isinstance(end, bytes) else end.encode()
        done = box.run(b"--add-ignore=a" + end + b"    privileged: true")
        assert done.status == 2 and "characters that are not seen" in done.err and "\\" in done.err, (end, done)
        assert box.read("Dockerfile") == SAFE and "#" not in box.read("compose.yaml"), end


def case_add_ignore_takes_no_path_for_a_reason(box):
    box.write("Dockerfile", SAFE)
    box.write("other/Dockerfile", SAFE)
    assert box.run("--add-ignore", "other").status == 0
    assert box.read("Dockerfile") == SAFE and comments(box.read("other/Dockerfile"))


def case_add_ignore_keeps_byte_order_mark_and_line_ends(box):
    box.write("Dockerfile", ("\ufeff" + SUGGESTED).replace("\n", "\r\n"))
    assert box.run("--add-ignore").status == 0
    text = box.read("Dockerfile")
    assert text.startswith("\ufeff# cudafit: ignore=") and text.count("\r\n") == text.count("\n"), repr(text)
    assert box.run().status == 0


def case_add_ignore_in_other_files(box):
    box.write("Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    box.write("requirements.txt", "numpy\n# The model.\ntorch==2.0.1+cu999\n")
    box.write("compose.yaml", "services:\n  a:\n    image: nvidia/cuda:12.4.1-base\n")
    found = box.run("--format", "json")
    assert {f["path"] for f in json.loads(found.out)["findings"]} >= {"compose.yaml", "requirements.txt"}, found
    done = box.run("--add-ignore=later")
    assert done.status == 0, done
    assert "# The model.\n# cudafit: ignore=torch-wheel-not-found later\ntorch" in box.read("requirements.txt")
    assert "  a:\n    # cudafit: ignore=" in box.read("compose.yaml"), box.read("compose.yaml")
    assert box.run("--format", "json").rules() == []


def case_add_ignore_where_no_comment_can_be(box):
    """In a folded text of YAML the comment would be handed to the program."""
    text = "services:\n  a:\n    image: python:3.12\n    command: >\n      sh -c\n      'for i in 1 2; do echo $i; done'\n"
    box.write("compose.yaml", text)
    assert box.run("--format", "json").rules() == ["compose-dollar-unescaped"]
    done = box.run("--add-ignore")
    assert box.read("compose.yaml") == text and "a comment would be part of a text" in done.err, done
    assert done.status == 1, done


def case_ignoring_in_a_dockerfile_of_a_compose_file(box):
    """Such a comment is written by hand; it silences, and counts as used."""
    text = "services:\n  a:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM python:3.12\n" \
           "        RUN true && \\\n            pip install torch>=2.0\n"
    box.write("compose.yaml", text)
    assert "a comment would be part of a text" in box.run("--add-ignore").err and box.read("compose.yaml") == text
    box.write("compose.yaml", text.replace(
        "        RUN", "        # cudafit: ignore=pip-unquoted-specifier x\n        RUN"))
    for arguments in ((), ("compose.yaml",)):
        assert box.run("--format", "json", *arguments).rules() == []


def case_add_ignore_leaves_a_broken_file(box):
    box.write("Dockerfile", "FORM x\n" + BROKEN)
    before = box.read("Dockerfile")
    done = box.run("--add-ignore")
    if done.status != 0:
        assert "is not ignored" in done.err, done
    assert box.read("Dockerfile").replace(before, "") == "" or box.run().status == 0, box.read("Dockerfile")


def case_add_ignore_leaves_hints_to_those_who_hear_them(box):
    box.write("Dockerfile", HINT)
    assert box.run("--add-ignore", "--quiet").status == 0 and box.read("Dockerfile") == HINT
    assert box.run("--add-ignore").status == 0 and comments(box.read("Dockerfile"))


def case_add_ignore_and_other_ways_to_write(box):
    box.write("Dockerfile", SAFE)
    for other in ("--fix", "--diff", "--write-baseline=x", "--watch"):
        done = box.run("--add-ignore", other)
        assert done.status == 2 and "exclude each other" in done.err, done
    assert box.run("--add-ignore", "-", stdin=SAFE).status == 2


def case_a_baseline_keeps_what_is_known_quiet(box):
    box.write("Dockerfile", SAFE)
    box.write("sub/Dockerfile", SUGGESTED)
    done = box.run("--write-baseline", "known.json")
    assert done.status == 0 and done.err == "cudafit: wrote 2 findings to known.json\n", done
    known = json.loads(box.read("known.json"))
    assert [(e["path"], e["rule"]) for e in known["findings"]] == [
        ("Dockerfile", "pip-unquoted-specifier"), ("sub/Dockerfile", "image-tag-not-found")], known
    done = box.run("--baseline", "known.json")
    assert done.status == 0 and "2 in the baseline." in done.out, done
    report = json.loads(box.run("--baseline", "known.json", "--format", "json").out)
    assert report["findings"] == [] and report["summary"]["known"] == 2, report
    # Lines move, something is new.
    box.write("Dockerfile", "# one\n\n" + SAFE + "RUN export A=1\n")
    done = box.run("--baseline", "known.json", "--format", "json")
    assert done.status == 1 and done.rules() == ["run-export-no-effect"], done
    assert json.loads(box.read("known.json")) == known


def case_a_baseline_does_not_depend_on_where_it_is_used(box):
    subprocess.run(["git", "init", "--quiet", box.root], check=True)
    box.write("sub/Dockerfile", SAFE)
    assert box.run("--write-baseline", "../known.json", ".", cwd="sub").status == 0
    assert box.run("--baseline", "known.json").status == 0
    assert box.run("--baseline", "known.json", "sub/Dockerfile").status == 0


def case_a_second_finding_of_the_same_kind_is_new(box):
    box.write("Dockerfile", SAFE)
    box.run("--write-baseline", "known.json")
    box.write("Dockerfile", SAFE + "RUN pip install torch>=2.0\n")
    assert box.run("--baseline", "known.json", "--format", "json").rules() == ["pip-unquoted-specifier"]


def case_a_baseline_is_pruned_where_it_was_looked(box):
    box.write("Dockerfile", SAFE)
    box.write("sub/Dockerfile", SUGGESTED)
    box.run("--write-baseline", "known.json")
    before = box.read("known.json")
    box.write("Dockerfile", CLEAN)
    # Not everything was looked at, or for.
    for narrow in (["sub"], ["Dockerfile"], ["--select", "gpu-at-build"], ["--ignore", "pip-unquoted-specifier"]):
        assert box.run("--baseline", "known.json", *narrow).status == 0
        assert box.read("known.json") == before, narrow
    done = box.run("--baseline", "known.json")
    assert done.status == 0 and "took 1 entry that no longer occurs out of known.json" in done.err, done
    assert [e["path"] for e in json.loads(box.read("known.json"))["findings"]] == ["sub/Dockerfile"]
    assert box.run("--baseline", "known.json").err == ""
    (box.root / "sub/Dockerfile").unlink()
    assert "took 1 entry" in box.run("--baseline", "known.json").err
    assert json.loads(box.read("known.json"))["findings"] == []


def case_a_baseline_is_not_pruned_by_what_was_not_understood(box):
    box.write("one/Dockerfile", SAFE)
    box.write("two/Dockerfile", SAFE + "RUN export A=1\n")
    box.write("three/Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    box.write("three/requirements.txt", "torch==2.0.1+cu999\n")
    box.run("--write-baseline", "known.json")
    before = box.read("known.json")
    assert "choices" not in json.loads(before) and "three/requirements.txt" in before, before
    # The configuration of one folder is broken.
    config = box.write("one/.cudafit.toml", "ignore = 3\n")
    assert box.run("--baseline", "known.json").status == 2 and box.read("known.json") == before
    config.unlink()
    # What is no Dockerfile, or cannot be read as one.
    for content in (b"FORM x\n" + SAFE.replace("torch>=2.0", "x").encode(), b"FROM python:3.12\0\n", b"", b"hello\n"):
        box.write("three/Dockerfile", content)
        for more in ((), ("--ignore", "parse-error")):
            box.run("--baseline", "known.json", *more)
            assert box.read("known.json") == before, (content, more)
    # In others the entries go.
    box.write("two/Dockerfile", SAFE)
    assert "took 1 entry" in box.run("--baseline", "known.json").err
    assert {e["path"] for e in json.loads(box.read("known.json"))["findings"]} == {
        "one/Dockerfile", "two/Dockerfile", "three/requirements.txt"}


def case_a_baseline_is_pruned_by_runs_of_the_same_choices(box):
    box.write("Dockerfile", SAFE)
    box.write("other.toml", "")
    choices = (["--driver", "535"], ["--gpu", "A100"], ["--host", "wsl2"], ["--target", "0"], ["--build-arg", "A=secret"],
               ["--platform", "linux/arm64"], ["--context", "."], ["--config", "other.toml"], ["--isolated"], ["--preview"],
               ["--no-gitignore"])
    for words in choices:
        box.write("Dockerfile", SAFE)
        box.run("--write-baseline", "plain.json")
        box.run("--write-baseline", "narrow.json", *words)
        plain, narrow = box.read("plain.json"), box.read("narrow.json")
        assert "secret" not in narrow and words[0] in json.loads(narrow)["choices"][0], narrow
        box.write("Dockerfile", CLEAN)
        for name, more, before in (("plain.json", words, plain), ("narrow.json", [], narrow)):
            box.run("--baseline", name, *more)
            assert box.read(name) == before, (name, more)
        done = box.run("--baseline", "narrow.json", *words)
        assert ("took " in done.err) == (words[0] != "--build-arg"), (words, done)
        assert "took 1 entry" in box.run("--baseline", "plain.json").err


def case_a_baseline_and_fixes(box):
    box.write("Dockerfile", SAFE)
    box.run("--write-baseline", "known.json")
    before = box.read("known.json")
    assert "would fix 1 problem" in box.run("--diff").err
    assert "Fixed 1 problem" in box.run("--fix").err and box.read("known.json") == before
    assert "took 1 entry" in box.run("--baseline", "known.json", "--fix").err
    assert json.loads(box.read("known.json"))["findings"] == []


def case_a_baseline_that_is_none(box):
    box.write("Dockerfile", SAFE)
    for content in ("", "[]", "{", '{"schema": 1, "choices": 1, "findings": []}', '{"schema": 2, "findings": []}', '{"schema": 1, "findings": [{}]}', "\xff"):
        box.write("known.json", content.encode("latin-1"))
        done = box.run("--baseline", "known.json")
        assert done.status == 2 and "known.json: " in done.err and not done.out, (content, done)
    assert box.run("--baseline", "gone.json").status == 2
    assert box.run("--write-baseline", "gone/known.json").status == 3
    assert box.run("--baseline", "a", "--write-baseline", "b").status == 2


def case_fixes_leave_what_the_baseline_lists(box):
    """As what is known is not reported, it is not edited either; what is new is, also beside it."""
    box.write("Dockerfile", SAFE)
    assert box.run("--write-baseline", "known.json").status == 0
    for flag in ("--fix", "--diff"):
        done = box.run(flag, "--baseline", "known.json")
        assert done.status == 0 and box.read("Dockerfile") == SAFE and "ix" not in done.err, done
    # The same words once more: of the two, one is known.
    box.write("Dockerfile", SAFE + SAFE.splitlines()[-1] + "\n")
    done = box.run("--fix", "--baseline", "known.json")
    text = box.read("Dockerfile")
    assert text.startswith(SAFE) and text != SAFE and "Fixed 1 problem in 1 file." in done.err, (text, done)
    assert box.run("--baseline", "known.json").status == 0
    assert "Fixed 1 problem" in box.run("--fix").err and not box.read("Dockerfile").startswith(SAFE)
    assert box.run("--fix", "--baseline", "none.json").status == 2


def case_fixes_leave_what_is_listed_of_a_shared_file(box):
    """Two builds say the same of it, and the baseline lists it once."""
    box.write("Dockerfile", SAFE)
    box.write("compose.yaml", "services:\n  one:\n    build: {context: ., args: {A: '1'}}\n"
                              "  two:\n    build: {context: ., args: {A: '2'}}\n")
    assert box.run("--write-baseline", "known.json").status == 0
    done = box.run("--fix", "--baseline", "known.json")
    assert done.status == 0 and box.read("Dockerfile") == SAFE, done
