#!/usr/bin/env python3
"""Deletes each rule, its file and its lines in rules.cpp, and requires that the rule's tests then fail.

Usage: deleted.py BUILD [RULE...], BUILD made by Ninja, with test_rules in it. Nothing is changed in BUILD or in the sources:
the list without the rule is compiled elsewhere, and test_rules is linked with a library of rules that lacks the file. What
is left must compile and link, and tests/rules/RULE/*.Dockerfile, which pass with the rule, must fail without.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "src" / "rules" / "rules.cpp"
CASE = "--test-case=each test Dockerfile gives*"


def command_of(build, target):
    """The shell command by which Ninja makes a target."""
    done = subprocess.run(["ninja", "-C", build, "-t", "commands", target], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1]


def without(text, name):
    """The list without the lines of one rule."""
    kept = [line for line in text.splitlines(keepends=True)
            if line.strip() not in (f"extern const Rule {name};", f"&{name},")]
    assert len(text.splitlines()) - len(kept) == 2, f"{name} has not two lines in rules.cpp"
    return "".join(kept)


def passes(program, rule):
    """Exit status of the tests of one folder: 0 they pass, 1 they fail, else the program broke."""
    return subprocess.run([program, CASE], env={**os.environ, "CUDAFIT_RULE": rule}, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode


def problem(build, rule, compiling, linking):
    """Why the deletion of the rule goes unnoticed; empty when its tests fail."""
    name = rule.replace("-", "_")
    if passes(build / "tests" / "test_rules", rule) != 0:
        return "its tests fail with it, too"
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "rules.cpp").write_text(without(LIST.read_text(encoding="utf-8"), name), encoding="utf-8")
        library = work / "librules.a"
        shutil.copy(build / "libcudafit_rules.a", library)
        subprocess.run(["ar", "d", library, f"{name}.cpp.o", "rules.cpp.o"], check=True)
        made = compiling.replace("CMakeFiles/cudafit_rules.dir/src/rules/rules.cpp.o", str(work / "rules.cpp.o"))
        made = made.replace(str(LIST), str(work / "rules.cpp"))
        linked = linking.replace(" libcudafit_rules.a", f" {library}")
        linked = linked.replace("-o tests/test_rules", f"-o {work / 'test_rules'}")
        for step in (made, f"ar r {library} {work / 'rules.cpp.o'}", linked):
            done = subprocess.run(step, shell=True, cwd=build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, check=False)
            if done.returncode != 0:
                return "the rest does not build without it:\n" + done.stdout[-2000:]
        status = passes(work / "test_rules", rule)
        return {0: "its tests pass without it", 1: ""}.get(status, f"its tests end with status {status} without it")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rules = sys.argv[2:] or [name.replace("_", "-") for name in re.findall(r"^    &(\w+),$", LIST.read_text(encoding="utf-8"), re.M)]
    compiling = command_of(build, "CMakeFiles/cudafit_rules.dir/src/rules/rules.cpp.o")
    linking = command_of(build, "test_rules")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for rule, why in zip(rules, pool.map(lambda rule: problem(build, rule, compiling, linking), rules)):
            if why:
                failed += 1
                print(f"FAILED {rule}: {why}")
    print(f"{len(rules) - failed} passed, {failed} failed")
    return 1 if failed or not rules else 0


if __name__ == "__main__":
    sys.exit(main())
