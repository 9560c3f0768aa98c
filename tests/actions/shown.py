"""The workflows of examples/ci that merge reports, run step by step: what they run is run, artifacts are folders."""

import itertools
import json
import os
import re
import shutil
import subprocess

import yaml

from runner import ROOT

# An error everywhere, and one on machines with an old driver.
BAD = "FROM python:3.12\nRUN export A=1\nRUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu126\n"


class Pipeline:
    """Where jobs run one after another, and what they hand on."""

    def __init__(self, run):
        self.run, self.artifacts, self.count = run, run.root / "artifacts", itertools.count()
        (run.bin / "pip").write_text("#!/bin/sh\nexit 0\n")
        os.chmod(run.bin / "pip", 0o755)
        self.artifacts.mkdir()

    def folder(self):
        """A fresh copy of what is checked out."""
        folder = self.run.root / f"job{next(self.count)}"
        shutil.copytree(self.run.workspace, folder)
        return folder

    def shell(self, command, folder, env):
        return subprocess.run(
            ["bash", "-e", "-c", command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
            env={"PATH": f"{self.run.bin}:{os.environ['PATH']}", "HOME": str(self.run.root), **env})


def expanded(value, known):
    """`${{ matrix.x }}` and the few other expressions there are."""
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: str(known[match[1]]), str(value))


def cells(matrix):
    if "include" in matrix:
        return matrix["include"]
    (name, values), = matrix.items()
    return [{name: value} for value in values]


def github(run, name, env):
    """All jobs of a workflow; the folder of the last one, its status and its summary."""
    workflow = yaml.safe_load((ROOT / "examples/ci" / name).read_text())
    pipeline, summary = Pipeline(run), run.root / "summary"
    status = folder = None
    for job in workflow["jobs"].values():
        matrix = cells(job["strategy"]["matrix"]) if "strategy" in job else [{}]
        for cell in matrix:
            known = {f"matrix.{key}": value for key, value in cell.items()} | {"strategy.job-total": len(matrix)}
            folder, status = pipeline.folder(), 0
            for step in job["steps"]:
                action, given = step.get("uses", "").split("@")[0], step.get("with", {})
                path = folder / expanded(given.get("path", ""), known)
                if action == "actions/upload-artifact":
                    target = pipeline.artifacts / expanded(given["name"], known)
                    assert not target.exists(), "each artifact needs a name of its own"
                    target.mkdir()
                    shutil.copytree(path, target, dirs_exist_ok=True) if path.is_dir() else shutil.copy(path, target)
                elif action == "actions/download-artifact":
                    for each in pipeline.artifacts.glob(given["pattern"]):
                        shutil.copytree(each, path / each.name)
                elif action == "github/codeql-action/upload-sarif":
                    assert (folder / given["sarif_file"]).exists()
                elif "run" in step:
                    own = {key: expanded(value, known) for key, value in step.get("env", {}).items()}
                    done = pipeline.shell(step["run"], folder, {
                        **env, **own, "CUDAFIT_PACKAGE": "x.whl", "GITHUB_STEP_SUMMARY": str(summary)})
                    status = max(status, done.returncode)
                    assert done.returncode in (0, 1), (step, done)
    return folder, status, summary.read_text()


def case_a_matrix_of_machines_gives_one_sarif_file(run):
    run.write("Dockerfile", BAD)
    folder, status, summary = github(run, "github-matrix.yml", {"GITHUB_REPOSITORY": "org/a"})
    log = json.loads((folder / "cudafit.sarif").read_text())
    (one,) = log["runs"]
    assert one["properties"]["hosts"] == ["edge", "serving", "training"], one["properties"]
    assert {r["repository"] for r in one["properties"]["reports"]} == {"org/a"}, one["properties"]
    rules = [(r["ruleId"], r["properties"].get("host")) for r in one["results"]]
    assert rules.count(("run-export-no-effect", None)) == 1 and len(rules) == len(set(rules)), rules
    assert any(host == "edge" for _, host in rules) and not any(host == "training" for _, host in rules), rules
    assert "3 reports of 1 repository" in summary and "| edge |" in summary, summary
    assert status == (1 if any(r["level"] == "error" for r in one["results"]) else 0)


def case_a_fleet_is_checked_in_shares(run):
    server = run.root / "server"
    names = [f"org/r{i}" for i in range(6)]
    for i, name in enumerate(names):
        (server / name).mkdir(parents=True)
        (server / name / "Dockerfile").write_text(BAD if i % 2 else "FROM python:3.12\n")
        for words in (["init", "--quiet"], ["add", "."],
                      ["-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "--quiet", "-m", "x"]):
            subprocess.run(["git", *words], cwd=server / name, check=True)
    run.write("repositories.txt", "\n".join([*names, "org/gone"]) + "\n")
    folder, status, summary = github(run, "github-fleet.yml", {"GITHUB_SERVER_URL": f"file://{server}"})
    out = json.loads((folder / "fleet.json").read_text())
    assert status == 0 and {r["repository"] for r in out["reports"]} == set(names), out["reports"]
    assert {f["repository"] for f in out["findings"]} == {"org/r1", "org/r3", "org/r5"}, out["findings"]
    assert "6 reports of 6 repositories" in summary and "3 repositories without a finding" in summary, summary


def case_parallel_jobs_of_gitlab(run):
    run.write("Dockerfile", BAD)
    jobs = yaml.safe_load((ROOT / "examples/ci/gitlab-parallel.yml").read_text())
    pipeline = Pipeline(run)
    check, merge = jobs["cudafit-check"], jobs["cudafit-merge"]
    assert merge["needs"] == [{"job": "cudafit-check", "artifacts": True}]
    base = {"CI_PROJECT_PATH": "org/a", "CUDAFIT_PACKAGE": "x.whl"}

    def script(job, folder, env):
        return pipeline.shell("\n".join([*jobs[job["extends"]]["before_script"], *job["script"]]), folder, env)

    for cell in check["parallel"]["matrix"]:
        folder = pipeline.folder()
        done = script(check, folder, {**base, **cell})
        assert done.returncode == 0, done
        for path in check["artifacts"]["paths"]:
            shutil.copytree(folder / path, pipeline.artifacts / path, dirs_exist_ok=True)
    folder = pipeline.folder()
    shutil.copytree(pipeline.artifacts, folder, dirs_exist_ok=True)
    done = script(merge, folder, base)
    assert b"3 reports of 1 repository" in done.stdout and b"\nBy host" in done.stdout, done
    assert {r["host"] for r in json.loads((folder / "cudafit.json").read_text())["statistics"]["by_host"]} >= {"edge"}
    assert script(merge, folder, {**base, "CUDAFIT_PACKAGE": ""}).returncode == 2
