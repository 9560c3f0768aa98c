"""Formats for other programs, statistics, the manual."""

import json
import subprocess
import xml.etree.ElementTree as ElementTree

from box import CLEAN, HINT, SAFE, WARNING

FORMATS = ("full", "concise", "json", "github", "sarif", "gitlab", "checkstyle", "junit", "rdjson", "markdown")


def case_every_format_has_the_finding_and_the_status(box):
    box.write("Dockerfile", SAFE)
    for form in FORMATS:
        done = box.run("--format", form)
        assert done.status == 1 and "pip-unquoted-specifier" in done.out and not done.err, (form, done)
        assert box.run("--format", form, "-o", "out").out == "", form
        assert box.read("out").count("pip-unquoted-specifier") == done.out.count("pip-unquoted-specifier"), form


def case_programs_get_a_report_of_nothing(box):
    box.mkdir("nothing")
    for form in FORMATS:
        done = box.run("--format", form, "nothing")
        assert done.status == 0 and "no Dockerfile found" in done.err, (form, done)
        assert bool(done.out) == (form not in ("full", "concise", "github")), (form, done)
    assert json.loads(box.run("--format", "gitlab", "nothing").out) == []
    tests = ElementTree.fromstring(box.run("--format", "junit", "nothing").out)
    assert tests.get("tests") == "1" and tests.get("failures") == "0"


def case_a_file_that_cannot_be_read_is_in_the_reports(box):
    for form, words in (("sarif", '"executionSuccessful": false'), ("junit", "<error "), ("checkstyle", 'severity="error"')):
        done = box.run("--format", form, "gone")
        assert done.status == 3 and words in done.out and "gone" in done.out, (form, done)


def case_paths_count_from_the_root_of_the_repository(box):
    subprocess.run(["git", "init", "--quiet", box.root], check=True)
    box.write("a b/Dockerfile", SAFE)
    (box.root / "link").symlink_to("a b")
    for cwd, path in ((".", "."), ("a b", "."), ("a b", "Dockerfile"), (".", "link/Dockerfile"), (".", str(box.root))):
        run = json.loads(box.run("--format", "sarif", path, cwd=cwd).out)["runs"][0]
        (result,) = run["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "a%20b/Dockerfile", (cwd, path, uri)
        (entry,) = json.loads(box.run("--format", "gitlab", path, cwd=cwd).out)
        assert entry["location"]["path"] == "a b/Dockerfile", (cwd, path, entry)
        prints = {entry["fingerprint"], result["partialFingerprints"]["cudafit/v1"]}
        prints.add(json.loads(box.run("--format", "json", path, cwd=cwd).out)["findings"][0]["fingerprint"])
        assert len(prints) == 1, (cwd, path, prints)


def case_sarif_of_a_workflow(box):
    box.write("Dockerfile", SAFE)
    run = json.loads(box.run("--format", "sarif", env={"GITHUB_WORKFLOW": "lint"}).out)["runs"][0]
    assert run["automationDetails"] == {"id": "cudafit/lint/"}, run["automationDetails"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"].startswith("## What it does"), rule
    assert len(rule["shortDescription"]["text"]) <= 1024 and "helpUri" not in rule, rule
    assert run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"], run["results"]


def case_statistics_in_every_format(box):
    box.write("Dockerfile", SAFE)
    for form in FORMATS:
        done = box.run("--statistics", "--format", form)
        assert done.status == 1, (form, done)
        if form == "json":
            assert json.loads(done.out)["statistics"] == [
                {"rule": "pip-unquoted-specifier", "count": 1, "fixable": 1}], done
        else:
            assert done.out.startswith("    1  [*] pip-unquoted-specifier\n"), (form, done)


def case_the_summary_of_a_workflow_draws_the_graph(box):
    box.write("Dockerfile", SAFE)
    box.write("clean.Dockerfile", CLEAN)
    summary = box.root / "summary.md"
    done = box.run("--format", "github", env={"GITHUB_STEP_SUMMARY": str(summary)})
    text = summary.read_text()
    assert done.status == 1 and text.count("```mermaid\nflowchart LR\n") == 1, text
    assert text.index("| error |") < text.index("<details>") < text.index("```mermaid"), text


def case_hints_are_in_every_format_unless_quiet(box):
    box.write("Dockerfile", HINT)
    for form, level in (("sarif", '"note"'), ("gitlab", '"info"'), ("checkstyle", '"info"'), ("junit", "<system-out>"),
                        ("rdjson", '"INFO"'), ("markdown", "| hint |")):
        done = box.run("--format", form)
        assert done.status == 0 and level in done.out, (form, done)
        assert level not in box.run("--format", form, "--quiet").out, form


def case_the_manual_names_every_option(box):
    done = box.run("man")
    assert done.status == 0 and done.out.startswith(".TH CUDAFIT 1 "), done
    page = done.out.replace("\\-", "-")
    for command in ("check", "recommend", "graph", "matrix", "man", "completion"):
        for word in box.run(command, "--help").out.split():
            name = word.strip(",.;:").split("=")[0].split(",")[-1]
            if name.startswith("--"):
                assert f"\\fB{name}\\fR" in page, (command, name)
    assert WARNING.split("=")[1].split()[0] not in page  # no rules: cudafit rules lists them


def case_xml_holds_paths_of_notes_that_xml_cannot(box):
    """U+FFFE and U+FFFF are no characters of XML, in the folder's name of a finding or of its note."""
    for odd in ("\ufffe", "\uffff"):
        box.write(f"{odd}/Dockerfile", "FROM python:3.12\nCOPY r.txt .\nRUN pip install -r r.txt\nRUN pip install torch>=2\n")
        box.write(f"{odd}/r.txt", "torch==2.0.1+cu999\n")
        box.write(f"{odd}/compose.yaml", "services:\n  a:\n    image: nvidia/cuda:12.4.1-base\n")
    found = json.loads(box.run("--format", "json").out)["findings"]
    assert any((note.get("path") or "").startswith("\ufffe") for finding in found for note in finding["notes"]), found
    for form in ("junit", "checkstyle"):
        ElementTree.fromstring(box.run("--format", form).out)
