#!/usr/bin/env python3
"""action.yml in a simulated runner, the problem matcher, and the workflows that are shown.

Usage: run.py CUDAFIT ACTIONLINT; needs Debian's python3-yaml and shellcheck.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally  # noqa: E402
import shown
from runner import ROOT, Runner, matched

UNQUOTED = "FROM python:3.12\nRUN pip install torch>=2.0\n"
CLEAN = "FROM python:3.12\n"


def case_findings_become_annotations_a_summary_counts_and_sarif(run):
    run.write("Dockerfile", UNQUOTED)
    out = run.run()
    assert out.status == 1, out
    ((level, place, message),) = out.annotations
    assert level == "error" and place.startswith("file=Dockerfile,line=2,endLine=2,col="), out
    assert "unquoted" in message, out
    assert out.outputs["errors"] == "1" and out.outputs["warnings"] == "0", out
    log = json.loads(pathlib.Path(out.outputs["sarif"]).read_text())
    assert len(log["runs"][0]["results"]) == 1, out
    assert log["runs"][0]["automationDetails"]["id"] == "cudafit/lint/", out
    assert "| error |" in out.summary and "https://git.example/o/r/blob/abc/Dockerfile#L2" in out.summary, out
    assert "```diff" in out.summary, out
    assert not out.commands and not out.outputs["suggestions"], out


def case_the_summary_has_the_graph(run):
    run.write("Dockerfile", "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN nvcc -o a a.cu\n")
    out = run.run()
    assert "```mermaid\nflowchart" in out.summary, out


def case_nothing_to_find(run):
    run.write("Dockerfile", CLEAN)
    out = run.run()
    assert out.status == 0 and not out.annotations, out
    assert out.outputs["errors"] == "0" and out.outputs["sarif"], out


def case_paths_are_lines(run):
    run.write("a b/Dockerfile", UNQUOTED)
    run.write("-rf/Dockerfile", UNQUOTED)
    run.write("other/Dockerfile", UNQUOTED)
    out = run.run({"paths": "a b\n\n-rf\n"})
    assert out.outputs["errors"] == "2", out


def case_a_working_directory(run):
    run.write("sub/Dockerfile", UNQUOTED)
    subprocess.run(["git", "init", "--quiet", run.workspace], check=True)
    out = run.run({"working-directory": "sub"})
    assert out.annotations[0][1].startswith("file=sub/Dockerfile,"), out
    assert "/blob/abc/sub/Dockerfile#L2" in out.summary, out
    assert run.run({"working-directory": "gone"}).status == 2


def case_machines(run):
    run.write("Dockerfile", "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCMD nvidia-smi\n")
    assert run.run({"driver": "560", "gpu": "A100\nRTX 2080 Ti\n"}).status == 0
    out = run.run({"driver": "450.36.06", "gpu": "A100"})
    assert out.status == 1 and out.annotations, out
    assert run.run({"gpu": "A100\nno such GPU"}).status == 2


def case_the_fail_level(run):
    run.write("Dockerfile", UNQUOTED)
    out = run.run({"fail-on": "never"})
    assert out.status == 0 and out.outputs["errors"] == "1", out
    out = run.run({"fail-on": "sometimes"})
    assert out.status == 2 and out.outputs["sarif"] == "", out


def case_suggestions(run):
    run.write("Dockerfile", UNQUOTED)
    out = run.run({"suggestions": "true"})
    (entry,) = json.loads(pathlib.Path(out.outputs["suggestions"]).read_text())["diagnostics"]
    assert entry["suggestions"][0]["text"] == '"torch>=2.0"', out


def case_paths_may_end_as_windows_lines_do(run):
    run.write("a b/Dockerfile", UNQUOTED)
    out = run.run({"paths": "a b\r\n"})
    assert out.status == 1 and out.outputs["errors"] == "1", out


def case_a_working_directory_is_no_output(run):
    run.write("w\nerrors=0\nx=y/Dockerfile", UNQUOTED)
    out = run.run({"working-directory": "w\nerrors=0\nx=y", "sarif": "a.sarif"})
    assert out.status == 2 and "x" not in out.outputs and out.outputs.get("errors") != "0", out


def case_a_sarif_file_of_others_is_not_handed_on(run):
    run.write("Dockerfile", UNQUOTED)
    run.write("a.sarif", "{}")
    out = run.run({"sarif": "a.sarif", "host": "bogus"})
    assert out.status == 2 and out.outputs["sarif"] == "", out
    assert (run.workspace / "a.sarif").read_text() == "{}"


def case_where_the_sarif_file_goes(run):
    run.write("Dockerfile", UNQUOTED)
    out = run.run({"sarif": "out put.sarif"})
    assert out.outputs["sarif"] == str(run.workspace / "out put.sarif"), out
    assert (run.workspace / "out put.sarif").exists()


def case_pull_request_target_is_warned_against(run):
    run.write("Dockerfile", CLEAN)
    out = run.run(event="pull_request_target")
    ((level, title, message),) = out.annotations
    assert level == "warning" and "pull_request_target" in title and "pull_request instead" in message, out


def case_inputs_are_text(run):
    """What stands in a branch's name may reach any input."""
    run.write("Dockerfile", UNQUOTED)
    for hostile in (
        '"; touch pwned; echo "', "$(touch pwned)", "`touch pwned`", "; rm -rf .", "' || touch pwned #",
        "x\n::error::pwned\n", "x\nerrors=99\nsarif=/etc/passwd", "--fix", "--output=pwned", "${{ github.token }}",
        "x\r\n::set-output name=errors::99", "-", "\\", "*", "::stop-commands::x",
    ):
        for name in run.action["inputs"]:
            out = run.run({name: hostile})
            where = f"{name} = {hostile!r}: {out}"
            assert not (run.workspace / "pwned").exists(), where
            assert (run.workspace / "Dockerfile").read_text() == UNQUOTED, where
            assert set(run.raw_outputs) <= set(run.action["outputs"]), where
            assert out.outputs["errors"] in ("", "0", "1"), where
            assert out.outputs["sarif"] != "/etc/passwd", where
            assert not out.commands, where
            for level, place, message in out.annotations:
                assert not message.startswith("pwned"), where
                assert level != "error" or re.match(r"file=Dockerfile,|title=cudafit", place), where


