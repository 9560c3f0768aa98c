"""A workflow runner, as far as action.yml needs one: expressions, files of outputs, commands in the log."""

import json
import pathlib
import re
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Outcome:
    def __init__(self, status, log, outputs, summary):
        self.status, self.log, self.outputs, self.summary = status, log, outputs, summary
        self.annotations, self.commands = [], []
        self.read_log()

    def read_log(self):
        """What the runner does with each line: obey commands, unless they are stopped."""
        token = None
        for line in self.log.splitlines():
            command = re.match(r"\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$", line)
            if token is not None:
                if line.strip() == f"::{token}::":
                    token = None
                continue
            if command and command[1] == "stop-commands":
                token = command[3]
            elif command and command[1] in ("error", "warning", "notice"):
                self.annotations.append((command[1], command[2] or "", command[3]))
            elif command or "##[" in line:
                self.commands.append(line)
        assert token is None, "commands stay stopped"

    def __str__(self):
        return f"status {self.status}\n{self.log}\n--- outputs {self.outputs}\n--- summary\n{self.summary}"


def parse_outputs(text):
    """GITHUB_OUTPUT, with what an injected line would do."""
    outputs, lines = {}, text.split("\n")
    while lines:
        line = lines.pop(0)
        if heredoc := re.fullmatch(r"([^=<]+)<<(.+)", line):
            value = []
            while lines and lines[0] != heredoc[2]:
                value.append(lines.pop(0))
            lines = lines[1:]
            outputs[heredoc[1]] = "\n".join(value)
        elif line:
            name, equals, value = line.partition("=")
            assert equals, f"the runner refuses the output {line!r}"
            outputs[name] = value
    return outputs


class Runner:
    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.TemporaryDirectory(prefix="cudafit-action-")
        self.root = pathlib.Path(self.folder.name)
        self.workspace, self.temp, self.bin = self.root / "work space", self.root / "temp", self.root / "bin"
        for each in (self.workspace, self.temp, self.bin):
            each.mkdir()
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.action_path = ROOT
        (self.bin / "cudafit").symlink_to(binary)

    def close(self):
        self.folder.cleanup()

    def write(self, name, content):
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def program(self, name, content):
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o755)

    def run(self, inputs=None, event="pull_request", env=None):
        values = {name: str(each.get("default", "")) for name, each in self.action["inputs"].items()}
        unknown = set(inputs or {}) - set(values)
        assert not unknown, f"no such inputs: {unknown}"
        values |= inputs or {}
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        summary.write_text("")
        surroundings = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "HOME": str(self.root),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.action_path),
            "GITHUB_EVENT_NAME": event,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_SERVER_URL": "https://git.example",
            "GITHUB_SHA": "abc",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKFLOW": "lint",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            **(env or {}),
        }
        status, log, outputs = 0, "", {}
        for step in self.action["runs"]["steps"]:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"], "an expression is pasted into a script"
            given = {}
            for name, text in step["env"].items():
                wanted = re.fullmatch(r"\$\{\{ inputs\.([a-z0-9-]+) \}\}", text)
                assert wanted, f"an expression that this runner does not know: {text}"
                given[name] = values[wanted[1]]
            script = self.temp / "step.sh"
            script.write_text(step["run"], encoding="utf-8")
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=self.workspace, env={**surroundings, **given}, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False,
            )
            log += done.stdout.decode(errors="replace")
            status = status or done.returncode
            steps = {step["id"]: parse_outputs(output.read_text())}
        for name, each in self.action["outputs"].items():
            wanted = re.fullmatch(r"\$\{\{ steps\.([a-z]+)\.outputs\.([a-z]+) \}\}", each["value"])
            outputs[name] = steps[wanted[1]].get(wanted[2], "")
        self.raw_outputs = steps["check"]
        return Outcome(status, log, outputs, summary.read_text())


def matched(log):
    """What the problem matcher makes of a log."""
    matcher = json.loads((ROOT / ".github/problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"][0]
    (pattern,) = matcher["pattern"]
    found = []
    for line in log.splitlines():
        if match := re.match(pattern["regexp"], line):
            found.append({key: match[index] for key, index in pattern.items() if key != "regexp"})
    return found


