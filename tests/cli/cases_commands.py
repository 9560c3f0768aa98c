"""The other commands, help and the version."""

import json
import re
import subprocess

from box import BROKEN, CLEAN


def case_version(box):
    for flag in ("--version", "-V"):
        done = box.run(flag)
        assert done.status == 0, done
        name, version, data, date = done.out.split()
        assert name == "cudafit" and version.count(".") == 2 and data == "(data" and date.endswith(")"), done


def case_help(box):
    done = box.run("--help")
    assert done.status == 0 and done.out == box.run("-h").out, done
    for word in ("Usage: cudafit [check] [PATH...]", "explain", "completion", "--unsafe-fixes", "Exit status: 0"):
        assert word in done.out, word
    for command in ("check", "explain", "rules", "parse", "completion"):
        done = box.run(command, "--help")
        assert done.status == 0 and f"Usage: cudafit {command}" in done.out, done
    assert max(map(len, box.run("--help").out.splitlines())) <= 120


def case_rules(box):
    done = box.run("rules")
    assert done.status == 0 and "\nimage-tag-not-found " in done.out, done
    rules = json.loads(box.run("rules", "--format", "json").out)
    assert rules["schema"] == 1, rules
    names = [rule["id"] for rule in rules["rules"]]
    assert "parse-error" in names and len(names) == len(set(names)) == done.out.count("\n") - 2
    for rule in rules["rules"]:
        assert set(rule) == {"id", "summary", "severity", "since", "preview", "docs", "url"}, rule
        assert re.fullmatch(r"20\d\d\.(0[1-9]|1[0-2])", rule["since"]) and rule["preview"] is False, rule
        assert any(line.split()[:3] == [rule["id"], rule["severity"], rule["since"]] for line in done.out.splitlines()), rule
        assert "## What it does" in rule["docs"], rule


def case_explain(box):
    done = box.run("explain", "gpu-at-build")
    assert done.status == 0 and done.out.startswith("# gpu-at-build (error)\n") and "## Why it fails" in done.out, done
    rule = json.loads(box.run("explain", "gpu-at-build", "--format", "json").out)["rule"]
    assert rule in json.loads(box.run("rules", "--format", "json").out)["rules"]
    done = box.run("explain", "gpu-at-bild")
    assert done.status == 2 and 'did you mean "gpu-at-build"?' in done.err, done
    assert box.run("explain").status == 2
    assert box.run("explain", "gpu-at-build", "extra").status == 2


def case_every_rule_can_be_explained(box):
    for line in box.run("rules").out.split("\n\n")[0].splitlines():
        assert box.run("explain", line.split()[0]).status == 0, line


def case_parse(box):
    box.write("Dockerfile", 'ARG V=1\nFROM a:${V}\nENV A=x B="y z"\nRUN ["a", "b"]\n')
    done = box.run("parse", "Dockerfile")
    assert done.status == 0 and done.out.splitlines() == [
        '(arg "V=1")', '(from "a:${V}")', '(env "A" "x" "=" "B" "\\"y z\\"" "=")', '(run "a" "b")'], done
    assert box.run("parse", "--format", "buildkit", "Dockerfile").out == done.out
    tree = json.loads(box.run("parse", "Dockerfile", "--format", "json").out)
    assert [i["keyword"].lower() for i in tree["instructions"]] == ["arg", "from", "env", "run"], tree
    assert tree["schema"] == 1 and tree["errors"] == [], tree


def case_parse_evaluate(box):
    box.write("Dockerfile", "ARG V=1\nFROM a:${V} AS s\nARG V\nARG W=${V:-2}\nENV A=$W\nRUN echo $A\n")
    done = box.run("parse", "--evaluate", "Dockerfile")
    assert done.status == 0, done
    lines = done.out.splitlines()
    assert lines[1].startswith('(from "a:1"') and '(env "A" "1" "=")' in lines and '(run "echo $A")' in lines, done
    lines = box.run("parse", "--evaluate", "Dockerfile", "--build-arg", "V=9").out.splitlines()
    assert lines[1].startswith('(from "a:9"') and '(env "A" "9" "=")' in lines, lines
    tree = json.loads(box.run("parse", "--evaluate", "--format", "json", "Dockerfile").out)
    assert "1" in [a["value"] for a in tree["instructions"][4]["arguments"]], tree


def case_parse_errors(box):
    box.write("Dockerfile", CLEAN + "RUN <<EOF\n")
    done = box.run("parse", "Dockerfile")
    assert done.status == 1 and done.err.startswith("cudafit: Dockerfile:2:"), done
    box.write("Dockerfile", "FROM a:${B:?needed}\n")
    assert box.run("parse", "Dockerfile").status == 0
    done = box.run("parse", "--evaluate", "Dockerfile")
    assert done.status == 1 and "Dockerfile:1:" in done.err and "needed" in done.err, done
    tree = json.loads(box.run("parse", "--evaluate", "--format", "json", "Dockerfile").out)
    assert len(tree["errors"]) == 1, tree
    assert box.run("parse", "missing").status == 3
    assert box.run("parse").status == 2
    assert box.run("parse", "--format", "xml", "Dockerfile").status == 2


def case_parse_standard_input(box):
    done = box.run("parse", "-", stdin=CLEAN)
    assert done.status == 0 and done.out == '(from "python:3.12")\n', done
    assert "<stdin>:2:" in box.run("parse", "-", "--evaluate", stdin=BROKEN).err


def case_completion(box):
    for shell in ("bash", "zsh", "fish"):
        done = box.run("completion", shell)
        assert done.status == 0 and "unsafe-fixes" in done.out and "gpu-at-build" in done.out, done
    assert box.run("completion", "tcsh").status == 2
    script = box.run("completion", "bash").out
    for words, expected in ((["cudafit", "ex"], "explain"), (["cudafit", "check", "--unsa"], "--unsafe-fixes"),
                            (["cudafit", "--format", "js"], "json"), (["cudafit", "explain", "gpu-at"], "gpu-at-build"),
                            (["cudafit", "parse", "--format", "b"], "buildkit"), (["cudafit", "completion", "f"], "fish")):
        probe = script + f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _cudafit; echo ${{COMPREPLY[@]}}"
        done = subprocess.run(["bash", "-c", probe], cwd=box.root, capture_output=True, text=True, check=True)
        assert done.stdout.split() == [expected], (words, done)
