"""--watch, and the bar that shows how far a long run is."""

import os
import pty
import select
import signal
import subprocess
import time

from box import CLEAN, SAFE


class Watching:
    def __init__(self, box, *args):
        self.process = subprocess.Popen(
            [box.binary, "--watch", *args], cwd=box.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=box.env, start_new_session=True)
        self.text = ""

    def until(self, words, seconds=20):
        """Reads until the words come, and forgets what came up to them."""
        end = time.monotonic() + seconds
        while words not in self.text:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            block = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert block, f"waited for {words!r}: {self.text}"
            self.text += block.decode()
        before, _, self.text = self.text.partition(words)
        return before

    def stop(self, with_signal=signal.SIGINT, group=True):
        (os.killpg if group else os.kill)(self.process.pid, with_signal)
        rest = self.process.stdout.read().decode()
        self.process.stdout.close()
        return self.process.wait(10), rest


def case_watch_checks_again_when_something_changes(box):
    box.write("Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    box.write("requirements.txt", "numpy\n")
    watching = Watching(box)
    assert "No problems found" in watching.until("Ctrl-C ends it")
    box.write("Dockerfile", SAFE)
    watching.until("Dockerfile has changed")
    assert "pip-unquoted-specifier" in watching.until("Ctrl-C ends it")
    box.write("Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n")
    assert "No problems found" in watching.until("Ctrl-C ends it")
    box.write("requirements.txt", "torch==2.0.1+cu999\n")
    watching.until("requirements.txt has changed")
    assert "torch-wheel-not-found" in watching.until("Ctrl-C ends it")
    box.write("new/Dockerfile", SAFE)
    assert "new/Dockerfile" in watching.until("Ctrl-C ends it")
    (box.root / "new/Dockerfile").unlink()
    assert "new/Dockerfile:" not in watching.until("Ctrl-C ends it").split("has changed")[-1]
    box.write(".cudafit.toml", 'ignore = ["torch-wheel-not-found"]\n')
    assert "No problems found" in watching.until("Ctrl-C ends it")
    status, rest = watching.stop()
    assert status == 0 and "terminat" not in rest.lower(), (status, rest)


def case_watch_survives_broken_configuration_and_ends_on_a_signal(box):
    box.write("Dockerfile", CLEAN)
    box.write(".cudafit.toml", "no = such key\n")
    for number in (signal.SIGINT, signal.SIGTERM):
        watching = Watching(box)
        watching.until("Ctrl-C ends it")
        status, _ = watching.stop(number, group=False)
        assert status == 0, status
    assert box.run("--watch", "--select", "no-such-rule").status == 2
    assert box.run("--watch", "-", stdin=CLEAN).status == 2


def on_a_terminal(box, env, *args):
    """What is drawn on standard error where that is a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen([box.binary, *args], cwd=box.root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=slave, env={**box.env, **env})
    os.close(slave)
    out = b""
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:
            break
        if not block:
            break
        out += block
    os.close(master)
    process.wait()
    return out.decode()


def case_watch_does_not_look_at_what_it_has_written(box):
    box.write("Dockerfile", "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN nvcc -V\n")
    watching = Watching(box, "--output", "report.txt", ".")
    watching.until("Ctrl-C ends it")
    # The folder has a file more, and then nothing new.
    watching.until("has changed")
    watching.until("Ctrl-C ends it")
    time.sleep(1)
    box.write("Dockerfile", "FROM scratch\n")
    assert "has changed" not in watching.until("Dockerfile has changed")
    assert watching.stop()[0] == 0


def case_a_long_run_on_a_terminal_shows_how_far_it_is(box):
    many = SAFE + "RUN pip install torch==2.4.1 numpy\n" * 60
    for number in range(400):
        box.write(f"{number}.Dockerfile", many)
    drawn = on_a_terminal(box, {"TERM": "xterm"})
    assert "/400 files" in drawn and drawn.endswith("\r\x1b[K"), repr(drawn[-200:])
    assert on_a_terminal(box, {"TERM": "xterm", "CI": "true"}) == ""
    assert on_a_terminal(box, {"TERM": "dumb"}) == ""
    assert box.run(env={"TERM": "xterm"}).err == ""
    assert on_a_terminal(box, {"TERM": "xterm"}, "1.Dockerfile") == ""
