#!/usr/bin/env python3
"""Real output of `cudafit check`, `cudafit matrix`, `cudafit graph` and others as JSON against their schemas.

Usage: schema_test.py CUDAFIT [FILE...]; needs Debian's python3-jsonschema. Without files it writes a few odd ones.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

ODD = {
    "ordinary.Dockerfile": b"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install torch\n",
    "latest.Dockerfile": b"ARG TAG=latest\nFROM nvidia/cuda:${TAG} AS run\nRUN export A=1\n",
    "empty.Dockerfile": b"",
    "broken.Dockerfile": b"FROM\nRUN <<EOF\n",
    "bytes.Dockerfile": b"FROM nvidia/cuda:\xff\x1b[31m\xe2\x80\xae\r\nRUN ::error::x ##[group]\r\n",
    "hostile\n::error::\x1b.Dockerfile": b"FROM nvidia/cuda:99.9-nothing",
}


def report(binary, arguments, folder):
    run = subprocess.run(
        [binary, "check", "--format", "json", *arguments], cwd=folder, stdout=subprocess.PIPE, check=False
    )
    run.stdout.decode("ascii")  # raises: nothing else may reach a terminal
    return json.loads(run.stdout)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    schema_path = pathlib.Path(__file__).resolve().parents[2] / "schema" / "check.schema.json"
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, content in ODD.items():
            pathlib.Path(folder, name).write_bytes(content)
        files = [str(pathlib.Path(f).resolve()) for f in sys.argv[2:]]
        cases = [[f] for f in files or ODD] + [["."], ["no-such-file"], []]
        for case in cases:
            try:
                output = report(binary, case, folder)
                problems = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(output)]
                prints = [f["fingerprint"] for f in output.get("findings", [])]
                if len(prints) != len(set(prints)):
                    problems.append("two findings with one fingerprint")
            except ValueError as error:
                problems = [f"not JSON in ASCII: {error}"]
            if problems:
                failed += 1
                print(f"FAIL {case}: {'; '.join(problems[:5])}")
            else:
                passed += 1
    answers = jsonschema.Draft202012Validator(
        json.loads(schema_path.with_name("matrix.schema.json").read_text(encoding="utf-8"))
    )
    questions = schema_path.parents[1] / "tests" / "cli" / "questions.json"
    for question in json.loads(questions.read_text(encoding="utf-8")):
        run = subprocess.run(
            [binary, "matrix", *question["args"], "--format", "json"], stdout=subprocess.PIPE, check=False
        )
        problems = [f"{e.json_path}: {e.message}" for e in answers.iter_errors(json.loads(run.stdout or "null"))]
        if problems:
            failed += 1
            print(f"FAIL {question['args']}: {'; '.join(problems[:5])}")
        else:
            passed += 1
    for command in ("graph", "recommend"):
        drawn = jsonschema.Draft202012Validator(
            json.loads(schema_path.with_name(f"{command}.schema.json").read_text(encoding="utf-8"))
        )
        for path in sorted((schema_path.parents[1] / "examples").glob("*/Dockerfile")):
            for host in ((), ("--driver", "352.55", "--gpu", "A100")):
                run = subprocess.run(
                    [binary, command, "--format", "json", *host, str(path)], stdout=subprocess.PIPE, check=False
                )
                problems = [f"{e.json_path}: {e.message}" for e in drawn.iter_errors(json.loads(run.stdout or "null"))]
                if problems:
                    failed += 1
                    print(f"FAIL {command} of {path}: {'; '.join(problems[:5])}")
                else:
                    passed += 1
    tried = jsonschema.Draft202012Validator(
        json.loads(schema_path.with_name("verify.schema.json").read_text(encoding="utf-8"))
    )
    run = subprocess.run(
        [binary, "verify", "--engine", "local", "--format", "json"], stdout=subprocess.PIPE, check=False
    )
    problems = [f"{e.json_path}: {e.message}" for e in tried.iter_errors(json.loads(run.stdout or "null"))]
    if problems:
        failed += 1
        print(f"FAIL verify: {'; '.join(problems[:5])}")
    else:
        passed += 1
    known = jsonschema.Draft202012Validator(
        json.loads(schema_path.with_name("baseline.schema.json").read_text(encoding="utf-8"))
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, content in ODD.items():
            pathlib.Path(folder, name).write_bytes(content)
        subprocess.run([binary, "--write-baseline", "known.json"], cwd=folder, stderr=subprocess.DEVNULL, check=False)
        baseline = json.loads(pathlib.Path(folder, "known.json").read_text(encoding="ascii"))
        problems = [f"{e.json_path}: {e.message}" for e in known.iter_errors(baseline)]
        if problems or not baseline["findings"]:
            failed += 1
            print(f"FAIL baseline: {'; '.join(problems[:5])}")
        else:
            passed += 1
    merged = jsonschema.Draft202012Validator(
        json.loads(schema_path.with_name("merge.schema.json").read_text(encoding="utf-8"))
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, content in ODD.items():
            pathlib.Path(folder, name).write_bytes(content)
        report_of = [binary, "check", "--format", "json", "--host-name", "h", "--driver", "450.36.06",
                     "--gpu", "A100", "--repository", "org/a"]
        whole = subprocess.run([*report_of, "."], cwd=folder, stdout=subprocess.PIPE, check=False).stdout
        pathlib.Path(folder, "report.json").write_bytes(whole)
        problems = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(json.loads(whole))]
        for reports in (["report.json"], ["report.json", "missing.json"], ["."]):
            run = subprocess.run([binary, "merge", *reports], cwd=folder, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, check=False)
            run.stdout.decode("ascii")
            problems += [f"{e.json_path}: {e.message}" for e in merged.iter_errors(json.loads(run.stdout or "null"))]
        if problems:
            failed += 1
            print(f"FAIL merge: {'; '.join(problems[:5])}")
        else:
            passed += 1
    doctor = jsonschema.Draft202012Validator(
        json.loads(schema_path.with_name("doctor.schema.json").read_text(encoding="utf-8"))
    )
    here = subprocess.run([binary, "doctor", "--format", "json"], stdout=subprocess.PIPE, check=False)
    recorded = sorted((schema_path.parents[1] / "tests" / "host").glob("*/expected.json"))
    for name, text in [("here", here.stdout), *((path.parent.name, path.read_bytes()) for path in recorded)]:
        problems = [f"{e.json_path}: {e.message}" for e in doctor.iter_errors(json.loads(text or "null"))]
        if problems:
            failed += 1
            print(f"FAIL doctor {name}: {'; '.join(problems[:5])}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
