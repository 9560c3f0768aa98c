#!/usr/bin/env python3
"""Prints how long diagnostics take after an edit, as an editor sees it: pipe, JSON and the client's own time included.

usage: lsp.py CUDAFIT [EDITS]     default: 1000 edits of a file of 200 lines; use a release build"""
import pathlib
import random
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lsp"))
from client import PULL, PUSH, Client, edit  # noqa: E402

ORDINARY = pathlib.Path(__file__).resolve().parent / "ordinary.Dockerfile"
REQUIREMENTS = "torch==2.4.1\ntorchvision==0.19.1\nnumpy==1.26.4\nfastapi==0.110.0\nuvicorn[standard]==0.29.0\n" \
               "transformers==4.44.0\naccelerate==0.33.0\nxformers==0.0.28\n"


def long_file():
    """The ordinary file again and again, each time with stages of its own, and a step that reads a file."""
    text = ORDINARY.read_text()
    parts = [text]
    while len("".join(parts).split("\n")) < 190:
        number = len(parts)
        parts.append(text.replace(" AS ", f" AS s{number}-").replace("--from=", f"--from=s{number}-"))
    return "".join(parts) + "COPY requirements.txt .\nRUN pip install -r requirements.txt\n"


def places(text, count):
    """Where letters are typed: behind a word of a line that is no heredoc's or directive's."""
    random.seed(7)
    rows = [i for i, line in enumerate(text.split("\n")) if line.strip()]
    return [(row, len(text.split("\n")[row].split("#")[0].rstrip(" \\"))) for row in random.choices(rows, k=count)]


def measure(capabilities, count, pull):
    client = Client()
    try:
        text = long_file()
        client.write("requirements.txt", REQUIREMENTS)
        client.write(".cudafit.toml", '[[host]]\nname = "fleet"\ndriver = "535"\ngpus = ["A100", "H100"]\n')
        client.start(capabilities)
        client.open("Dockerfile", text)
        client.pull("Dockerfile") if pull else client.pushed("Dockerfile", 1)
        times, version = [], 1
        for row, column in places(text, count // 2):
            for change in (edit((row, column), (row, column), "x"), edit((row, column), (row, column + 1), "")):
                version += 1
                begin = time.perf_counter()
                client.change("Dockerfile", change)
                client.pull("Dockerfile") if pull else client.pushed("Dockerfile", version)
                times.append((time.perf_counter() - begin) * 1000)
                client.inbox.clear()
        return times, len(text.split("\n"))
    finally:
        client.close()


def round_trips(count):
    """The same without any work: what the pipe and this client take."""
    client = Client()
    try:
        client.start(PULL)
        times = []
        for _ in range(count):
            begin = time.perf_counter()
            client.error("no/such", {})
            times.append((time.perf_counter() - begin) * 1000)
        return times
    finally:
        client.close()


def show(name, times):
    ordered = sorted(times)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    good = "ok" if median < 1 and late < 2 else "SLOW"
    print(f"{name:28} median {median:6.3f} ms   p99 {late:6.3f} ms   (bounds: 1 and 2)   {good}")


def main():
    Client.binary = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    show("an empty answer", round_trips(count))
    times, lines = measure(PULL, count, True)
    show(f"edit and pull, {lines} lines", times)
    times, lines = measure(PUSH, count, False)
    show(f"edit until sent, {lines} lines", times)


if __name__ == "__main__":
    main()
