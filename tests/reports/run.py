#!/usr/bin/env python3
"""Every format for other programs, read by programs that others wrote.

Usage: run.py CUDAFIT FOLDER; FOLDER has `reviewdog`, and from npm and PyPI the SARIF schema with Microsoft's validator,
sarif-tools and junitparser (tests/suites/reports gets them). Run by the Python that has the latter.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import jsonschema
import junitparser
import referencing.jsonschema
import sarif.loader

ODD = {
    "empty.Dockerfile": b"",
    "broken.Dockerfile": b"FROM\nRUN <<EOF\n",
    "bytes.Dockerfile": b"FROM nvidia/cuda:\xff\x1b[31m\xe2\x80\xae\r\nRUN ::error::x ##[group]\r\nRUN export A=1]]>\n",
    "a b:c%.Dockerfile": b"FROM nvidia/cuda:12.4.1-base\nRUN export `a`=\"<![CDATA[1]]>\" && pip install torch>=2\n",
    "hostile\n::error::\x1b]]>.Dockerfile": b"FROM nvidia/cuda:12.4.1-base",
    "sub/unquoted.Dockerfile": b"FROM python:3.12\nRUN pip install torch>=2.0 \xc3\xa9 && pip install b<3\n",
}

PASSED, PROBLEMS = [], []


def check(what, problems):
    problems = list(problems)
    (PROBLEMS if problems else PASSED).append(what)
    if problems:
        print(f"FAIL {what}: " + "; ".join(str(problem)[:300] for problem in problems[:5]))


class Project:
    def __init__(self, binary, folder, tools):
        self.binary, self.folder, self.tools = binary, pathlib.Path(folder), tools

    def report(self, form, *arguments, cwd="."):
        run = subprocess.run(
            [self.binary, "check", "--format", form, *arguments],
            cwd=self.folder / cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        )
        return run.stdout

    def findings(self, *arguments, cwd="."):
        return json.loads(self.report("json", *arguments, cwd=cwd))["findings"]

    def reviewdog(self, form, report):
        run = subprocess.run(
            [self.tools / "reviewdog", f"-f={form}", "-reporter=local", "-filter-mode=nofilter", "-name=cudafit"],
            cwd=self.folder, input=report, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        )
        if run.returncode not in (0, 1):
            return None, run.stderr.decode(errors="replace")
        return run.stdout.decode(errors="replace"), ""


def problems_of_sarif(project, report, findings, schema):
    log = json.loads(report)
    yield from (f"{e.json_path}: {e.message}" for e in jsonschema.Draft7Validator(schema).iter_errors(log))
    results = log["runs"][0]["results"]
    if len(results) != len(findings):
        yield f"{len(results)} results for {len(findings)} findings"
    for result in results:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            place = location["physicalLocation"]
            if min(place["region"].values()) < 1:
                yield f"a place before the first: {place}"
            if not re.fullmatch(r"(file:///)?[A-Za-z0-9._~%/-]+", place["artifactLocation"]["uri"]):
                yield f"an address that is none: {place['artifactLocation']}"
        for link in re.findall(r"(?<!\\)\]\(([^)]*)\)", result["message"]["text"]):
            if not link.isdigit() or int(link) > len(result["relatedLocations"]):
                yield f"a link that leads nowhere: {result['message']['text']}"


def problems_of_multitool(project, path):
    output = path.with_suffix(".validated.sarif")
    subprocess.run(
        [project.tools / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool", "validate", str(path),
         "--rule-kind", "Sarif;Ghas", "--output", str(output), "--log", "ForceOverwrite", "--quiet", "true"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_BUNDLE_EXTRACT_BASE_DIR": str(path.parent)},
    )
    run = json.loads(output.read_text(encoding="utf-8-sig"))["runs"][0]
    if not run["invocations"][0]["executionSuccessful"]:
        yield f"the validator did not come to an end: {run['invocations'][0]}"
    for result in run.get("results", []):
        if result.get("level", "warning") == "error":
            yield f"{result['ruleId']}: {result['message'].get('text') or result['message']}"


def problems_of_sarif_tools(path, findings):
    wanted = {"error": 0, "warning": 0, "note": 0}
    for finding in findings:
        wanted["note" if finding["severity"] == "hint" else finding["severity"]] += 1
    read = sarif.loader.load_sarif_file(str(path)).get_report()
    counts = {severity: read.get_issue_count_for_severity(severity) for severity in wanted}
    if counts != wanted:
        yield f"read as {counts}, not {wanted}"


def problems_of_gitlab(project, report, findings):
    entries = json.loads(report)
    if len(entries) != len(findings):
        yield f"{len(entries)} entries for {len(findings)} findings"
    if len({entry["fingerprint"] for entry in entries}) != len(entries):
        yield "two entries with one fingerprint"
    for entry in entries:
        if set(entry) != {"check_name", "description", "severity", "fingerprint", "location"}:
            yield f"other fields than GitLab documents: {sorted(entry)}"
        if entry["severity"] not in ("info", "minor", "major", "critical", "blocker"):
            yield f"severity {entry['severity']}"
        path = entry["location"]["path"]
        if path.startswith(("/", "./")) or not (project.folder / path).exists():
            yield f"no path of the repository: {path!r}"
        if entry["location"]["positions"]["begin"]["line"] < 1:
            yield "a line before the first"


def problems_of_junit(report, findings):
    read = junitparser.JUnitXml.fromstring(report)
    suites = list(read)
    failures = sum(finding["severity"] != "hint" for finding in findings)
    failed = sum(case.is_failure for suite in suites for case in suite)
    if not failed == failures == read.failures == sum(suite.failures for suite in suites):
        yield f"{failed} failed tests for {failures} findings"
    if sum(len(list(suite)) for suite in suites) != read.tests or read.tests == 0:
        yield f"{read.tests} tests counted"


def problems_of_checkstyle(report, findings):
    root = ElementTree.fromstring(report)
    if root.tag != "checkstyle" or len(root.findall("file/error")) != len(findings):
        yield f"{len(root.findall('file/error'))} entries for {len(findings)} findings"
    for error in root.findall("file/error"):
        if error.get("severity") not in ("error", "warning", "info") or int(error.get("line")) < 1:
            yield f"an entry that is none: {error.attrib}"


def problems_of_reviewdog(project, form, report, findings):
    read, error = project.reviewdog(form, report)
    if read is None:
        yield f"refused: {error}"
    elif not read.count("\n") >= len(findings):
        yield f"{read.count(chr(10))} lines for {len(findings)} findings"


def problems_of_rdjson(report, schemas):
    # Made from the protocol's description: files that name each other.
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in schemas.glob("*.jsonschema")}
    registry = referencing.Registry().with_resources(
        (f"reviewdog.rdf.{name}", referencing.jsonschema.DRAFT4.create_resource(content)) for name, content in files.items()
    )
    validator = jsonschema.Draft4Validator(files["DiagnosticResult"], registry=registry)
    yield from (f"{e.json_path}: {e.message}" for e in validator.iter_errors(json.loads(report)))


def problems_of_suggestions(project, path):
    """A suggestion, taken by hand, is what --unsafe-fixes writes."""
    before = (project.folder / path).read_bytes()
    lines = before.split(b"\n")
    offset = lambda at: sum(len(line) + 1 for line in lines[: at["line"] - 1]) + at["column"] - 1
    edits = []
    for entry in json.loads(project.report("rdjson", path))["diagnostics"]:
        for suggestion in entry.get("suggestions", []):
            edits.append((offset(suggestion["range"]["start"]), offset(suggestion["range"]["end"]), suggestion["text"]))
    after = before
    for begin, end, text in sorted(set(edits), reverse=True):
        after = after[:begin] + text.encode() + after[end:]
    run = subprocess.run([project.binary, "check", "--unsafe-fixes", "-"], input=before, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False)
    if not edits or run.stdout != after:
        yield f"{after!r} instead of {run.stdout!r}"


def main():
    binary, tools = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    source = pathlib.Path(__file__).resolve().parents[2]
    schema = json.loads(
        (tools / "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json").read_text(encoding="utf-8-sig")
    )
    with tempfile.TemporaryDirectory() as folder:
        project = Project(binary, folder, tools)
        subprocess.run(["git", "init", "--quiet", folder], check=True)
        for name, content in ODD.items():
            path = project.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        for number, path in enumerate(sorted((source / "tests/rules").glob("*/*.Dockerfile"))):
            copy = project.folder / "rules" / f"{number}.Dockerfile"
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
        for where, arguments in ((".", ("rules",)), (".", ()), ("sub", ()), (".", ("empty.Dockerfile",)), (".", ("--quiet",))):
            name = f"check {' '.join(arguments)} in {where}"
            findings = project.findings(*arguments, cwd=where)
            reports = {form: project.report(form, *arguments, cwd=where)
                       for form in ("sarif", "gitlab", "checkstyle", "junit", "rdjson", "markdown")}
            for form, report in reports.items():
                check(f"{name}: {form} is harmless text", (
                    f"{bad!r}" for bad in (b"##[", b"\x1b", b"\xe2\x80\xae", b"\n::") if bad in report))
            path = tools / "report.sarif"
            path.write_bytes(reports["sarif"])
            check(f"{name}: SARIF schema", problems_of_sarif(project, reports["sarif"], findings, schema))
            check(f"{name}: SARIF validator", problems_of_multitool(project, path))
            check(f"{name}: sarif-tools", problems_of_sarif_tools(path, findings))
            check(f"{name}: GitLab", problems_of_gitlab(project, reports["gitlab"], findings))
            check(f"{name}: junitparser", problems_of_junit(reports["junit"], findings))
            check(f"{name}: checkstyle", problems_of_checkstyle(reports["checkstyle"], findings))
            check(f"{name}: rdjson schema", problems_of_rdjson(reports["rdjson"], tools / "rdjson"))
            for form in ("sarif", "checkstyle", "rdjson"):
                check(f"{name}: reviewdog reads {form}", problems_of_reviewdog(project, form, reports[form], findings))
        # The whole and a part of it are the whole, as one run that names its repository.
        findings = project.findings(".")
        for name, arguments in (("whole", (".",)), ("part", ("rules",))):
            (tools / f"{name}.sarif").write_bytes(
                project.report("sarif", "--repository", "https://git.example/org/a", *arguments))
        path = tools / "merged.sarif"
        subprocess.run([binary, "merge", tools / "whole.sarif", tools / "part.sarif", "--output", path], check=False)
        check("merge: SARIF schema", problems_of_sarif(project, path.read_bytes(), findings, schema))
        check("merge: SARIF validator", problems_of_multitool(project, path))
        check("merge: sarif-tools", problems_of_sarif_tools(path, findings))
        check("suggestions are the fixes", problems_of_suggestions(project, "sub/unquoted.Dockerfile"))
        nothing = tempfile.mkdtemp(dir=folder)
        check("JUnit of nothing", problems_of_junit(project.report("junit", ".", cwd=nothing), []))
        empty = project.report("sarif", ".", cwd=nothing)
        check("SARIF of nothing", problems_of_sarif(project, empty, [], schema))
    print(f"{len(PASSED)} passed, {len(PROBLEMS)} failed")
    return 1 if PROBLEMS else 0


if __name__ == "__main__":
    sys.exit(main())
