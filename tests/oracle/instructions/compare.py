#!/usr/bin/env python3
"""compare.py CUDAFIT VERDICTS: parse-error against what BuildKit refuses, as main.go has written it.

For every file: does BuildKit's parser refuse it, does its frontend refuse to build it, does cudafit report parse-error.
Silence is fine where cudafit takes a file for a template or a piece of a file, or where a variable has no value; how often is
counted. Prints every other difference and, last, `N passed, N failed`."""

import collections
import json
import os
import re
import subprocess
import sys

# The frontend refuses these because of a variable without a value, which a build would give.
UNKNOWN_VALUE = re.compile(r"should not be blank|failed to parse stage name|failed to parse platform|empty platform")


def findings(binary, paths):
    """Lines of parse-errors by path."""
    out = collections.defaultdict(list)
    for at in range(0, len(paths), 300):
        command = [binary, "check", "--isolated", "--format", "json", "--select", "parse-error", *paths[at : at + 300]]
        report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)
        for finding in report["findings"]:
            if finding["rule"] == "parse-error":
                out[os.path.realpath(finding["path"])].append(finding)
    return out


def first_line(path, number):
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8", "replace").split("\n")
    return lines[number - 1].strip()[:160] if 0 < number <= len(lines) else ""


def main():
    binary, verdicts = sys.argv[1:3]
    rows = [json.loads(line) for line in open(verdicts, encoding="utf-8")]
    found = findings(binary, [row["path"] for row in rows])
    score = collections.Counter()
    for row in rows:
        ours = found.get(os.path.realpath(row["path"]), [])
        refused = row["parse"] or row["build"]
        line = row["parse_line"] or row["build_line"]
        if bool(ours) == bool(refused):
            if ours and row["parse"] and line and not any(line <= f["start"]["line"] for f in ours[:1]):
                print(f"OTHER LINE {row['path']}: BuildKit {line}, {refused.splitlines()[0]}; cudafit {ours[0]['message']}")
                score["same, another line first"] += 1
                continue
            score["same" if ours else "both take it"] += 1
        elif ours:
            score["FAILED: only cudafit refuses"] += 1
            for finding in ours:
                print(f"ONLY CUDAFIT {row['path']}:{finding['start']['line']}: {finding['message']}")
                print(f"    {first_line(row['path'], finding['start']['line'])}")
        elif not row["parse"] and UNKNOWN_VALUE.search(row["build"]) and "$" in first_line(row["path"], line):
            score["silent: a variable has no value"] += 1
        else:
            kind = "parser" if row["parse"] else "frontend"
            score[f"silent: {kind} refuses"] += 1
            print(f"ONLY BUILDKIT ({kind}) {row['path']}:{line}: {refused.splitlines()[0]}\n    {first_line(row['path'], line)}")
    for name, count in sorted(score.items()):
        print(f"{count:6} {name}")
    failed = sum(count for name, count in score.items() if name.startswith("FAILED"))
    print(f"{sum(score.values()) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