def case_names_in_the_repository_are_text(run):
    run.write("a\n::error::pwned\n##[error]x.Dockerfile", UNQUOTED)
    run.write("b%0A::error::pwned,c:d.Dockerfile", "FROM nvidia/cuda:12.4.1-base\n")
    out = run.run()
    assert len(out.annotations) == 2 and not out.commands, out
    assert not any(message.startswith("pwned") for _, _, message in out.annotations), out


def case_a_binary_by_its_path(run):
    (run.bin / "cudafit").unlink()
    run.write("Dockerfile", UNQUOTED)
    assert run.run({"binary": run.binary}).outputs["errors"] == "1"
    (run.workspace / "mine").symlink_to(run.binary)
    assert run.run({"binary": "mine"}).outputs["errors"] == "1"
    for wrong in ("gone", "Dockerfile", "."):
        out = run.run({"binary": wrong})
        assert out.status == 2 and "not a program" in out.log, out


def case_the_version(run):
    run.write("Dockerfile", CLEAN)
    version = subprocess.run([run.binary, "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().split()[1]
    assert run.run({"version": version}).status == 0
    for wrong in ("9.9.9", version[:-1], ".", "*"):
        out = run.run({"version": wrong})
        assert out.status == 2 and "another version" in out.log, out


def case_a_download_is_what_it_was_said_to_be(run):
    run.write("Dockerfile", UNQUOTED)
    (run.bin / "cudafit").unlink()
    program, archive = run.root / "program", run.root / "archive.tar.gz"
    program.write_bytes(b'#!/bin/sh\nexec "%s" "$@"\n' % run.binary.encode())
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(program, "cudafit-1/bin/cudafit")
    for file in (program, archive):
        # The only thing that is not real: where the bytes come from.
        run.program("curl", f'#!/bin/bash\nwhile [ "$1" != --output ]; do shift; done\ncp "{file}" "$2"\n')
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        url = {"download-url": "https://example.org/cudafit"}
        out = run.run({**url, "sha256": digest.upper()})
        assert out.outputs["errors"] == "1", out
        for wrong in ("", "x" * 64, digest[:-1], digest[:-1] + ("0" if digest[-1] != "0" else "1")):
            out = run.run({**url, "sha256": wrong})
            assert out.status == 2 and out.outputs["errors"] == "", out
        assert run.run({"download-url": "http://example.org/", "sha256": digest}).status == 2
    run.program("curl", "#!/bin/bash\nexit 22\n")
    assert "download failed" in run.run({**url, "sha256": digest}).log


def case_without_a_program_the_sources_are_installed(run):
    """pip itself stands for any installer here: what it does with the sources is tested with the package."""
    run.write("Dockerfile", UNQUOTED)
    (run.bin / "cudafit").unlink()
    pip = f'#!/bin/bash\nfor last; do :; done\n[ "$last" = "{ROOT}" ] && ln -s "{run.binary}" "$(dirname "$0")/cudafit"\n'
    run.program("python3", f'#!/bin/bash\nmkdir -p "$3/bin"\ncat >"$3/bin/pip" <<"E"\n{pip}E\nchmod +x "$3/bin/pip"\n')
    out = run.run()
    assert out.outputs["errors"] == "1", out
    run.program("python3", '#!/bin/bash\nmkdir -p "$3/bin"\nprintf "#!/bin/sh\\nexit 1\\n" >"$3/bin/pip"\nchmod +x "$3/bin/pip"\n')
    out = run.run()
    assert out.status == 2 and "installing it" in out.log, out


def case_the_problem_matcher_reads_plain_lines(run):
    run.write("a b/Dockerfile", UNQUOTED + "# cudafit: ignore=gpu-at-build x\nRUN true\n")
    wanted = json.loads(subprocess.run([run.binary, "--format", "json"], cwd=run.workspace, stdout=subprocess.PIPE,
                                       check=False).stdout)["findings"]
    for color in ("never", "always"):
        log = subprocess.run([run.binary, "--format", "concise", "--color", color], cwd=run.workspace,
                             stdout=subprocess.PIPE, check=False).stdout.decode()
        found = matched(log)
        assert [
            (each["path"], str(each["start"]["line"]), str(each["start"]["column"]), each["severity"], each["rule"],
             each["message"])
            for each in wanted if each["severity"] != "hint"
        ] == [(f["file"], f["line"], f["column"], f["severity"], f["code"], f["message"]) for f in found], log
        assert len(found) == 2, log


def workflows():
    return sorted([*ROOT.glob(".github/workflows/*.y*ml"), *ROOT.glob("examples/ci/github*.yml")])


def main():
    binary, actionlint = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    tally = Tally()
    for name, case in [*globals().items(), *vars(shown).items()]:
        if not name.startswith("case_"):
            continue
        runner = Runner(binary)
        tally.run(name, case, runner)
        runner.close()
    commands = [[actionlint, "-no-color", str(path)] for path in workflows()]
    commands.append(["shellcheck", str(ROOT / ".github/action/run.sh")])
    for command in commands:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, check=False)
        tally.add(" ".join(command), done.returncode == 0, done.stdout.decode())
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
