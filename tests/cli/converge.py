#!/usr/bin/env python3
"""Fixes converge: converge.py CUDAFIT FILE-OR-DIRECTORY...

Of every Dockerfile, in a copy: after all safe fixes none is left; no error or warning is new; with suggested fixes the
same. The fixed text is the same whether lines end in LF or CRLF and whether the file begins with a byte order mark.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BOM = b"\xef\xbb\xbf"


def run(binary, folder, *args):
    return subprocess.run([binary, "check", "--isolated", "--format", "json", *args], cwd=folder, capture_output=True,
                          check=False, timeout=120)


def findings(binary, folder, name):
    return json.loads(run(binary, folder, name).stdout)["findings"]


def troubles(found):
    """By rule: messages name images and versions, which fixes change."""
    return collections.Counter(each["rule"] for each in found if each["severity"] != "hint")


def copied(source, folder):
    """The file in a repository of its own, with what lies beside it."""
    home = pathlib.Path(tempfile.mkdtemp(dir=folder))
    (home / ".git").mkdir()
    for path in source.parent.iterdir():
        if path.is_file() and path.stat().st_size < 1 << 20:
            shutil.copy(path, home / path.name)
    return home


def fixable(found, unsafe):
    allowed = ("safe", "suggested") if unsafe else ("safe",)
    return [each["rule"] for each in found if any(fix["safety"] in allowed for fix in each["fixes"])]


def problems_of(binary, source, folder):
    problems = []
    before = findings(binary, copied(source, folder), source.name)
    for unsafe in (False, True):
        if not fixable(before, unsafe):
            continue
        flag = "--unsafe-fixes" if unsafe else "--fix"
        home = copied(source, folder)
        said = run(binary, home, flag, source.name).stderr.decode(errors="replace")
        after = findings(binary, home, source.name)
        if fixable(after, unsafe) and "not fixed" not in said:
            problems.append(f"{flag} leaves {fixable(after, unsafe)}")
        new = troubles(after) - troubles(before)
        # Another finding may take the place of one that hid it; there must not be more of them.
        if new and sum(troubles(after).values()) > sum(troubles(before).values()):
            problems.append(f"{flag} brings {dict(new)}")
        problems += other_bytes(binary, source, folder, flag, (home / source.name).read_bytes())
    return problems


def other_bytes(binary, source, folder, flag, fixed):
    """The same edits where the bytes around them are others."""
    text = source.read_bytes()
    if b"\r" in text or text.startswith(BOM):
        return []
    problems = []
    for what, put in (("CRLF", lambda b: b.replace(b"\n", b"\r\n")), ("a byte order mark", lambda b: BOM + b)):
        home = copied(source, folder)
        (home / source.name).write_bytes(put(text))
        run(binary, home, flag, source.name)
        if (home / source.name).read_bytes() != put(fixed):
            problems.append(f"{flag} edits otherwise with {what}")
    return problems


def dockerfiles(paths):
    for path in paths:
        path = pathlib.Path(path).resolve()
        if path.is_file():
            yield path
            continue
        for directory, _, names in os.walk(path):
            for name in sorted(names):
                if "dockerfile" in name.lower() and not name.endswith((".dockerignore", ".fixed")):
                    yield pathlib.Path(directory, name)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        files = list(dockerfiles(sys.argv[2:]))
        for path, problems in zip(files, pool.map(lambda p: problems_of(binary, p, folder), files)):
            passed, failed = passed + (not problems), failed + bool(problems)
            if problems:
                print(f"FAIL {path}: {'; '.join(problems)}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
