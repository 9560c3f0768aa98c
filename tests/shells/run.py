#!/usr/bin/env python3
"""What `cudafit completion` prints, in real shells at a terminal, and what `cudafit man` prints, read by mandoc and groff.

Usage: run.py CUDAFIT; needs bash, zsh, fish, mandoc and groff.
"""

import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

# What is typed, and what the Tab key makes of it.
LINES = (
    ("cudafit comp", "cudafit completion "),
    ("cudafit completion fi", "cudafit completion fish "),
    ("cudafit check --form", "cudafit check --format"),
    ("cudafit matrix --form", "cudafit matrix --format"),
    ("cudafit lsp --st", "cudafit lsp --stdio "),
    ("cudafit check --format sa", "cudafit check --format sarif "),
    ("cudafit check --format=sa", "cudafit check --format=sarif "),
    ("cudafit --format=rdj", "cudafit --format=rdjson "),
    ("cudafit check --baseline=kno", "cudafit check --baseline=known.json "),
    ("cudafit --format rdj", "cudafit --format rdjson "),
    ("cudafit graph --format mer", "cudafit graph --format mermaid "),
    ("cudafit explain pip-unq", "cudafit explain pip-unquoted-specifier "),
    ("cudafit check --select gpu-at", "cudafit check --select gpu-at-build "),
    ("cudafit check --changed-s", "cudafit check --changed-since"),
    ("cudafit check --write-b", "cudafit check --write-baseline"),
    ("cudafit check --baseline kno", "cudafit check --baseline known.json "),
    ("cudafit check -o kno", "cudafit check -o known.json "),
    ("cudafit check --context fol", "cudafit check --context folder/"),
    ("cudafit check fol", "cudafit check folder/"),
    # No file is a driver.
    ("cudafit check --driver kno", "cudafit check --driver kno"),
)


class Shell:
    """An interactive shell; what it has typed in the end is asked by letting it run `echo`."""

    def __init__(self, command, setup, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update({"TERM": "dumb", "HOME": str(folder), "PS1": "", "HISTFILE": "", "LC_ALL": "C.UTF-8"})
            os.execvp(command[0], command)
        self.send(setup + "\necho rea''dy\n")
        self.until("ready", 60)

    def send(self, text):
        os.write(self.terminal, text.encode())

    def until(self, words, seconds=15):
        text, end = "", time.monotonic() + seconds
        while words not in text:
            if not select.select([self.terminal], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"waited for {words!r}, had {text!r}")
            text += os.read(self.terminal, 65536).decode(errors="replace")
        return text

    def completed(self, line):
        self.send(line + "\t")
        time.sleep(0.6)
        # To the beginning of the line and to its end: what stands there is printed, not run.
        self.send("\x01echo '<\x05>'\n")
        text, end = "", time.monotonic() + 15
        while True:
            found = re.search(r"(?:^|[\r\n])<([^\r\n>]*)>\s*[\r\n]", text)
            if found:
                return found[1]
            if not select.select([self.terminal], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(repr(text))
            text += os.read(self.terminal, 65536).decode(errors="replace")

    def close(self):
        self.send("\x03\x04exit\n")
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def fish(script, line, folder):
    """fish says itself what it would offer."""
    run = subprocess.run(
        ["fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'"], cwd=folder, stdout=subprocess.PIPE,
        env={**os.environ, "HOME": str(folder), "TERM": "dumb"}, check=False,
    )
    offers = {offer.split("\t")[0] for offer in run.stdout.decode().splitlines()}
    before, _, word = line.rpartition(" ")
    if not offers:
        return line
    offer = offers.pop() if len(offers) == 1 else os.path.commonprefix(list(offers))
    assert offer.startswith(word), offers
    return f"{before} {offer}" + ("" if offer.endswith("/") or offers else " ")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    passed = failed = 0

    def check(what, good, seen=""):
        nonlocal passed, failed
        passed, failed = (passed + 1, failed) if good else (passed, failed + 1)
        if not good:
            print(f"FAIL {what}: {seen}")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "known.json").write_text("")
        (folder / "folder").mkdir()
        scripts = {}
        for shell in ("bash", "zsh", "fish"):
            scripts[shell] = folder / f".completion.{shell}"
            scripts[shell].write_bytes(subprocess.run([binary, "completion", shell], stdout=subprocess.PIPE, check=True).stdout)
        shells = {
            "bash": Shell(["bash", "--norc", "--noprofile", "-i"],
                          f"bind 'set bell-style none'; . '{scripts['bash']}'", folder),
            "zsh": Shell(["zsh", "-f", "-i"],
                         f"unsetopt beep; bindkey -e; autoload -Uz compinit; compinit -u -D; . '{scripts['zsh']}'", folder),
        }
        for line, wanted in LINES:
            for shell, running in shells.items():
                try:
                    seen = running.completed(line)
                except TimeoutError as error:
                    seen = f"nothing: {error}"
                # zsh takes a slash back when no name follows it.
                check(f"{shell}: {line}", seen.rstrip("/ ") == wanted.rstrip("/ "), seen)
            seen = fish(scripts["fish"], line, folder)
            check(f"fish: {line}", seen.rstrip() == wanted.rstrip(), seen)
        for running in shells.values():
            running.close()
        page = folder / "cudafit.1"
        page.write_bytes(subprocess.run([binary, "man"], stdout=subprocess.PIPE, check=True).stdout)
        for command in (["mandoc", "-Tlint", "-Wwarning", page], ["groff", "-man", "-Tutf8", "-ww", "-z", page]):
            run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            check(command[0], run.returncode == 0 and not run.stdout, run.stdout.decode())
        shown = subprocess.run(["man", "-l", page], stdout=subprocess.PIPE, check=False,
                               env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8"}).stdout.decode()
        check("man", "--changed-since REVISION" in shown and ".cudafit.toml" in shown, shown[:500])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
